"""Estimates of a number: rivals for the same people compete, and parts join their whole."""

from typing import NamedTuple, Self

import numpy as np

from nkevents.rule.grouping import Bools, Groups, Ints, marked

POPULATIONS = ("any", "military", "civilian")
ANY, MILITARY, CIVILIAN = range(len(POPULATIONS))
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
    """How the rows of one level made those of the next.

    Attributes
    ----------
    into : array of int
        Where each row went.
    made : dict of array of bool
        By the names of ``RANGE``: whether it made that value.
    """

    into: Ints
    made: dict[str, Bools]


def resolve_rivals(groups: Groups, rivals: Estimates, competes: Bools) -> tuple[Estimates, Step]:
    """Let rival estimates compete in each group: best standing, then newest, then larger; floors only lift.

    A floor lifts a value that it exceeds if its standing is as good, unless a firm figure has overtaken it since.
    The range is spanned by all of them, but what the winner overtook does not lower it, nor does a floor.

    Parameters
    ----------
    groups : Groups
        Each with at least one row that competes.
    competes : array of bool, shape (rivals,)
        The others only widen the range upwards.

    Returns
    -------
    Estimates
        The winners with their range.
    """
    counts, floors = competes & ~rivals.floor, competes & rivals.floor
    count = groups.last(-rivals.standing, rivals.known, rivals.best, where=counts)
    on = rivals.take(count.value[groups.of])
    lifts = floors & (~count.found[groups.of] | floor_lifts(rivals, on))
    largest = groups.last(rivals.best, rivals.known, where=lifts)
    winner = largest.otherwise(count.value)
    joined, won = rivals.take(winner), marked(len(counts), winner)
    spans = won | (counts & (rivals.known >= joined.known[groups.of]))
    low = groups.least(rivals.low, where=spans).value
    high = groups.greatest(rivals.high, where=np.ones(len(counts), dtype=bool)).value
    made = {
        "low": spans & (rivals.low == low[groups.of]),
        "best": won,
        "high": rivals.high == high[groups.of],
    }
    return joined._replace(low=low, high=high), Step(groups.of, made)


def floor_lifts(floors: Estimates, counts: Estimates) -> Bools:
    """Which floors lift the counts beside them.

    Only a floor of as good a standing does. A count overtakes it that is newer and of as good a standing, if it is
    firm or the floor is hedged too.
    """
    overtaken = (floors.known < counts.known) & (floors.standing == counts.standing)
    overtaken &= ~counts.hedged | floors.hedged
    lifts: Bools = (floors.best > counts.best) & (floors.standing <= counts.standing) & ~overtaken
    return lifts


def largest_or_whole(parts: Estimates, who: Ints, is_whole: Bools) -> tuple[Estimates, Step]:
    """Join parts under a whole: the whole stands, or without one the largest part; a larger part lifts the whole.

    Parameters
    ----------
    who : array of int, shape (parts,)
        The whole that each belongs to.
    is_whole : array of bool, shape (parts,)
        Which of them speak of the whole itself.
    """
    groups, first = Groups.by(parts.event_code, who)
    whole = groups.only(is_whole)
    largest = groups.last(parts.best, parts.known, where=~is_whole)
    standing = whole.otherwise(largest.value)
    stands, piece = parts.take(standing), parts.take(largest.value)
    lifts = whole.found & largest.found & (piece.best > stands.best)
    joined = stands.replaced(lifts, piece, "best", "known", "population", "floor", "partial")
    widest = groups.greatest(parts.high, where=~is_whole).otherwise(0)
    joined = joined._replace(who=who[first], high=np.maximum(joined.high, widest))
    made = {
        "low": marked(len(groups.of), standing),
        "best": marked(len(groups.of), np.where(lifts, largest.value, standing)),
        "high": parts.high == joined.high[groups.of],
    }
    return joined, Step(groups.of, made)


def sum_or_whole(parts: Estimates, who: Ints, is_whole: Bools) -> tuple[Estimates, Step]:
    """Join parts under a whole as `largest_or_whole` does; without a whole the parts are added up."""
    joined, step = largest_or_whole(parts, who, is_whole)
    groups = Groups(step.into, len(joined.who))
    adds = ~groups.any(is_whole)
    everyone = np.ones(len(groups.of), dtype=bool)
    summed = joined._replace(
        low=groups.sum(parts.low),
        best=groups.sum(parts.best),
        high=groups.sum(parts.high),
        known=groups.greatest(parts.known, where=everyone).value,
        population=_common(groups, parts.population),
        floor=groups.any(parts.floor),
        partial=groups.any(parts.partial),
    )
    made = {name: rows | adds[groups.of] for name, rows in step.made.items()}
    changed = (*RANGE, "known", "population", "floor", "partial")
    return joined.replaced(adds, summed, *changed), Step(groups.of, made)


def _common(groups: Groups, population: Ints) -> Ints:
    """The population that all rows of a group share; all persons where they differ."""
    everyone = np.ones(len(population), dtype=bool)
    least, greatest = groups.least(population, where=everyone).value, groups.greatest(population, where=everyone).value
    return np.where(least == greatest, least, ANY)
