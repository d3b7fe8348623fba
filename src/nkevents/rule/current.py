"""Which claims are live: a speaker's newer statement replaces its older one on the same matter."""

import numpy as np

from nkevents.model.edtf import OPEN_END
from nkevents.rule.claim_arrays import MISSING, Claims, Encoded
from nkevents.rule.grouping import Bools, Ints, last_per, pack

HAPPENED = ("occurred", "ended")


def is_floor(claims: Claims) -> Bools:
    """Figures that say "at least": they stand beside a speaker's figure and never replace it."""
    floor: Bools = (claims.low != MISSING) & (claims.high == MISSING)
    return floor


def value(claims: Claims) -> Ints:
    """The number of a figure: `low`, or `high` where that is all that was said."""
    return np.where(claims.low == MISSING, claims.high, claims.low)


def live(data: Encoded, claims: Claims, group: Ints) -> Bools:
    """Find the live claims.

    A speaker has one live statement on a matter: its newest firm one, or its newest hedged one while it has made
    none that is firm. Its largest floor lives beside its newest figure. Denied figures are nobody's value and
    replace nothing. Positions are never replaced. Where a speaker says the same of an occurrence again, the vaguer
    date does not replace the surer one.

    Parameters
    ----------
    data : Encoded
    claims : Claims
        The visible claims, in the order of their numbers.
    group : array of int, shape (claims,)
        The event, or state of an event, that each belongs to.

    Returns
    -------
    array of bool, shape (claims,)
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
        ("compliance", (claims.provision, claims.subject, root)),
    ):
        rows = np.flatnonzero(data.of_kind(kind, claims) & ~(figure & claims.denies))
        key = pack(*(column[rows] for column in matter))
        size = value(claims)[rows] if kind == "figure" else nothing[rows]
        known, floor = claims.known[rows], is_floor(claims)[rows]
        # "At least 3,250" takes nothing back of "at least 3,439": the largest floor lives, but the newest figure.
        order = np.where(floor, size, known), np.where(floor, known, size)
        alive[rows[last_per(key, ~claims.hedged[rows], *order)]] = True
    return alive


def _live_occurrences(data: Encoded, claims: Claims, group: Ints) -> Bools:
    """The newest statement of each institution; said repeatedly, the one whose date is surest."""
    rows, said = claims.where(data.of_kind("occurrence", claims))
    newest = last_per(pack(group[rows], said.speaker), ~said.hedged, said.known)
    vague = data.dates.uncertainty[said.date]
    # Plans move, also to vaguer days; only an open bound says nothing new of them.
    vague = np.where(np.isin(said.code, data.code(*HAPPENED)), vague, vague == OPEN_END)
    repeated = pack(group[rows], said.speaker, said.code, said.denies.astype(np.int64))
    surest = last_per(repeated, ~said.hedged, -vague, said.known)
    alive = np.zeros(len(group), dtype=bool)
    alive[rows[surest[np.searchsorted(repeated[surest], repeated[newest])]]] = True
    return alive
