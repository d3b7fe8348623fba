"""What two versions of the data say differently: rows of the timeline, and the cells behind them."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from nkevents.curate.release.compare import compare
from nkevents.dataset import Dataset

# What follows from these, or names the same thing by another word, is not told twice.
_FOLLOWS = ("date_start", "date_end", "latitude", "longitude", "radius_km", "country", "place_id", "known_from")


class EventChange(NamedTuple):
    """One cell of the timeline that reads differently.

    Attributes
    ----------
    old, new : str
        Values as texts; empty where there is none.
    """

    event_id: str
    slug: str
    column: str
    old: str
    new: str


class Difference(NamedTuple):
    """Everything that differs between two versions.

    Attributes
    ----------
    cells : pandas.DataFrame
        As from `compare`: table, row, action, field, old, new.
    added : pandas.DataFrame
        Rows of the new timeline, of all levels, whose events the old one lacks.
    removed : pandas.DataFrame
        Rows of the old timeline whose events the new one lacks.
    events : list of EventChange
        Cells of the timeline that changed, by event.
    """

    cells: pd.DataFrame
    added: pd.DataFrame
    removed: pd.DataFrame
    events: list[EventChange]


def difference(old: Dataset, new: Dataset) -> Difference:
    """Compare two versions of the data."""
    before, after = (each.load(level="all").set_index("event_id", drop=False) for each in (old, new))
    return Difference(
        cells=compare(old._tables, new._tables),
        added=after[~after.index.isin(before.index)],
        removed=before[~before.index.isin(after.index)],
        events=list(_event_changes(before, after)),
    )


def _event_changes(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[EventChange]:
    both = after.index[after.index.isin(before.index)]
    columns = [name for name in after if name in before and name not in _FOLLOWS]
    old, new = (_texts(frame.loc[both, columns]).to_numpy() for frame in (before, after))
    for event, column in zip(*(old != new).nonzero(), strict=True):
        slug = new[event, columns.index("slug")]
        yield EventChange(str(both[event]), slug, columns[column], old[event, column], new[event, column])


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Cells as texts: days without a time of day, nothing as an empty text."""
    days = frame.select_dtypes("datetime").columns
    texts = frame.astype({name: "string" for name in frame if name not in days})
    return texts.assign(**{name: frame[name].dt.strftime("%Y-%m-%d").astype("string") for name in days}).fillna("")
