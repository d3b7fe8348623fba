"""What a check reports: one place in the data, what is wrong there and what would be right."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from nkevents.store.rows import Row, Table

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or deserves a look.

    Attributes
    ----------
    severity : str
        ``error`` or ``warning``; honest data give no error.
    rule : str
        Name of the rule, in kebab-case.
    file : str
        Path below the data package's directory.
    row : int or None
        Line of the file, the header being line 1; None for the whole file.
    value : str or None
        What stands there.
    message : str
        What is wrong.
    instead : str
        What would be right.
    """

    severity: Severity
    rule: str
    file: str
    row: int | None
    column: str | None
    value: str | None
    message: str
    instead: str

    @property
    def place(self) -> str:
        """File, row and column as editors write them."""
        return ":".join(str(part) for part in (self.file, self.row, self.column) if part is not None)

    def __str__(self) -> str:
        return f"{self.place}: {self.severity} {self.rule}: {self.message}; {self.instead}"


def finding_in(table: "Table", rule: str, row: "Row", column: str, message: str, instead: str) -> Finding:
    """Report an error in a cell of a table; the list of checks says which findings are warnings."""
    return Finding("error", rule, table.file, row.line, column, row[column], message, instead)


def finding_of(
    file: str, rule: str, message: str, instead: str, line: int | None = None, column: str | None = None
) -> Finding:
    """Report an error of a file, of one of its lines, or of a column in its header."""
    return Finding("error", rule, file, line, column, None, message, instead)
