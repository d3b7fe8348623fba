"""Figures: low, best and high from live claims, per side and in total, the adversary's apart.

Claims compete within a subject and population, populations within a subject; subjects add up within a side, and
sides to the total. Each step records which of its rows made the value, so that every number leads back to claims.
"""

from typing import NamedTuple

import numpy as np

from nkevents.rule.claim_arrays import (
    ADVERSARY,
    ARMENIAN,
    AZERBAIJANI,
    BELLIGERENTS,
    MISSING,
    SIDES,
    ClaimArrays,
    Claims,
)
from nkevents.rule.current import is_floor, value
from nkevents.rule.estimates import ANY, CIVILIAN, POPULATIONS, RANGE, Estimates, Step, resolve_rivals, roll_up
from nkevents.rule.grouping import Bools, Found, Groups, Ints, last_per
from nkevents.rule.populations import join_populations

TOGETHER = MISSING
BASES = ("sides", "partial", "overall", "one_side", "adversary", "none")
_SIDES, _PARTIAL, _OVERALL, _ONE_SIDE, _ADVERSARY, _NONE = range(len(BASES))


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
    basis : array of int
        Position in ``BASES``.
    by_side : array of int, shape (3, rows)
        Best of the Armenian side, the Azerbaijani side and third parties.
    claimed, claimed_floor : array of int, array of bool, shape (2, rows)
        The newest adversary claim on the Armenian and on the Azerbaijani side.
    low_by_side, high_by_side : array of int, shape (3, rows)
    floor : array of bool
        Whether best is a floor: what makes it says "at least", or the basis is partial.
    floor_by_side : array of bool, shape (3, rows)
    basis_by_side : array of int, shape (3, rows)
        ``one_side`` where the side has a value, ``partial``, ``adversary`` or ``none``.
    """

    event_code: Ints
    low: Ints
    best: Ints
    high: Ints
    basis: Ints
    by_side: Ints
    civilian: Ints
    civilian_floor: Bools
    claimed: Ints
    claimed_floor: Bools
    low_by_side: Ints
    high_by_side: Ints
    floor: Bools
    floor_by_side: Bools
    basis_by_side: Ints
    trace: Trace

    def row_of(self, code: int, n_codes: int, n: int) -> Found:
        """The row of a code in each of `n` groups."""
        return Groups(self.event_code // n_codes, n).only(self.event_code % n_codes == code)


class _Total(NamedTuple):
    """The range of each event's code, its basis, whether best is a floor, and which sides' values are partial."""

    low: Ints
    best: Ints
    high: Ints
    basis: Ints
    floor: Bools
    partial_by_side: Bools


def totals(data: ClaimArrays, claims: Claims, group: Ints, alive: Bools) -> Totals:
    """Derive every figure of every group.

    Parameters
    ----------
    claims : Claims
        The visible claims.
    group : array of int, shape (claims,)
    alive : array of bool, shape (claims,)
    """
    rows, said = claims.where(alive & data.of_kind("figure", claims))
    event_code = group[rows] * len(data.codes) + said.code
    standing = data.standing(said)
    heads = np.unique(event_code)
    heard = np.flatnonzero(standing < ADVERSARY)
    claimed = _claimed(data, said.take(heard), event_code[heard], standing[heard])
    single, from_claims = _join_claims(claimed)
    joined, to_subjects = join_populations(single, claimed, from_claims)
    sides, to_sides = _add_sides(data, joined)
    is_civilian = single.population == CIVILIAN
    civilian_sides, to_civilian_sides = _add_sides(data, single.take(is_civilian))
    best_by_side = pivot_by_side(heads, sides, "best")
    civilian_by_side = pivot_by_side(heads, civilian_sides, "best")
    total = _total(heads, sides)
    adversary = np.isin(heads, event_code[standing == ADVERSARY])
    # A part is never more than its whole, however weak the speaker of the whole; who knows of one knows of both.
    civilian_by_side = np.minimum(civilian_by_side, best_by_side)
    civilian = sum_known(civilian_by_side[:-1])
    civilian_floor = pivot_by_side(heads, civilian_sides, "floor") == 1
    civilian_floor = np.where(civilian == MISSING, civilian_floor[-1], civilian_floor[:-1].any(axis=0))
    civilian = np.minimum(np.where(civilian == MISSING, civilian_by_side[-1], civilian), total.best)
    trace = Trace(
        rows=rows,
        event_code=event_code,
        subject_side=data.actors.side[said.subject],
        standing=standing,
        number=value(said),
        known=said.known,
        heard=heard,
        steps=(*to_subjects, *to_sides),
        sides=sides,
        civilian_steps=(from_claims, _only(is_civilian), *to_civilian_sides),
        civilian_sides=civilian_sides,
    )
    newest = [_newest_of_adversary(trace, heads, side) for side in (ARMENIAN, AZERBAIJANI)]
    by_adversary = np.stack([each.of(trace.number, MISSING) for each in newest])
    floor_by_side = (pivot_by_side(heads, sides, "floor")[:-1] == 1) | total.partial_by_side
    return Totals(
        event_code=heads,
        low=total.low,
        best=total.best,
        high=_bounded(total.best, total.high, total.floor),
        basis=np.where((total.basis == _NONE) & adversary, _ADVERSARY, total.basis),
        by_side=best_by_side[:-1],
        civilian=civilian,
        civilian_floor=civilian_floor,
        claimed=by_adversary,
        claimed_floor=np.stack([each.of(is_floor(said), False) for each in newest]),
        low_by_side=pivot_by_side(heads, sides, "low")[:-1],
        high_by_side=_bounded(best_by_side[:-1], pivot_by_side(heads, sides, "high")[:-1], floor_by_side),
        floor=total.floor,
        floor_by_side=floor_by_side,
        basis_by_side=_basis_of_sides(best_by_side[:-1], total.partial_by_side, by_adversary),
        trace=trace,
    )


def _bounded(best: Ints, high: Ints, floor: Bools) -> Ints:
    """The highest figures; none where nobody gives more than a floor, which bounds nothing from above."""
    return np.where(floor & (high == best), MISSING, high)


def _basis_of_sides(best: Ints, partial: Bools, claimed: Ints) -> Ints:
    """What each side's own value rests on."""
    nobody = np.full_like(claimed[:1], MISSING)
    only_claimed = np.concatenate([claimed, nobody]) != MISSING
    tests = [(best != MISSING) & partial, best != MISSING, only_claimed]
    return np.select(tests, [_PARTIAL, _ONE_SIDE, _ADVERSARY], _NONE)


def _claimed(data: ClaimArrays, said: Claims, event_code: Ints, standing: Ints) -> Estimates:
    """Each figure as an estimate of its own."""
    number = value(said)
    number_of = np.full(len(data.aspects) + 1, ANY, dtype=np.int64)
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
    return resolve_rivals(groups, claimed._replace(low=claimed.best), competes)


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


def _total(heads: Ints, sides: Estimates) -> _Total:
    """Join the sides of each event's code; a claim about all together mostly only widens the range."""
    low, best, high = (pivot_by_side(heads, sides, name) for name in RANGE)
    known, population = (pivot_by_side(heads, sides, name) for name in ("known", "population"))
    floor, partial = (pivot_by_side(heads, sides, name) == 1 for name in ("floor", "partial"))
    summed, overall = sum_known(best[:-1]), best[-1]
    has_both = (best[ARMENIAN] != MISSING) & (best[AZERBAIJANI] != MISSING)
    uses_overall = ~has_both & (overall != MISSING) & (overall >= summed)
    uses_sides = ~uses_overall & (summed != MISSING)
    # Civilians of one side and all the dead of the other add up to no toll of both.
    unlike = has_both & (population[ARMENIAN] != population[AZERBAIJANI])
    partial_by_side = partial[:-1].copy()
    partial_by_side[list(BELLIGERENTS)] |= unlike & (population[list(BELLIGERENTS)] != ANY)
    is_partial = uses_sides & partial_by_side.any(axis=0)
    basis = np.select([uses_overall, is_partial, has_both, uses_sides], [_OVERALL, _PARTIAL, _SIDES, _ONE_SIDE], _NONE)
    lowest = np.where(uses_sides, sum_known(low[:-1]), low[-1])
    newest = known[:-1].max(axis=0)
    widens = has_both & (overall != MISSING) & (known[-1] >= newest) & ~floor[-1]
    lowest = np.where(widens, np.minimum(lowest, low[-1]), lowest)
    return _Total(
        low=lowest,
        best=np.where(uses_sides, summed, overall),
        high=np.maximum(sum_known(high[:-1]), high[-1]),
        basis=basis,
        floor=np.where(uses_sides, (floor[:-1] | partial_by_side).any(axis=0), floor[-1]),
        partial_by_side=partial_by_side,
    )


def _only(keep: Bools) -> Step:
    """The step that drops some rows."""
    return Step(np.where(keep, np.cumsum(keep) - 1, 0), dict.fromkeys(RANGE, keep))


def _newest_of_adversary(trace: Trace, heads: Ints, side: int) -> Found:
    """The newest adversary claim on one side's people, for each event's code: its row among the live figures."""
    rows = np.flatnonzero((trace.standing == ADVERSARY) & (trace.subject_side == side))
    newest = rows[last_per(trace.event_code[rows], trace.known[rows], trace.number[rows])]
    row = np.full(len(heads), MISSING, dtype=np.int64)
    row[np.searchsorted(heads, trace.event_code[newest])] = newest
    return Found(np.maximum(row, 0), row != MISSING)


def pivot_by_side(heads: Ints, sides: Estimates, name: str) -> Ints:
    """One column as rows for the Armenian side, the Azerbaijani side, third parties and all together; -1 is none."""
    out = np.full((len(SIDES) + 1, len(heads)), MISSING, dtype=np.int64)
    # All together, -1, are the last row.
    out[sides.who, np.searchsorted(heads, sides.event_code)] = getattr(sides, name)
    return out


def sum_known(columns: Ints) -> Ints:
    """The sum of what is known in each column of numbers; -1 where nothing is."""
    known = columns != MISSING
    return np.where(known.any(axis=0), np.where(known, columns, 0).sum(axis=0), MISSING)
