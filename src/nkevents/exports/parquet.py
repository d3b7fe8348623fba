"""Frames as Parquet that any reader takes: days as days, codes as dictionaries, compressed by snappy."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Unpack

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from nkevents.dataset import Dataset, shipped
from nkevents.model.table_schema import Schema
from nkevents.rule import VERSION
from nkevents.store.files import write_file
from nkevents.views.choosing import Filters

# What pandas makes of a column of days; by itself it would make Python objects of it.
_PANDAS_DAY = "timestamp[ms][pyarrow]"


def to_parquet(path: str | Path, *, data: Dataset | None = None, **filters: Unpack[Filters]) -> int:
    """Write events as Parquet with the columns of `load`: days without a time, codes as dictionaries, snappy.

    Parameters
    ----------
    path, data, **filters
        As in `to_geojson`.

    Returns
    -------
    int
        How many events were written.

    Examples
    --------
    >>> import nkevents, pyarrow.parquet, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = nkevents.to_parquet(folder + "/war.parquet", episode="war-2020")
    ...     pyarrow.parquet.read_schema(folder + "/war.parquet").field("date_start").type
    DataType(date32[day])
    """
    source = data or shipped()
    frame = source.load(**filters)
    write_file(path, parquet_bytes(frame, source._tables.frame_schema("timeline"), file_metadata(source)))
    return len(frame)


def parquet_bytes(frame: pd.DataFrame, schema: Schema, about: Mapping[str, str]) -> bytes:
    """A frame as Parquet: types, descriptions and units of its schema.

    Parameters
    ----------
    about : mapping of str to str
        Metadata of the file.
    """
    plain = frame.copy()
    plain.attrs = {}
    table = pa.Table.from_pandas(plain, preserve_index=False)
    pandas_types = json.loads(table.schema.metadata[b"pandas"])
    for at, field in enumerate(schema.arrow()):
        column, kind = table.column(at).combine_chunks(), field.type
        if pa.types.is_timestamp(kind):
            kind = pa.date32()
            pandas_types["columns"][at] |= {"pandas_type": "date", "numpy_type": _PANDAS_DAY, "metadata": None}
        if pa.types.is_dictionary(kind):
            column = pa.DictionaryArray.from_arrays(
                column.indices.cast(pa.int32()), column.dictionary.cast(pa.string())
            )
        table = table.set_column(at, field.with_type(kind).with_nullable(True), column.cast(kind))
    metadata = {
        **about,
        "title": schema.title,
        "description": schema.description,
        # With its own metadata pandas gives back its own types, nullable integers among them.
        "pandas": json.dumps(pandas_types),
    }
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(metadata), sink, compression="snappy")
    return bytes(sink.getvalue().to_pybytes())


def file_metadata(data: Dataset) -> dict[str, Any]:
    """What a file says of the data that it comes from: versions, licence, hash and citation."""
    return {
        "data_version": data.version,
        "rule_version": str(VERSION),
        "license": data._tables.descriptor["licenses"][0]["name"],
        "sha256": data.sha256,
        "citation": data.cite(),
    }
