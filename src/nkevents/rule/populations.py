"""Soldiers and civilians: the figure for all persons against those for its parts, within each subject."""

import numpy as np

from nkevents.rule.claim_arrays import MISSING
from nkevents.rule.estimates import ANY, CIVILIAN, MILITARY, RANGE, Estimates, Step, floor_lifts, resolve_rivals
from nkevents.rule.grouping import Bools, Found, Groups, marked


def join_populations(single: Estimates, claimed: Estimates, from_claims: Step) -> tuple[Estimates, tuple[Step, Step]]:
    """Within a subject: the figure for all against military plus civilian, and each part as a floor of the whole.

    Parameters
    ----------
    single : Estimates
        One for each subject and population.
    claimed : Estimates
        The claims that they were joined from.
    from_claims : Step
        How.

    Returns
    -------
    Estimates
        One for each subject.
    tuple of Step
        From the claims to `single`, and on.
    """
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
    both_parts = _sum_of_parts(single.take(soldiers.value), single.take(civilians.value))
    of_parts = part.replaced(both, both_parts, *Estimates._fields)
    uses_whole, uses_parts = whole.found & ~weak, both | (part_alone & (~whole.found | weak))
    candidates = _stack(all_persons.take(uses_whole), of_parts.take(uses_parts))
    of = Groups(np.append(np.flatnonzero(uses_whole), np.flatnonzero(uses_parts)), groups.n)
    is_of_parts = np.repeat([False, True], [uses_whole.sum(), uses_parts.sum()])
    joined, resolved = resolve_rivals(of, candidates, np.ones(len(of.of), dtype=bool))
    joined = joined._replace(partial=weak, high=np.where(weak, np.maximum(joined.high, all_persons.high), joined.high))
    joined, lifted_by = _lift_to_parts(groups, single, joined)
    joined, lowest = _span_since(joined, lifted_by.found, of_claims, claimed)
    flags = {**resolved.made, "high": candidates.high == joined.high[of.of]}
    made = {name: _behind(groups, single, of, is_of_parts, each) for name, each in flags.items()}
    made["high"] |= single.high == joined.high[groups.of]
    lifted = lifted_by.found[groups.of]
    lifts = lifted & (lifted_by.value[groups.of] == np.arange(len(lifted)))
    made["best"] = np.where(lifted, lifts, made["best"])
    spans = marked(len(lifted), from_claims.into[lowest]) | (lifts & (single.best == joined.low[groups.of]))
    made["low"] = np.where(lifted, spans, made["low"])
    # What low then spans are claims themselves, also such as do not make the low of their population.
    of_lift = lowest | (from_claims.made["best"] & lifts[from_claims.into])
    low = np.where(lifted[from_claims.into], of_lift, from_claims.made["low"])
    return joined, (from_claims._replace(made={**from_claims.made, "low": low}), Step(groups.of, made))


def _behind(groups: Groups, single: Estimates, of: Groups, is_of_parts: Bools, made: Bools) -> Bools:
    """Which figures stand behind the candidates that made a value: one for all persons, or those for the parts."""
    by_parts, by_whole = (of.any(made & each)[groups.of] for each in (is_of_parts, ~is_of_parts))
    return np.where(single.population == ANY, by_whole, by_parts)


def _lift_to_parts(groups: Groups, single: Estimates, joined: Estimates) -> tuple[Estimates, Found]:
    """Each part is a floor of its whole, with its own standing, day and certainty; one that does not lift widens."""
    is_part = (single.population != ANY) & (joined.population[groups.of] == ANY)
    by = groups.last(single.best, single.known, where=is_part & floor_lifts(single, joined.take(groups.of)))
    lifted = joined.replaced(by.found, single.take(by.value), "best", "known", "floor")
    widest = groups.greatest(single.high, where=is_part).otherwise(MISSING)
    return lifted._replace(high=np.maximum(lifted.high, widest)), by


def _span_since(joined: Estimates, lifted: Bools, groups: Groups, claimed: Estimates) -> tuple[Estimates, Bools]:
    """Where a part lifted the whole, low spans what is said of all persons no earlier than the part.

    Returns
    -------
    array of bool, shape (claimed,)
        Which claims gave that low.
    """
    spans = (claimed.population == ANY) & ~claimed.floor & (claimed.low != MISSING)
    spans &= claimed.known >= joined.known[groups.of]
    lowest = np.minimum(groups.least(claimed.low, where=spans).otherwise(joined.best), joined.best)
    spanned = joined._replace(low=np.where(lifted, lowest, joined.low))
    return spanned, spans & lifted[groups.of] & (claimed.low == spanned.low[groups.of])


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
