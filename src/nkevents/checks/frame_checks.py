"""A user's frame against the schema of its table: texts as in the files, everything else by pandera."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from nkevents.checks.finding import Finding
from nkevents.dataset import shipped
from nkevents.errors import DateError, shown, suggest
from nkevents.model.codes import FrameName
from nkevents.model.edtf import parse
from nkevents.model.lost_letters import lost_letters
from nkevents.model.plain_values import records
from nkevents.model.table_schema import Field, Schema

# What pandera calls its own checks, and the rules of ours.
_RULES = {
    "not_nullable": "empty-cell",
    "field_uniqueness": "duplicate-value",
    "multiple_fields_uniqueness": "duplicate-key",
    "column_in_schema": "extra-column",
    "column_in_dataframe": "missing-column",
}
# Of each two columns the first is never above the second.
_ORDERED = (
    ("low", "high"),
    ("killed_low", "killed_best"),
    ("killed_best", "killed_high"),
    ("killed_low", "killed_high"),
    ("date_start", "date_end"),
    ("known_from", "last_known"),
    ("published", "updated"),
)
_DAYS = ("date", "date_precision", "date_start", "date_end", "day")
_SPOT = ("latitude", "longitude", "radius_km")


def check_frame(frame: pd.DataFrame, table: FrameName) -> list[Finding]:
    """Check a frame against the schema of a table.

    Parameters
    ----------
    table : str
        Name of a table, or ``timeline``.

    Returns
    -------
    list of Finding
        Their file is the table's name, their row the position in the frame.

    Raises
    ------
    NkeventsError
        If pandera is not installed.
    UnknownValueError
        If there is no such table.
    """
    schema = shipped().schema(table)
    checker = schema.to_pandera()
    # Positions, so that a finding has one row whatever the frame's index.
    plain = frame.reset_index(drop=True).rename(columns=str)
    twice = plain.columns[plain.columns.duplicated()].unique()
    findings = [_of_column(schema, "repeated-column", name) for name in twice]
    plain = plain.loc[:, ~plain.columns.duplicated()]
    # Else every step would copy them.
    plain.attrs = {}
    for field in schema.fields:
        if field.name in plain:
            cells = plain[field.name].astype(object)
            wrong = list(_text_findings(schema, field, cells))
            cells[[finding.row for finding in wrong if finding.row is not None]] = None
            flags = {"true": True, "false": False} if field.type == "boolean" else {}
            plain[field.name] = cells.map(lambda cell, flags=flags: flags.get(cell, cell)) if flags else cells
            findings += wrong
    days_told = {finding.row for finding in findings if finding.column in _DAYS}
    for more in (_contradictions(schema, plain, days_told), _pandera_findings(schema, checker, plain)):
        told = {(finding.row, finding.column) for finding in findings}
        findings += [each for each in more if (each.row, each.column) not in told]
    return sorted(dict.fromkeys(findings), key=lambda finding: (finding.row is not None, finding.row or 0))


def _contradictions(schema: Schema, frame: pd.DataFrame, days_told: Collection[int | None]) -> Iterator[Finding]:
    """Look for cells that are sound by themselves and cannot stand in one row."""
    names = {*sum(_ORDERED, ()), *_SPOT, *_DAYS}.intersection(schema.names, frame.columns)
    texts = {name: [_text(cell) for cell in frame[name]] for name in names}
    yield from _dates(schema, texts, days_told)
    for low, high in _ORDERED:
        if low in texts and high in texts:
            number = schema.field(low).type in ("integer", "number")
            for row, (first, last) in enumerate(zip(texts[low], texts[high], strict=True)):
                if first and last and _above(first, last, number):
                    why = f"{low} is {first}, {high} is {last}"
                    right = f"{low} is at most {high}"
                    yield Finding("error", "reversed-columns", schema.name, row, high, last, why, right)
    given = [name for name in _SPOT if name in texts]
    for row, cells in enumerate(zip(*(texts[name] for name in given), strict=True) if len(given) > 1 else ()):
        for name, cell in zip(given, cells, strict=True):
            if not cell and any(cells):
                why, right = f"a coordinate without {name}", f"a coordinate has {', '.join(given)}, or none of them"
                yield Finding("error", "incomplete-coordinate", schema.name, row, name, None, why, right)


def _dates(schema: Schema, texts: Mapping[str, list[str]], told: Collection[int | None]) -> Iterator[Finding]:
    """Look for days that the date of the same row does not allow, but for rows of which a date is told already."""
    if not set(_DAYS) <= texts.keys():
        return
    for row, cells in enumerate(zip(*(texts[name] for name in _DAYS), strict=True)):
        for name, given, right in _wrong_days(*cells) if row not in told else ():
            why = f"date is {cells[0] or 'empty'}, {name} is {given or 'empty'}"
            yield Finding("error", "contradicting-date", schema.name, row, name, given or None, why, right)


def _wrong_days(date: str, precision: str, start: str, end: str, day: str) -> Iterator[tuple[str, str, str]]:
    """Column, cell and what would be right; what goes on may have begun earlier, and has no end."""
    try:
        stated = parse(date) if date else None
    except DateError:
        # What is no date is a finding of its own.
        return
    first, last = (each.isoformat() if each else "" for each in (stated.start, stated.end)) if stated else ("", "")
    goes_on = bool(date) and precision == "open"
    if start != first and not (start and date and (not first or (goes_on and start < first))):
        yield "date_start", start, f"the date begins with {first or 'no day'}"
    elif end != last and not (goes_on and not end):
        yield "date_end", end, f"the date ends with {last or 'no day'}"
    elif day and day != (start or end or day):
        yield "day", day, f"day is {start or end}, when it began or was over"


def _above(first: str, last: str, is_number: bool) -> bool:
    try:
        return Decimal(first) > Decimal(last) if is_number else first > last
    except ArithmeticError:
        # What is no number is a finding of its own.
        return False


def _text_findings(schema: Schema, field: Field, cells: pd.Series) -> Iterator[Finding]:
    """Check texts as the cells of the files are checked; numbers and days that are no texts are left to pandera."""
    of_texts = field.coded or field.type == "string"
    letters = field.type == "string" and not field.is_edtf
    problems = {
        text: (lost_letters(text) if letters else None) or field.check(text)
        for text in {cell for cell in cells if isinstance(cell, str)}
    }
    for row, cell in enumerate(cells):
        if isinstance(cell, str):
            if problem := problems[cell]:
                yield Finding("error", problem.rule, schema.name, row, field.name, cell, *problem[1:])
        elif field.type == "date" and isinstance(cell, dt.datetime) and not pd.isna(cell):
            if cell.tzinfo is not None:
                wrong = f"{field.name} holds {cell}, in a time zone, and a day is in none"
                instead = "use the local day where it happened: df[column].dt.tz_localize(None)"
                yield Finding("error", "time-zone", schema.name, row, field.name, str(cell), wrong, instead)
            elif cell.time() != dt.time.min:
                wrong, instead = f"{field.name} holds {cell}, a time of day, and is a day", "leave the time out"
                yield Finding("error", "time-of-day", schema.name, row, field.name, str(cell), wrong, instead)
        elif of_texts and not (pd.api.types.is_scalar(cell) and pd.isna(cell)):
            wrong = f"{field.name} holds {shown(str(cell))}, which is no text"
            yield Finding("error", "not-a-text", schema.name, row, field.name, str(cell), wrong, "write a text")


def _pandera_findings(schema: Schema, checker: Any, frame: pd.DataFrame) -> Iterator[Finding]:
    import pandera.errors

    try:
        checker.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        for case in records(errors.failure_cases):
            rule = _RULES.get(str(case["check"]), "")
            if rule in ("extra-column", "missing-column"):
                yield _of_column(schema, rule, str(case["failure_case"]))
            # A key of several columns is reported once, at its last column.
            elif rule != "duplicate-key" or case["column"] == schema.primary_key[-1]:
                yield _of_cell(schema, frame, rule, schema.field(case["column"]), case["index"])


def _of_column(schema: Schema, rule: str, column: str) -> Finding:
    message, instead = {
        "extra-column": (f"there is no column {column!r}", f"perhaps {suggest(column, schema.names)}"),
        "missing-column": (f"the column {column!r} is missing", "see nkevents.codebook()"),
        "repeated-column": (f"the column {column!r} comes more than once", "keep one of them"),
    }[rule]
    return Finding("error", rule, schema.name, None, column, None, message, instead)


def _of_cell(schema: Schema, frame: pd.DataFrame, rule: str, field: Field, index: Any) -> Finding:
    row = None if index is None or pd.isna(index) else int(index)
    value = "" if row is None else _text(frame[field.name].iloc[row])
    if rule == "duplicate-key":
        message, instead = f"{', '.join(schema.primary_key)} are those of another row", "each may stand once"
    elif rule == "duplicate-value":
        message, instead = f"{shown(value)} stands in more than one row", "each may stand once"
    elif problem := field.check(value):
        rule, message, instead = problem
    else:
        rule, instead = "wrong-type", f"the type is {field.type}"
        message = f"{field.name} holds {shown(value)}, which is no {field.type}"
    return Finding("error", rule, schema.name, row, field.name, None if row is None else value, message, instead)


def _text(cell: Any) -> str:
    """A cell as the files have it."""
    if cell is None or (pd.api.types.is_scalar(cell) and pd.isna(cell)):
        return ""
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return np.format_float_positional(cell, trim="-")
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
