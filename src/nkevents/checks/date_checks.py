"""What is wrong with the text of a date, and which date was probably meant."""

import re
from typing import NamedTuple

from nkevents.errors import DateError
from nkevents.model.edtf import FORMS, parse
from nkevents.model.table_schema import Field

DAY_FORM = "a day, year-month-day, such as 2021-11-26"
_YEAR_FIRST = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})")
_PARTS = re.compile(r"\.\./|/\.\.|\.\.|/|\[|\]")
_EARLIEST = 1900


class Fault(NamedTuple):
    """Name of the broken rule, what is wrong, what would be right."""

    rule: str
    message: str
    instead: str


def holds_event_dates(field: Field) -> bool:
    """Whether a column of texts holds dates in the forms of `nkevents.model.edtf`."""
    return field.type == "string" and field.unit.startswith("calendar day")


def fault(text: str, *, day: bool) -> Fault | None:
    """Say what is wrong with a date.

    Parameters
    ----------
    text : str
    day : bool
        Only a single day is allowed.

    Returns
    -------
    Fault or None
    """
    try:
        precision = parse(text).precision
    except DateError as error:
        why = str(error)
    else:
        if not day or precision == "day":
            return None
        return Fault("not-a-date", f"{text!r} is no single day", f"write {DAY_FORM}")
    if "backwards" in why:
        return Fault("interval-reversed", why, f"write {_swapped(text)}")
    if "begins where it ends" in why:
        return Fault("interval-of-one-day", why, "write the one date alone")
    for part in _PARTS.split(text) if not day else [text]:
        found = _part_fault(part)
        if found:
            return found
    return Fault("not-a-date", f"{text!r} is no date", f"write {DAY_FORM}" if day else FORMS)


def _swapped(text: str) -> str:
    if text.startswith("["):
        first, _, last = text[1:-1].partition("..")
        return f"[{last}..{first}]"
    first, _, last = text.partition("/")
    return f"{last}/{first}"


def _part_fault(part: str) -> Fault | None:
    if not part or _exists(part):
        return None
    if match := _YEAR_LAST.fullmatch(part):
        first, second, year = match.groups()
        readings = dict.fromkeys((_day(year, second, first), _day(year, first, second)))
        meant = " or ".join(reading for reading in readings if _exists(reading))
        return Fault("day-month-order", f"{part!r} does not begin with the year", f"write {meant or DAY_FORM}")
    if match := _YEAR_FIRST.fullmatch(part):
        return _year_first_fault(part, *match.groups())
    if re.fullmatch(r"\d{4}-\d{1}", part):
        return Fault("unpadded-date", f"{part!r} lacks a zero", f"write {part[:5]}0{part[5:]}")
    if re.fullmatch(r"\d{4}", part):
        return _year_fault(part, part)
    return None


def _year_first_fault(part: str, year: str, month: str, day: str) -> Fault:
    if len(year) == 4 and int(year) < _EARLIEST:
        return _year_fault(part, year)
    padded, swapped = _day(year, month, day), _day(year, day, month)
    if part != padded and _exists(padded):
        return Fault("unpadded-date", f"{part!r} is not written year-month-day with all zeros", f"write {padded}")
    if int(month) > 12 and _exists(swapped):
        return Fault("day-month-order", f"{part!r}: there is no month {month}", f"write {swapped}")
    return Fault("impossible-date", f"{part!r}: there is no such day", f"write {DAY_FORM} that exists")


def _year_fault(part: str, year: str) -> Fault:
    meant = f"20{year[2:]}{part[4:]}"
    return Fault("year-out-of-range", f"{part!r} lies before {_EARLIEST}", f"perhaps {meant}")


def _day(year: str, month: str, day: str) -> str:
    return f"{year}-{month:0>2}-{day:0>2}"


def _exists(text: str) -> bool:
    try:
        parse(text)
    except DateError:
        return False
    return True
