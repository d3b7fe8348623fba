"""Errors that say what is wrong, where, and what would be right."""

from collections.abc import Iterable
from difflib import get_close_matches


class NkeventsError(Exception):
    """Base of every error that nkevents raises."""


class DataError(NkeventsError, ValueError):
    """A data package that cannot be read; names the file, the row and the column."""


class DateError(NkeventsError, ValueError):
    """A text that is none of the allowed forms of a date."""


class UnknownValueError(NkeventsError, ValueError):
    """A name, code or id that the data do not have; names the nearest ones that they do."""

    def __init__(self, what: str, value: object, valid: Iterable[str], where: str) -> None:
        names = sorted({str(name) for name in valid})
        near = get_close_matches(str(value), names, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(repr(name) for name in near)}? " if near else ""
        if 0 < len(names) <= 12:
            hint += f"valid are {', '.join(repr(name) for name in names)}; "
        super().__init__(f"unknown {what} {value!r}: {hint}the list stands in {where}")
