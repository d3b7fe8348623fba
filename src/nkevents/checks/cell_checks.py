"""Single cells against the Table Schema: type, required, codes, form and limits."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from nkevents.checks.date_checks import fault, holds_event_dates
from nkevents.checks.finding import Finding, rather, shown
from nkevents.checks.package import Package, Table
from nkevents.model.table_schema import Field

_LARGEST = 2**63 - 1
_INTEGER, _NUMBER = re.compile(r"-?[0-9]+"), re.compile(r"-?[0-9]+(\.[0-9]+)?")
_Fault = tuple[str, str, str]


def check(package: Package) -> Iterator[Finding]:
    """Check every distinct cell of every table against its field.

    Parameters
    ----------
    package : Package

    Yields
    ------
    Finding
    """
    for table in package.tables.values():
        for field in table.schema.fields:
            if table.rows and any(field.name in row for row in table.rows):
                yield from _column(table, field)


def _column(table: Table, field: Field) -> Iterator[Finding]:
    say = partial(_faults, field=field, pattern=_pattern(field))
    faults = {value: found for value in {row[field.name] for row in table.rows} if (found := list(say(value)))}
    if faults:
        for row in table.rows:
            for rule, message, instead in faults.get(row[field.name], ()):
                yield table.error(rule, row, field.name, message, instead)


def _pattern(field: Field) -> re.Pattern[str] | None:
    text = field.constraints.get("pattern")
    return None if text is None or holds_event_dates(field) else re.compile(text)


def _faults(value: str, field: Field, pattern: re.Pattern[str] | None) -> Iterator[_Fault]:
    if not value:
        if field.required:
            yield "empty-cell", f"{field.name} is empty, but every row must have a value", field.description
        return
    if field.enum is not None and value not in field.enum:
        yield "unknown-code", f"{shown(value)} is no code of {field.name}", f"write {rather(value, field.enum)}"
    if pattern and not pattern.fullmatch(value):
        yield "pattern", f"{shown(value)} has not the form of {field.name}", f"write it as {pattern.pattern}"
    longest = field.constraints.get("maxLength")
    if longest is not None and len(value) > longest:
        yield "too-long", f"{field.name} has {len(value)} characters", f"at most {longest}"
    if holds_event_dates(field) or field.type == "date":
        found = fault(value, day=field.type == "date")
        if found:
            yield found
            return
    if field.type in _READERS:
        number = _READERS[field.type](value)
        if number is None:
            article = "an" if field.type == "integer" else "a"
            yield f"not-{article}-{field.type}", f"{shown(value)} is no {field.type}", _FORMS[field.type]
            return
        yield from _limits(value, number, field)
    elif field.type == "date":
        yield from _limits(value, value, field)


def _limits(value: str, size: Any, field: Field) -> Iterator[_Fault]:
    low, high = field.constraints.get("minimum"), field.constraints.get("maximum")
    unit = f" ({field.unit})" if field.unit != "none" else ""
    if low is not None and size < low:
        yield "below-minimum", f"{field.name} is {value}{unit}, below {low}", f"at least {low}"
    if high is not None and size > high:
        yield "above-maximum", f"{field.name} is {value}{unit}, above {high}", f"at most {high}"


def integer(text: str) -> int | None:
    """The integer that a text is, if it is one of 64 bits."""
    if not _INTEGER.fullmatch(text) or len(text) > 20:
        return None
    value = int(text)
    return value if -_LARGEST <= value <= _LARGEST else None


def number(text: str) -> float | None:
    """The number that a text is, if it is a plain one."""
    return float(text) if _NUMBER.fullmatch(text) and len(text) < 30 else None


def _boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


_READERS: dict[str, Callable[[str], Any]] = {"integer": integer, "number": number, "boolean": _boolean}
_FORMS = {
    "integer": "write a whole number in figures, such as 6500",
    "number": "write a number in figures, such as 39.8177",
    "boolean": "write true or false",
}
