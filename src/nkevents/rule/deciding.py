"""Which claims decide a value, by the trace of how it was made."""

from collections.abc import Iterable

import numpy as np

from nkevents.rule.claim_arrays import ADVERSARY
from nkevents.rule.estimates import Step
from nkevents.rule.figures import BASES, TOGETHER, Totals
from nkevents.rule.grouping import Bools, Ints

_OVERALL, _ADVERSARY = BASES.index("overall"), BASES.index("adversary")
_ADDED = [BASES.index(name) for name in ("sides", "partial", "one_side")]


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
        chosen = np.where(sides.who == TOGETHER, basis == _OVERALL, np.isin(basis, _ADDED))
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
