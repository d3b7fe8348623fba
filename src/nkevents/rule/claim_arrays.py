"""Claims and actors as integer columns: what the rule reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import pyarrow as pa

from nkevents.model.edtf import DateArrays
from nkevents.model.stages import Stages
from nkevents.rule.grouping import Bools, Ints, marked

MISSING = -1
# Sides by number, whatever the order of the codes in the schema.
SIDES = ("armenian", "azerbaijani", "third")
ARMENIAN, AZERBAIJANI, THIRD = range(3)
BELLIGERENTS = (ARMENIAN, AZERBAIJANI)
INDEPENDENT, OWN, OTHER, ADVERSARY = 1, 2, 3, 4
STANDINGS = {INDEPENDENT: "independent", OWN: "own", OTHER: "other", ADVERSARY: "adversary"}
IN_HAND = ("captured", "released", "bodies_returned")


def is_belligerent(side: Ints) -> Bools:
    """Which sides are one of the two that fought; -1, no side, is none."""
    found: Bools = (side == ARMENIAN) | (side == AZERBAIJANI)
    return found


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
        with_one = (self.side == THIRD) & is_belligerent(self.aligned)
        return np.where(with_one, self.aligned, self.side)[speaker]

    def relation_to_subject(self, speaker: Ints, subject: Ints) -> Ints:
        """How a speaker stands to the people it speaks of: 1 independent, 2 own, 3 other, 4 adversary."""
        whose, about = self.side[speaker], self.side[subject]
        stands_with = self.effective_side(speaker)
        of_adversary = is_belligerent(about) & (about != stands_with)
        adversary = is_belligerent(stands_with) & ((subject == MISSING) | of_adversary)
        own = self.institution[speaker] & is_belligerent(whose) & (about == whose)
        return np.select([adversary, self.independent[speaker], own], [ADVERSARY, INDEPENDENT, OWN], OTHER)

    def speaks_for(self, speaker: Ints, subject: Ints) -> Bools:
        """Whether the speaker is of the subject's own side (its own government, for third parties)."""
        belligerent = self.side[speaker] != THIRD
        own: Bools = belligerent & (self.side[speaker] == self.side[subject])
        own |= belligerent & (self.side[speaker] == self.aligned[subject])
        own |= self.root[speaker] == self.root[subject]
        return own


@dataclass(frozen=True, eq=False)
class ClaimArrays:
    """A data set as the rule reads it.

    Attributes
    ----------
    rows : array of int, shape (claims,)
        Row of each claim in the table.
    dates : DateArrays
        One entry per distinct date text, and a last one for "no date".
    date_texts : pyarrow.Array
        The distinct date texts.
    names_first_day : array of bool, shape (dates,)
        Whether the text names the first day, as ``2020-11-04/..`` does and ``2020-11`` does not.
    kinds, codes, aspects : list of str
        What the positions in `claims` stand for.
    stages : Stages
        What the codes of occurrences say of an event.
    radius : array of float, shape (places,)
    event_type : array of int, shape (events,)
        Positions in `event_types`.
    obligor, agreement, due : array of int, shape (provisions,)
        Who is bound by each provision (-1: all parties), the event it belongs to, and the last day by which it is due.
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
    stages: Stages
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
        in_hand = self.of_codes(IN_HAND, claims.code) & (claims.subject != MISSING)
        return np.where(in_hand, np.minimum(standing, OTHER), standing)

    def of_codes(self, names: Sequence[str], code: Ints) -> Bools:
        """Which of these positions stand for one of the codes; -1, no code, for none."""
        return marked(len(self.codes) + 1, self.code(*names))[code]

    def of_kind(self, kind: str, claims: Claims) -> Bools:
        """Which claims are of a kind."""
        found: Bools = claims.kind == self.kinds.index(kind)
        return found
