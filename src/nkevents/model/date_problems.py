"""What is wrong with the text of a date, and which date was probably meant."""

import re

from nkevents.errors import DateError, OneDateIntervalError, ReversedDateError
from nkevents.model.edtf import EARLIEST, FORMS, parse
from nkevents.model.problem import Problem

DAY_FORM = "a day, year-month-day, such as 2021-11-26"
# Compiled where a date is wrong, which mostly none is.
_YEAR_FIRST = r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,2})"
_YEAR_LAST = r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})"
_PARTS = r"\.\./|/\.\.|\.\.|/|\[|\]"
_ENDS = r"(\[?)([0-9-]+)(/|\.\.)([0-9-]+)(\]?)"


def date_problem(text: str) -> Problem | None:
    """Say what is wrong with a date in any of the forms."""
    try:
        parse(text)
    except ReversedDateError as error:
        return Problem("interval-reversed", str(error), re.sub(_ENDS, r"write \1\4\3\2\5", text))
    except OneDateIntervalError as error:
        return Problem("interval-of-one-day", str(error), "write the one date alone")
    except DateError:
        found = next(filter(None, map(_part_problem, re.split(_PARTS, text))), None)
        return found or Problem("not-a-date", f"{text!r} is no date", FORMS)
    return None


def day_problem(text: str) -> Problem | None:
    """Say what is wrong with a single day."""
    try:
        if parse(text).precision == "day":
            return None
    except DateError:
        return _part_problem(text) or Problem("not-a-date", f"{text!r} is no date", f"write {DAY_FORM}")
    return Problem("not-a-date", f"{text!r} is no single day", f"write {DAY_FORM}")


def _part_problem(part: str) -> Problem | None:
    if not part or _exists(part):
        return None
    if match := re.fullmatch(_YEAR_LAST, part):
        first, second, year = match.groups()
        readings = dict.fromkeys((_day(year, second, first), _day(year, first, second)))
        meant = " or ".join(reading for reading in readings if _exists(reading))
        return Problem("day-month-order", f"{part!r} does not begin with the year", f"write {meant or DAY_FORM}")
    if match := re.fullmatch(_YEAR_FIRST, part):
        return _year_first_problem(part, *match.groups())
    if re.fullmatch(r"\d{4}-\d{1}", part):
        return Problem("unpadded-date", f"{part!r} lacks a zero", f"write {part[:5]}0{part[5:]}")
    if re.fullmatch(r"\d{4}", part):
        return _year_problem(part, part)
    return None


def _year_first_problem(part: str, year: str, month: str, day: str) -> Problem:
    if len(year) == 4 and int(year) < EARLIEST:
        return _year_problem(part, year)
    padded, swapped = _day(year, month, day), _day(year, day, month)
    if part != padded and _exists(padded):
        return Problem("unpadded-date", f"{part!r} is not written year-month-day with all zeros", f"write {padded}")
    if int(month) > 12 and _exists(swapped):
        return Problem("day-month-order", f"{part!r}: there is no month {month}", f"write {swapped}")
    return Problem("impossible-date", f"{part!r}: there is no such day", f"write {DAY_FORM} that exists")


def _year_problem(part: str, year: str) -> Problem:
    meant = f"20{year[2:]}{part[4:]}"
    return Problem("year-out-of-range", f"{part!r} lies before {EARLIEST}", f"perhaps {meant}")


def _day(year: str, month: str, day: str) -> str:
    return f"{year}-{month:0>2}-{day:0>2}"


def _exists(text: str) -> bool:
    try:
        parse(text)
    except DateError:
        return False
    return True
