"""What a mistyped word may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, words: Iterable[str]) -> str:
    """Hint at the nearest known words, empty where none is near.

    Parameters
    ----------
    word : str
    words : iterable of str

    Returns
    -------
    str

    Examples
    --------
    >>> nearest("kiled", ["killed", "wounded"])
    " (did you mean 'killed'?)"
    """
    by_folded = {each.casefold(): each for each in words}
    near = get_close_matches(word.casefold(), by_folded, n=3, cutoff=0.6)
    return f" (did you mean {' or '.join(repr(by_folded[each]) for each in near)}?)" if near else ""
