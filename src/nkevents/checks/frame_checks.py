"""A user's frame against pandera schemas, which are made from the Table Schemas."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from nkevents.checks.date_checks import fault, holds_event_dates
from nkevents.checks.finding import Finding, rather, shown
from nkevents.dataset import shipped
from nkevents.errors import NkeventsError, UnknownValueError
from nkevents.model.table_schema import Field, Schema

_WHERE = "nkevents.codebook()"
# What pandera calls its own checks, and the rules of ours.
_RULES = {
    "not_nullable": "empty-cell",
    "field_uniqueness": "duplicate-value",
    "multiple_fields_uniqueness": "duplicate-key",
    "column_in_schema": "extra-column",
    "column_in_dataframe": "missing-column",
    "dataframe_column_labels_unique": "repeated-column",
}


def check_frame(frame: pd.DataFrame, table: str) -> list[Finding]:
    """Check a frame against the schema of a table.

    Parameters
    ----------
    frame : pandas.DataFrame
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
    schemas = shipped()._tables.schemas
    if table not in schemas:
        raise UnknownValueError("table", table, schemas, _WHERE)
    try:
        import pandera.pandas as pa
    except ImportError:
        raise NkeventsError("pandera is not installed; pip install 'nkevents[validate]'") from None
    schema = schemas[table]
    # Positions, so that a finding has one row whatever the frame's index.
    plain = frame.reset_index(drop=True).rename(columns=str)
    twice = plain.columns[plain.columns.duplicated()].unique()
    findings = [_finding(schema, plain, "repeated-column", name, None, name) for name in twice]
    plain = plain.loc[:, ~plain.columns.duplicated()]
    for field in schema.fields:
        if field.name in plain and (field.type == "string" or field.coded):
            plain[field.name] = plain[field.name].astype(object)
    try:
        _pandera_schema(pa, schema).validate(plain, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for case in errors.failure_cases.to_dict("records"):
            # A key of several columns is reported once, at its last column.
            if case["check"] != "multiple_fields_uniqueness" or case["column"] == schema.primary_key[-1]:
                findings.append(_from_case(schema, plain, case))
    except pa.errors.SchemaError as error:
        findings.append(_finding(schema, plain, "not-checkable", None, None, str(error)))
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda found: (found.row is not None, found.row or 0))


def _pandera_schema(pa: Any, schema: Schema) -> Any:
    key = list(schema.primary_key) if len(schema.primary_key) > 1 else None
    return pa.DataFrameSchema({field.name: _column(pa, field) for field in schema.fields}, strict=True, unique=key)


def _column(pa: Any, field: Field) -> Any:
    texts = field.coded or field.type == "string"
    return pa.Column(
        None if texts else field.pandas_dtype(),
        _checks(pa, field, texts),
        nullable=not field.required,
        unique=bool(field.constraints.get("unique")),
        coerce=not texts,
    )


def _checks(pa: Any, field: Field, texts: bool) -> list[Any]:
    limits = field.constraints
    checks = [pa.Check(lambda cell: isinstance(cell, str), element_wise=True, error="not-a-text")] if texts else []
    if field.coded:
        return [*checks, pa.Check.isin(shipped()._tables.codes(field), error="unknown-code")]
    if holds_event_dates(field):
        return [*checks, pa.Check(_is_date, element_wise=True, error="not-a-date")]
    if "pattern" in limits:
        checks.append(pa.Check.str_matches(f"(?:{limits['pattern']})$", error="pattern"))
    if "maxLength" in limits:
        checks.append(pa.Check.str_length(max_value=limits["maxLength"], error="too-long"))
    as_limit = pd.Timestamp if field.type == "date" else float
    if "minimum" in limits:
        checks.append(pa.Check.ge(as_limit(limits["minimum"]), error="below-minimum"))
    if "maximum" in limits:
        checks.append(pa.Check.le(as_limit(limits["maximum"]), error="above-maximum"))
    return checks


def _is_date(cell: object) -> bool:
    return isinstance(cell, str) and fault(cell, day=False) is None


def _from_case(schema: Schema, frame: pd.DataFrame, case: dict[Hashable, Any]) -> Finding:
    check, cell, index = str(case["check"]), case["failure_case"], case["index"]
    rule = _RULES.get(check, check)
    if not rule.replace("-", "").isalpha():
        rule = "wrong-type"
    column = str(cell if rule in ("extra-column", "missing-column") else case["column"])
    row = None if index is None or pd.isna(index) else int(index)
    return _finding(schema, frame, rule, column, row, cell)


def _finding(
    schema: Schema, frame: pd.DataFrame, rule: str, column: str | None, row: int | None, cell: object
) -> Finding:
    field = next((field for field in schema.fields if field.name == column), None)
    value = frame[column].iloc[row] if row is not None and column in frame else cell
    message, instead = _words(schema, field, rule, column, str(value))
    return Finding("error", rule, schema.name, row, column, None if row is None else str(value), message, instead)


def _words(schema: Schema, field: Field | None, rule: str, column: str | None, value: str) -> tuple[str, str]:
    if rule == "extra-column":
        return f"there is no column {column!r}", f"perhaps {rather(str(column), schema.names)}"
    if rule == "repeated-column":
        return f"the column {column!r} comes more than once", "keep one of them"
    if field is None:
        return f"the frame cannot be checked: {value}", f"see {_WHERE}"
    limits, unit = field.constraints, "" if field.unit == "none" else f" ({field.unit})"
    date = fault(value, day=False) if rule == "not-a-date" else None
    return {
        "missing-column": (f"the column {column!r} is missing", field.description),
        "empty-cell": (f"{column} is empty, but every row must have a value", field.description),
        "duplicate-key": (
            f"{', '.join(schema.primary_key)} are those of another row",
            "each combination may stand once",
        ),
        "duplicate-value": (f"{shown(value)} stands in more than one row", "each may stand once"),
        "unknown-code": (f"{shown(value)} is no code of {column}", f"write {rather(value, _codes(field))}"),
        "not-a-date": (date.message if date else f"{shown(value)} is no date", date.instead if date else _WHERE),
        "pattern": (f"{shown(value)} has not the form of {column}", f"write it as {limits.get('pattern')}"),
        "too-long": (f"{column} has {len(value)} characters", f"at most {limits.get('maxLength')}"),
        "below-minimum": (
            f"{column} is {value}{unit}, below {limits.get('minimum')}",
            f"at least {limits.get('minimum')}",
        ),
        "above-maximum": (
            f"{column} is {value}{unit}, above {limits.get('maximum')}",
            f"at most {limits.get('maximum')}",
        ),
    }.get(rule, (f"{column} holds {shown(value)}, which is no {field.type}", f"the type is {field.type}"))


def _codes(field: Field) -> list[str]:
    return shipped()._tables.codes(field) if field.coded else []
