"""Typed Arrow tables as columns of pandas frames."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from nkevents.model.table_schema import Field, Schema

# Numpy computes under a mask too, and warns of the logarithm of nothing.
UNDER_MASK = 1


def frame_columns(table: pa.Table, schema: Schema, codes: Callable[[Field], list[str]]) -> dict[str, Any]:
    """Turn a typed Arrow table into the columns of a frame.

    Parameters
    ----------
    table : pyarrow.Table
        Columns of the types that `schema` states.
    codes : callable
        Gives all codes of a coded column.

    Returns
    -------
    dict of str to array
        Arrays of numpy or pandas by the names of the fields, each of shape (rows,).
    """
    return {
        field.name: _series_values(table[field.name].combine_chunks(), field, codes(field) if field.coded else None)
        for field in schema.fields
    }


def string_array(values: pa.Array) -> pd.arrays.ArrowStringArray:
    """Texts as ``string[pyarrow]``: what `pandas.array` makes of them too, in three times the time."""
    return pd.arrays.ArrowStringArray(values)


def _series_values(values: pa.Array, field: Field, codes: list[str] | None) -> Any:
    dtype = field.pandas_dtype(codes)
    if field.coded:
        positions = values.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        return pd.Categorical.from_codes(positions, dtype=dtype)
    if field.type == "string":
        return string_array(values)
    missing = values.is_null().to_numpy(zero_copy_only=False)
    if field.type == "integer":
        return pd.arrays.IntegerArray(_numbers(values, UNDER_MASK), missing)
    if field.type == "boolean":
        return pd.arrays.BooleanArray(_numbers(values, False), missing)
    if field.type == "date":
        return _numbers(values.cast(pa.int64()), np.iinfo(np.int64).min).view("datetime64[ms]")
    return _numbers(values, np.nan)


def _numbers(values: pa.Array, missing: Any) -> np.ndarray[Any, Any]:
    """Numpy array that pandas may own: Arrow's buffers are read-only."""
    return np.array(values.fill_null(missing).to_numpy(zero_copy_only=False))
