"""One row per event as of a day, and every state that a row has had; the same for provisions."""

from typing import NamedTuple

import numpy as np

from nkevents.model.edtf import OPEN_END
from nkevents.rule.acceptance import Acceptance, acceptance
from nkevents.rule.claim_arrays import SIDES, ClaimArrays, Claims
from nkevents.rule.current import live
from nkevents.rule.figures import Totals, totals
from nkevents.rule.grouping import Bools, Groups, Ints, distinct_per
from nkevents.rule.occurrence import Occurrence, occurrences
from nkevents.rule.provision_states import ProvisionStates, provision_states
from nkevents.rule.roles import Attribution, Participants, attribution, participants


class States(NamedTuple):
    """What the rule says of each group; a group is an event in one state of knowledge.

    Attributes
    ----------
    rows : array of int, shape (visible claims,)
        Positions in ``ClaimArrays.claims``.
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
    acceptance: Acceptance
    figures: Totals
    attribution: Attribution
    participants: Participants


class Provisions(NamedTuple):
    """What the rule says of each provision in one state of knowledge; arrays of shape (groups,).

    Attributes
    ----------
    rows : array of int, shape (visible compliance claims,)
        Positions in ``ClaimArrays.claims``.
    """

    provision: Ints
    as_of: Ints
    states: ProvisionStates
    n_claims: Ints
    rows: Ints


def as_of(data: ClaimArrays, day: int | None) -> States:
    """Apply the rule to what was known at the end of a day.

    Parameters
    ----------
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
    states = _apply(data, rows, claims, claims.event, event, np.full(data.n_events, last))
    found = provisions_as_of(data, last)
    keeps = found.rows[found.states.alive]
    states.alive[np.searchsorted(rows, keeps)] = True
    return states


def by_side(data: ClaimArrays, day: int | None) -> States:
    """Apply the rule to what each side has said by itself, as of a day.

    Parameters
    ----------
    day : int or None
        As in `as_of`.

    Returns
    -------
    States
        One group per event and side: the groups of an event follow one another in the order of ``SIDES``.
    """
    last = data.newest if day is None else day
    rows = np.flatnonzero(data.claims.known <= last)
    claims = data.claims.take(rows)
    event = np.repeat(np.arange(data.n_events), len(SIDES))
    group = claims.event * len(SIDES) + data.actors.effective_side(claims.speaker)
    return _apply(data, rows, claims, group, event, np.full(len(event), last))


def one_event(data: ClaimArrays, event: int) -> States:
    """Apply the rule to one event on each day on which something about it became known or overdue.

    Parameters
    ----------
    event : int
        Position of the event.

    Returns
    -------
    States
        One group per day, in order.
    """
    mine = np.flatnonzero(data.claims.event == event)
    return _each_state(data, mine)


def every_state(data: ClaimArrays) -> States:
    """Apply the rule to each event on each day on which something about it became known or overdue.

    Returns
    -------
    States
        One group per event and day, ordered by both.
    """
    return _each_state(data, np.arange(len(data.rows)))


def every_state_by_side(data: ClaimArrays) -> States:
    """Apply the rule to what each side has said by itself, on each day of `every_state`.

    Returns
    -------
    States
        One group per event, day and side, in the order of the groups of `every_state` and then of ``SIDES``.
    """
    rows, state, event, day = _replayed(data, np.arange(len(data.rows)))
    claims = data.claims.take(rows)
    group = state * len(SIDES) + data.actors.effective_side(claims.speaker)
    return _apply(data, rows, claims, group, np.repeat(event, len(SIDES)), np.repeat(day, len(SIDES)))


def _each_state(data: ClaimArrays, rows: Ints) -> States:
    rows, group, event, day = _replayed(data, rows)
    return _apply(data, rows, data.claims.take(rows), group, event, day)


def _replayed(data: ClaimArrays, rows: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Claims once for each state that knew them, with its number, and the event and day of each state."""
    claims = data.claims.take(rows)
    end = data.dates.end[claims.date]
    falls_due = end < OPEN_END
    event, day = _distinct(
        np.concatenate([claims.event, claims.event[falls_due]]), np.concatenate([claims.known, end[falls_due] + 1])
    )
    repeated, group = _known_by(claims.event, claims.known, event, day)
    return rows[repeated], group, event, day


def provisions_as_of(data: ClaimArrays, day: int) -> Provisions:
    """Apply the rule to the provisions, with what was known at the end of a day.

    Returns
    -------
    Provisions
        One group per provision, in the order of their ids.
    """
    n = len(data.obligor)
    rows = np.flatnonzero(data.of_kind("compliance", data.claims) & (data.claims.known <= day))
    return _apply_provisions(data, rows, data.claims.provision[rows], np.arange(n), np.full(n, day))


def every_provision_state(data: ClaimArrays) -> Provisions:
    """Apply the rule to each provision on each day on which its state may change.

    That is when its agreement became known, when something was said of it, and the day after it was due.

    Returns
    -------
    Provisions
        One group per provision and day, ordered by both.
    """
    claims = data.claims
    rows = np.flatnonzero(data.of_kind("compliance", claims))
    asserted = data.of_kind("occurrence", claims) & ~claims.denies
    agreed = Groups(claims.event, data.n_events).least(claims.known, where=asserted).otherwise(OPEN_END)
    first = agreed[data.agreement]
    known = np.flatnonzero(first < OPEN_END)
    due = np.flatnonzero(data.due < OPEN_END)
    provision, day = _distinct(
        np.concatenate([known, due, claims.provision[rows]]),
        np.concatenate([first[known], data.due[due] + 1, claims.known[rows]]),
    )
    seen = day >= first[provision]
    provision, day = provision[seen], day[seen]
    repeated, group = _known_by(claims.provision[rows], claims.known[rows], provision, day)
    return _apply_provisions(data, rows[repeated], group, provision, day)


def _apply_provisions(data: ClaimArrays, rows: Ints, group: Ints, provision: Ints, day: Ints) -> Provisions:
    states = provision_states(data, data.claims.take(rows), group, data.obligor[provision], data.due[provision] < day)
    return Provisions(provision, day, states, Groups(group, len(provision)).sizes(), rows)


def _distinct(item: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Each item with each of its days once, ordered by both."""
    item, day = np.unique(np.stack([item, day], axis=1), axis=0).T
    return item, day


def _known_by(item_of: Ints, known: Ints, item: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Repeat, for each state of an item, the rows on that item that were known by its day.

    Returns the rows, in their order within each state, and the state of each.
    """
    order = np.lexsort((known, item_of))
    of, when = item_of[order], known[order]
    first = np.searchsorted(of, item)
    span = int(max(when.max(initial=0), day.max(initial=0))) + 1
    count = np.searchsorted(of * span + when, item * span + day, side="right") - first
    group = np.repeat(np.arange(len(item)), count)
    offset = np.arange(len(group)) - np.repeat(np.cumsum(count) - count, count)
    rows = order[first[group] + offset]
    by_number = np.lexsort((rows, group))
    return rows[by_number], group[by_number]


def _apply(data: ClaimArrays, rows: Ints, claims: Claims, group: Ints, event: Ints, day: Ints) -> States:
    groups = Groups(group, len(event))
    alive = live(data, claims, group)
    counted, publishers = distinct_per(group, claims.publisher)
    n_publishers = np.zeros(groups.n, dtype=np.int64)
    n_publishers[counted] = publishers
    asserted = data.of_kind("occurrence", claims) & ~claims.denies
    first_known = groups.least(claims.known, where=asserted).otherwise(OPEN_END)
    last_known = groups.greatest(claims.known, where=np.ones(len(group), dtype=bool))
    occurrence = occurrences(data, claims, group, alive, day)
    return States(
        rows=rows,
        claims=claims,
        group=group,
        alive=alive,
        event=event,
        as_of=day,
        visible=first_known <= day,
        n_claims=groups.sizes(),
        n_publishers=n_publishers,
        first_known=first_known,
        last_known=last_known.otherwise(0),
        occurrence=occurrence,
        acceptance=acceptance(data, claims, group, alive, occurrence),
        figures=totals(data, claims, group, alive),
        attribution=attribution(data, claims, group, alive, groups.n),
        participants=participants(data, claims, group, alive),
    )
