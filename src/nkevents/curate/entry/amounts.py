"""Numbers of people and things as a sentence gives them: ``14``, ``3 to 5``, ``at least 6500``, ``up to 70``."""

import re

_NUMBER = "0|[1-9][0-9]*"
_SHAPE = re.compile(rf"(?P<least>at least )?(?P<most>up to )?(?P<low>{_NUMBER})(?: to (?P<high>{_NUMBER}))?")
FORMS = "write 14, 3 to 5, at least 6500 or up to 70, without separators"


def read_amount(text: str) -> tuple[str, str]:
    """Read lower and upper bound, empty where there is none.

    Raises
    ------
    ValueError
        If the text has another form.

    Examples
    --------
    >>> read_amount("14"), read_amount("at least 6500"), read_amount("up to 70"), read_amount("3 to 5")
    (('14', '14'), ('6500', ''), ('', '70'), ('3', '5'))
    """
    shape = _SHAPE.fullmatch(text)
    if not shape or (shape["least"] and shape["most"]) or (shape["high"] and (shape["least"] or shape["most"])):
        raise ValueError(f"{text!r} is no number of the form: {FORMS}")
    low, high = shape["low"], shape["high"]
    if high and int(high) < int(low):
        raise ValueError(f"{text!r} runs backwards: the smaller number comes first")
    if shape["least"]:
        return low, ""
    if shape["most"]:
        return "", low
    return low, high or low


def write_amount(low: str, high: str) -> str:
    """Write bounds as `read_amount` reads them.

    Parameters
    ----------
    low, high : str
        Empty where there is no bound.
    """
    if low == high:
        return low
    if not high:
        return f"at least {low}"
    return f"{low} to {high}" if low else f"up to {high}"
