"""Which claims decide a value, by the trace of how it was made."""

from collections.abc import Iterable

import numpy as np

from nkevents.rule.claim_arrays import ADVERSARY
from nkevents.rule.estimates import RANGE, Step
from nkevents.rule.figures import BASES, TOGETHER, Totals, pivot_by_side, sum_known
from nkevents.rule.grouping import Bools, Ints

_OVERALL, _ADVERSARY = BASES.index("overall"), BASES.index("adversary")
_ADDED = [BASES.index(name) for name in ("sides", "partial", "one_side")]


def deciding(found: Totals, column: str, side: int | None = None) -> Ints:
    """Find the claims that made a value, from the trace of how it was made.

    Parameters
    ----------
    side : int, optional
        One side's value, of best or claimed; the total's when left out.

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
        chosen = _counted(found, column)
    if side is not None:
        chosen = sides.who == side
    end = column if column in RANGE else "best"
    rows: Ints = trace.rows[trace.heard[_back(steps, chosen, end)]]
    if column != "basis":
        return rows
    only_adversary = found.basis == _ADVERSARY
    return np.union1d(rows, trace.rows[only_adversary[np.searchsorted(found.event_code, trace.event_code)]])


def _counted(found: Totals, column: str) -> Bools:
    """Which sides, or all together, the total's value is made of."""
    sides = found.trace.sides
    row = np.searchsorted(found.event_code, sides.event_code)
    together, added = sides.who == TOGETHER, np.isin(found.basis[row], _ADDED)
    by_together, by_sides = ~added, added
    if column in ("low", "high"):
        by_side = pivot_by_side(found.event_code, sides, column)
        summed, overall = sum_known(by_side[:-1])[row], by_side[-1][row]
        if column == "high":
            by_together, by_sides = overall >= summed, summed >= overall
        else:
            # A count of all together lowers the sum of the sides where it is newer.
            by_together = ~added | (summed != found.low[row])
            by_sides = ~by_together
    chosen: Bools = np.where(together, by_together, by_sides)
    return chosen


def _back(steps: Iterable[Step], chosen: Bools, end: str) -> Bools:
    """Follow chosen results back to the rows that made one end of their range, or their best value."""
    for step in reversed(list(steps)):
        chosen = step.made[end] & chosen[step.into]
    return chosen
