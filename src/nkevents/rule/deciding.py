"""Which claims decide a figure, by the trace of how it was made; positions among the visible claims."""

from collections.abc import Iterable

import numpy as np

from nkevents.rule.estimates import Step
from nkevents.rule.figures import Totals
from nkevents.rule.grouping import Bools, Ints, marked
from nkevents.rule.sum_of_sides import BASES


def deciding(found: Totals, column: str) -> Ints:
    """Find the claims that made the total's value, of all groups and codes.

    Parameters
    ----------
    column : {"low", "best", "high", "basis", "civilian"}
    """
    trace = found.trace
    if column == "civilian":
        return _claims(found, trace.civilian_steps, trace.civilian_counted, "best")
    if column != "basis":
        return _claims(found, trace.steps, trace.counted[column], column)
    only_adversary = found.basis == BASES.index("adversary")
    adversary = trace.rows[only_adversary[np.searchsorted(found.event_code, trace.event_code)]]
    return np.union1d(_claims(found, trace.steps, trace.counted["best"], "best"), adversary)


def deciding_of_side(found: Totals, side: int) -> Ints:
    """Find the claims that made one side's best value, of all groups and codes."""
    return _claims(found, found.trace.steps, found.trace.sides.who == side, "best")


def deciding_claimed(found: Totals, side: int) -> Ints:
    """Find the claims that give what the adversary of a belligerent side claims of it, of all groups and codes."""
    rows: Ints = found.trace.rows[found.trace.claimed[side]]
    return rows


def _claims(found: Totals, steps: Iterable[Step], counted: Bools, end: str) -> Ints:
    """Follow the sides that count back to the claims that made one end of their range, or their best value."""
    for step in reversed([*steps]):
        made = np.flatnonzero(step.made[end])
        counted = marked(len(step.into), made[counted[step.into[made]]])
    rows: Ints = found.trace.rows[found.trace.heard[counted]]
    return rows
