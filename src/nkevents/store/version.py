"""Version numbers of the data."""

from nkevents.errors import NkeventsError


def version_of(text: str) -> tuple[int, int, int]:
    """The three numbers of a version.

    Examples
    --------
    >>> version_of("1.0.0") > version_of("0.10.2")
    True
    """
    try:
        major, minor, patch = (int(number) for number in text.split("."))
    except ValueError:
        raise NkeventsError(f"{text!r} is no version; write three numbers, such as 1.0.0") from None
    return major, minor, patch
