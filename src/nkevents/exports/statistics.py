"""Files of Stata and SPSS, with labels of variables and values."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Unpack

import pandas as pd

from nkevents.dataset import Dataset, shipped
from nkevents.errors import MissingExtraError
from nkevents.model.table_schema import Field
from nkevents.store.files import read_file, write_file
from nkevents.views.choosing import Filters

_LONGEST_LABEL = 80
_FLAGS = {0: "false", 1: "true"}


def to_stata(path: str | Path, *, data: Dataset | None = None, **filters: Unpack[Filters]) -> int:
    """Write events for Stata 14 or later (.dta), with the columns of `load`.

    Days are Stata days; codes and flags are numbers with value labels (``decode`` gives the codes); every variable
    has its title and unit as label. Nothing known is a missing value, for texts an empty one.

    Parameters
    ----------
    path, data, **filters
        As in `to_geojson`.

    Returns
    -------
    int
        How many events were written.

    Raises
    ------
    NkeventsError
        If the extra ``statistics`` is not installed.

    Examples
    --------
    >>> import nkevents, pandas, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = nkevents.to_stata(folder + "/sochi.dta", episode="sochi-2021")
    ...     pandas.read_stata(folder + "/sochi.dta")["status"].tolist()[:2]
    ['postponed', 'occurred']
    """
    return _write(path, "dta", data, filters)


def to_spss(path: str | Path, *, data: Dataset | None = None, **filters: Unpack[Filters]) -> int:
    """Write events for SPSS (.sav), with the columns of `load`; labels as in `to_stata`.

    Parameters
    ----------
    path, data, **filters
        As in `to_geojson`.

    Returns
    -------
    int
        How many events were written.

    Raises
    ------
    NkeventsError
        If the extra ``statistics`` is not installed.

    Examples
    --------
    >>> import nkevents, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     nkevents.to_spss(folder + "/sochi.sav", episode="sochi-2021", event_type="meeting")
    3
    """
    return _write(path, "sav", data, filters)


def _write(path: str | Path, form: str, data: Dataset | None, filters: Filters) -> int:
    try:
        import pyreadstat
    except ModuleNotFoundError:
        raise MissingExtraError("files of Stata and SPSS", "statistics") from None
    source = data or shipped()
    frame, schema = source.load(**filters), source._tables.frame_schema("timeline")
    values = {field.name: _labels(field, source) for field in schema.fields}
    plain = pd.DataFrame({field.name: _plain(frame[field.name], values[field.name]) for field in schema.fields})
    labels = {"column_labels": [_label(field) for field in schema.fields]}
    labelled: dict[str, Any] = {name: codes for name, codes in values.items() if codes}
    write: Callable[..., None] = pyreadstat.write_dta if form == "dta" else pyreadstat.write_sav
    # The library writes to paths alone; the file is then written whole like any other.
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"made.{form}"
        write(plain, made, file_label=f"nkevents {source.version}", variable_value_labels=labelled, **labels)
        write_file(path, read_file(made))
    return len(frame)


def _labels(field: Field, data: Dataset) -> dict[int, str]:
    """Value labels of a column of codes or flags, by number."""
    if field.coded:
        return dict(enumerate(data._tables.codes(field), 1))
    return _FLAGS if field.type == "boolean" else {}


def _plain(column: "pd.Series[Any]", labels: dict[int, str]) -> "pd.Series[Any]":
    """A column in types that both have: numbers with gaps as floats, days as dates, texts without gaps."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        numbers = {code: number for number, code in labels.items()}
        return column.astype(object).map(numbers).astype("float64")
    if pd.api.types.is_datetime64_any_dtype(column):
        return pd.Series([None if pd.isna(day) else day.date() for day in column], column.index, dtype=object)
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
        return column.astype("float64")
    return column.astype(object).where(column.notna(), "")


def _label(field: Field) -> str:
    unit = "" if field.unit == "none" else f" ({field.unit})"
    return f"{field.title}{unit}"[:_LONGEST_LABEL]
