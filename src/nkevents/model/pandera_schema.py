"""A table schema as a pandera schema, for a user's own pipeline."""

from typing import Any

import pandas as pd
import pandera.pandas as pa

from nkevents.model.table_schema import Field, Schema


def dataframe_schema(schema: Schema) -> pa.DataFrameSchema:
    """Make the pandera schema of a table; see `Schema.to_pandera`."""
    key = list(schema.primary_key) if len(schema.primary_key) > 1 else None
    columns = {field.name: _column(field) for field in schema.fields}
    return pa.DataFrameSchema(
        columns, name=schema.name, title=schema.title, description=schema.description, strict=True, unique=key
    )


def _column(field: Field) -> pa.Column:
    return pa.Column(
        field.pandas_dtype(),
        list(_checks(field)),
        nullable=not field.required,
        unique=bool(field.constraints.get("unique")),
        coerce=True,
        required=not field.is_reserved,
        title=field.title,
        description=field.description,
        metadata={"unit": field.unit},
    )


def _checks(field: Field) -> list[pa.Check]:
    limits = field.constraints
    if field.coded:
        return []  # The categories say it.
    if field.is_edtf:
        return [pa.Check(lambda cells: cells.map(lambda text: field.check(text) is None), name="edtf")]
    checks = []
    if "pattern" in limits:
        checks.append(pa.Check.str_matches(f"(?:{limits['pattern']})$"))
    if "maxLength" in limits:
        checks.append(pa.Check.str_length(max_value=limits["maxLength"]))
    as_limit: Any = pd.Timestamp if field.type == "date" else float
    if "minimum" in limits:
        checks.append(pa.Check.ge(as_limit(limits["minimum"])))
    if "maximum" in limits:
        checks.append(pa.Check.le(as_limit(limits["maximum"])))
    if field.decimals is not None:
        checks.append(pa.Check(lambda numbers: numbers.round(field.decimals) == numbers, name="decimals"))
    return checks
