"""Counts of events as a balanced panel."""

from collections.abc import Sequence

import pandas as pd

from nkevents.model.codes import EventType, Frequency
from nkevents.views.base import Day, listed
from nkevents.views.timeline import TimelineViews


class PanelViews(TimelineViews):
    """Views that count events."""

    def counts(
        self,
        freq: Frequency = "M",
        by: str | Sequence[str] = (),
        *,
        as_of: Day | None = None,
        episode: str | Sequence[str] | None = None,
        event_type: EventType | Sequence[EventType] | None = None,
    ) -> pd.DataFrame:
        """Count events in a balanced panel: every period and every combination of codes has a row.

        Parameters
        ----------
        freq : {"D", "W", "M", "Q", "Y"}
            Length of a period; weeks begin on Monday.
        by : str or list of str
            Columns of `load` to count by, for example ``"event_type"`` or ``["episode", "country"]``.
        as_of, episode, event_type
            As in `load`. Only events that occurred or are ongoing are counted.

        Returns
        -------
        pandas.DataFrame
            Columns period (its first day), those of `by`, n_events, killed_best (sum over the events that have
            one) and n_killed_unknown (events that have none). An event counts in the period of its first day; one
            whose uncertain date spans several periods counts in none and is listed in ``df.attrs["unplaced"]``.

        Raises
        ------
        UnknownValueError
            If `freq` or a column of `by` is not known.

        Examples
        --------
        >>> import nkevents
        >>> nkevents.counts("Y")["period"].dt.year.tolist()
        [2020, 2021, 2022]
        """
        columns = listed(by)
        self._check("frequency", [freq], ("D", "W", "M", "Q", "Y"), "the documentation of counts()")
        frame = self.load(as_of=as_of, episode=episode, event_type=event_type, status=["occurred", "ongoing"])
        self._check("column", columns, frame.columns, "nkevents.codebook()")
        first = frame["date_start"].dt.to_period(freq)
        certain = frame["date_precision"].isin(["day", "range"]) | (frame["status"] == "ongoing").fillna(False)
        placed = (certain | (first == frame["date_end"].dt.to_period(freq))) & frame["date_start"].notna()
        kept = frame[placed].assign(period=first[placed])
        panel = _panel(kept, columns, freq)
        panel.attrs.update(frame.attrs | {"unplaced": frame.loc[~placed, "event_id"].tolist()})
        return panel


def _panel(kept: pd.DataFrame, columns: list[str], freq: str) -> pd.DataFrame:
    keys = ["period", *columns]
    sums = kept.groupby(keys, observed=True, dropna=False).agg(
        n_events=("event_id", "size"),
        killed_best=("killed_best", "sum"),
        n_killed_unknown=("killed_best", lambda values: values.isna().sum()),
    )
    if len(kept):
        periods = pd.period_range(kept["period"].min(), kept["period"].max(), freq=freq)
        levels = [periods, *(sums.index.unique(column) for column in columns)]
        index = pd.MultiIndex.from_product(levels, names=keys) if columns else pd.Index(periods, name="period")
        sums = sums.reindex(index, fill_value=0)
    panel = sums.astype("Int64").reset_index()
    panel["period"] = panel["period"].dt.start_time.astype("datetime64[ms]")
    return panel
