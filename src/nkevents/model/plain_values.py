"""Rows of a frame as plain values, for pages and files."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import pandas as pd

Record = TypeVar("Record", bound=Mapping[str, Any])


def records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows of a frame by column; what is missing is None."""
    names = [str(name) for name in frame.columns]
    # The stubs of pandas lack None, which marks what is missing in an array of objects.
    rows = frame.to_numpy(dtype=object, na_value=None).tolist()  # type: ignore[arg-type]
    return [dict(zip(names, row, strict=True)) for row in rows]


def grouped(rows: Iterable[Record], key: str | Callable[[Record], Any]) -> dict[Any, list[Record]]:
    """Rows by a column, or by what a function makes of each, in their order."""
    found: dict[Any, list[Record]] = defaultdict(list)
    for row in rows:
        found[row[key] if isinstance(key, str) else key(row)].append(row)
    return dict(found)


def plain_rows(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows with values that JSON has: dates as ISO days, nothing as null, whole numbers as such."""
    return [{name: _plain(value) for name, value in row.items()} for row in records(frame)]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.item() if hasattr(value, "item") else value
