"""Package as texts: rows that know their line, read from CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from nkevents.model.table_schema import Schema

_LONGEST_CELL = 10_000_000
# No table has a tenth of these cells in a row; a file with more blank lines is no table that somebody mended by hand.
_MOST_CELLS, _MOST_BLANK = 500, 1_000


class Row(dict[str, str]):
    """Cells of one row by column; a column that the file lacks is empty.

    Attributes
    ----------
    line : int
        Line of the file on which the row begins; the header is line 1.
    """

    __slots__ = ("line",)

    def __init__(self, line: int, cells: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        super().__init__(cells)
        self.line = line

    def __missing__(self, column: str) -> str:
        return ""


class Table(NamedTuple):
    """One table as texts.

    Attributes
    ----------
    file : str
        Path below the root of the package.
    complete : bool
        Whether the file could be read and has every column and at least one row.
    fresh : list of Row or None
        Rows that came after the file was read; None where all rows count as such.
    """

    schema: Schema
    file: str
    rows: list[Row]
    complete: bool = False
    fresh: list[Row] | None = None

    @property
    def unchecked(self) -> list[Row]:
        """Rows whose cells have to be checked one by one: what a file held before a change was checked before it."""
        return self.rows if self.fresh is None else self.fresh

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.schema.name

    @property
    def key(self) -> str:
        """The last column of the primary key, which for most tables is its only one."""
        return self.schema.primary_key[-1]

    def by_key(self) -> dict[str, Row]:
        """Rows by primary key; of duplicates the last."""
        return {row[self.key]: row for row in self.rows}

    def cells(self, columns: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Cells of these columns, row by row."""
        return zip(*(map(itemgetter(column), self.rows) for column in columns), strict=True)

    def values(self, column: str) -> set[str]:
        """Distinct values of a column, the empty one apart."""
        return {row[column] for row in self.rows} - {""}


def excess(content: bytes) -> str | None:
    """Say what is so far beyond a table that reading it would only cost; None where nothing is.

    Examples
    --------
    >>> excess(b"a,b" + 10_000 * b"," + b"1,2")
    'row 1: it has 10,003 cells, at most 500 are taken'
    """
    blank = 0
    for number, line in enumerate(content.splitlines(), 1):
        cells = line.count(b",") + 1
        # What is quoted may hold commas, but not as many as this.
        if cells > _MOST_CELLS:
            return f"row {number}: it has {cells:,} cells, at most {_MOST_CELLS:,} are taken"
        blank += not line.strip()
    return f"{blank:,} lines are empty, at most {_MOST_BLANK:,} are passed over" if blank > _MOST_BLANK else None


def read_rows(text: str) -> list[Row]:
    """Rows of a CSV text, every cell as it stands.

    Raises
    ------
    ValueError
        If a row has more or fewer cells than the header, or the text is no CSV; names the line.
    """
    records = read_records(text)
    header = next(records, (1, []))[1]
    rows = []
    for line, cells in records:
        if cells:
            if len(cells) != len(header):
                raise ValueError(f"row {line}: it must have {len(header)} cells, and has {len(cells)}")
            rows.append(Row(line, zip(header, cells, strict=True)))
    return rows


def read_records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each record of a CSV text, the header and blank lines included.

    Raises
    ------
    ValueError
        If the text is no CSV.
    """
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""))
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"row {line}: {error}") from None
