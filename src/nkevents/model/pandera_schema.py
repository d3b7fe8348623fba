"""A table schema as a pandera schema, for a user's own pipeline."""

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.engines import pandas_engine

from nkevents.model.table_schema import Field, Schema


class _AsInFrames(pandas_engine.DataType):
    """Texts and days as the frames have them; those of pandera are without `pandas.NA` and in nanoseconds."""

    def __init__(self, dtype: Any) -> None:
        # That of the superclass warns of types that pandera has otherwise.
        object.__setattr__(self, "type", dtype)

    def check(self, _: Any, data_container: Any = None) -> bool:
        return data_container is None or data_container.dtype == self.type


def dataframe_schema(schema: Schema) -> pa.DataFrameSchema:
    """Make the pandera schema of a table; see `Schema.to_pandera`."""
    return pa.DataFrameSchema(
        {field.name: _column(field) for field in schema.fields},
        name=schema.name,
        title=schema.title,
        description=schema.description,
        strict=not schema.is_open,
        unique=list(schema.primary_key) if len(schema.primary_key) > 1 else None,
    )


def _column(field: Field) -> pa.Column:
    dtype = field.pandas_dtype()
    if not field.coded and field.type in ("string", "date"):
        dtype = _AsInFrames(pd.array([], dtype=dtype).dtype)
    return pa.Column(
        dtype,
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
