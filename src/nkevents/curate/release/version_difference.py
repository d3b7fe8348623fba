"""What two versions of the data say differently: rows of the timeline, and the cells behind them."""

from typing import NamedTuple

import pandas as pd

from nkevents.curate.release.compare import compare
from nkevents.dataset import Dataset

# What follows from these, or names the same thing by another word, is not told twice.
_FOLLOWS = ("date_start", "date_end", "latitude", "longitude", "radius_km", "country", "place_id", "known_from")


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
    events : pandas.DataFrame
        Cells of the timeline that changed, by event: event_id, slug, column, old and new (texts; empty where there is
        none).
    """

    cells: pd.DataFrame
    added: pd.DataFrame
    removed: pd.DataFrame
    events: pd.DataFrame


def difference(old: Dataset, new: Dataset) -> Difference:
    """Compare two versions of the data."""
    before, after = (each.load(level="all").set_index("event_id", drop=False) for each in (old, new))
    return Difference(
        cells=compare(old._tables, new._tables),
        added=after[~after.index.isin(before.index)],
        removed=before[~before.index.isin(after.index)],
        events=_event_changes(before, after),
    )


def _event_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    both = after.index[after.index.isin(before.index)]
    columns = [name for name in after if name in before and name not in _FOLLOWS]
    old, new = (_texts(frame.loc[both, columns]).to_numpy() for frame in (before, after))
    event, column = (old != new).nonzero()
    named = {"event_id": both[event], "slug": after.loc[both[event], "slug"], "column": pd.Index(columns)[column]}
    changed = {**named, "old": old[event, column], "new": new[event, column]}
    return pd.DataFrame(changed).reset_index(drop=True)


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Cells as texts: days without a time of day, nothing as an empty text."""
    days = frame.select_dtypes("datetime").columns
    texts = frame.astype({name: "string" for name in frame if name not in days})
    return texts.assign(**{name: frame[name].dt.strftime("%Y-%m-%d").astype("string") for name in days}).fillna("")
