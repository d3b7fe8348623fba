"""Figures: low, best and high from live claims, per side and in total, the adversary's apart.

Claims compete within a subject and population, populations within a subject; subjects add up within a side, and
sides to the total. Each step records which of its rows made the value, so that every number leads back to claims.
"""

from typing import NamedTuple

import numpy as np

from nkevents.rule.claim_arrays import (
    ADVERSARY,
    BELLIGERENTS,
    MISSING,
    ClaimArrays,
    Claims,
)
from nkevents.rule.current import is_floor, value
from nkevents.rule.estimates import (
    ANY,
    CIVILIAN,
    POPULATIONS,
    RANGE,
    Estimates,
    Step,
    largest_or_whole,
    resolve_rivals,
    sum_or_whole,
)
from nkevents.rule.grouping import Bools, Found, Groups, Ints
from nkevents.rule.populations import join_populations
from nkevents.rule.sum_of_sides import BASES, TOGETHER, counted, pivot_by_side, sum_known, sum_of_sides

_PARTIAL, _ONE_SIDE, _ADVERSARY, _NONE = (BASES.index(name) for name in ("partial", "one_side", "adversary", "none"))


class Trace(NamedTuple):
    """How the figures were made, for whoever asks which claims decide a value.

    Attributes
    ----------
    rows : array of int, shape (live figures,)
        Positions among the visible claims.
    event_code : array of int, shape (live figures,)
    claimed : array of bool, shape (2, live figures)
        Which give the number that an adversary claims of the Armenian and of the Azerbaijani side.
    heard : array of int
        Positions among the live figures of those that compete.
    steps, civilian_steps : tuple of Step
        From the claims that compete to the sides.
    counted : dict of array of bool, shape (sides,)
        By the names of ``RANGE``: which of `sides`, all together being one, the total's value is made of.
    civilian_counted : array of bool, shape (sides,)
        The same of the civilians, each side and all together that civilians are counted of.
    """

    rows: Ints
    event_code: Ints
    claimed: Bools
    heard: Ints
    steps: tuple[Step, ...]
    sides: Estimates
    civilian_steps: tuple[Step, ...]
    counted: dict[str, Bools]
    civilian_counted: Bools


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


class _Adversary(NamedTuple):
    """The newest claim of an adversary on one side's people, by event's code, and the figures that say the same."""

    number: Ints
    floor: Bools
    says: Bools


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
    total = sum_of_sides(heads, sides)
    adversary = np.isin(heads, event_code[standing == ADVERSARY])
    # A part is never more than its whole, however weak the speaker of the whole; who knows of one knows of both.
    civilian_by_side = np.minimum(civilian_by_side, best_by_side)
    civilian = sum_known(civilian_by_side[:-1])
    has_civilian_sides = civilian != MISSING
    civilian_floor = pivot_by_side(heads, civilian_sides, "floor") == 1
    civilian_floor = np.where(has_civilian_sides, civilian_floor[:-1].any(axis=0), civilian_floor[-1])
    civilian = np.minimum(np.where(has_civilian_sides, civilian, civilian_by_side[-1]), total.best)
    against = [(standing == ADVERSARY) & (data.actors.side[said.subject] == side) for side in BELLIGERENTS]
    adversary_says = [_newest_of_adversary(said, event_code, heads, each) for each in against]
    by_adversary = np.stack([each.number for each in adversary_says])
    trace = Trace(
        rows=rows,
        event_code=event_code,
        claimed=np.stack([each.says for each in adversary_says]),
        heard=heard,
        steps=(*to_subjects, *to_sides),
        sides=sides,
        civilian_steps=(from_claims, _only(is_civilian), *to_civilian_sides),
        counted={name: counted(heads, sides, total.by_sides[name], total.by_together[name]) for name in RANGE},
        civilian_counted=counted(heads, civilian_sides, has_civilian_sides, ~has_civilian_sides),
    )
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
        claimed_floor=np.stack([each.floor for each in adversary_says]),
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
    roots, to_roots = largest_or_whole(subjects, root, is_root)
    together = roots.who == TOGETHER
    # Position -1 stands for no actor, who has no side.
    side = data.actors.side[roots.who]
    sides, to_sides = sum_or_whole(roots, side, together | data.actors.is_bloc[roots.who])
    return sides, [to_roots, to_sides]


def _only(keep: Bools) -> Step:
    """The step that drops some rows: they made nothing, wherever they seem to go."""
    return Step(np.cumsum(keep) - 1, dict.fromkeys(RANGE, keep))


def _newest_of_adversary(said: Claims, event_code: Ints, heads: Ints, against: Bools) -> _Adversary:
    """The newest of the claims on one side's people that are its adversary's; of one day the larger."""
    codes = Groups(np.searchsorted(heads, event_code), len(heads))
    numbers = value(said)
    newest = codes.last(said.known, numbers, where=against)
    number = newest.of(numbers, MISSING)
    return _Adversary(number, newest.of(is_floor(said), False), against & (numbers == number[codes.of]))
