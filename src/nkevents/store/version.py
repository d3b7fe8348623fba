"""Version numbers of the data."""

import re

from nkevents.errors import NkeventsError, shown

_NUMBER = "(0|[1-9][0-9]{0,5})"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}")


def check_version(text: object) -> str:
    """The version itself, which is three numbers and nothing else, whatever it is then used for.

    Raises
    ------
    NkeventsError
        If it is something else.
    """
    if not isinstance(text, str) or not _VERSION.fullmatch(text):
        raise NkeventsError(f"{shown(str(text))} is no version; write three numbers, such as 1.0.0")
    return text


def version_of(text: str) -> tuple[int, int, int]:
    """The three numbers of a version.

    Examples
    --------
    >>> version_of("1.0.0") > version_of("0.10.2")
    True
    """
    major, minor, patch = (int(number) for number in check_version(text).split("."))
    return major, minor, patch
