"""What became known between two days."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from nkevents.errors import DateError
from nkevents.model.edtf import as_day
from nkevents.rule.claim_arrays import ADVERSARY, SIDES
from nkevents.rule.grouping import Bools, Groups
from nkevents.rule.states import States
from nkevents.views.base import Base, Day, days
from nkevents.views.evidence import claims
from nkevents.views.history import SAID, behind
from nkevents.views.timeline import vintages

_WATCHED = (
    "status",
    "overdue",
    "date",
    "date_start",
    "place",
    *SAID,
    "participants",
    "attribution",
    "killed_low",
    "killed_best",
    "killed_high",
    "killed_is_floor",
    "killed_armenian",
    "killed_azerbaijani",
    "killed_civilian",
    "killed_armenian_claimed",
    "killed_azerbaijani_claimed",
)

# A bound moves with figures that decide no best value.
_BOUNDS = ("killed_low", "killed_high")
_PROVISION = ("state", "by_armenian", "by_azerbaijani", "by_third")


def revisions(self: Base, start: Day, end: Day | None = None) -> pd.DataFrame:
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
        claims of that day that changed the cell, separated by spaces: those that decide it since; where none
        does, as when a denial takes something back, those that bear on it). A new event has one row, whose new
        value is its status.

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
    events = _changes(vintages(self), "event_id", _WATCHED, first, last)
    events["claims"] = _joined(events, "event_id", _behind_changes(self, events["column"].unique()))
    provisions = _changes(vintages(self, of="provisions"), "provision_id", _PROVISION, first, last)
    provisions = provisions[provisions["what"] != "new"]
    provisions["what"] = "provision"
    provisions["claims"] = _joined(provisions, "provision_id", _behind_provisions(self))
    columns = ["day", "what", "event_id", "slug", "point", "column", "old", "new", "claims"]
    frame = pd.concat([events.reindex(columns=columns), provisions.reindex(columns=columns)], ignore_index=True)
    frame = frame.sort_values(["day", "event_id", "point"], kind="stable", ignore_index=True)
    frame = frame.astype(dict.fromkeys(columns[1:], "string[pyarrow]"))
    frame.attrs.update(self._attrs(None))
    return frame


def _behind_changes(self: Base, columns: Iterable[str]) -> pd.DataFrame:
    """Claims that changed a cell on the day on which they became known: event_id, day, column, claim_id."""
    states = self._all_states
    of_day = states.claims.known == states.as_of[states.group]
    n = len(states.event)
    # The first part is empty, so that days without a change give an empty table too.
    parts = [pd.DataFrame({"row": np.empty(0, np.int64), "column": np.empty(0, str)})]
    for column in columns:
        if column == "overdue":  # no claim, but the calendar
            continue
        bears, decides = behind(self, states, column)
        of_event = bears & of_day
        of_side = of_event & _bears_on_side(self, states, column)
        decided = of_side & decides & (column not in _BOUNDS)
        # The first of these that holds any claim: what others said may change what a side's older words mean.
        some_decide, some_of_side = (Groups(states.group, n).any(each)[states.group] for each in (decided, of_side))
        rows = np.flatnonzero(np.select([some_decide, some_of_side], [decided, of_side], of_event))
        parts.append(pd.DataFrame({"row": rows, "column": column}))
    found = pd.concat(parts, ignore_index=True)
    rows = found["row"].to_numpy(dtype=np.int64)
    found["event_id"] = self._texts("events", "event_id", states.event[states.group[rows]])
    found["day"] = days(states.claims.known[rows])
    found["claim_id"] = self._texts("claims", "claim_id", self._encoded.rows[states.rows[rows]])
    return found


def _bears_on_side(self: Base, states: States, column: str) -> Bools:
    """Which claims can change a column that is of one side; all of them where it is of none."""
    claims, actors = states.claims, self._encoded.actors
    side = next((side for side, name in enumerate(SIDES) if name in column), None)
    if side is None:
        return np.ones(len(states.rows), dtype=bool)
    if column.endswith("_says"):
        speaks_with: Bools = actors.effective_side(claims.speaker) == side
        return speaks_with
    claimed = self._encoded.standing(claims) == ADVERSARY
    of_side: Bools = (actors.side[claims.subject] == side) & (claimed == column.endswith("_claimed"))
    return of_side


def _behind_provisions(self: Base) -> pd.DataFrame:
    """Compliance claims by provision, day and column that they bear on."""
    told = claims(self, kind="compliance")
    told = told.rename(columns={"known_from": "day"})[["provision_id", "day", "speaks_with", "claim_id"]]
    by_side = told.assign(column="by_" + told["speaks_with"].astype(str))
    return pd.concat([told.assign(column="state"), by_side], ignore_index=True)


def _changes(
    states: pd.DataFrame, key: str, watched: tuple[str, ...], first: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    """Cells of successive states that differ, one row each; a first state has one row with its status or state."""
    is_first = ~states[key].duplicated().to_numpy()
    within = ((states["valid_from"] >= first) & (states["valid_from"] <= last)).to_numpy()
    # Each state of these days and the one before it.
    compared = within | np.append(within[1:], False)[: len(within)]
    states, is_first, within = states[compared], is_first[compared], within[compared]
    names = [key, *(name for name in ("event_id", "slug", "point") if name in states and name != key)]
    rows, before, after = [], [], []
    for number, column in enumerate(watched):
        texts = _texts(states[column])
        old = np.where(is_first, None, np.roll(texts, 1))
        differs = within & np.where(is_first, number == 0, old != texts)
        rows.append(np.flatnonzero(differs))
        before.append(old[differs])
        after.append(texts[differs])
    at = np.concatenate(rows)
    changes = states[names].take(at).reset_index(drop=True)
    changes["day"] = states["valid_from"].to_numpy()[at]
    changes["column"] = np.repeat(watched, [*map(len, rows)])
    changes["old"], changes["new"] = np.concatenate(before), np.concatenate(after)
    changes["what"] = np.where(is_first[at], "new", "changed")
    return changes


def _texts(values: "pd.Series[Any]") -> Any:
    """Cells as texts, days without their hour; None where a cell is empty."""
    days = pd.api.types.is_datetime64_any_dtype(values)
    texts = values.dt.strftime("%Y-%m-%d") if days else values.astype("string")
    return texts.astype(object).where(values.notna(), None).to_numpy()


def _joined(changes: pd.DataFrame, key: str, behind: pd.DataFrame) -> "pd.Series[Any]":
    """Ids of the claims behind each change, in one text."""
    wanted = changes[[key, "day", "column"]].reset_index()
    pairs = wanted.merge(behind, on=[key, "day", "column"])
    ids = pairs.sort_values("claim_id").groupby("index")["claim_id"].agg(" ".join)
    return ids.reindex(changes.index)
