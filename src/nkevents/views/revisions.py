"""What became known between two days."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from nkevents.errors import DateError
from nkevents.model.edtf import as_day
from nkevents.views.base import Day
from nkevents.views.timeline import TimelineViews

# Which claims can change a column; of what nobody says (a plan falls overdue) there are none.
_OCCURRENCE, _FIGURE, _ROLE = ("occurrence",), ("figure",), ("role",)
_WATCHED: Mapping[str, tuple[str, ...]] = {
    "status": _OCCURRENCE,
    "overdue": (),
    "date": _OCCURRENCE,
    "date_start": _OCCURRENCE,
    "place": _OCCURRENCE,
    "acceptance": ("occurrence", "figure", "role", "means"),
    "armenian_says": ("occurrence", "figure", "role", "means"),
    "azerbaijani_says": ("occurrence", "figure", "role", "means"),
    "third_says": ("occurrence", "figure", "role", "means"),
    "participants": _ROLE,
    "attribution": _ROLE,
    "killed_low": _FIGURE,
    "killed_best": _FIGURE,
    "killed_high": _FIGURE,
    "killed_armenian": _FIGURE,
    "killed_azerbaijani": _FIGURE,
    "killed_civilian": _FIGURE,
    "killed_armenian_claimed": _FIGURE,
    "killed_azerbaijani_claimed": _FIGURE,
}
_PROVISION = ("state", "by_armenian", "by_azerbaijani", "by_third")


class RevisionViews(TimelineViews):
    """Views of what changed from day to day."""

    def revisions(self, start: Day, end: Day | None = None) -> pd.DataFrame:
        """Load what became known between two days: new events, cells that changed, provisions whose state changed.

        Parameters
        ----------
        start : str or date
            First day.
        end : str or date, optional
            Last day, included; the day of the newest claim when left out.

        Returns
        -------
        pandas.DataFrame
            One row per change, sorted by day and event: day, what (``new``: the event or plan became known;
            ``changed``: a cell of its row; ``provision``: the state of a point of an agreement), event_id, slug,
            point (of a provision), column, old, new (as texts; empty where there was nothing) and claims (ids of the
            claims of that day that bear on it, separated by spaces). A new event has one row, whose new value is its
            status.

        Raises
        ------
        DateError
            If a day is none, or `start` lies after `end`.

        Examples
        --------
        >>> import nkevents
        >>> moved = nkevents.revisions("2021-12-14", "2021-12-15")
        >>> row = moved[(moved["slug"] == "brussels-meeting") & (moved["column"] == "status")].iloc[0]
        >>> row["old"], row["new"]
        ('scheduled', 'occurred')
        """
        first = pd.Timestamp(as_day(start, "start"))
        last = pd.Timestamp.max if end is None else pd.Timestamp(as_day(end, "end"))
        if first > last:
            raise DateError(f"start={start!r} lies after end={end!r}: the earlier day comes first")
        told = self.claims(kind=["occurrence", "figure", "role", "means", "compliance"])
        events = _changes(self.vintages(), "event_id", tuple(_WATCHED), first, last)
        events["claims"] = _claims_of(told, "event_id", events, _WATCHED)
        provisions = _changes(self.vintages(of="provisions"), "provision_id", _PROVISION, first, last)
        provisions = provisions[provisions["what"] != "new"]
        provisions["what"] = "provision"
        provisions["claims"] = _claims_of(told, "provision_id", provisions, dict.fromkeys(_PROVISION, ("compliance",)))
        columns = ["day", "what", "event_id", "slug", "point", "column", "old", "new", "claims"]
        frame = pd.concat([events.reindex(columns=columns), provisions.reindex(columns=columns)], ignore_index=True)
        frame = frame.sort_values(["day", "event_id", "point"], kind="stable", ignore_index=True)
        frame = frame.astype(dict.fromkeys(columns[1:], "string[pyarrow]"))
        frame.attrs.update(self._attrs(None))
        return frame


def _changes(
    states: pd.DataFrame, key: str, watched: tuple[str, ...], first: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    """Cells of successive states that differ, one row each; a first state has one row with its status or state."""
    is_first = ~states[key].duplicated().to_numpy()
    within = ((states["valid_from"] >= first) & (states["valid_from"] <= last)).to_numpy()
    names = [key, *(name for name in ("event_id", "slug", "point") if name in states and name != key)]
    parts = []
    for number, column in enumerate(watched):
        texts = _texts(states[column])
        old = np.full(len(texts), None, dtype=object)
        old[1:] = texts[:-1]
        old[is_first] = None
        differs = within & ~is_first & (old != texts)
        if number == 0:
            differs |= within & is_first
        part = states.loc[differs, names]
        part["day"], part["column"] = states["valid_from"].to_numpy()[differs], column
        part["old"], part["new"] = old[differs], texts[differs]
        part["what"] = np.where(is_first[differs], "new", "changed")
        parts.append(part)
    changes: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return changes


def _texts(values: "pd.Series[Any]") -> Any:
    """Cells as texts, days without their hour; None where a cell is empty."""
    days = pd.api.types.is_datetime64_any_dtype(values)
    texts = values.dt.strftime("%Y-%m-%d") if days else values.astype("string")
    return texts.astype(object).where(values.notna(), None).to_numpy()


def _claims_of(
    told: pd.DataFrame, key: str, changes: pd.DataFrame, kinds: Mapping[str, tuple[str, ...]]
) -> "pd.Series[Any]":
    """Ids of the claims that became known on the day of a change and bear on the column."""
    wanted = changes[[key, "day", "column"]].reset_index()
    bears = pd.DataFrame(
        [(column, kind) for column, each in kinds.items() for kind in each], columns=["column", "kind"]
    )
    said = told[[key, "known_from", "kind", "claim_id"]].rename(columns={"known_from": "day"})
    said = said.astype({"kind": "string"}).dropna(subset=[key])
    pairs = wanted.merge(bears, on="column").merge(said, on=[key, "day", "kind"])
    ids = pairs.sort_values("claim_id").groupby("index")["claim_id"].agg(" ".join)
    return ids.reindex(changes.index)
