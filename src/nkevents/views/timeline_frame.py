"""The tidy frame: what the rule says of each event, as the columns of the timeline."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nkevents.model.edtf import OPEN_END, OPEN_START, PRECISIONS
from nkevents.model.frames import string_array
from nkevents.rule.acceptance import ACCEPTANCES, SAYS
from nkevents.rule.claim_arrays import ARMENIAN, AZERBAIJANI, MISSING, SIDES, THIRD
from nkevents.rule.grouping import Bools, Groups, Ints
from nkevents.rule.roles import ATTRIBUTIONS
from nkevents.rule.states import States
from nkevents.rule.sum_of_sides import BASES
from nkevents.views.base import NAT, Base, days, index_in, integers, optional_positions


def timeline_rows(self: Base, states: States, keep: Bools, lang: str) -> pd.DataFrame:
    """Rows of the timeline, one per state that is marked, in the order of the states."""
    self._check("language", [lang], self._tables.grammar.languages, "the documentation of load()")
    n, schema, tables = len(states.event), self._tables.frame_schema("timeline"), self._tables
    said, event = states.occurrence, states.event[keep]
    events = tables.arrow("events").take(pa.array(event))
    places = tables.arrow("places").take(optional_positions(said.place[keep]))
    killed, is_floor = _killed(states, int(self._encoded.code("killed")[0]), len(self._encoded.codes), n)
    has_date = said.date != MISSING
    coded = {
        "date_precision": (said.precision, PRECISIONS),
        "status": (said.code, self._encoded.codes),
        "acceptance": (states.acceptance.acceptance, ACCEPTANCES),
        **{f"{side}_says": (states.acceptance.says[row], SAYS) for row, side in enumerate(SIDES)},
        "killed_basis": (killed.pop("basis"), BASES),
        "attribution": (states.attribution.attribution, ATTRIBUTIONS),
    }
    start = np.where(has_date & (said.start != OPEN_START), said.start, NAT)
    end = np.where(has_date & (said.end != OPEN_END), said.end, NAT)
    day = np.select([start != NAT, end != NAT], [start, end], states.first_known)
    values: dict[str, Any] = {
        "day": days(day[keep]),
        "date": self._named(self._encoded.date_texts, said.date[keep]),
        "date_start": days(start[keep]),
        "date_end": days(end[keep]),
        "date_contested": pd.arrays.BooleanArray(said.contested_date[keep], ~has_date[keep]),
        "overdue": pd.array(said.overdue[keep], dtype="boolean"),
        "place": self._named(self._labels("place", lang), said.place[keep]),
        "participants": string_array(_participants(self, states, n, lang).filter(pa.array(keep))),
        "episode": self._texts("events", "slug", _episode_of(self, event)),
        "n_claims": integers(states.n_claims[keep]),
        "n_publishers": integers(states.n_publishers[keep]),
        "known_from": days(states.first_known[keep]),
        "last_known": days(states.last_known[keep]),
        **{f"killed_{name}": integers(column[keep]) for name, column in killed.items()},
        "killed_is_floor": pd.arrays.BooleanArray(is_floor[keep], killed["best"][keep] == MISSING),
    }
    for name, (positions, names) in coded.items():
        values[name] = self._coded("timeline", name, positions[keep], names)
    for name in ("latitude", "longitude", "radius_km"):
        values[name] = places[name].to_numpy()
    for name in ("event_type", "level"):
        stated = tables.codes(tables.schemas["events"].field(name))
        values[name] = self._coded("timeline", name, events[name].combine_chunks().indices.to_numpy(), stated)
    for name in ("place_id", "country"):
        values[name] = self._texts("places", name, said.place[keep])
    for name in ("event_id", "slug", "title", "summary", "same_as"):
        values[name] = self._texts("events", name, event)
    return pd.DataFrame({name: values[name] for name in schema.names}, copy=False)


def _episode_of(self: Base, event: Ints) -> Ints:
    """Position of each event's episode; an episode is its own."""
    events = self._tables.arrow("events")
    own = np.asarray(pc.equal(events["level"].cast(pa.string()), "episode"))
    above = np.where(own, np.arange(len(own)), index_in(events["episode_id"], events["event_id"]))
    return above[event]


def _participants(self: Base, states: States, n: int, lang: str) -> pa.Array:
    """Names of each group's participants, the belligerent sides' first, in alphabetical order, joined."""
    names = self._labels("actor", lang)
    found = states.participants
    rank = np.empty(len(names), dtype=np.int64)
    rank[np.asarray(pc.sort_indices(names))] = np.arange(len(names))
    is_third = self._encoded.actors.side[found.actor] == THIRD
    _, first = Groups.by(found.group, is_third, rank[found.actor])
    group, actor = found.group[first], found.actor[first]
    offsets = np.searchsorted(group, np.arange(n + 1))
    lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), names.take(pa.array(actor)))
    joined = pc.binary_join(lists, "; ")
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)


def _killed(states: States, code: int, n_codes: int, n: int) -> tuple[dict[str, Ints], Bools]:
    """The columns on the killed, shape (n,) each, named without their prefix, and whether best is a floor."""
    figures = states.figures
    row = figures.row_of(code, n_codes, n)
    columns = {
        "low": figures.low,
        "best": figures.best,
        "high": figures.high,
        "armenian": figures.by_side[ARMENIAN],
        "azerbaijani": figures.by_side[AZERBAIJANI],
        "civilian": figures.civilian,
        "armenian_claimed": figures.claimed[ARMENIAN],
        "azerbaijani_claimed": figures.claimed[AZERBAIJANI],
    }
    found: dict[str, Ints] = {name: row.of(column, MISSING) for name, column in columns.items()}
    found["basis"] = row.of(figures.basis, BASES.index("none"))
    return found, row.of(figures.floor, False)
