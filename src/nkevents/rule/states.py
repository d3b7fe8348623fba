"""One row per event as of a day, and every state that a row has had."""

from typing import NamedTuple

import numpy as np

from nkevents.model.edtf import OPEN_END
from nkevents.rule.claim_arrays import Claims, Encoded
from nkevents.rule.current import live
from nkevents.rule.figures import Totals, totals
from nkevents.rule.grouping import Bools, Ints, distinct_per, scatter
from nkevents.rule.occurrence import Occurrence, occurrences
from nkevents.rule.roles import Participants, attribution, participants


class States(NamedTuple):
    """What the rule says of each group; a group is an event in one state of knowledge.

    Attributes
    ----------
    rows : array of int, shape (visible claims,)
        Positions in ``Encoded.claims``.
    claims : Claims
        The visible claims themselves.
    group : array of int, shape (visible claims,)
        Each one's group.
    alive : array of bool, shape (visible claims,)
    event, as_of : array of int, shape (groups,)
    visible : array of bool, shape (groups,)
        Whether anybody has said yet that it takes place.
    n_claims, n_publishers, first_known, last_known : array of int, shape (groups,)
    """

    rows: Ints
    claims: Claims
    group: Ints
    alive: Bools
    event: Ints
    as_of: Ints
    visible: Bools
    n_claims: Ints
    n_publishers: Ints
    first_known: Ints
    last_known: Ints
    occurrence: Occurrence
    figures: Totals
    attribution: Ints
    participants: Participants


def as_of(data: Encoded, day: int | None) -> States:
    """Apply the rule to what was known at the end of a day.

    Parameters
    ----------
    data : Encoded
    day : int or None
        Day number; None stands for everything, and for the day of the newest claim.

    Returns
    -------
    States
        One group per event, in the order of the events' ids.
    """
    last = data.newest if day is None else day
    rows = np.flatnonzero(data.claims.known <= last)
    event = np.arange(data.n_events)
    # Mostly all claims are visible, and then they need not be copied.
    claims = data.claims if len(rows) == len(data.rows) else data.claims.take(rows)
    return _apply(data, rows, claims, claims.event, event, np.full(data.n_events, last))


def every_state(data: Encoded) -> States:
    """Apply the rule to each event on each day on which something about it became known or overdue.

    Parameters
    ----------
    data : Encoded

    Returns
    -------
    States
        One group per event and day, ordered by both.
    """
    claims = data.claims
    end = data.dates.end[claims.date]
    falls_due = end < OPEN_END
    event = np.concatenate([claims.event, claims.event[falls_due]])
    day = np.concatenate([claims.known, end[falls_due] + 1])
    event, day = np.unique(np.stack([event, day], axis=1), axis=0).T
    # Each state repeats the claims of its event that were known by then.
    order = np.lexsort((claims.known, claims.event))
    of, known = claims.event[order], claims.known[order]
    first = np.searchsorted(of, event)
    span = int(max(known.max(initial=0), day.max(initial=0))) + 1
    count = np.searchsorted(of * span + known, event * span + day, side="right") - first
    group = np.repeat(np.arange(len(event)), count)
    offset = np.arange(len(group)) - np.repeat(np.cumsum(count) - count, count)
    rows = order[first[group] + offset]
    by_number = np.lexsort((rows, group))
    rows = rows[by_number]
    return _apply(data, rows, data.claims.take(rows), group[by_number], event, day)


def _apply(data: Encoded, rows: Ints, claims: Claims, group: Ints, event: Ints, day: Ints) -> States:
    n = len(event)
    alive = live(data, claims, group)
    counted, publishers = distinct_per(group, claims.publisher)
    asserted = data.of_kind("occurrence", claims) & ~claims.denies
    first_known = np.full(n, OPEN_END, dtype=np.int64)
    np.minimum.at(first_known, group[asserted], claims.known[asserted])
    last_known = np.zeros(n, dtype=np.int64)
    np.maximum.at(last_known, group, claims.known)
    return States(
        rows=rows,
        claims=claims,
        group=group,
        alive=alive,
        event=event,
        as_of=day,
        visible=first_known <= day,
        n_claims=np.bincount(group, minlength=n),
        n_publishers=scatter(n, counted, publishers, 0),
        first_known=first_known,
        last_known=last_known,
        occurrence=occurrences(data, claims, group, alive, day),
        figures=totals(data, claims, group, alive),
        attribution=attribution(data, claims, group, alive, n),
        participants=participants(data, claims, group, alive),
    )
