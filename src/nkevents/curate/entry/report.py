"""What is wrong with a document, and on which line of it."""

from dataclasses import dataclass, field
from typing import Literal

# Nobody mends more at once, and a hostile document could have millions.
_MOST = 1_000
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a document.

    Attributes
    ----------
    line : int
        Counted from 1.
    message : str
        What is wrong, and what would be right.
    severity : str
        An error refuses the document, a warning does not.
    """

    file: str
    line: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else "warning: "
        return f"{self.file}:{self.line}: {mark}{self.message}"


@dataclass
class Report:
    """All remarks on one document."""

    file: str
    remarks: list[Remark] = field(default_factory=list)

    def refuse(self, line: int, message: str) -> None:
        """Note an error."""
        self._add(Remark(self.file, line, message))

    def warn(self, line: int, message: str) -> None:
        """Note something that does not refuse the document."""
        self._add(Remark(self.file, line, message, "warning"))

    def _add(self, remark: Remark) -> None:
        if len(self.remarks) < _MOST and remark not in self.remarks:
            self.remarks.append(remark)

    @property
    def refused(self) -> bool:
        """Whether there is an error."""
        return any(remark.severity == "error" for remark in self.remarks)

    @property
    def errors(self) -> list[Remark]:
        """The errors, by line."""
        return sorted((remark for remark in self.remarks if remark.severity == "error"), key=lambda each: each.line)
