"""Errors that say what is wrong, where, and what would be right."""

from collections.abc import Iterable

_SHOWN = 60
_MOST_NEAR = 3
_LONGEST = 500
_PRINTED = 60
# What people write for codes that are spelled otherwise.
_USUAL = {"dead": "killed", "deaths": "killed", "died": "killed", "injured": "wounded", "hurt": "wounded"}


class NkeventsError(Exception):
    """Base of every error that nkevents raises."""


class DataError(NkeventsError, ValueError):
    """A data package that cannot be read; names the file, the row and the column."""


class FileError(NkeventsError, OSError):
    """A file that cannot be read or written; says why in one sentence."""


class DateError(NkeventsError, ValueError):
    """A text that is none of the allowed forms of a date."""


class ReversedDateError(DateError):
    """An interval that ends before it begins."""


class OneDateIntervalError(DateError):
    """An interval whose two ends are the same."""


class WrongArgumentError(NkeventsError, TypeError, ValueError):
    """An argument of a wrong type, or a value that makes no sense; says what is right."""


class MissingExtraError(NkeventsError):
    """Libraries of an extra that are not installed; says how to get them while nothing is on a package index."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"the libraries for {what} are not installed; in a checkout of nkevents run: "
            f"python -m pip install '.[{extra}]'"
        )


class UnknownValueError(NkeventsError, ValueError):
    """A name, code or id that the data do not have; names those that it may be a misspelling of."""

    def __init__(self, what: str, value: object, valid: Iterable[str], where: str) -> None:
        names = sorted({str(name) for name in valid})
        near = nearest(str(value), names)
        hint = f"did you mean {near}? " if near else ""
        few = 0 < len(names) <= _PRINTED
        listing = f"valid are {', '.join(map(repr, names))}" if few else f"the list stands in {where}"
        super().__init__(f"unknown {what} {shown(value)}: {hint}{listing}")


def nearest(value: str, valid: Iterable[str]) -> str:
    """Name the valid words that a wrong one is a misspelling of, quoted and joined by "or"; empty where it is of none.

    Examples
    --------
    >>> nearest("kiled", ["killed", "wounded"])
    "'killed'"
    >>> nearest("dead", ["demand", "killed"])
    "'killed'"
    """
    # The model raises these errors.
    from nkevents.model.misspelling import misspelled

    names = set(valid)
    usual = _USUAL.get(value.casefold())
    near = [usual] if usual in names else misspelled(value, names)[:_MOST_NEAR]
    return " or ".join(repr(name) for name in near)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Hint at the known words that a wrong one is a misspelling of; empty where it is of none."""
    near = nearest(word, known)
    return f" (did you mean {near}?)" if near else ""


def suggest(value: str, valid: Iterable[str]) -> str:
    """Name the valid values that a wrong one is a misspelling of; where it is of none, all of them if they are few."""
    names = sorted({name for name in valid if name})
    near = nearest(value, names)
    if near:
        return near
    if 0 < len(names) <= 12:
        return "one of " + ", ".join(repr(name) for name in names)
    return f"one of {len(names)} values such as {names[0]!r}" if names else "a value that exists"


def cut(text: str, longest: int = _LONGEST) -> str:
    """A text for a message, cut where it is long.

    Examples
    --------
    >>> cut("event_id,slug,title", 9)
    'event_id…'
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"


def shown(value: object) -> str:
    """Quote a value for a message, cut where it is long."""
    return repr(cut(value, _SHOWN)) if isinstance(value, str) else cut(repr(value), _SHOWN)
