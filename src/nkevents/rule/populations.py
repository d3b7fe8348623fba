"""Soldiers and civilians: the figure for all persons against those for its parts, within each subject."""

import numpy as np

from nkevents.rule.claim_arrays import MISSING
from nkevents.rule.estimates import ANY, CIVILIAN, MILITARY, RANGE, Estimates, Step, floor_lifts, resolve_rivals
from nkevents.rule.grouping import Bools, Found, Groups


def join_populations(single: Estimates, claimed: Estimates, from_claims: Step) -> tuple[Estimates, Step]:
    """Within a subject: the figure for all against military plus civilian, and each part as a floor of the whole."""
    groups, _ = Groups.by(single.event_code, single.who)
    whole, soldiers, civilians = (groups.only(single.population == each) for each in (ANY, MILITARY, CIVILIAN))
    both = soldiers.found & civilians.found
    part_row = np.where(soldiers.found, soldiers.value, civilians.value)
    part_alone = soldiers.found ^ civilians.found
    part, all_persons = single.take(part_row), single.take(whole.value)
    # A count of one part is worth more than what only weak speakers say "at least" of everybody.
    of_claims = Groups(groups.of[from_claims.into], groups.n)
    beside = part.take(of_claims.of)
    as_good = (claimed.population == ANY) & (claimed.standing <= beside.standing) & (claimed.best > beside.best)
    weak = part_alone & whole.found & all_persons.floor & ~part.floor & (part.best < all_persons.best)
    weak &= ~of_claims.any(as_good)
    uses_whole, uses_part = np.flatnonzero(whole.found & ~weak), np.flatnonzero(part_alone & (~whole.found | weak))
    uses_sum = np.flatnonzero(both)
    candidates = _stack(
        all_persons.take(uses_whole),
        _sum_of_parts(single.take(soldiers.value[uses_sum]), single.take(civilians.value[uses_sum])),
        part.take(uses_part),
    )
    of = Groups(np.concatenate([uses_whole, uses_sum, uses_part]), groups.n)
    joined, winner = resolve_rivals(of, candidates, np.ones(len(of.of), dtype=bool))
    sum_wins = (winner >= len(uses_whole)) & (winner < len(uses_whole) + len(uses_sum))
    joined = joined._replace(partial=weak, high=np.where(weak, np.maximum(joined.high, all_persons.high), joined.high))
    made_best = np.where(
        single.population == ANY,
        (whole.found & ~weak & ~sum_wins)[groups.of],
        (sum_wins | (part_alone & (~whole.found | weak)))[groups.of],
    )
    joined, lifted_by = _lift_to_parts(groups, single, joined)
    joined = _span_since(joined, lifted_by.found, of_claims, claimed)
    lifted = lifted_by.found[groups.of]
    made_best = np.where(lifted, lifted_by.value[groups.of] == np.arange(len(lifted)), made_best)
    return joined, Step(groups.of, made_best)


def _lift_to_parts(groups: Groups, single: Estimates, joined: Estimates) -> tuple[Estimates, Found]:
    """Each part is a floor of its whole, with its own standing, day and certainty; one that does not lift widens."""
    is_part = (single.population != ANY) & (joined.population[groups.of] == ANY)
    by = groups.last(single.best, single.known, where=is_part & floor_lifts(single, joined.take(groups.of)))
    lifted = joined.replaced(by.found, single.take(by.value), "best", "known", "floor")
    widest = groups.greatest(single.high, where=is_part).otherwise(MISSING)
    return lifted._replace(high=np.maximum(lifted.high, widest)), by


def _span_since(joined: Estimates, lifted: Bools, groups: Groups, claimed: Estimates) -> Estimates:
    """Where a part lifted the whole, low spans what is said of all persons no earlier than the part."""
    spans = (claimed.population == ANY) & ~claimed.floor & (claimed.low != MISSING)
    spans &= claimed.known >= joined.known[groups.of]
    lowest = np.minimum(groups.least(claimed.low, where=spans).otherwise(joined.best), joined.best)
    return joined._replace(low=np.where(lifted, lowest, joined.low))


def _sum_of_parts(soldiers: Estimates, civilians: Estimates) -> Estimates:
    return soldiers._replace(
        population=np.full(len(soldiers.who), ANY),
        standing=np.maximum(soldiers.standing, civilians.standing),
        known=np.maximum(soldiers.known, civilians.known),
        hedged=soldiers.hedged | civilians.hedged,
        floor=soldiers.floor | civilians.floor,
        **{name: getattr(soldiers, name) + getattr(civilians, name) for name in RANGE},
    )


def _stack(*parts: Estimates) -> Estimates:
    return Estimates._make(np.concatenate(columns) for columns in zip(*parts, strict=True))
