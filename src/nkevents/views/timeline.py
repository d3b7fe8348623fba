"""The tidy frame: one row per event, as of a day, or in every state it has had."""

from collections.abc import Iterable
from typing import Any, Literal, Never

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nkevents.errors import WrongArgumentError
from nkevents.model.codes import EventType, Lang, Level, Status
from nkevents.model.edtf import OPEN_END, OPEN_START, PRECISIONS, as_day, day_number
from nkevents.rule.acceptance import ACCEPTANCES, SAYS
from nkevents.rule.claim_arrays import ARMENIAN, AZERBAIJANI, MISSING, SIDES, THIRD
from nkevents.rule.figures import BASES
from nkevents.rule.grouping import Bools, Groups, Ints
from nkevents.rule.roles import ATTRIBUTIONS
from nkevents.rule.states import States
from nkevents.views.base import LANGS, NAT, Day, days, integers, optional_positions, recoded
from nkevents.views.choosing import Choosing, Filters
from nkevents.views.evidence import EvidenceViews
from nkevents.views.provisions import ProvisionViews


class TimelineViews(ProvisionViews, EvidenceViews, Choosing):
    """Views of one row per event."""

    def load(
        self,
        *unnamed: Never,
        as_of: Day | None = None,
        episode: str | Iterable[str] | None = None,
        event_type: EventType | Iterable[EventType] | None = None,
        start: Day | None = None,
        end: Day | None = None,
        status: Status | Iterable[Status] | None = None,
        level: Level | Literal["all"] | Iterable[Level] = "event",
        actor: str | Iterable[str] | None = None,
        place: str | Iterable[str] | None = None,
        topic: str | Iterable[str] | None = None,
        text: str | None = None,
        within: bool = True,
        lang: Lang = "en",
    ) -> pd.DataFrame:
        """Load the timeline, one row per event.

        Parameters
        ----------
        *unnamed
            None: every argument is given by its name.
        as_of : str, date, datetime, Timestamp or datetime64, optional
            Load what was public at the end of this day; everything when left out.
        episode : str or list of str, optional
            Keep events of these episodes, by slug or id.
        event_type, status, level : str or list of str, optional
            Keep events with these codes; ``level="all"`` keeps episodes, events, parts and series.
        start, end : str, date, datetime, Timestamp or datetime64, optional
            Keep events that may lie on or after `start`, on or before `end`. ``"2020-10"`` is the whole month.
            Events of coarse date are kept by overlap; an open bound counts as the bound that is known, and what
            goes on has no end.
        actor, place : str or list of str, optional
            Keep events in which one of these actors took part, by any role, or that lie at one of these places. Any
            name will do, in any spelling and script, and so will an id. What an actor speaks of: ``claims(speaker=…)``.
        topic : str or list of str, optional
            Keep events on which somebody took a position on one of these topics.
        text : str, optional
            Keep events that hold these words, as `search` finds them.
        within : bool
            An actor or a place stands for itself and all that lies below it, such as the institutions and persons of
            a state, or the settlements of a district; when False, for itself alone.
        lang : {"en", "az", "hy", "ru"}
            Language of the names of places and participants; English where a name is not known in it.

        Returns
        -------
        pandas.DataFrame
            Shape (events, 41), sorted by day and event_id; columns, types and units as in
            `codebook`. ``df.attrs`` carries data version, as-of day, rule version and citation key.

        Notes
        -----
        A sum of killed_best over events is no toll of the war. Most of the dead were only ever counted for a whole
        episode, and stand on its own row (``level="episode"``); a day's fighting mostly has no count of its own.
        ``df.attrs["killed_best_of"]`` holds both sums.

        Raises
        ------
        UnknownValueError
            If a code, name, episode or language is not in the data.
        DateError
            If a day is none, or `start` lies after `end`.
        WrongArgumentError
            If an argument is given without its name, or a text has no word.

        Examples
        --------
        >>> import nkevents
        >>> df = nkevents.load(as_of="2021-11-26")
        >>> df.set_index("slug").loc["brussels-meeting", ["status", "date_start"]].tolist()
        ['scheduled', Timestamp('2021-12-15 00:00:00')]
        >>> len(nkevents.load(actor="EU")) > len(nkevents.load(actor="Евросоюз", within=False))
        True
        """
        if unnamed:
            raise WrongArgumentError(f"load() takes every argument by its name: load({self._name_of(unnamed[0])}, …)")
        filters: Filters = {
            **{"episode": episode, "event_type": event_type, "start": start, "end": end, "status": status},
            **{"level": level, "actor": actor, "place": place, "topic": topic, "text": text, "within": within},
        }
        states = self._states(as_of)
        day = None if as_of is None else day_number(as_day(as_of))
        everything = self._timeline(states, states.visible, lang)
        frame = everything[self._wanted(everything, states, day, filters)]
        frame = _sorted(frame)
        frame.attrs.update(self._attrs(as_of) | {"killed_best_of": _dead_by_level(everything)})
        return frame

    def episodes(self, *, as_of: Day | None = None, lang: Lang = "en") -> pd.DataFrame:
        """Load the episodes, one row each, with the same columns as `load`.

        Parameters
        ----------
        as_of, lang
            As in `load`.

        Returns
        -------
        pandas.DataFrame
            Shape (episodes, 41). An episode's figures are its own claims, never sums of its events.

        Examples
        --------
        >>> import nkevents
        >>> list(nkevents.episodes()["slug"])
        ['war-2020', 'ceasefire-2020', 'clashes-2021-11', 'sochi-2021', 'brussels-2021']
        """
        return self.load(as_of=as_of, level="episode", lang=lang)

    def vintages(self, of: Literal["events", "provisions"] = "events", *, lang: Lang = "en") -> pd.DataFrame:
        """Load every state that any row has had, of all levels, in one frame.

        Parameters
        ----------
        of : {"events", "provisions"}
            The rows of `load`, or those of `provisions`.
        lang
            As in `load`.

        Returns
        -------
        pandas.DataFrame
            Shape (states, 43): the row, with valid_from and valid_to after its day. A state held from valid_from to
            valid_to, both days included; valid_to is NaT for the state that still holds. The rows that held on a
            day equal `load` as of that day with every level. Of provisions: provision_id, valid_from, valid_to and
            the row of `provisions`, whose late_days are those of the first day of the state.

        Raises
        ------
        UnknownValueError
            If `of` or the language is not known.

        Examples
        --------
        >>> import nkevents
        >>> v = nkevents.vintages()
        >>> brussels = v[v["slug"] == "brussels-meeting"].iloc[[0, -1]]
        >>> brussels["status"].tolist()
        ['scheduled', 'occurred']
        """
        self._check("frame with vintages", [of], ("events", "provisions"), "the documentation of vintages()")
        if of == "provisions":
            frame = self._provision_vintages()
            frame.attrs.update(self._attrs(None))
            return frame
        states = self._all_states
        frame = self._timeline(states, states.visible, lang)
        first, event = states.as_of[states.visible], states.event[states.visible]
        changed = np.append(True, event[1:] != event[:-1])[: len(event)]
        for column in frame.columns:
            # Equal values have one number; what is missing has -1.
            number = pd.factorize(frame[column])[0]
            changed[1:] |= number[1:] != number[:-1]
        frame, first, event = frame[changed], first[changed], event[changed]
        last = np.full(len(event), NAT, dtype=np.int64)
        follows = event[1:] == event[:-1]
        last[:-1][follows] = first[1:][follows] - 1
        frame.insert(1, "valid_from", days(first))
        frame.insert(2, "valid_to", days(last))
        frame.attrs.update(self._attrs(None))
        return frame.reset_index(drop=True)

    def _timeline(self, states: States, keep: Bools, lang: str) -> pd.DataFrame:
        self._check("language", [lang], LANGS, "the documentation of load()")
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
            "attribution": (states.attribution, ATTRIBUTIONS),
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
            "place": self._named(self._place_names(lang), said.place[keep]),
            "participants": pd.array(self._participants(states, n, lang).filter(pa.array(keep)), "string[pyarrow]"),
            "episode": self._named(tables.arrow("events")["slug"].combine_chunks(), self._episode_of(event)),
            "n_claims": integers(states.n_claims[keep]),
            "n_publishers": integers(states.n_publishers[keep]),
            "known_from": days(states.first_known[keep]),
            "last_known": days(states.last_known[keep]),
            **{f"killed_{name}": integers(column[keep]) for name, column in killed.items()},
            "killed_is_floor": pd.arrays.BooleanArray(is_floor[keep], killed["best"][keep] == MISSING),
        }
        for name, (positions, names) in coded.items():
            field = schema.field(name)
            values[name] = self._coded(field, recoded(positions[keep], names, tables.codes(field)))
        for name in ("latitude", "longitude", "radius_km"):
            values[name] = places[name].to_numpy()
        values["country"] = pd.array(places["country"].combine_chunks(), "string[pyarrow]")
        for name in ("event_type", "level"):
            stated = tables.codes(tables.schemas["events"].field(name))
            positions = recoded(
                events[name].combine_chunks().indices.to_numpy(), stated, tables.codes(schema.field(name))
            )
            values[name] = self._coded(schema.field(name), positions)
        values["place_id"] = pd.array(places["place_id"].combine_chunks(), "string[pyarrow]")
        for name in ("event_id", "slug", "title", "summary", "same_as"):
            values[name] = pd.array(events[name].combine_chunks(), "string[pyarrow]")
        return pd.DataFrame({name: values[name] for name in schema.names}, copy=False)

    def _name_of(self, value: object) -> str:
        """An argument that was given without its name, with the name that it should have."""
        valid: dict[str, list[object]] = {
            name: [*self._tables.codes(self._tables.schemas["timeline"].field(name))]
            for name in ("event_type", "status")
        }
        fitting = [name for name, codes in valid.items() if value in codes]
        return f"{(fitting or ['episode' if value in self._slugs else 'as_of'])[0]}={value!r}"

    def _episode_of(self, event: Ints) -> Ints:
        """Position of each event's episode; an episode is its own."""
        events = self._tables.arrow("events")
        at = pc.index_in(events["episode_id"].combine_chunks(), value_set=events["event_id"].combine_chunks())
        own = np.asarray(pc.equal(events["level"].cast(pa.string()), "episode"))
        above = np.where(own, np.arange(len(own)), np.asarray(at.fill_null(MISSING)))
        return above[event].astype(np.int64)

    def _participants(self, states: States, n: int, lang: str) -> pa.Array:
        """Names of each group's participants, the belligerent sides' first, in alphabetical order, joined."""
        names = self._actor_names(lang)
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


def _dead_by_level(frame: pd.DataFrame) -> dict[str, int]:
    """Sums of killed_best over single events and over episodes; never to be added to each other."""
    sums = frame.groupby(frame["level"].astype(str))["killed_best"].sum()
    return {f"{level}s": int(sums.get(level, 0)) for level in ("event", "episode")}


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    """By day and event id; the frame comes in the order of event ids."""
    order = np.argsort(frame["day"].to_numpy(), kind="stable")
    return frame.iloc[order].reset_index(drop=True)
