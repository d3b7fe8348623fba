"""Fisher's exact test of whether two shares differ by more than chance."""

from math import comb


def fisher(first: int, of_first: int, second: int, of_second: int) -> float:
    """Probability that two shares differ as much, or more, if nothing but chance made them differ.

    Parameters
    ----------
    first, of_first : int
        Cases, and all from which they are, on one side.
    second, of_second : int
        The same on the other side.

    Returns
    -------
    float
        Two-sided: the sum over all tables with the same margins that are no likelier than this one. 1 where either
        side has nothing.

    Examples
    --------
    >>> fisher(3, 4, 1, 4)
    0.4857142857142857
    >>> fisher(21, 66, 0, 56) < 0.00001
    True
    """
    cases, everything = first + second, of_first + of_second
    least, most = max(0, cases - of_second), min(cases, of_first)
    # Whole numbers throughout, so that equally likely tables are equal.
    ways = comb(of_first, least) * comb(of_second, cases - least)
    counts = {least: ways}
    for number in range(least, most):
        ways = ways * (of_first - number) * (cases - number) // ((number + 1) * (of_second - cases + number + 1))
        counts[number + 1] = ways
    return sum(each for each in counts.values() if each <= counts[first]) / comb(everything, cases)
