"""Which claims are live: what its speaker, or its speaker's side, has not replaced since."""

import numpy as np

from nkevents.model.edtf import OPEN_END
from nkevents.rule.claim_arrays import ARMENIAN, MISSING, ClaimArrays, Claims, is_belligerent
from nkevents.rule.grouping import Bools, Groups, Ints, last_per, marked, pack


def is_floor(claims: Claims) -> Bools:
    """Figures that say "at least": they stand beside a speaker's figure and never replace it."""
    floor: Bools = (claims.low != MISSING) & (claims.high == MISSING)
    return floor


def value(claims: Claims) -> Ints:
    """The number of a figure: `low`, or `high` where that is all that was said."""
    return np.where(claims.low == MISSING, claims.high, claims.low)


def live(data: ClaimArrays, claims: Claims, group: Ints) -> Bools:
    """Find the live claims, compliance apart.

    A speaker has one live statement on a matter: its newest firm one, or its newest hedged one while it has made
    none that is firm. Its largest floor lives beside its newest figure. Denied figures are nobody's value and
    replace nothing. Positions are never replaced. Where a speaker says the same of an occurrence again, the vaguer
    date does not replace the surer one. A concession ends the denials of its side.

    Parameters
    ----------
    claims : Claims
        The visible claims, in the order of their numbers.
    group : array of int, shape (claims,)
        The event, or state of an event, that each belongs to.

    Returns
    -------
    array of bool, shape (claims,)
        False for compliance, whose matter is a provision and not an event: `rule.provision_states` judges it.
    """
    alive = data.of_kind("position", claims)
    figure = data.of_kind("figure", claims)
    root = data.actors.root[claims.speaker]
    nothing = np.zeros(len(alive), dtype=np.int64)
    alive |= _live_occurrences(data, claims, group)
    for kind, matter in (
        ("role", (group, claims.code, claims.subject, root)),
        ("means", (group, claims.code, claims.subject, root)),
        (
            "figure",
            (group, claims.code, claims.subject, claims.aspect, root, is_floor(claims).astype(np.int64)),
        ),
    ):
        rows = np.flatnonzero(data.of_kind(kind, claims) & ~(figure & claims.denies))
        key = pack(*(column[rows] for column in matter))
        size = value(claims)[rows] if kind == "figure" else nothing[rows]
        known, floor = claims.known[rows], is_floor(claims)[rows]
        # "At least 3,250" takes nothing back of "at least 3,439": the largest floor lives, but the newest figure.
        order = np.where(floor, size, known), np.where(floor, known, size)
        alive[rows[last_per(key, ~claims.hedged[rows], *order)]] = True
    return alive


def _live_occurrences(data: ClaimArrays, claims: Claims, group: Ints) -> Bools:
    """The newest statement of each institution, unless it is a denial that its side has conceded since."""
    rows, said = claims.where(data.of_kind("occurrence", claims))
    # Of two statements of one day the one that it took place stands before the one that it goes on.
    happened = data.of_codes(data.stages.happened, said.code)
    newest = last_per(pack(group[rows], said.speaker), ~said.hedged, said.known, happened)
    vague = data.dates.uncertainty[said.date]
    # Plans move, also to vaguer days; only an open bound says nothing new of them.
    vague = np.where(happened, vague, vague == OPEN_END)
    repeated, _ = Groups.by(group[rows], said.speaker, said.code, said.denies)
    surest = repeated.last(~said.hedged, -vague, said.known, where=np.ones(len(rows), dtype=bool))
    # In the place of the newest statement stands the surest of those that say the same.
    alive = marked(len(rows), surest.value[repeated.of[newest]])
    alive &= ~_conceded(data, said, group[rows])
    return marked(len(group), rows[alive])


def _conceded(data: ClaimArrays, said: Claims, group: Ints) -> Bools:
    """Denials by a belligerent side that the same side, by whichever of its institutions, firmly took back later."""
    side = data.actors.side[said.speaker]
    official = data.actors.institution[said.speaker] & is_belligerent(side)
    of_event = data.of_codes(data.stages.took_place, said.code)
    official &= of_event | data.of_codes(data.stages.planned, said.code)
    rows = np.flatnonzero(official)
    mine = said.take(rows)
    matters, _ = Groups.by(group[rows], side[rows] == ARMENIAN, of_event[rows])
    asserted = matters.greatest(mine.known, where=~mine.denies & ~mine.hedged)
    conceded = np.zeros(len(side), dtype=bool)
    conceded[rows] = mine.denies & asserted.found[matters.of] & (asserted.value[matters.of] > mine.known)
    return conceded
