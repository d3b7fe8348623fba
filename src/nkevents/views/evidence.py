"""The claims, and the pages that they were read in."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa

from nkevents.model.codes import ClaimKind
from nkevents.rule.claim_arrays import MISSING, SIDES, STANDINGS
from nkevents.rule.grouping import Bools, Ints
from nkevents.views.base import Base, Day, flag, index_in, integers, listed
from nkevents.views.choosing import on_topic


def claims(
    self: Base,
    event: str | None = None,
    *,
    kind: ClaimKind | Iterable[ClaimKind] | None = None,
    speaker: str | Iterable[str] | None = None,
    subject: str | Iterable[str] | None = None,
    place: str | Iterable[str] | None = None,
    topic: str | Iterable[str] | None = None,
    text: str | None = None,
    within: bool = True,
    as_of: Day | None = None,
) -> pd.DataFrame:
    """Load claims with the names of their events, speakers, subjects, places and publishers.

    Parameters
    ----------
    event : str, optional
        Only claims on this event, by id or slug.
    kind : str or list of str, optional
        Only claims of these kinds.
    speaker, subject, place : str or list of str, optional
        Only claims of these speakers, about these subjects, with these places: by any name, in any spelling and
        script, or by id. Most claims have no place of their own, since their event has it: for all that was said
        of a place, take the claims on the events of ``load(place=...)`` as well.
    topic : str or list of str, optional
        Only positions on these topics, such as ``"nakhchivan_link"``.
    text : str, optional
        Only claims that hold these words, in any script and spelling: in the coder's note, or as the name of who
        speaks, is spoken of, or of the place.
    within : bool
        An actor or a place stands for itself and all that lies below it; when False, for itself alone.
    as_of : str or date, optional
        Only claims that were public at the end of this day; which are live is judged by them.

    Returns
    -------
    pandas.DataFrame
        Shape (claims, 28): the columns of the table claims, then slug, speaker, side (the speaker's own),
        speaks_with (the side whose account it belongs to: the speaker's own, but an ally speaks with the side that
        it stands with; `accounts`, by_* and ``*_says`` go by it), subject, place, publisher, url, live (not
        replaced by a newer statement of the speaker on the matter, and no denial that its side has conceded
        since), standing (how the speaker stands to the subject) and second_reading (what the last second reader
        found: right, mended or doubtful with the page open again, not_found where the page was looked for and did
        not come up; empty where nobody has tried).
        Sorted by known_from and claim number.

    Raises
    ------
    UnknownValueError
        If the event, a kind, a name or a topic is not in the data.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.claims("shusha-shushi-capture", kind="occurrence")["polarity"].unique().tolist()
    ['asserts', 'denies']
    >>> sorted(set(nkevents.claims(speaker="Евросоюз")["speaker"]))[:2]
    ['Charles Michel', 'European Council']
    """
    data, states, within = self._encoded, self._states(as_of), flag(within, "within")
    keep = np.ones(len(states.rows), dtype=bool)
    if event is not None:
        keep &= states.claims.event == self._event(event)
    if kind is not None:
        kinds = listed(kind)
        self._check("kind", kinds, data.kinds, "nkevents.table('claim_codes')")
        keep &= np.isin(states.claims.kind, [data.kinds.index(name) for name in kinds])
    for actors, said_of in ((speaker, states.claims.speaker), (subject, states.claims.subject)):
        if actors is not None:
            keep &= self._names.chosen("actor", listed(actors), within=within)[said_of]
    if place is not None:
        keep &= self._names.chosen("place", listed(place), within=within)[states.claims.place]
    if topic is not None:
        keep &= on_topic(self, states.claims.kind, states.claims.aspect, listed(topic))
    if text is not None:
        keep &= self._words.claims_holding(text, states.claims, states.rows)
    rows = np.flatnonzero(keep)
    rows = rows[np.argsort(states.claims.known[rows], kind="stable")]
    frame = claims_frame(self, states.rows[rows], states.alive[rows])
    frame.attrs.update(self._attrs(as_of))
    return frame


def positions(
    self: Base, event: str | None = None, *, topic: str | Iterable[str] | None = None, as_of: Day | None = None
) -> pd.DataFrame:
    """Load who said what on which topic to whom.

    Parameters
    ----------
    event : str, optional
        Only positions on this event, by id or slug.
    topic : str or list of str, optional
        Only these topics, such as ``"nakhchivan_link"``.
    as_of : str or date, optional
        Only what was public at the end of this day.

    Returns
    -------
    pandas.DataFrame
        As `claims` of kind position, with the same columns, so that both can be stacked. Six of them are empty in
        every row, since other kinds of claims alone have them: a position has no place (place_id, place), date or
        number (date, low, high) of its own, and standing is told of who is counted or takes part.

    Raises
    ------
    UnknownValueError
        If the event or a topic is not in the data.

    Examples
    --------
    >>> import nkevents
    >>> "demand" in set(nkevents.positions(topic="nakhchivan_link")["code"])
    True
    """
    return claims(self, event, kind="position", topic=topic, as_of=as_of)


def sources(self: Base, event: str | None = None, *, as_of: Day | None = None) -> pd.DataFrame:
    """Load the pages that claims were read in.

    Parameters
    ----------
    event : str, optional
        Only sources of claims on this event, by id or slug.
    as_of : str or date, optional
        Only sources of claims that were public at the end of this day.

    Returns
    -------
    pandas.DataFrame
        Columns of the table sources, then publisher, origin (names), n_claims, and side: that of the publisher,
        or of the origin where the page is a reprint. Sources that only give coordinates have no claim and are
        shown when neither event nor day is asked for.

    Raises
    ------
    UnknownValueError
        If the event is not in the data.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.sources()["url"].is_unique
    True
    """
    sources, actors = self._tables.arrow("sources"), self._tables.arrow("actors")
    n_claims = _claims_of_sources(self, event, as_of)
    shown = n_claims > 0 if event is not None or as_of is not None else np.ones(len(n_claims), dtype=bool)
    rows = np.flatnonzero(shown)
    columns = self._tables.columns("sources", rows)
    publisher, origin = (
        index_in(sources[column], actors["actor_id"])[rows] for column in ("publisher_id", "origin_id")
    )
    columns["publisher"] = self._named(self._labels("actor"), publisher)
    columns["origin"] = self._named(self._labels("actor"), origin)
    columns["n_claims"] = integers(n_claims[rows])
    of_actor = np.append(actors["side"].combine_chunks().indices.fill_null(MISSING), MISSING)
    columns["side"] = self._coded("actors", "side", of_actor[np.where(origin == MISSING, publisher, origin)])
    frame = pd.DataFrame(columns, copy=False)
    frame.attrs.update(self._attrs(as_of))
    return frame


def claims_frame(self: Base, rows: Ints, alive: Bools) -> pd.DataFrame:
    """Claims at positions in the encoded order, with names, liveness and standing."""
    data = self._encoded
    said = data.claims.take(rows)
    columns = self._tables.columns("claims", data.rows[rows])
    actors = self._labels("actor")
    source_ids = self._tables.arrow("claims")["source_id"].take(pa.array(data.rows[rows]))
    source = index_in(source_ids, self._tables.arrow("sources")["source_id"])
    columns["slug"] = self._texts("events", "slug", said.event)
    columns["speaker"] = self._named(actors, said.speaker)
    columns["side"] = self._coded("actors", "side", data.actors.side[said.speaker], SIDES)
    columns["speaks_with"] = self._coded("actors", "side", data.actors.effective_side(said.speaker), SIDES)
    columns["subject"] = self._named(actors, said.subject)
    columns["place"] = self._named(self._labels("place"), said.place)
    columns["publisher"] = self._named(actors, said.publisher)
    columns["url"] = self._texts("sources", "url", source)
    columns["live"] = pd.array(alive, dtype="boolean")
    standing = np.searchsorted([*STANDINGS], data.standing(said))
    about_people = np.isin(said.kind, [data.kinds.index("figure"), data.kinds.index("role")])
    columns["standing"] = pd.Categorical.from_codes(
        np.where(about_people, standing, MISSING), dtype=pd.CategoricalDtype([*STANDINGS.values()])
    )
    columns["second_reading"] = self._second_readings.take(data.rows[rows])
    return pd.DataFrame(columns, copy=False)


def _claims_of_sources(self: Base, event: str | None, as_of: Day | None) -> Ints:
    """How many public claims, on one event or on all, were read in each source."""
    states, sources = self._states(as_of), self._tables.arrow("sources")
    of_claim = index_in(self._tables.arrow("claims")["source_id"], sources["source_id"])
    rows = states.rows if event is None else states.rows[states.claims.event == self._event(event)]
    return np.bincount(of_claim[self._encoded.rows[rows]], minlength=len(sources))
