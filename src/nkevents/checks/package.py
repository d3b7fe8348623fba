"""A data package as texts, read so that nothing in it can stop the reading."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nkevents.checks.finding import Finding, Severity
from nkevents.model.table_schema import Field, Schema


class Row(dict[str, str]):
    """Cells of one row by column; a column that the file lacks is empty.

    Attributes
    ----------
    line : int
        Line of the file on which the row begins; the header is line 1.
    """

    __slots__ = ("line",)

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        super().__init__(cells)
        self.line = line

    def __missing__(self, column: str) -> str:
        return ""


@dataclass(frozen=True)
class Table:
    """One table as texts.

    Attributes
    ----------
    schema : Schema
    file : str
        Path below the directory of the package.
    rows : list of Row
    complete : bool
        Whether the file could be read and has every column and at least one row.
    """

    schema: Schema
    file: str
    rows: list[Row] = field(default_factory=list)
    complete: bool = False

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

    def values(self, column: str) -> set[str]:
        """Distinct values of a column, the empty one apart."""
        return {row[column] for row in self.rows} - {""}

    def error(self, rule: str, row: Row | int | None, column: str | None, message: str, instead: str) -> Finding:
        """Report an error at a row and column of this table."""
        return self._finding("error", rule, row, column, message, instead)

    def warning(self, rule: str, row: Row | int | None, column: str | None, message: str, instead: str) -> Finding:
        """Report a warning at a row and column of this table."""
        return self._finding("warning", rule, row, column, message, instead)

    def _finding(
        self, severity: Severity, rule: str, row: Row | int | None, column: str | None, message: str, instead: str
    ) -> Finding:
        line = row.line if isinstance(row, Row) else row
        value = row[column] if isinstance(row, Row) and column is not None else None
        return Finding(severity, rule, self.file, line, column, value, message, instead)


@dataclass(frozen=True)
class Package:
    """A data package as texts.

    Attributes
    ----------
    root : pathlib.Path
    descriptor : dict
    tables : dict of str to Table
        In the order of the descriptor.
    """

    root: Path
    descriptor: dict[str, Any]
    tables: dict[str, Table]

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def has(self, names: Sequence[str]) -> bool:
        """Whether all of these tables are complete."""
        return all(name in self.tables and self.tables[name].complete for name in names)

    def vocabularies(self) -> set[str]:
        """Names of the tables that list codes."""
        fields = (item for table in self.tables.values() for item in table.schema.fields)
        return {item.vocabulary[0] for item in fields if item.vocabulary}

    def codes(self, field: Field) -> set[str]:
        """All codes that a column may hold; none where it is not coded."""
        if field.enum is not None:
            return set(field.enum)
        table, column = field.vocabulary or ("", "")
        return self.tables[table].values(column) if table in self.tables else set()

    def references(self) -> Iterator[tuple[Table, tuple[str, ...], Table, tuple[str, ...]]]:
        """Every foreign key: the table and columns that refer, the table and columns referred to."""
        for table in self.tables.values():
            for columns, target, targets in table.schema.foreign_keys:
                if target in self.tables:
                    yield table, columns, self.tables[target], targets
