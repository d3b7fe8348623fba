"""The tidy frame: one row per event, as of a day, or in every state it has had."""

from collections.abc import Iterable
from typing import Literal, Never

import numpy as np
import pandas as pd

from nkevents.errors import WrongArgumentError
from nkevents.model.codes import EventType, Lang, Level, Status
from nkevents.model.edtf import as_day, day_number
from nkevents.views.accounts import account_vintages
from nkevents.views.base import Base, Day, flag, successive
from nkevents.views.choosing import Filters, asked_for
from nkevents.views.provisions import provision_vintages
from nkevents.views.timeline_frame import timeline_rows

# What the table of events states; columns that no row fills are left out of the frame.
_SAME_IN_EVERY_STATE = ["event_id", "slug", "title", "summary", "event_type", "level", "episode"]


def load(
    self: Base,
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
    >>> known = df.attrs["killed_best_of"]
    >>> f"{known['events'] / known['episodes']:.0%} of the dead stand on events"
    '4% of the dead stand on events'
    >>> len(nkevents.load(actor="EU")) > len(nkevents.load(actor="Евросоюз", within=False))
    True
    """
    if unnamed:
        raise WrongArgumentError(f"load() takes every argument by its name: load({_name_of(self, unnamed[0])}, …)")
    filters: Filters = {
        **{"episode": episode, "event_type": event_type, "start": start, "end": end, "status": status},
        **{"level": level, "actor": actor, "place": place, "topic": topic, "text": text},
        "within": flag(within, "within"),
    }
    states = self._states(as_of)
    day = None if as_of is None else day_number(as_day(as_of))
    everything = timeline_rows(self, states, states.visible, lang)
    rows = np.flatnonzero(asked_for(self, everything, states, day, filters))
    # By day and event id; the frame comes in the order of event ids.
    rows = rows[np.argsort(everything["day"].to_numpy()[rows], kind="stable")]
    frame = everything.take(rows)
    frame.index = pd.RangeIndex(len(frame))
    frame.attrs.update(self._attrs(as_of) | {"killed_best_of": _dead_by_level(everything)})
    return frame


def row_of(self: Base, event: str, as_of: Day | None) -> pd.DataFrame:
    """The row that `load` gives of one event of any level; none while nothing of it is public."""
    states = self._states(as_of)
    return timeline_rows(self, states, states.visible & (states.event == self._event(event)), "en")


def episodes(self: Base, *, as_of: Day | None = None, lang: Lang = "en") -> pd.DataFrame:
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
    return load(self, as_of=as_of, level="episode", lang=lang)


def vintages(
    self: Base, of: Literal["events", "accounts", "provisions"] = "events", *, lang: Lang = "en"
) -> pd.DataFrame:
    """Load every state that any row has had, of all levels, in one frame.

    Parameters
    ----------
    of : {"events", "accounts", "provisions"}
        The rows of `load`, those of `accounts`, or those of `provisions`.
    lang
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        Shape (states, 43): the row, with valid_from and valid_to after its day. A state held from valid_from to
        valid_to, both days included; valid_to is NaT for the state that still holds. The rows that held on a
        day equal `load` as of that day with every level. Of accounts: the same for the rows of `accounts`, sorted
        by event_id, side and valid_from. Of provisions: provision_id, valid_from, valid_to and
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
    self._check("frame with vintages", [of], ("events", "accounts", "provisions"), "the documentation of vintages()")
    if of != "events":
        frame = provision_vintages(self) if of == "provisions" else account_vintages(self)
        frame.attrs.update(self._attrs(None))
        return frame
    states = self._all_states
    frame = timeline_rows(self, states, states.visible, lang)
    first, event = states.as_of[states.visible], states.event[states.visible]
    compared = (frame[name] for name in frame.columns.drop(_SAME_IN_EVERY_STATE))
    frame = successive(frame, event, first, compared)
    frame.attrs.update(self._attrs(None))
    return frame


def _name_of(self: Base, value: object) -> str:
    """An argument that was given without its name, with the name that it should have."""
    valid: dict[str, list[object]] = {
        name: [*self._tables.codes(self._tables.schemas["timeline"].field(name))] for name in ("event_type", "status")
    }
    fitting = [name for name, codes in valid.items() if value in codes]
    return f"{(fitting or ['episode' if value in self._slugs else 'as_of'])[0]}={value!r}"


def _dead_by_level(frame: pd.DataFrame) -> dict[str, int]:
    """Sums of killed_best over single events and over episodes; never to be added to each other."""
    killed, levels = frame["killed_best"].to_numpy(dtype=np.int64, na_value=0), frame["level"]
    return {f"{level}s": int(killed[(levels == level).to_numpy()].sum()) for level in ("event", "episode")}
