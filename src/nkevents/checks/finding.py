"""What a check reports: one place in the data, what is wrong there and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from nkevents.errors import nearest

Severity = Literal["error", "warning"]
_SHOWN = 60


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
    column : str or None
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


def shown(text: str) -> str:
    """Quote a text for a message, cut where it is long."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def rather(value: str, valid: Iterable[str]) -> str:
    """Name the values most like a wrong one; all of them where none is near and they are few."""
    names = sorted({name for name in valid if name})
    near = nearest(value, names)
    if near:
        return near
    if 0 < len(names) <= 12:
        return "one of " + ", ".join(repr(name) for name in names)
    return f"one of {len(names)} values such as {names[0]!r}" if names else "a value that exists"
