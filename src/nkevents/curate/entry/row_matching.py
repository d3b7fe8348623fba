"""Which rows of a document are rows that the data have."""

from collections import defaultdict
from collections.abc import Sequence

from nkevents.curate.entry.workspace import Row


class Matcher:
    """Rows of one event that a document may state again, each at most once.

    Parameters
    ----------
    rows : sequence of dict
        What the data have.
    remarks : tuple of str
        Columns that may differ between two statements of one row. The note of a position carries what was said, so
        there it may not.
    """

    def __init__(self, rows: Sequence[Row], id_column: str, remarks: tuple[str, ...]) -> None:
        self._id = id_column
        self._remarks = remarks
        self._free = {row[id_column]: row for row in rows}

    @property
    def left(self) -> list[Row]:
        """Rows that nothing has matched."""
        return list(self._free.values())

    def take(self, row_id: str) -> bool:
        """Mark a row as stated; False if there is none of that id, or it was stated before."""
        return self._free.pop(row_id, None) is not None

    def match(self, rows: Sequence[Row]) -> list[Row | None]:
        """For each row the one that it states again, the alike ones first."""
        found: list[Row | None] = [None] * len(rows)
        for loose in (False, True):
            index: dict[tuple[str, ...], list[Row]] = defaultdict(list)
            for row in self._free.values():
                index[self._same(row, loose)].append(row)
            for i, row in enumerate(rows):
                same = index.get(self._same(row, loose)) if found[i] is None else None
                if same:
                    twin = same.pop(0)
                    found[i] = twin
                    del self._free[twin[self._id]]
        return found

    def _same(self, row: Row, loose: bool) -> tuple[str, ...]:
        apart = set(self._remarks) if loose else set()
        if row.get("kind") == "position":
            apart.discard("note")
        return tuple(text for column, text in row.items() if column != self._id and column not in apart)
