"""Counts of events as a balanced panel."""

import math
from collections.abc import Iterable
from typing import cast

import pandas as pd

from nkevents.errors import WrongArgumentError
from nkevents.model.codes import EventType, Frequency, Status
from nkevents.model.priogrid import priogrid_cell
from nkevents.model.scope import LAST_DAY
from nkevents.store.grammar import grammar
from nkevents.views.base import Base, Day, listed
from nkevents.views.choosing import bounds
from nkevents.views.timeline import load

# A day of the whole period by all countries and types takes some 80,000 rows.
_MOST_ROWS = 2_000_000
_SUMS = ("n_events", "killed_best", "n_killed_unknown")
# What is counted by beside the columns of `load`.
_AREAS = ("district", "priogrid_gid")
_TOOK_PLACE = cast(tuple[Status, ...], grammar().stages.statuses_took_place)


def counts(
    self: Base,
    freq: Frequency = "M",
    by: str | Iterable[str] = (),
    *,
    as_of: Day | None = None,
    episode: str | Iterable[str] | None = None,
    event_type: EventType | Iterable[EventType] | None = None,
    start: Day | None = None,
    end: Day | None = None,
    status: Status | Iterable[Status] | None = _TOOK_PLACE,
) -> pd.DataFrame:
    """Count events in a balanced panel: every period and every combination of codes has a row.

    Parameters
    ----------
    freq : {"D", "W", "M", "Q", "Y"}
        Length of a period; weeks begin on Monday.
    by : str or list of str
        Columns of `load` to count by, for example ``"event_type"`` or ``["episode", "country"]``; also
        ``"district"``, the district or province of the place by its name in the table places, and
        ``"priogrid_gid"``, the PRIO-GRID cell of its coordinate. An event without one counts in a row of its own.
    as_of, episode, event_type
        As in `load`.
    start, end : str, date, datetime, Timestamp or datetime64, optional
        Count events whose first day lies on or after `start`, on or before `end`; the panel has every period
        between them. Left out, it begins with the first event and ends with the last, or with 2021-12-31, the
        end of what the data cover, whichever is earlier; later events are listed in ``df.attrs["after_end"]``.
    status : str or list of str, optional
        Count events with these codes; those that occurred or are ongoing when left out, all when None.

    Returns
    -------
    pandas.DataFrame
        Columns period (its first day), those of `by`, n_events, killed_best (sum over the events that have
        one, which is a floor where others have none; missing where there are events and none has one) and
        n_killed_unknown (events that have none). An event counts in the period of its first day, with all
        its dead. One whose date is known only "by a day" or spans several periods counts in none and is listed
        in ``df.attrs["unplaced"]``: most captures of places are so dated.

    Raises
    ------
    UnknownValueError
        If `freq`, a column of `by` or a code is not known.
    DateError
        If a day is none, or `start` lies after `end`.
    WrongArgumentError
        If the panel would have more than two million rows.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.counts("Y")["period"].dt.year.tolist()
    [2020, 2021]
    >>> nkevents.counts("M", start="2020-10", end="2020-12")["period"].dt.month.tolist()
    [10, 11, 12]
    """
    columns = listed(by)
    self._check("frequency", [freq], ("D", "W", "M", "Q", "Y"), "the documentation of counts()")
    earliest, latest = bounds(start, end)
    if status is _TOOK_PLACE:
        # The package that is open may call it otherwise than the shipped one.
        status = cast(tuple[Status, ...], self._tables.stages.statuses_took_place)
    frame = load(self, as_of=as_of, episode=episode, event_type=event_type, start=start, end=end, status=status)
    valid = frame.columns.difference(list(_SUMS)).union(list(_AREAS))
    self._check("column", columns, valid, "nkevents.codebook()")
    if twice := next((name for name in columns if columns.count(name) > 1), None):
        raise WrongArgumentError(f"by names the column {twice!r} twice: name it once")
    if "district" in columns:
        frame["district"] = frame["place_id"].map(self._names.districts()).astype("string[pyarrow]")
    if "priogrid_gid" in columns:
        frame["priogrid_gid"] = _cells(frame)
    first = frame["date_start"].dt.to_period(freq)
    certain = frame["date_precision"].isin(["day", "range"]) | frame["status"].isin(self._tables.stages.under_way)
    placed = (certain | (first == frame["date_end"].dt.to_period(freq))) & frame["date_start"].notna()
    covered = latest or pd.Timestamp(LAST_DAY)
    late = placed & (frame["date_start"] > covered)
    kept = placed & ~late & (frame["date_start"] >= (earliest or pd.Timestamp.min))
    panel = _panel(frame[kept].assign(period=first[kept]), columns, freq, earliest, latest)
    left = {"unplaced": frame.loc[~placed, "event_id"].tolist(), "after_end": frame.loc[late, "event_id"].tolist()}
    panel.attrs.update(frame.attrs | left)
    return panel


def _cells(frame: pd.DataFrame) -> "pd.Series[int]":
    """PRIO-GRID cell of each row, missing without a coordinate."""
    spots = zip(frame["latitude"], frame["longitude"], strict=True)
    cells = [None if pd.isna(latitude) else priogrid_cell(latitude, longitude) for latitude, longitude in spots]
    return pd.Series(cells, frame.index, dtype="Int64")


def _panel(
    kept: pd.DataFrame, columns: list[str], freq: str, earliest: pd.Timestamp | None, latest: pd.Timestamp | None
) -> pd.DataFrame:
    keys = ["period", *columns]
    kept = kept.assign(killed_unknown=kept["killed_best"].isna())
    sums = kept.groupby(keys, observed=True, dropna=False).agg(
        n_events=("event_id", "size"),
        killed_best=("killed_best", "sum"),
        n_killed_unknown=("killed_unknown", "sum"),
    )
    if len(kept) or (earliest is not None and latest is not None):
        begin = kept["period"].min() if earliest is None else earliest.to_period(freq)
        last = kept["period"].max() if latest is None else latest.to_period(freq)
        codes = [sums.index.unique(column) for column in columns]
        _check_size(max((last - begin).n + 1, 0), codes)
        periods = pd.period_range(begin, last, freq=freq)
        levels = [periods, *codes]
        index = pd.MultiIndex.from_product(levels, names=keys) if columns else pd.Index(periods, name="period")
        sums = sums.reindex(index, fill_value=0)
    sums = sums.astype("Int64")
    sums.loc[(sums["n_events"] > 0) & (sums["n_killed_unknown"] == sums["n_events"]), "killed_best"] = pd.NA
    panel = sums.reset_index()
    panel["period"] = panel["period"].dt.start_time.astype("datetime64[ms]")
    return panel


def _check_size(periods: int, codes: list[pd.Index]) -> None:
    """Refuse a panel that would fill the memory before it is made."""
    rows = math.prod([periods, *map(len, codes)])
    if rows > _MOST_ROWS:
        factors = [f"{periods:,} periods", *(f"{len(values):,} of {values.name}" for values in codes)]
        raise WrongArgumentError(
            f"the panel would have {rows:,} rows ({', '.join(factors)}), at most {_MOST_ROWS:,} are made: "
            "choose longer periods, fewer columns, or a shorter time"
        )
