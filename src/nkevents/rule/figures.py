"""Figures: low, best and high from live claims, per side and in total, the adversary's apart.

Claims compete within a subject and population, populations within a subject; subjects add up within a side, and
sides to the total. Each step says which of its rows made the value, so that every number leads back to claims.
"""

from typing import NamedTuple, Self

import numpy as np

from nkevents.rule.claim_arrays import ADVERSARY, ARMENIAN, AZERBAIJANI, MISSING, THIRD, Claims, Encoded
from nkevents.rule.current import is_floor, value
from nkevents.rule.grouping import Bools, Ints, any_per, last_per, pack, scatter

SIDES = (ARMENIAN, AZERBAIJANI, THIRD)
TOGETHER = MISSING
BASES = ("sides", "overall", "one_side", "adversary", "none")
_SIDES, _OVERALL, _ONE_SIDE, _ADVERSARY, _NONE = range(5)


class Estimates(NamedTuple):
    """Low, best and high for distinct keys; arrays of shape (keys,).

    Attributes
    ----------
    slot : array of int
        Group and code in one number.
    who : array of int
        Subject, root or side, -1 for all sides together.
    aspect : array of int
        Population, -1 once populations are joined.
    standing, known : array of int
        Of what gives the best value.
    hedged, floor : array of bool
        Likewise.
    low, best, high : array of int
    """

    slot: Ints
    who: Ints
    aspect: Ints
    standing: Ints
    known: Ints
    hedged: Bools
    floor: Bools
    low: Ints
    best: Ints
    high: Ints

    def take(self, rows: Ints | Bools) -> Self:
        """The estimates at these positions."""
        return type(self)._make(column[rows] for column in self)


class Step(NamedTuple):
    """How the rows of one level made those of the next: where each went, and whether it made the best value."""

    into: Ints
    made_best: Bools


class Totals(NamedTuple):
    """One row per group and code that has a live figure; arrays of shape (rows,), -1 where unknown.

    Attributes
    ----------
    slot : array of int
        Group times the number of codes, plus code.
    low, best, high : array of int
    basis : array of int
        Position in ``BASES``.
    by_side : array of int, shape (3, rows)
        Best of the Armenian side, the Azerbaijani side and third parties.
    civilian : array of int
    claimed : array of int, shape (2, rows)
        The newest adversary claim on the Armenian and on the Azerbaijani side.
    """

    slot: Ints
    low: Ints
    best: Ints
    high: Ints
    basis: Ints
    by_side: Ints
    civilian: Ints
    claimed: Ints


def slots(data: Encoded, claims: Claims, group: Ints) -> Ints:
    """Group and code of each claim in one number."""
    return group * len(data.codes) + claims.code


def totals(data: Encoded, claims: Claims, group: Ints, alive: Bools) -> Totals:
    """Derive every figure of every group.

    Parameters
    ----------
    data : Encoded
    claims : Claims
        The visible claims.
    group : array of int, shape (claims,)
    alive : array of bool, shape (claims,)

    Returns
    -------
    Totals
    """
    _, said, slot, standing = figure_claims(data, claims, group, alive)
    heads = np.unique(slot)
    n = len(heads)
    heard = np.flatnonzero(standing < ADVERSARY)
    single, _ = from_claims(data, said.take(heard), slot[heard], standing[heard])
    sides, _ = by_side(data, join_populations(data, single)[0])
    civil, _ = by_side(data, single.take(single.aspect == data.aspects.index("civilian")))
    best_by_side = _spread(heads, sides, "best")
    civil_by_side = _spread(heads, civil, "best")
    civil_sum = _sum_known(civil_by_side[:-1])
    low, best, high, basis = _total(heads, sides)
    adversary = np.isin(heads, slot[standing == ADVERSARY])
    return Totals(
        slot=heads,
        low=low,
        best=best,
        high=high,
        basis=np.where((basis == _NONE) & adversary, _ADVERSARY, basis),
        by_side=best_by_side[:-1],
        civilian=np.where(civil_sum == MISSING, civil_by_side[-1], civil_sum),
        claimed=_claimed(data, said, slot, standing, heads, n),
    )


def figure_claims(data: Encoded, claims: Claims, group: Ints, alive: Bools) -> tuple[Ints, Claims, Ints, Ints]:
    """The live figures: their rows, the claims, their slots and their standing."""
    rows, said = claims.where(alive & data.of_kind("figure", claims))
    return rows, said, slots(data, said, group[rows]), data.standing(said)


def from_claims(data: Encoded, said: Claims, slot: Ints, standing: Ints) -> tuple[Estimates, Step]:
    """Join the claims on one subject and population."""
    aspect = np.where(said.aspect == MISSING, data.aspects.index("any"), said.aspect)
    key, into = np.unique(pack(slot, said.subject, aspect), return_inverse=True)
    number = value(said)
    # "Up to 70" is used only where nobody gives a number from below; elsewhere it widens the range.
    has_low = any_per(into, len(key), said.low != MISSING)
    ceiling = (said.low == MISSING) & has_low[into]
    claimed = Estimates(
        slot,
        said.subject,
        aspect,
        standing,
        said.known,
        said.hedged,
        is_floor(said),
        low=number,
        best=number,
        high=np.maximum(number, said.high),
    )
    joined, winner = _settle(into, len(key), claimed, ~ceiling)
    made_best = np.zeros(len(slot), dtype=bool)
    made_best[winner] = True
    return joined, Step(into, made_best)


def _settle(into: Ints, n: int, parts: Estimates, heard: Bools) -> tuple[Estimates, Ints]:
    """Let rival estimates compete under each of n keys: best standing, then newest, then larger; floors only lift.

    The range is spanned by all of them, but what the winner overtook does not lower it, nor does a floor.

    Returns the winners with their range, and their rows.
    """
    figures, floors = np.flatnonzero(heard & ~parts.floor), np.flatnonzero(heard & parts.floor)
    best = figures[last_per(into[figures], -parts.standing[figures], parts.known[figures], parts.best[figures])]
    winner = scatter(n, into[best], best, MISSING)
    rival = winner[into[floors]]
    age, worse = parts.known[floors] - parts.known[rival], parts.standing[floors] - parts.standing[rival]
    # A firm figure overtakes a floor if it is as new and of better standing, or newer and of as good a one.
    overtaken = ((age <= 0) & (worse > 0)) | ((age < 0) & (worse >= 0))
    overtaken &= ~parts.hedged[rival] | parts.hedged[floors]
    floors = floors[(rival == MISSING) | ((parts.best[floors] > parts.best[rival]) & ~overtaken)]
    lifts = floors[last_per(into[floors], parts.best[floors], parts.known[floors])]
    winner[into[lifts]] = lifts
    joined = parts.take(winner)
    current = heard & ~parts.floor & (parts.known >= joined.known[into])
    np.minimum.at(joined.low, into[current], parts.low[current])
    np.maximum.at(joined.high, into, parts.high)
    return joined, winner


def join_populations(data: Encoded, single: Estimates) -> tuple[Estimates, Step]:
    """Within a subject: the figure for all against military plus civilian; a lone part only where nothing else is."""
    key, into = np.unique(pack(single.slot, single.who), return_inverse=True)
    n = len(key)
    whole, soldiers, civilians = (
        _row_of(n, into, single.aspect == data.aspects.index(name)) for name in ("any", "military", "civilian")
    )
    both = np.flatnonzero((soldiers != MISSING) & (civilians != MISSING))
    alone = np.flatnonzero(whole != MISSING)
    unrivalled = np.setdiff1d(np.flatnonzero(whole == MISSING), both)
    candidates = _stack(
        single.take(whole[alone]),
        _add(single.take(soldiers[both]), single.take(civilians[both])),
        single.take(np.maximum(soldiers, civilians)[unrivalled]),
    )
    of = np.concatenate([alone, both, unrivalled])
    joined, winner = _settle(of, n, candidates, np.ones(len(of), dtype=bool))
    is_sum = (winner >= len(alone)) & (winner < len(alone) + len(both))
    is_whole = single.aspect == data.aspects.index("any")
    made_best = np.where(is_sum[into], ~is_whole, is_whole == (whole != MISSING)[into])
    return joined._replace(aspect=np.full(n, MISSING)), Step(into, made_best)


def by_side(data: Encoded, subjects: Estimates) -> tuple[Estimates, list[Step]]:
    """Subjects to roots to sides; a subject below another that has a value is only a floor for it."""
    is_root = (subjects.who == TOGETHER) | (data.actors.root[subjects.who] == subjects.who)
    roots, to_roots = _lift(subjects, data.actors.root[subjects.who], is_root, add=False)
    side = np.where(roots.who == TOGETHER, TOGETHER, data.actors.side[roots.who])
    side_wide = (roots.who == TOGETHER) | data.actors.is_bloc[roots.who]
    sides, to_sides = _lift(roots, side, side_wide, add=True)
    return sides, [to_roots, to_sides]


def _lift(parts: Estimates, who: Ints, is_whole: Bools, *, add: bool) -> tuple[Estimates, Step]:
    """Join parts under a whole: the whole stands, unless a single part is larger and lifts it.

    Without a whole, the parts add up (`add`: roots of one side), or the largest one stands.
    """
    key, into = np.unique(pack(parts.slot, who), return_inverse=True)
    n = len(key)
    whole = _row_of(n, into, is_whole)
    piece = np.flatnonzero(~is_whole)
    largest = piece[last_per(into[piece], parts.best[piece], parts.known[piece])]
    part = scatter(n, into[largest], largest, MISSING)
    lifted = (part != MISSING) & (parts.best[part] > parts.best[whole])
    first = np.where(whole == MISSING, part, whole)
    joined = parts.take(first)._replace(who=who[_row_of(n, into, np.ones(len(into), dtype=bool))])
    winner = np.where(lifted, part, first)
    joined.best[:] = parts.best[winner]
    joined.known[:] = parts.known[winner]
    joined.standing[:] = parts.standing[winner]
    joined.high[:] = np.maximum(joined.high, np.where(part == MISSING, 0, parts.best[part]))
    made_best = np.zeros(len(into), dtype=bool)
    made_best[winner] = True
    if add:
        summed = whole == MISSING
        rows = np.flatnonzero(summed[into])
        for name in ("low", "best", "high"):
            sums = np.bincount(into[rows], weights=getattr(parts, name)[rows], minlength=n).astype(np.int64)
            getattr(joined, name)[summed] = sums[summed]
        for name in ("standing", "known"):
            newest = np.full(n, np.iinfo(np.int64).min)
            np.maximum.at(newest, into[rows], getattr(parts, name)[rows])
            getattr(joined, name)[summed] = newest[summed]
        made_best |= summed[into]
    return joined, Step(into, made_best)


def _total(heads: Ints, sides: Estimates) -> tuple[Ints, Ints, Ints, Ints]:
    """Low, best, high and basis of each slot; a claim about all together otherwise only widens the range."""
    best, low, high = (_spread(heads, sides, name) for name in ("best", "low", "high"))
    known = _spread(heads, sides, "known")
    summed, overall = _sum_known(best[:-1]), best[-1]
    has_both = (best[ARMENIAN] != MISSING) & (best[AZERBAIJANI] != MISSING)
    uses_overall = ~has_both & (overall != MISSING) & (overall >= summed)
    uses_sides = ~uses_overall & (summed != MISSING)
    basis = np.select([uses_overall, has_both, uses_sides], [_OVERALL, _SIDES, _ONE_SIDE], _NONE)
    lowest = np.where(uses_sides, _sum_known(low[:-1]), low[-1])
    newest = known[:-1].max(axis=0)
    widens = has_both & (overall != MISSING) & (known[-1] >= newest) & (_spread(heads, sides, "floor")[-1] == 0)
    lowest = np.where(widens, np.minimum(lowest, low[-1]), lowest)
    return lowest, np.where(uses_sides, summed, overall), np.maximum(_sum_known(high[:-1]), high[-1]), basis


def made_total(totals: Totals, sides: Estimates) -> Bools:
    """Which of the sides' estimates made the best total."""
    basis = totals.basis[np.searchsorted(totals.slot, sides.slot)]
    return np.where(sides.who == TOGETHER, basis == _OVERALL, np.isin(basis, (_SIDES, _ONE_SIDE)))


def _claimed(data: Encoded, said: Claims, slot: Ints, standing: Ints, heads: Ints, n: int) -> Ints:
    """The newest adversary claim on each side."""
    number, side = value(said), data.actors.side[said.subject]
    out = []
    for each in (ARMENIAN, AZERBAIJANI):
        rows = np.flatnonzero((standing == ADVERSARY) & (said.subject != TOGETHER) & (side == each))
        newest = rows[last_per(slot[rows], said.known[rows], number[rows])]
        out.append(scatter(n, np.searchsorted(heads, slot[newest]), number[newest], MISSING))
    return np.stack(out)


def _row_of(n: int, into: Ints, chosen: Bools) -> Ints:
    rows = np.flatnonzero(chosen)
    return scatter(n, into[rows], rows, MISSING)


def _spread(heads: Ints, sides: Estimates, name: str) -> Ints:
    """One column as rows for the Armenian side, the Azerbaijani side, third parties and all together."""
    out = np.full((len(SIDES) + 1, len(heads)), MISSING, dtype=np.int64)
    out[sides.who, np.searchsorted(heads, sides.slot)] = getattr(sides, name)
    return out


def _sum_known(columns: Ints) -> Ints:
    known = columns != MISSING
    return np.where(known.any(axis=0), np.where(known, columns, 0).sum(axis=0), MISSING)


def _add(one: Estimates, other: Estimates) -> Estimates:
    return one._replace(
        standing=np.maximum(one.standing, other.standing),
        known=np.maximum(one.known, other.known),
        hedged=one.hedged | other.hedged,
        floor=one.floor | other.floor,
        **{name: getattr(one, name) + getattr(other, name) for name in ("low", "best", "high")},
    )


def _stack(*parts: Estimates) -> Estimates:
    return Estimates._make(np.concatenate(columns) for columns in zip(*parts, strict=True))
