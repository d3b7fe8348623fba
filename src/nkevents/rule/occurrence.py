"""Status, date and place of each event, from what is said of its occurrence."""

from typing import NamedTuple

import numpy as np

from nkevents.model.edtf import OPEN_END, OPEN_START, PRECISIONS
from nkevents.rule.claim_arrays import MISSING, ClaimArrays, Claims
from nkevents.rule.grouping import Bools, Groups, Ints, distinct_per, pack

NEVER, PLANNED, GOES_ON, TOOK_PLACE = range(-1, 3)


class Occurrence(NamedTuple):
    """What is known of each group's occurrence; arrays of shape (groups,) unless said otherwise.

    Attributes
    ----------
    status : array of int
        Class of the status: `NEVER` where nobody maintains the event, `PLANNED`, `GOES_ON` or `TOOK_PLACE`.
    code : array of int
        The claim code that is the status (``occurred`` also for ``ended``), -1 where nobody maintains any.
    date : array of int
        Position in ``ClaimArrays.dates`` of the chosen date, -1 for none.
    start, end, precision : array of int
        Its day numbers, earlier sightings counted, and its position in ``PRECISIONS``.
    gave_status, gave_date, gave_start, gave_place : array of int, shape (any,)
        Rows of the claims behind each; `gave_start` where an earlier sighting moved the first day.
    contests_date : array of int, shape (any,)
        Rows of the claims whose date does not overlap the chosen one.
    """

    status: Ints
    code: Ints
    date: Ints
    start: Ints
    end: Ints
    precision: Ints
    contested_date: Bools
    overdue: Bools
    place: Ints
    gave_status: Ints
    gave_date: Ints
    gave_start: Ints
    gave_place: Ints
    contests_date: Ints


def occurrences(data: ClaimArrays, claims: Claims, group: Ints, alive: Bools, as_of: Ints) -> Occurrence:
    """Derive status, date and place.

    `claims` are the visible ones, each with its `group` and whether it is `alive`; `as_of` are the day numbers of each
    group's state of knowledge, shape (groups,).
    """
    n = len(as_of)
    asserted = alive & data.of_kind("occurrence", claims) & ~claims.denies
    status, code = _status(data, claims, group, asserted, n)
    gives = asserted & (class_of(data, claims) == status[group])
    gives &= (status[group] != PLANNED) | (claims.code == code[group])
    rows, giving = claims.where(gives)
    givers = Groups(group[rows], n)
    date, gave_date = _date(data, giving, givers, status)
    start, end = data.dates.start[date], data.dates.end[date]
    precision = data.dates.precision[date]
    goes_on = (status == GOES_ON) & (date != MISSING)
    end = np.where(goes_on, OPEN_END, end)
    precision = np.where(goes_on, PRECISIONS.index("open"), precision)
    later = data.dates.start[giving.date] > end[givers.of]
    earlier = _end(data, giving, status[givers.of]) < start[givers.of]
    contests = (status[givers.of] != PLANNED) & (later | earlier)
    start, precision, gave_start = _first_sighting(data, claims, Groups(group, n), status, start, end, precision)
    place, gave_place = _place(data, claims, Groups(group, n), gives)
    # Who says the same again without a place does not take back the place that it gave before.
    before = data.of_kind("occurrence", claims) & ~claims.denies & (class_of(data, claims) == status[group])
    before &= (status[group] != PLANNED) | (claims.code == code[group])
    speaks = pack(group, claims.speaker)
    before &= (place == MISSING)[group] & np.isin(speaks, speaks[gives])
    place_before, gave_before = _place(data, claims, Groups(group, n), before)
    place, gave_place = np.where(place == MISSING, place_before, place), np.union1d(gave_place, gave_before)
    plan_day_over = data.of_codes(data.stages.planned, code) & (end < as_of)
    return Occurrence(
        status=status,
        code=np.select([status == TOOK_PLACE, status == GOES_ON], data.code(*data.stages.statuses_took_place), code),
        date=date,
        start=start,
        end=end,
        precision=precision,
        contested_date=givers.any(contests),
        overdue=plan_day_over & (date != MISSING),
        place=place,
        gave_status=rows,
        gave_date=rows[gave_date],
        gave_start=gave_start,
        gave_place=gave_place,
        contests_date=rows[contests],
    )


def class_of(data: ClaimArrays, claims: Claims) -> Ints:
    """Class of each claim's code: `PLANNED`, `GOES_ON`, `TOOK_PLACE`; `NEVER` for codes of other kinds."""
    classes = np.full(len(data.codes), NEVER, dtype=np.int64)
    classes[data.code(*data.stages.plans)] = PLANNED
    classes[data.code(*data.stages.under_way)] = GOES_ON
    classes[data.code(*data.stages.happened)] = TOOK_PLACE
    return classes[claims.code]


def _status(data: ClaimArrays, claims: Claims, group: Ints, asserted: Bools, n: int) -> tuple[Ints, Ints]:
    """Class and code of each group's status: what happened, else what goes on, else the newest plan."""
    rows, said = claims.where(asserted)
    classes = class_of(data, said)
    rank = np.full(len(data.codes), MISSING, dtype=np.int64)
    rank[data.code(*data.stages.plans)] = np.arange(len(data.stages.plans))
    best = Groups(group[rows], n).last(classes, said.known, rank[said.code], where=np.ones(len(rows), dtype=bool))
    return best.of(classes, NEVER), best.of(said.code, MISSING)


def _end(data: ClaimArrays, giving: Claims, status: Ints) -> Ints:
    """Last day of each claim's date; what goes on has none."""
    return np.where(status == GOES_ON, OPEN_END, data.dates.end[giving.date])


def _date(data: ClaimArrays, giving: Claims, givers: Groups, status: Ints) -> tuple[Ints, Ints]:
    """Choose each group's date: least uncertain, most publishers, known first, earlier.

    Of plans the newest comes before the one with most publishers: a plan that was moved twice stands on the last
    day named, however few have reported it yet.

    Returns the position of each group's date, and the rows that give it.
    """
    same, _ = Groups.by(givers.of, giving.date)
    everyone = np.ones(len(giving.date), dtype=bool)
    _, publishers = distinct_per(same.of, giving.publisher)
    first_known = same.least(giving.known, where=everyone).value
    newest_plan = np.where(status[givers.of] == PLANNED, giving.known, 0)
    dates = data.dates
    best = givers.last(
        -dates.uncertainty[giving.date],
        newest_plan,
        publishers[same.of],
        -first_known[same.of],
        -dates.start[giving.date],
        -dates.end[giving.date],
        where=everyone,
    )
    date = best.of(giving.date, MISSING)
    return date, np.flatnonzero((giving.date != MISSING) & (giving.date == date[givers.of]))


def _first_sighting(
    data: ClaimArrays, claims: Claims, groups: Groups, status: Ints, start: Ints, end: Ints, precision: Ints
) -> tuple[Ints, Ints, Ints]:
    """Move an open or a continuing start back to the first day on which anybody saw the event.

    A sighting is a claim that the event goes on, took place or ended, and that names its first day; one that its
    speaker replaced counts, one that its speaker denied since does not. Firm ones come before hedged ones.

    Returns the starts, the precisions, and the rows that moved a start.
    """
    of_event = data.of_codes(data.stages.took_place, claims.code)
    rows, said = claims.where(of_event)
    spoken, _ = Groups.by(groups.of[rows], said.speaker)
    denied = spoken.greatest(said.known, where=said.denies)
    withdrawn = denied.found[spoken.of] & (denied.value[spoken.of] >= said.known)
    first = data.dates.start[said.date]
    of = groups.of[rows]
    movable = (status == GOES_ON) | ((status == TOOK_PLACE) & (start == OPEN_START))
    sights = movable[of] & ~said.denies & ~withdrawn & data.names_first_day[said.date] & (first <= end[of])
    seen = Groups(of, groups.n)
    firm, hedged = (seen.least(first, where=sights & flag) for flag in (~said.hedged, said.hedged))
    earliest = firm.otherwise(hedged.otherwise(OPEN_END))
    moves = movable & (earliest < OPEN_END) & ((earliest < start) | (start == OPEN_START))
    gave = moves[of] & sights & (first == earliest[of]) & (~said.hedged | ~firm.found[of])
    start = np.where(moves, earliest, start)
    bounded = np.where(start == end, PRECISIONS.index("day"), PRECISIONS.index("range"))
    precision = np.where(moves & (end != OPEN_END), bounded, precision)
    return start, precision, rows[gave]


def _place(data: ClaimArrays, claims: Claims, groups: Groups, gives: Bools) -> tuple[Ints, Ints]:
    """Choose each group's place from the claims that give one: most publishers, smallest radius, then place id.

    Returns the places, and the rows that give them.
    """
    rows = np.flatnonzero(gives & (claims.place != MISSING))
    place, givers = claims.place[rows], Groups(groups.of[rows], groups.n)
    same = pack(givers.of, place)
    keys, publishers = distinct_per(same, claims.publisher[rows])
    size = np.unique(data.radius, return_inverse=True)[1]
    everyone = np.ones(len(rows), dtype=bool)
    best = givers.last(publishers[np.searchsorted(keys, same)], -size[place], -place, where=everyone)
    chosen = best.of(place, MISSING)
    return chosen, rows[place == chosen[givers.of]]
