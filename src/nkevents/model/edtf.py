"""Dates as sources give them: a strict subset of the Extended Date/Time Format (ISO 8601-2).

=================  ==========================================
text               meaning
=================  ==========================================
``2021-11-26``     that day
``2021-11``        one unknown day of that month
``2021``           one unknown day of that year
``a/b``            lasted from a to b
``[a..b]``         one unknown day from a to b
``../b``           one unknown day up to b
``a/..``           from a on
=================  ==========================================

where a and b are days, months or years.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from nkevents.errors import DateError, OneDateIntervalError, ReversedDateError

Precision = Literal["day", "range", "between", "month", "year", "open"]
PRECISIONS: tuple[Precision, ...] = ("day", "range", "between", "month", "year", "open")
FORMS = (
    "allowed are 2021-11-26, 2021-11, 2021, a/b (lasted from a to b), [a..b] (one unknown day between), "
    "../b (by b), a/.. (from a on)"
)
# Day numbers count from 1970-01-01, as numpy's datetime64[D] does; these two stand for an open bound.
OPEN_START, OPEN_END = -(10**6), 10**6
_EPOCH = dt.date(1970, 1, 1).toordinal()
_SHAPE = re.compile(r"\[(?P<a>[^\[\]/]+)\.\.(?P<b>[^\[\]/]+)\]|(?P<c>[^\[\]/]+)/(?P<d>[^\[\]/]+)")
_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
EARLIEST = 1900
_LENGTHS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
_A_DAY = "a text such as '2021-11-26', a date, a datetime, a pandas.Timestamp or a numpy.datetime64 of a day"
_A_PERIOD = _A_DAY.replace("'2021-11-26'", "'2021-11-26', '2021-11' or '2021'") + ", month or year"


class EventDate(NamedTuple):
    """Bounds of a date and how sure they are.

    Attributes
    ----------
    start, end : datetime.date or None
        First and last day that the text allows, both included; None is an open bound.
    precision : str
        One of ``day``, ``range``, ``between``, ``month``, ``year``, ``open``.
    uncertainty : int or None
        Days by which the true bounds may be off: 0 for a day and for a range of days, None for an open bound.
    """

    start: dt.date | None
    end: dt.date | None
    precision: Precision
    uncertainty: int | None


# A table is checked and then read, and the same few days stand in most rows.
@lru_cache(maxsize=4096)
def parse(text: str) -> EventDate:
    """Read one date text.

    Parameters
    ----------
    text : str
        A date in one of the forms listed in this module.

    Raises
    ------
    DateError
        If the text has another form, names a day that does not exist, or runs backwards.

    Examples
    --------
    >>> parse("2020-11")
    EventDate(start=datetime.date(2020, 11, 1), end=datetime.date(2020, 11, 30), precision='month', uncertainty=29)
    >>> parse("2020-09-27/2020-11-10").uncertainty
    0
    >>> parse("../2020-11-15").start is None
    True
    """
    if "/" not in text and "[" not in text:
        start, end = period(text)
        return EventDate(start, end, _LENGTHS[len(text)], (end - start).days)
    shape = _SHAPE.fullmatch(text)
    if not shape:
        raise DateError(f"{text!r} is no date: {FORMS}")
    first, last, lasts = shape["a"] or shape["c"], shape["b"] or shape["d"], bool(shape["c"])
    if lasts and first == last == "..":
        raise DateError(f"{text!r} has no bound at all: {FORMS}")
    if lasts and first == "..":
        return EventDate(None, period(last)[1], "open", None)
    if lasts and last == "..":
        return EventDate(period(first)[0], None, "open", None)
    (start, first_end), (last_start, end) = period(first), period(last)
    if (start, first_end) == (last_start, end):
        raise OneDateIntervalError(f"{text!r} begins where it ends: write the one date alone")
    if last_start < start or end < first_end:
        raise ReversedDateError(f"{text!r} runs backwards: the earlier date comes first")
    if lasts:
        return EventDate(start, end, "range", (first_end - start).days + (end - last_start).days)
    return EventDate(start, end, "between", (end - start).days)


def period(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a day, month or year.

    Parameters
    ----------
    text : str
        ``2020-10-17``, ``2020-10`` or ``2020``.

    Raises
    ------
    DateError
        If the text has another form or names a day that does not exist.

    Examples
    --------
    >>> period("2020-10")
    (datetime.date(2020, 10, 1), datetime.date(2020, 10, 31))
    """
    match = _PERIOD.fullmatch(text)
    if not match:
        raise DateError(f"{text!r} is no date: {FORMS}")
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or year < EARLIEST:
        raise DateError(f"{text!r}: the year must have four digits and not lie before {EARLIEST}")
    if month is not None and not 1 <= month <= 12:
        raise DateError(f"{text!r}: there is no month {month:02}; dates are written year-month-day")
    try:
        start = dt.date(year, month or 1, day or 1)
    except ValueError:
        raise DateError(f"{text!r}: there is no such day") from None
    if day is not None:
        return start, start
    end_month = month or 12
    return start, dt.date(year, end_month, calendar.monthrange(year, end_month)[1])


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01, as in ``datetime64[D]``."""
    return day.toordinal() - _EPOCH


class DateArrays(NamedTuple):
    """Dates as columns: day numbers, days of uncertainty and positions in ``PRECISIONS``, each of shape (n,)."""

    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    uncertainty: npt.NDArray[np.int64]
    precision: npt.NDArray[np.int64]


def to_arrays(texts: Iterable[str]) -> DateArrays:
    """Read many date texts; open bounds become ``OPEN_START`` and ``OPEN_END``, unbounded uncertainty ``OPEN_END``.

    Parameters
    ----------
    texts : iterable of str
        Date texts; best each distinct one once.

    Raises
    ------
    DateError
        As `parse`.
    """
    rows = [
        (
            OPEN_START if date.start is None else day_number(date.start),
            OPEN_END if date.end is None else day_number(date.end),
            OPEN_END if date.uncertainty is None else date.uncertainty,
            PRECISIONS.index(date.precision),
        )
        for date in map(parse, texts)
    ]
    return DateArrays(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)


def as_day(value: "str | dt.date | np.datetime64", what: str = "as_of") -> dt.date:
    """Read a user's single day.

    Parameters
    ----------
    value : str, datetime.date, datetime.datetime, pandas.Timestamp or numpy.datetime64
        The day; texts as ``2021-11-26``. Of a moment, the calendar day counts.
    what : str
        The argument's name, for the error.

    Raises
    ------
    DateError
        If the value is no single existing day.

    Examples
    --------
    >>> as_day("2021-11-26"), as_day(np.datetime64("2021-11-26T18:00"))
    (datetime.date(2021, 11, 26), datetime.date(2021, 11, 26))
    """
    first, last = as_period(value, what, _A_DAY)
    if first != last:
        raise DateError(f"{what}={value!r} is no single day: give {_A_DAY}")
    return first


def is_day(value: object) -> bool:
    """Tell whether a value that is meant for something else is a single day.

    Examples
    --------
    >>> is_day("2021-11-26"), is_day(dt.date(2021, 11, 26)), is_day("clash-2021-11-16"), is_day("2021-11")
    (True, True, False, False)
    """
    try:
        as_day(value)  # type: ignore[arg-type]
    except DateError:
        return False
    return True


def as_period(value: "str | dt.date | np.datetime64", what: str, right: str = _A_PERIOD) -> tuple[dt.date, dt.date]:
    """First and last day of a user's day, month or year.

    Parameters
    ----------
    value : str, datetime.date, datetime.datetime, pandas.Timestamp or numpy.datetime64
        A text such as ``2021-11-26``, ``2021-11`` or ``2021``; of numpy a month or a year is the whole of it. Of a
        moment, the calendar day counts.
    what, right : str
        The argument's name, and what may be given, for the error.

    Raises
    ------
    DateError
        If the value is none of these.

    Examples
    --------
    >>> as_period(np.datetime64("2020-10"), "start")
    (datetime.date(2020, 10, 1), datetime.date(2020, 10, 31))
    """
    if isinstance(value, str) and _PERIOD.fullmatch(value):
        return period(value)
    day: object = value
    if isinstance(value, np.datetime64) and not np.isnat(value):
        unit = np.datetime_data(value)[0]
        if unit in ("Y", "M"):
            return period(str(value))
        day = None if unit == "W" else value.astype("datetime64[D]").item()
    # What pandas has for a missing moment is a date that differs from itself.
    if not isinstance(day, dt.date) or day != day:
        raise DateError(f"{what}={value!r} is no day: give {right}")
    return (day := day.date() if isinstance(day, dt.datetime) else day), day
