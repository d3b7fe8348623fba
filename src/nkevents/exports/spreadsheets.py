"""JSON Lines, CSV and Excel."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import pandas as pd

from nkevents.dataset import Dataset, shipped
from nkevents.errors import NkeventsError
from nkevents.exports.filters import Filters, timeline
from nkevents.model.plain_values import plain_rows
from nkevents.store.files import write_file

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# A cell that begins so is a formula to a spreadsheet.
_RUN = ("=", "+", "-", "@", "\t", "\r")
_WIDEST_COLUMN, _ROWS_MEASURED = 60, 200


def to_jsonl(path: str | Path, *, data: Dataset | None = None, **filters: Unpack[Filters]) -> int:
    """Write events as JSON Lines: one object each, with the columns of `load`; nothing is null.

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
    >>> import nkevents, pandas, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = nkevents.to_jsonl(folder + "/sochi.jsonl", episode="sochi-2021")
    ...     "sochi-meeting" in set(pandas.read_json(folder + "/sochi.jsonl", lines=True)["slug"])
    True
    """
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in plain_rows(timeline(data, filters))]
    write_file(path, "".join(lines))
    return len(lines)


def to_csv(path: str | Path, *, data: Dataset | None = None, **filters: Unpack[Filters]) -> int:
    """Write events as CSV with the columns of `load`; a text that a spreadsheet would run begins with an apostrophe.

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
    >>> import nkevents, pandas, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = nkevents.to_csv(folder + "/war.csv", episode="war-2020")
    ...     len(pandas.read_csv(folder + "/war.csv")) == written
    True
    """
    frame = timeline(data, filters)
    return write_csv(path, frame.columns, plain_rows(frame))


def write_csv(path: str | Path, columns: Iterable[str], rows: Sequence[Mapping[str, Any]]) -> int:
    """Write plain cells as CSV that a spreadsheet does not run, None as nothing; gives the number of rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    write_file(path, text.getvalue())
    return len(rows)


def to_excel(path: str | Path, *, data: Dataset | None = None, **filters: Unpack[Filters]) -> int:
    """Write a workbook: the timeline, every table on a sheet of its own, and the codebook.

    The filters apply to the timeline; the other sheets hold the whole tables. Texts are written as texts, whatever they
    begin with.

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
        If the extra ``excel`` is not installed.

    Examples
    --------
    >>> import nkevents, pandas, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = nkevents.to_excel(folder + "/war.xlsx", as_of="2020-11-10")
    ...     with pandas.ExcelFile(folder + "/war.xlsx") as book:
    ...         book.sheet_names[:3]
    ['timeline', 'events', 'claims']
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise NkeventsError("Excel files take a library; add it with: pip install 'nkevents[excel]'") from None
    source = data or shipped()
    # Addresses and what begins like a formula stay texts.
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": source.cite(as_of=filters.get("as_of"))[:255]})
        events = timeline(data, filters)
        _sheet(book, "timeline", events)
        for name in source._tables.names:
            _sheet(book, name, source._tables.frame(name))
        _sheet(book, "codebook", source.codebook())
    write_file(path, content.getvalue())
    return len(events)


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUN) else value


def _sheet(book: "Workbook", name: str, frame: pd.DataFrame) -> None:
    """Write one frame: bold header that stays in view, a filter, columns as wide as their texts need."""
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, list(frame.columns), book.add_format({"bold": True}))
    rows = [list(row.values()) for row in plain_rows(frame)]
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)
    for column, title in enumerate(frame.columns):
        longest = max((len(str(row[column] or "")) for row in rows[:_ROWS_MEASURED]), default=0)
        sheet.set_column(column, column, min(max(longest, len(str(title))) + 2, _WIDEST_COLUMN))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), max(len(frame.columns) - 1, 0))
