"""Figures: low, best and high from live claims, per side and in total, the adversary's apart.

Claims compete within a subject and population, populations within a subject; subjects add up within a side, and
sides to the total. Each step records which of its rows made the value, so that every number leads back to claims.
"""

from collections.abc import Iterable
from typing import NamedTuple, Self

import numpy as np

from nkevents.rule.claim_arrays import ADVERSARY, ARMENIAN, AZERBAIJANI, MISSING, SIDES, ClaimArrays, Claims
from nkevents.rule.current import is_floor, value
from nkevents.rule.grouping import Bools, Found, Groups, Ints, last_per, marked

TOGETHER = MISSING
BASES = ("sides", "partial", "overall", "one_side", "adversary", "none")
_SIDES, _PARTIAL, _OVERALL, _ONE_SIDE, _ADVERSARY, _NONE = range(len(BASES))
POPULATIONS = ("any", "military", "civilian")
_ANY, _MILITARY, _CIVILIAN = range(len(POPULATIONS))
RANGE = ("low", "best", "high")


class Estimates(NamedTuple):
    """Low, best and high for distinct keys; arrays of shape (keys,).

    Attributes
    ----------
    event_code : array of int
        Group and code in one number.
    who : array of int
        Subject, root or side, -1 for all sides together.
    population : array of int
        Position in ``POPULATIONS``.
    standing, hedged : array of int, array of bool
        Of what gives the best value; meaningless once a part has lifted it or sides are added up.
    known, floor : array of int, array of bool
        Of what gives the best value.
    partial : array of bool
        Whether best counts a part of the people only, though somebody speaks of all.
    low, best, high : array of int
    """

    event_code: Ints
    who: Ints
    population: Ints
    standing: Ints
    known: Ints
    hedged: Bools
    floor: Bools
    partial: Bools
    low: Ints
    best: Ints
    high: Ints

    def take(self, rows: Ints | Bools) -> Self:
        """The estimates at these positions."""
        return type(self)._make(column[rows] for column in self)

    def replaced(self, where: Bools, by: "Estimates", *names: str) -> Self:
        """The estimates, with these columns taken from others where flagged."""
        return self._replace(**{name: np.where(where, getattr(by, name), getattr(self, name)) for name in names})


class Step(NamedTuple):
    """How the rows of one level made those of the next: where each went, and whether it made the best value."""

    into: Ints
    made_best: Bools


class Trace(NamedTuple):
    """How the figures were made, for whoever asks which claims decide a value.

    Attributes
    ----------
    rows : array of int, shape (live figures,)
        Positions among the visible claims.
    event_code, subject_side, standing, number, known : array of int, shape (live figures,)
    heard : array of int
        Positions among the live figures of those that compete.
    steps, civilian_steps : tuple of Step
        From the claims that compete to the sides.
    sides, civilian_sides : Estimates
    """

    rows: Ints
    event_code: Ints
    subject_side: Ints
    standing: Ints
    number: Ints
    known: Ints
    heard: Ints
    steps: tuple[Step, ...]
    sides: Estimates
    civilian_steps: tuple[Step, ...]
    civilian_sides: Estimates


class Totals(NamedTuple):
    """One row per group and code that has a live figure; arrays of shape (rows,), -1 where unknown.

    Attributes
    ----------
    event_code : array of int
        Group times the number of codes, plus code.
    low, best, high : array of int
    basis : array of int
        Position in ``BASES``.
    by_side : array of int, shape (3, rows)
        Best of the Armenian side, the Azerbaijani side and third parties.
    civilian : array of int
    civilian_by_side : array of int, shape (3, rows)
    claimed : array of int, shape (2, rows)
        The newest adversary claim on the Armenian and on the Azerbaijani side.
    low_by_side, high_by_side : array of int, shape (3, rows)
    trace : Trace
    """

    event_code: Ints
    low: Ints
    best: Ints
    high: Ints
    basis: Ints
    by_side: Ints
    civilian: Ints
    civilian_by_side: Ints
    claimed: Ints
    low_by_side: Ints
    high_by_side: Ints
    trace: Trace


def totals(data: ClaimArrays, claims: Claims, group: Ints, alive: Bools) -> Totals:
    """Derive every figure of every group.

    Parameters
    ----------
    data : ClaimArrays
    claims : Claims
        The visible claims.
    group : array of int, shape (claims,)
    alive : array of bool, shape (claims,)

    Returns
    -------
    Totals
    """
    rows, said = claims.where(alive & data.of_kind("figure", claims))
    event_code = group[rows] * len(data.codes) + said.code
    standing = data.standing(said)
    heads = np.unique(event_code)
    heard = np.flatnonzero(standing < ADVERSARY)
    claimed = _claimed(data, said.take(heard), event_code[heard], standing[heard])
    single, from_claims = _join_claims(claimed)
    joined, to_subjects = _join_populations(single, claimed, from_claims)
    sides, to_sides = _add_sides(data, joined)
    is_civilian = single.population == _CIVILIAN
    civilian_sides, to_civilian_sides = _add_sides(data, single.take(is_civilian))
    best_by_side = pivot_by_side(heads, sides, "best")
    civilian_by_side = pivot_by_side(heads, civilian_sides, "best")
    low, best, high, basis = _total(heads, sides)
    adversary = np.isin(heads, event_code[standing == ADVERSARY])
    # A part is never more than its whole, however weak the speaker of the whole; who knows of one knows of both.
    civilian_by_side = np.minimum(civilian_by_side, best_by_side)
    civilian = _sum_known(civilian_by_side[:-1])
    civilian = np.minimum(np.where(civilian == MISSING, civilian_by_side[-1], civilian), best)
    trace = Trace(
        rows=rows,
        event_code=event_code,
        subject_side=data.actors.side[said.subject],
        standing=standing,
        number=value(said),
        known=said.known,
        heard=heard,
        steps=(from_claims, to_subjects, *to_sides),
        sides=sides,
        civilian_steps=(from_claims, _only(is_civilian), *to_civilian_sides),
        civilian_sides=civilian_sides,
    )
    return Totals(
        event_code=heads,
        low=low,
        best=best,
        high=high,
        basis=np.where((basis == _NONE) & adversary, _ADVERSARY, basis),
        by_side=best_by_side[:-1],
        civilian=civilian,
        civilian_by_side=civilian_by_side[:-1],
        claimed=np.stack([_newest_of_adversary(trace, heads, side) for side in (ARMENIAN, AZERBAIJANI)]),
        low_by_side=pivot_by_side(heads, sides, "low")[:-1],
        high_by_side=pivot_by_side(heads, sides, "high")[:-1],
        trace=trace,
    )


def _claimed(data: ClaimArrays, said: Claims, event_code: Ints, standing: Ints) -> Estimates:
    """Each figure as an estimate of its own."""
    number = value(said)
    number_of = np.full(len(data.aspects) + 1, _ANY, dtype=np.int64)
    number_of[[data.aspects.index(name) for name in POPULATIONS]] = np.arange(len(POPULATIONS))
    return Estimates(
        event_code,
        said.subject,
        number_of[said.aspect],
        standing,
        said.known,
        said.hedged,
        is_floor(said),
        np.zeros(len(number), dtype=bool),
        low=np.where(said.low == MISSING, MISSING, number),
        best=number,
        high=np.maximum(number, said.high),
    )


def _join_claims(claimed: Estimates) -> tuple[Estimates, Step]:
    """Join the claims on one subject and population."""
    groups, _ = Groups.by(claimed.event_code, claimed.who, claimed.population)
    # "Up to 70" is used only where nobody gives a number from below; elsewhere it widens the range.
    ceiling = claimed.low == MISSING
    competes = ~ceiling | ~groups.any(~ceiling)[groups.of]
    joined, winner = resolve_rivals(groups, claimed._replace(low=claimed.best), competes)
    return joined, Step(groups.of, marked(len(groups.of), winner))


def resolve_rivals(groups: Groups, rivals: Estimates, competes: Bools) -> tuple[Estimates, Ints]:
    """Let rival estimates compete in each group: best standing, then newest, then larger; floors only lift.

    A floor lifts a value that it exceeds if its standing is as good, unless a firm figure has overtaken it since.
    The range is spanned by all of them, but what the winner overtook does not lower it, nor does a floor.

    Parameters
    ----------
    groups : Groups
        Each with at least one row that competes.
    rivals : Estimates
    competes : array of bool, shape (rivals,)
        The others only widen the range upwards.

    Returns
    -------
    Estimates
        The winners with their range.
    array of int, shape (groups,)
        Their rows.
    """
    counts, floors = competes & ~rivals.floor, competes & rivals.floor
    count = groups.last(-rivals.standing, rivals.known, rivals.best, where=counts)
    on = rivals.take(count.value[groups.of])
    lifts = floors & (~count.found[groups.of] | floor_lifts(rivals, on))
    largest = groups.last(rivals.best, rivals.known, where=lifts)
    winner = largest.otherwise(count.value)
    joined = rivals.take(winner)
    current = counts & (rivals.known >= joined.known[groups.of])
    low = groups.least(rivals.low, where=current).otherwise(joined.low)
    high = groups.greatest(rivals.high, where=np.ones(len(counts), dtype=bool)).value
    return joined._replace(low=np.minimum(joined.low, low), high=high), winner


def floor_lifts(floors: Estimates, counts: Estimates) -> Bools:
    """Which floors lift the counts beside them.

    Only a floor of as good a standing does. A count overtakes it that is newer and of as good a standing, if it is
    firm or the floor is hedged too.
    """
    overtaken = (floors.known < counts.known) & (floors.standing == counts.standing)
    overtaken &= ~counts.hedged | floors.hedged
    lifts: Bools = (floors.best > counts.best) & (floors.standing <= counts.standing) & ~overtaken
    return lifts


def _join_populations(single: Estimates, claimed: Estimates, from_claims: Step) -> tuple[Estimates, Step]:
    """Within a subject: the figure for all against military plus civilian, and each part as a floor of the whole."""
    groups, _ = Groups.by(single.event_code, single.who)
    whole, soldiers, civilians = (groups.only(single.population == each) for each in (_ANY, _MILITARY, _CIVILIAN))
    both = soldiers.found & civilians.found
    part_row = np.where(soldiers.found, soldiers.value, civilians.value)
    part_alone = soldiers.found ^ civilians.found
    part, all_persons = single.take(part_row), single.take(whole.value)
    # A count of one part is worth more than what only weak speakers say "at least" of everybody.
    of_claims = Groups(groups.of[from_claims.into], groups.n)
    beside = part.take(of_claims.of)
    as_good = (claimed.population == _ANY) & (claimed.standing <= beside.standing) & (claimed.best > beside.best)
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
        single.population == _ANY,
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
    is_part = (single.population != _ANY) & (joined.population[groups.of] == _ANY)
    by = groups.last(single.best, single.known, where=is_part & floor_lifts(single, joined.take(groups.of)))
    lifted = joined.replaced(by.found, single.take(by.value), "best", "known", "floor")
    widest = groups.greatest(single.high, where=is_part).otherwise(MISSING)
    return lifted._replace(high=np.maximum(lifted.high, widest)), by


def _span_since(joined: Estimates, lifted: Bools, groups: Groups, claimed: Estimates) -> Estimates:
    """Where a part lifted the whole, low spans what is said of all persons no earlier than the part."""
    spans = (claimed.population == _ANY) & ~claimed.floor & (claimed.low != MISSING)
    spans &= claimed.known >= joined.known[groups.of]
    lowest = np.minimum(groups.least(claimed.low, where=spans).otherwise(joined.best), joined.best)
    return joined._replace(low=np.where(lifted, lowest, joined.low))


def _add_sides(data: ClaimArrays, subjects: Estimates) -> tuple[Estimates, list[Step]]:
    """Subjects to roots to sides; a subject below another that has a value is only a floor for it."""
    root = data.actors.root[subjects.who]
    is_root = (subjects.who == TOGETHER) | (root == subjects.who)
    roots, to_roots = roll_up(subjects, root, is_root, add=False)
    together = roots.who == TOGETHER
    # Position -1 stands for no actor, who has no side.
    side = data.actors.side[roots.who]
    sides, to_sides = roll_up(roots, side, together | data.actors.is_bloc[roots.who], add=True)
    return sides, [to_roots, to_sides]


def roll_up(parts: Estimates, who: Ints, is_whole: Bools, *, add: bool) -> tuple[Estimates, Step]:
    """Join parts under a whole: the whole stands, unless a single part is larger and lifts it.

    Without a whole, the parts add up (`add`: roots of one side), or the largest one stands.

    Parameters
    ----------
    parts : Estimates
    who : array of int, shape (parts,)
        The whole that each belongs to.
    is_whole : array of bool, shape (parts,)
        Which of them speak of the whole itself.
    add : bool

    Returns
    -------
    Estimates
    Step
    """
    groups, first = Groups.by(parts.event_code, who)
    whole = groups.only(is_whole)
    largest = groups.last(parts.best, parts.known, where=~is_whole)
    stands, piece = parts.take(whole.otherwise(largest.value)), parts.take(largest.value)
    lifts = whole.found & largest.found & (piece.best > stands.best)
    joined = stands.replaced(lifts, piece, "best", "known", "population", "partial")
    widest = np.where(largest.found, piece.best, 0)
    joined = joined._replace(who=who[first], high=np.maximum(joined.high, widest))
    made_best = marked(len(groups.of), np.where(lifts, largest.value, whole.otherwise(largest.value)))
    if not add:
        return joined, Step(groups.of, made_best)
    everyone = np.ones(len(groups.of), dtype=bool)
    summed = joined._replace(
        low=groups.sum(parts.low),
        best=groups.sum(parts.best),
        high=groups.sum(parts.high),
        known=groups.greatest(parts.known, where=everyone).value,
        population=_common(groups, parts.population),
        partial=groups.any(parts.partial),
    )
    adds = ~whole.found
    changed = (*RANGE, "known", "population", "partial")
    return joined.replaced(adds, summed, *changed), Step(groups.of, made_best | adds[groups.of])


def _common(groups: Groups, population: Ints) -> Ints:
    """The population that all rows of a group share; all persons where they differ."""
    everyone = np.ones(len(population), dtype=bool)
    least, greatest = groups.least(population, where=everyone).value, groups.greatest(population, where=everyone).value
    return np.where(least == greatest, least, _ANY)


def _total(heads: Ints, sides: Estimates) -> tuple[Ints, Ints, Ints, Ints]:
    """Low, best, high and basis of each event's code; a claim about all together mostly only widens the range."""
    low, best, high = (pivot_by_side(heads, sides, name) for name in RANGE)
    known, population = (pivot_by_side(heads, sides, name) for name in ("known", "population"))
    floor, partial = (pivot_by_side(heads, sides, name) == 1 for name in ("floor", "partial"))
    summed, overall = _sum_known(best[:-1]), best[-1]
    has_both = (best[ARMENIAN] != MISSING) & (best[AZERBAIJANI] != MISSING)
    uses_overall = ~has_both & (overall != MISSING) & (overall >= summed)
    uses_sides = ~uses_overall & (summed != MISSING)
    # Civilians of one side and all the dead of the other add up to no toll of both.
    unlike = has_both & (population[ARMENIAN] != population[AZERBAIJANI])
    is_partial = uses_sides & (unlike | partial[:-1].any(axis=0))
    basis = np.select([uses_overall, is_partial, has_both, uses_sides], [_OVERALL, _PARTIAL, _SIDES, _ONE_SIDE], _NONE)
    lowest = np.where(uses_sides, _sum_known(low[:-1]), low[-1])
    newest = known[:-1].max(axis=0)
    widens = has_both & (overall != MISSING) & (known[-1] >= newest) & ~floor[-1]
    lowest = np.where(widens, np.minimum(lowest, low[-1]), lowest)
    return lowest, np.where(uses_sides, summed, overall), np.maximum(_sum_known(high[:-1]), high[-1]), basis


def deciding(found: Totals, column: str, side: int | None = None) -> Ints:
    """Find the claims that made a value, from the trace of how it was made.

    Parameters
    ----------
    found : Totals
    column : {"best", "basis", "civilian", "claimed"}
    side : int, optional
        One side's value; the total's when left out.

    Returns
    -------
    array of int, shape (any,)
        Positions among the visible claims, of all groups and codes.
    """
    trace = found.trace
    if column == "claimed":
        # The newest one stands; older ones by other speakers were merely weighed.
        against = (trace.standing == ADVERSARY) & (trace.subject_side == side)
        newest = found.claimed[side][np.searchsorted(found.event_code, trace.event_code)]
        mine: Ints = trace.rows[against & (newest == trace.number)]
        return mine
    if column == "civilian":
        sides, steps = trace.civilian_sides, trace.civilian_steps
        together = np.isin(sides.event_code, sides.event_code[sides.who != TOGETHER])
        chosen = (sides.who != TOGETHER) | ~together
    else:
        sides, steps = trace.sides, trace.steps
        basis = found.basis[np.searchsorted(found.event_code, sides.event_code)]
        chosen = np.where(sides.who == TOGETHER, basis == _OVERALL, np.isin(basis, (_SIDES, _PARTIAL, _ONE_SIDE)))
    if side is not None:
        chosen = sides.who == side
    rows: Ints = trace.rows[trace.heard[_back(steps, chosen)]]
    if column != "basis":
        return rows
    only_adversary = found.basis == _ADVERSARY
    return np.union1d(rows, trace.rows[only_adversary[np.searchsorted(found.event_code, trace.event_code)]])


def _back(steps: Iterable[Step], chosen: Bools) -> Bools:
    """Follow chosen results back to the rows that made them."""
    for step in reversed(list(steps)):
        chosen = step.made_best & chosen[step.into]
    return chosen


def _only(keep: Bools) -> Step:
    """The step that drops some rows."""
    return Step(np.where(keep, np.cumsum(keep) - 1, 0), keep)


def _newest_of_adversary(trace: Trace, heads: Ints, side: int) -> Ints:
    """The newest adversary claim on one side's people, for each event's code."""
    rows = np.flatnonzero((trace.standing == ADVERSARY) & (trace.subject_side == side))
    newest = rows[last_per(trace.event_code[rows], trace.known[rows], trace.number[rows])]
    out = np.full(len(heads), MISSING, dtype=np.int64)
    out[np.searchsorted(heads, trace.event_code[newest])] = trace.number[newest]
    return out


def pivot_by_side(heads: Ints, sides: Estimates, name: str) -> Ints:
    """One column as rows for the Armenian side, the Azerbaijani side, third parties and all together; -1 is none."""
    out = np.full((len(SIDES) + 1, len(heads)), MISSING, dtype=np.int64)
    # All together, -1, are the last row.
    out[sides.who, np.searchsorted(heads, sides.event_code)] = getattr(sides, name)
    return out


def _sum_known(columns: Ints) -> Ints:
    known = columns != MISSING
    return np.where(known.any(axis=0), np.where(known, columns, 0).sum(axis=0), MISSING)


def _sum_of_parts(soldiers: Estimates, civilians: Estimates) -> Estimates:
    return soldiers._replace(
        population=np.full(len(soldiers.who), _ANY),
        standing=np.maximum(soldiers.standing, civilians.standing),
        known=np.maximum(soldiers.known, civilians.known),
        hedged=soldiers.hedged | civilians.hedged,
        floor=soldiers.floor | civilians.floor,
        **{name: getattr(soldiers, name) + getattr(civilians, name) for name in RANGE},
    )


def _stack(*parts: Estimates) -> Estimates:
    return Estimates._make(np.concatenate(columns) for columns in zip(*parts, strict=True))
