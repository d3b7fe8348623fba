"""The rows that are exported: those that `load` gives, with plain values."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any, TypedDict

import pandas as pd

from nkevents.dataset import Dataset, shipped
from nkevents.model.codes import EventType, Lang, Level, Status
from nkevents.views.base import Day


class Filters(TypedDict, total=False):
    """What `load` takes to choose rows."""

    as_of: Day | None
    episode: str | Sequence[str] | None
    event_type: EventType | Sequence[EventType] | None
    start: str | None
    end: str | None
    status: Status | Sequence[Status] | None
    level: Level | Sequence[Level]
    lang: Lang


def timeline(data: Dataset | None, filters: Filters) -> pd.DataFrame:
    """Rows of the timeline of a data set, the shipped one when None."""
    return (data or shipped()).load(**filters)


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with values that JSON has: dates as ISO days, nothing as null, whole numbers as such."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and math.isnan(value):
        return None
    return value.item() if hasattr(value, "item") else value
