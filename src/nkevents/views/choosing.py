"""Which rows of the timeline are asked for."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypedDict

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nkevents.errors import DateError
from nkevents.model.codes import ALL_LEVELS, EventType, Lang, Level, Status
from nkevents.model.edtf import as_period
from nkevents.rule.grouping import Bools, Groups, Ints
from nkevents.rule.states import States
from nkevents.views.base import Base, Day, listed


class Filters(TypedDict, total=False):
    """What `load` takes to choose rows."""

    as_of: Day | None
    episode: str | Iterable[str] | None
    event_type: EventType | Iterable[EventType] | None
    start: Day | None
    end: Day | None
    status: Status | Iterable[Status] | None
    level: Level | Literal["all"] | Iterable[Level]
    actor: str | Iterable[str] | None
    place: str | Iterable[str] | None
    topic: str | Iterable[str] | None
    text: str | None
    within: bool
    lang: Lang


def asked_for(self: Base, frame: pd.DataFrame, states: States, day: int | None, filters: Filters) -> Bools:
    """Mark the rows of a frame of all visible states that are asked for."""
    keep = _of_level(self, states, filters["level"])
    schema = self._tables.schemas["timeline"]
    coded: dict[str, Any] = {"event_type": filters["event_type"], "status": filters["status"]}
    for name, asked in coded.items():
        if asked is not None:
            codes = listed(asked)
            self._check(name, codes, self._tables.codes(schema.field(name)), "nkevents.codebook()")
            keep &= frame[name].isin(codes).to_numpy()
    if filters["episode"] is not None:
        episodes = _episode_slugs(self, listed(filters["episode"]))
        keep &= frame["episode"].isin(episodes).to_numpy(dtype=bool)
    keep &= _overlaps(frame, filters["start"], filters["end"], self._tables.stages.under_way)
    return keep & _linked(self, states, day, filters)[states.visible]


def _of_level(self: Base, states: States, level: str | Iterable[str]) -> Bools:
    events, asked = self._tables.arrow("events"), listed(level)
    codes = self._tables.codes(self._tables.schemas["events"].field("level"))
    self._check("level", asked, ("all", *codes), "schemas/events.json")
    shown = events["level"].take(pa.array(states.event[states.visible]))
    kept = ALL_LEVELS if "all" in asked else asked
    marked: Bools = pc.is_in(shown, value_set=pa.array(kept, pa.string())).to_numpy()
    return marked.copy()


def _linked(self: Base, states: States, day: int | None, filters: Filters) -> Bools:
    """Mark the states of events that an actor, a place, a topic or a word goes with."""
    n, within = len(states.event), filters["within"]
    keep = np.ones(n, dtype=bool)
    if filters["actor"] is not None:
        chosen, found = self._names.chosen("actor", listed(filters["actor"]), within=within), states.participants
        keep &= Groups(found.group, n).any(chosen[found.actor])
    if filters["place"] is not None:
        keep &= self._names.chosen("place", listed(filters["place"]), within=within)[states.occurrence.place]
    if filters["topic"] is not None:
        marked = on_topic(self, states.claims.kind, states.claims.aspect, listed(filters["topic"]))
        keep &= Groups(states.group, n).any(marked)
    if filters["text"] is not None:
        keep &= np.isin(states.event, self._words.holding(filters["text"], day)["event"].to_numpy(dtype=np.int64))
    return keep


def on_topic(self: Base, kind: Ints, aspect: Ints, topics: list[str]) -> Bools:
    """Mark the positions on one of these topics."""
    vocabulary, data = self._tables.frame("claim_aspects"), self._encoded
    valid = vocabulary.loc[vocabulary["kind"] == "position", "aspect"]
    self._check("topic", topics, valid, "nkevents.table('claim_aspects')")
    wanted = [data.aspects.index(name) for name in topics]
    marked: Bools = (kind == data.kinds.index("position")) & np.isin(aspect, wanted)
    return marked


def _episode_slugs(self: Base, names: list[str]) -> list[str]:
    events = self._tables.arrow("events")
    episodes = events.filter(pc.equal(events["level"].cast(pa.string()), "episode"))
    slugs, ids = episodes["slug"].to_pylist(), episodes["event_id"].to_pylist()
    self._check("episode", names, [*slugs, *ids], "nkevents.episodes()")
    return [dict(zip(ids, slugs, strict=True)).get(name, name) for name in names]


def _overlaps(frame: pd.DataFrame, start: Day | None, end: Day | None, under_way: Sequence[str]) -> Bools:
    """Which rows may lie within a period; an open bound counts as the bound that is known."""
    first, last = bounds(start, end)
    keep = np.ones(len(frame), dtype=bool)
    if first is not None:
        goes_on = frame["status"].isin(under_way).to_numpy(dtype=bool)
        known_end = frame["date_end"].fillna(frame["day"])
        keep &= goes_on | (known_end >= first).to_numpy()
    if last is not None:
        keep &= (frame["day"] <= last).to_numpy()
    return keep


def bounds(start: Day | None, end: Day | None) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """First and last day of a user's period, either of them open.

    Raises
    ------
    DateError
        If a day is none, or `start` lies after `end`.

    Examples
    --------
    >>> bounds("2020-10", None)
    (Timestamp('2020-10-01 00:00:00'), None)
    """
    first = None if start is None else pd.Timestamp(as_period(start, "start")[0])
    last = None if end is None else pd.Timestamp(as_period(end, "end")[1])
    if first is not None and last is not None and first > last:
        raise DateError(f"start={start!r} lies after end={end!r}: the earlier date comes first")
    return first, last
