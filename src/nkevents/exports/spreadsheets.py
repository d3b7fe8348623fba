"""CSV and Excel."""

import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import pandas as pd

from nkevents.dataset import Dataset, shipped
from nkevents.errors import MissingExtraError, WrongArgumentError
from nkevents.exports.csv_text import csv_text
from nkevents.model.plain_values import records
from nkevents.store.files import write_file
from nkevents.views.base import flag
from nkevents.views.choosing import Filters

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SEPARATORS = (",", ";", "\t")
# Without it Excel takes UTF-8 for the encoding of its country.
_BYTE_ORDER_MARK = "\ufeff"
_DAY = "yyyy-mm-dd"
_WIDEST_COLUMN, _ROWS_MEASURED = 60, 200


def to_csv(
    path: str | Path,
    *,
    excel: bool = False,
    separator: str = ",",
    data: Dataset | None = None,
    **filters: Unpack[Filters],
) -> int:
    r"""Write events as CSV with the columns of `load`; a text that a spreadsheet would run begins with an apostrophe.

    Parameters
    ----------
    path : str or pathlib.Path
        File to write.
    excel : bool
        Begin with the mark by which Excel knows UTF-8.
    separator : {",", ";", "\t"}
        Between cells. With a semicolon decimals have a comma: so a spreadsheet expects it that is set to German,
        French, Russian and most languages of the continent.
    data, **filters
        As in `to_geojson`.

    Returns
    -------
    int
        How many events were written.

    Raises
    ------
    WrongArgumentError
        If the separator is another one, or `excel` neither True nor False.

    Examples
    --------
    >>> import nkevents, pandas, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = nkevents.to_csv(folder + "/war.csv", episode="war-2020")
    ...     len(pandas.read_csv(folder + "/war.csv")) == written
    True
    """
    if separator not in SEPARATORS:
        raise WrongArgumentError(f"separator={separator!r} is none: give a comma, a semicolon or a tab")
    frame = (data or shipped()).load(**filters)
    write_file(path, _BYTE_ORDER_MARK * flag(excel, "excel") + csv_text(frame, separator=separator, disarmed=True))
    return len(frame)


def to_excel(path: str | Path, *, data: Dataset | None = None, **filters: Unpack[Filters]) -> int:
    """Write a workbook: the timeline, every table on a sheet of its own, and the codebook.

    The filters apply to the timeline; the other sheets hold the whole tables. Days are date cells; the column date,
    which may hold a month or an interval, is text. Texts are written as texts, whatever they begin with.

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
    source = data or shipped()
    events = source.load(**filters)
    write_file(path, excel_bytes(source, events, source.cite(as_of=filters.get("as_of"))))
    return len(events)


def excel_bytes(data: Dataset, events: pd.DataFrame, title: str) -> bytes:
    """The workbook that `to_excel` writes; the same frames give the same bytes.

    Raises
    ------
    NkeventsError
        If the extra ``excel`` is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise MissingExtraError("Excel files", "excel") from None
    # Addresses and what begins like a formula stay texts.
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, {**options, "default_date_format": _DAY}) as book:
        made = dt.datetime.fromisoformat(data._tables.descriptor["created"]).replace(tzinfo=None)
        book.set_properties({"title": title[:255], "created": made})
        _sheet(book, "timeline", events)
        for name in data._tables.names:
            _sheet(book, name, data._tables.frame(name))
        _sheet(book, "codebook", data.codebook())
    return content.getvalue()


def _sheet(book: "Workbook", name: str, frame: pd.DataFrame) -> None:
    """Write one frame: bold header that stays in view, a filter, columns as wide as their texts need."""
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, list(frame.columns), book.add_format({"bold": True}))
    rows = [list(row.values()) for row in records(frame)]
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)
    for column, title in enumerate(frame.columns):
        is_day = pd.api.types.is_datetime64_any_dtype(frame[title])
        cells = [len(_DAY)] if is_day else [len(str(row[column] or "")) for row in rows[:_ROWS_MEASURED]]
        sheet.set_column(column, column, min(max(*cells, len(str(title)), 0) + 2, _WIDEST_COLUMN))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), max(len(frame.columns) - 1, 0))
