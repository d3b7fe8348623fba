"""The sides of an event added up, or a claim about all together in their place."""

from typing import NamedTuple

import numpy as np

from nkevents.rule.claim_arrays import ARMENIAN, AZERBAIJANI, BELLIGERENTS, MISSING, SIDES
from nkevents.rule.estimates import ANY, RANGE, Estimates
from nkevents.rule.grouping import Bools, Ints

TOGETHER = MISSING
BASES = ("sides", "partial", "overall", "one_side", "adversary", "none")
_SIDES, _PARTIAL, _OVERALL, _ONE_SIDE, _ADVERSARY, _NONE = range(len(BASES))


class Total(NamedTuple):
    """The range of each event's code, its basis, whether best is a floor, and which sides' values are partial.

    `by_sides` and `by_together` say, by the names of ``RANGE``, whether the sides, or all together, made the value.
    """

    low: Ints
    best: Ints
    high: Ints
    basis: Ints
    floor: Bools
    partial_by_side: Bools
    by_sides: dict[str, Bools]
    by_together: dict[str, Bools]


def sum_of_sides(heads: Ints, sides: Estimates) -> Total:
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
    summed_low, summed_high = sum_known(low[:-1]), sum_known(high[:-1])
    newest = known[:-1].max(axis=0)
    widens = has_both & (overall != MISSING) & (known[-1] >= newest) & ~floor[-1] & (low[-1] < summed_low)
    low_of_sides = uses_sides & ~widens
    return Total(
        low=np.where(low_of_sides, summed_low, low[-1]),
        best=np.where(uses_sides, summed, overall),
        high=np.maximum(summed_high, high[-1]),
        basis=basis,
        floor=np.where(uses_sides, (floor[:-1] | partial_by_side).any(axis=0), floor[-1]),
        partial_by_side=partial_by_side,
        by_sides={"low": low_of_sides, "best": uses_sides, "high": summed_high >= high[-1]},
        by_together={"low": ~low_of_sides, "best": ~uses_sides, "high": high[-1] >= summed_high},
    )


def counted(heads: Ints, sides: Estimates, by_sides: Bools, by_together: Bools) -> Bools:
    """Which sides, or all together, a value of each event's code is made of."""
    row = np.searchsorted(heads, sides.event_code)
    made_of: Bools = np.where(sides.who == TOGETHER, by_together[row], by_sides[row])
    return made_of


def pivot_by_side(heads: Ints, sides: Estimates, name: str) -> Ints:
    """One column as rows for the Armenian side, the Azerbaijani side, third parties and all together; -1 is none."""
    out = np.full((len(SIDES) + 1, len(heads)), MISSING, dtype=np.int64)
    row = np.where(sides.who == TOGETHER, len(SIDES), sides.who)
    out[row, np.searchsorted(heads, sides.event_code)] = getattr(sides, name)
    return out


def sum_known(columns: Ints) -> Ints:
    """The sum of what is known in each column of numbers; -1 where nothing is."""
    known = columns != MISSING
    return np.where(known.any(axis=0), np.where(known, columns, 0).sum(axis=0), MISSING)
