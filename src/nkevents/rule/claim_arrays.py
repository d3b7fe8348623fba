"""Claims as integer columns: the rule's input, made once per data set."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkevents.errors import DataError, DateError
from nkevents.model.edtf import OPEN_END, OPEN_START, DateArrays, to_arrays
from nkevents.rule.grouping import Bools, Ints
from nkevents.store.package import Package

MISSING = -1
# Sides by number, whatever the order of the codes in the schema.
SIDES = ("armenian", "azerbaijani", "third")
ARMENIAN, AZERBAIJANI, THIRD = range(3)
BELLIGERENTS = (ARMENIAN, AZERBAIJANI)
INDEPENDENT, OWN, OTHER, ADVERSARY = 1, 2, 3, 4
IN_HAND = ("captured", "released", "bodies_returned")
_FIRST_DAY = r"^\d{4}-\d{2}-\d{2}"
_INDEPENDENT_KINDS = ("igo", "ngo", "court")
_INSTITUTION_KINDS = ("state", "de_facto_state", "government_body", "armed_force")


class Claims(NamedTuple):
    """Columns of the claims, in the order of their numbers; positions into the other tables, -1 where empty.

    All arrays have shape (claims,). `date` is a position in `ClaimArrays.dates`.
    """

    event: Ints
    kind: Ints
    code: Ints
    aspect: Ints
    denies: Bools
    subject: Ints
    place: Ints
    provision: Ints
    date: Ints
    low: Ints
    high: Ints
    hedged: Bools
    speaker: Ints
    publisher: Ints
    known: Ints

    def take(self, rows: Ints) -> Self:
        """The claims at these positions."""
        return type(self)._make(column[rows] for column in self)

    def where(self, keep: Bools) -> tuple[Ints, Self]:
        """The claims for which `keep` holds, with their positions."""
        rows = np.flatnonzero(keep)
        return rows, self.take(rows)


class Actors(NamedTuple):
    """Facts of the actors, each of shape (actors + 1,); the last entry stands for "no actor", position -1."""

    root: Ints
    side: Ints
    aligned: Ints
    is_bloc: Bools
    independent: Bools
    institution: Bools

    def effective_side(self, speaker: Ints) -> Ints:
        """The side that a speaker speaks with: an ally of a belligerent confirms nothing that this side says."""
        whose = self.side[speaker]
        with_one = (whose == THIRD) & np.isin(self.aligned[speaker], BELLIGERENTS)
        return np.where(with_one, self.aligned[speaker], whose)

    def relation_to_subject(self, speaker: Ints, subject: Ints) -> Ints:
        """How a speaker stands to the people it speaks of: 1 independent, 2 own, 3 other, 4 adversary."""
        whose, about = self.side[speaker], self.side[subject]
        stands_with = self.effective_side(speaker)
        of_adversary = np.isin(about, BELLIGERENTS) & (about != stands_with)
        adversary = np.isin(stands_with, BELLIGERENTS) & ((subject == MISSING) | of_adversary)
        own = self.institution[speaker] & np.isin(whose, BELLIGERENTS) & (about == whose)
        return np.select([adversary, self.independent[speaker], own], [ADVERSARY, INDEPENDENT, OWN], OTHER)

    def speaks_for(self, speaker: Ints, subject: Ints) -> Bools:
        """Whether the speaker is of the subject's own side (its own government, for third parties)."""
        belligerent = self.side[speaker] != THIRD
        own: Bools = belligerent & (self.side[speaker] == self.side[subject])
        own |= belligerent & (self.side[speaker] == self.aligned[subject])
        own |= self.root[speaker] == self.root[subject]
        return own


@dataclass(frozen=True)
class ClaimArrays:
    """A data set as the rule reads it.

    Attributes
    ----------
    claims : Claims
    rows : array of int, shape (claims,)
        Row of each claim in the table.
    dates : DateArrays
        One entry per distinct date text, and a last one for "no date".
    date_texts : pyarrow.Array
        The distinct date texts.
    names_first_day : array of bool, shape (dates,)
        Whether the text names the first day, as ``2020-11-04/..`` does and ``2020-11`` does not.
    actors : Actors
    kinds, codes, aspects : list of str
        What the positions in `claims` stand for.
    radius : array of float, shape (places,)
    event_type : array of int, shape (events,)
        Positions in `event_types`.
    event_types : list of str
    obligor, agreement, due : array of int, shape (provisions,)
        Whose duty each provision is (-1: all parties), the event it belongs to, and the last day by which it is due.
    """

    claims: Claims
    rows: Ints
    dates: DateArrays
    date_texts: pa.Array
    names_first_day: Bools
    actors: Actors
    kinds: list[str]
    codes: list[str]
    aspects: list[str]
    radius: np.ndarray[tuple[int], np.dtype[np.float64]]
    event_type: Ints
    event_types: list[str]
    obligor: Ints
    agreement: Ints
    due: Ints

    @property
    def n_events(self) -> int:
        """Number of events of all levels."""
        return len(self.event_type)

    @cached_property
    def newest(self) -> int:
        """Day number of the newest claim; 0 without any claim."""
        return int(self.claims.known.max(initial=0))

    def code(self, *names: str) -> Ints:
        """Positions of codes."""
        return np.array([self.codes.index(name) for name in names], dtype=np.int64)

    def standing(self, claims: Claims) -> Ints:
        """Standing of each claim: 1 independent, 2 own, 3 other, 4 adversary.

        Of people in its hands a side speaks of its own act, not of its adversary's losses.
        """
        standing = self.actors.relation_to_subject(claims.speaker, claims.subject)
        in_hand = np.isin(claims.code, self.code(*IN_HAND)) & (claims.subject != MISSING)
        return np.where(in_hand, np.minimum(standing, OTHER), standing)

    def of_kind(self, kind: str, claims: Claims) -> Bools:
        """Which claims are of a kind."""
        found: Bools = claims.kind == self.kinds.index(kind)
        return found


def encode(tables: Package) -> ClaimArrays:
    """Read a data set into integer columns.

    Parameters
    ----------
    tables : Package

    Returns
    -------
    ClaimArrays

    Raises
    ------
    DataError
        If a key points nowhere, a date is none, or a hierarchy of actors runs in a circle.
    """
    table = tables.arrow("claims")
    number = pc.cast(pc.utf8_slice_codeunits(table["claim_id"], 1), pa.int64()).to_numpy()
    # A table in canonical order is in this order already, and then nothing need be moved.
    rows = None if (number[1:] > number[:-1]).all() else np.argsort(number, kind="stable")
    if rows is not None:
        table = table.take(rows)
    keys = {
        "event": _key(tables, table, "event_id", "events"),
        "subject": _key(tables, table, "subject_id", "actors"),
        "place": _key(tables, table, "place_id", "places"),
        "provision": _key(tables, table, "provision_id", "provisions"),
        "speaker": _key(tables, table, "speaker_id", "actors"),
    }
    date, dates, date_texts = _dates(tables, table)
    claims = Claims(
        event=keys["event"],
        kind=_codes(table, "kind"),
        code=_codes(table, "code"),
        aspect=_codes(table, "aspect"),
        denies=_flags(tables, table, "polarity", "denies"),
        subject=keys["subject"],
        place=keys["place"],
        provision=keys["provision"],
        date=date,
        low=_integers(table, "low"),
        high=_integers(table, "high"),
        hedged=_flags(tables, table, "certainty", "hedged"),
        speaker=keys["speaker"],
        publisher=_publishers(tables)[_key(tables, table, "source_id", "sources")],
        known=_days(table, "known_from"),
    )
    schema = tables.schemas["claims"]
    events, provisions = tables.arrow("events"), tables.arrow("provisions")
    return ClaimArrays(
        claims=claims,
        rows=np.arange(len(number)) if rows is None else rows,
        dates=dates,
        date_texts=date_texts,
        names_first_day=np.append(np.asarray(pc.match_substring_regex(date_texts, _FIRST_DAY)).astype(bool), False),
        actors=_actors(tables),
        kinds=tables.codes(schema.field("kind")),
        codes=tables.codes(schema.field("code")),
        aspects=tables.codes(schema.field("aspect")),
        radius=tables.arrow("places")["radius_km"].fill_null(np.inf).to_numpy(),
        event_type=_codes(events, "event_type"),
        event_types=tables.codes(tables.schemas["events"].field("event_type")),
        obligor=_key(tables, provisions, "obligor_id", "actors"),
        agreement=_key(tables, provisions, "event_id", "events"),
        due=_due(tables, provisions),
    )


def _key(tables: Package, table: pa.Table, column: str, target: str) -> Ints:
    """Positions in the target table's primary key."""
    (primary,) = tables.schemas[target].primary_key
    values = table[column]
    found = pc.index_in(values, value_set=tables.arrow(target)[primary].combine_chunks())
    if found.null_count > values.null_count:
        lost = pc.filter(values, pc.and_(pc.is_null(found), pc.is_valid(values)))[0].as_py()
        raise DataError(f"{tables.root}: a value of {column}, {lost!r}, is not in the table {target}")
    return _filled(found)


def _filled(values: pa.ChunkedArray | pa.Array) -> Ints:
    filled: Ints = np.asarray(values.fill_null(MISSING)).astype(np.int64)
    return filled


def _codes(table: pa.Table, column: str) -> Ints:
    return _filled(table[column].combine_chunks().indices)


def _flags(tables: Package, table: pa.Table, column: str, code: str) -> Bools:
    codes = tables.codes(tables.schemas["claims"].field(column))
    flags: Bools = _codes(table, column) == codes.index(code)
    return flags


def _integers(table: pa.Table, column: str) -> Ints:
    return _filled(table[column])


def _days(table: pa.Table, column: str) -> Ints:
    numbers: Ints = table[column].to_numpy().astype("datetime64[D]").astype(np.int64)
    return numbers


def _dates(tables: Package, table: pa.Table) -> tuple[Ints, DateArrays, pa.Array]:
    texts = table["date"].combine_chunks().dictionary_encode()
    try:
        dates = to_arrays(texts.dictionary.to_pylist())
    except DateError as error:
        raise DataError(f"{tables.root}: claims, column date: {error}") from error
    # Position -1, a claim without a date, finds this last entry.
    nothing = (OPEN_START, OPEN_END, OPEN_END, MISSING)
    padded = DateArrays(*(np.append(*pair) for pair in zip(dates, nothing, strict=True)))
    return _filled(texts.indices), padded, texts.dictionary


def _due(tables: Package, provisions: pa.Table) -> Ints:
    texts = provisions["due"].to_pylist()
    try:
        ends = to_arrays(text for text in texts if text is not None).end
    except DateError as error:
        raise DataError(f"{tables.root}: provisions, column due: {error}") from error
    due = np.full(len(texts), OPEN_END, dtype=np.int64)
    due[[text is not None for text in texts]] = ends
    return due


def _publishers(tables: Package) -> Ints:
    sources = tables.arrow("sources")
    origin = _key(tables, sources, "origin_id", "actors")
    return np.where(origin == MISSING, _key(tables, sources, "publisher_id", "actors"), origin)


def _sides(tables: Package, actors: pa.Table, column: str) -> Ints:
    """Positions in `SIDES`; a side that the rule does not know is an error, never a number that flows on."""
    codes = tables.codes(tables.schemas["actors"].field(column))
    unknown = set(codes) - set(SIDES)
    if unknown:
        raise DataError(f"{tables.root}: actors, column {column}: the rule knows no side {min(unknown)!r}")
    number = np.array([SIDES.index(code) for code in codes] + [MISSING], dtype=np.int64)
    return number[_codes(actors, column)]


def _actors(tables: Package) -> Actors:
    table, schema = tables.arrow("actors"), tables.schemas["actors"]
    kinds = tables.codes(schema.field("kind"))
    n = table.num_rows
    kind = np.append(_codes(table, "kind"), MISSING)
    side, aligned = (np.append(_sides(tables, table, column), MISSING) for column in ("side", "aligned_with"))
    parent = np.append(_key(tables, table, "parent_id", "actors"), MISSING)
    is_bloc = kind == kinds.index("bloc")
    root = np.append(np.arange(n), MISSING)
    for _ in range(n + 1):
        above = parent[root]
        climbs = (above != MISSING) & ~is_bloc[above]
        if not climbs.any():
            break
        root = np.where(climbs, above, root)
    else:
        raise DataError(f"{tables.root}: the parents of actors run in a circle")
    of_state = np.isin(kind, [kinds.index(name) for name in _INSTITUTION_KINDS])
    return Actors(
        root=root,
        side=side,
        aligned=np.where(aligned == MISSING, aligned[root], aligned),
        is_bloc=is_bloc,
        independent=np.isin(kind, [kinds.index(name) for name in _INDEPENDENT_KINDS]) & (side == THIRD),
        # An official speaks for the institution at the top; former officials have no such parent.
        institution=of_state | ((kind == kinds.index("person")) & of_state[root]),
    )
