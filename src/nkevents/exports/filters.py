"""The rows that are exported: those that `load` gives."""

from collections.abc import Sequence
from typing import TypedDict

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
