"""Status, acceptance, date and place of each event, from what is said of its occurrence."""

from typing import NamedTuple

import numpy as np

from nkevents.model.edtf import OPEN_END, PRECISIONS
from nkevents.rule.claim_arrays import ARMENIAN, AZERBAIJANI, MISSING, THIRD, Claims, Encoded
from nkevents.rule.current import HAPPENED
from nkevents.rule.grouping import Bools, Ints, any_per, distinct_per, last_per, pack, scatter

# Of plans said on one day, the later in this list stands.
PLANS = ("proposed", "scheduled", "rescheduled", "postponed", "not_held", "cancelled")
CAN_BE_OVERDUE = ("proposed", "scheduled", "rescheduled")
_NEVER, _PLANNED, _GOES_ON, _HAPPENED = range(-1, 3)


class Occurrence(NamedTuple):
    """What is known of each group's occurrence; arrays of shape (groups,) unless said otherwise.

    Attributes
    ----------
    code : array of int
        The claim code that is the status (``occurred`` for ``ended``), -1 where nobody maintains any.
    date : array of int
        Position in ``Encoded.dates`` of the chosen date, -1 for none.
    start, end, precision : array of int
        Its day numbers and its position in ``PRECISIONS``.
    contested_date, overdue : array of bool
    denied, agreed, one_side : array of bool
        Acceptance; none of them: third-side speakers alone.
    place : array of int
    gave_status, gave_date, gave_place : array of int, shape (any,)
        Rows of the claims behind each.
    """

    code: Ints
    date: Ints
    start: Ints
    end: Ints
    precision: Ints
    contested_date: Bools
    overdue: Bools
    denied: Bools
    agreed: Bools
    one_side: Bools
    place: Ints
    gave_status: Ints
    gave_date: Ints
    gave_place: Ints


def occurrences(data: Encoded, claims: Claims, group: Ints, alive: Bools, as_of: Ints) -> Occurrence:
    """Derive status, acceptance, date and place.

    Parameters
    ----------
    data : Encoded
    claims : Claims
        The visible claims.
    group : array of int, shape (claims,)
    alive : array of bool, shape (claims,)
    as_of : array of int, shape (groups,)
        Day number of each group's state of knowledge.

    Returns
    -------
    Occurrence
    """
    n = len(as_of)
    standing = _class_of_code(data)[claims.code]
    said = alive & data.of_kind("occurrence", claims)
    status, code = _status(data, claims, group, said & ~claims.denies, n)
    # A denied plan says nothing against what happened, nor the other way round.
    same_matter = said & ((standing == _PLANNED) == (status[group] == _PLANNED))
    denied = any_per(group, n, same_matter & claims.denies) | (status == _NEVER)
    gives = said & ~claims.denies & (standing == status[group])
    gives &= (status[group] != _PLANNED) | (claims.code == code[group])
    rows, giving = claims.where(gives)
    of = group[rows]
    side = data.actors.voice(giving.speaker)
    armenian, azerbaijani, third = (any_per(of, n, side == each) for each in (ARMENIAN, AZERBAIJANI, THIRD))
    agreed = ~denied & ((armenian & azerbaijani) | ((armenian | azerbaijani) & third))
    date, start, end, precision, gave_date = _date(data, giving, of, status, n)
    contested = any_per(
        of,
        n,
        (status[of] != _PLANNED)
        & ((data.dates.start[giving.date] > end[of]) | (_end(data, giving, status[of]) < start[of])),
    )
    place, gave_place = _place(data, giving, of, n)
    plan_day_over = np.isin(code, data.code(*CAN_BE_OVERDUE)) & (end < as_of)
    return Occurrence(
        code=np.where(status == _HAPPENED, data.code("occurred"), code),
        date=date,
        start=start,
        end=end,
        precision=precision,
        contested_date=contested,
        overdue=plan_day_over & (date != MISSING),
        denied=denied,
        agreed=agreed,
        one_side=~denied & ~agreed & (armenian | azerbaijani),
        place=place,
        gave_status=rows,
        gave_date=rows[gave_date],
        gave_place=rows[gave_place],
    )


def _class_of_code(data: Encoded) -> Ints:
    classes = np.full(len(data.codes) + 1, _NEVER, dtype=np.int64)
    classes[data.code(*PLANS)] = _PLANNED
    classes[data.code("ongoing")] = _GOES_ON
    classes[data.code(*HAPPENED)] = _HAPPENED
    return classes


def _status(data: Encoded, claims: Claims, group: Ints, asserted: Bools, n: int) -> tuple[Ints, Ints]:
    """Class and code of each group's status: what happened, else what goes on, else the newest plan."""
    rows, said = claims.where(asserted)
    classes = _class_of_code(data)[said.code]
    rank = np.full(len(data.codes), MISSING, dtype=np.int64)
    rank[data.code(*PLANS)] = np.arange(len(PLANS))
    best = last_per(group[rows], classes, said.known, rank[said.code])
    winners = rows[best]
    status = scatter(n, group[winners], classes[best], _NEVER)
    return status, scatter(n, group[winners], said.code[best], MISSING)


def _end(data: Encoded, giving: Claims, status: Ints) -> Ints:
    """Last day of each claim's date; what goes on has none."""
    return np.where(status == _GOES_ON, OPEN_END, data.dates.end[giving.date])


def _date(data: Encoded, giving: Claims, group: Ints, status: Ints, n: int) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Choose each group's date: least uncertain, most publishers, known first, earlier.

    Of plans the newest comes before the one with most publishers: a plan that was moved twice stands on the last
    day named, however few have reported it yet.
    """
    key = pack(group, giving.date)
    keys, publishers = distinct_per(key, giving.publisher)
    published = publishers[np.searchsorted(keys, key)]
    oldest = last_per(key, -giving.known)
    first_known = giving.known[oldest][np.searchsorted(keys, key)]
    newest_plan = np.where(status[group] == _PLANNED, giving.known, 0)
    dates = data.dates
    best = last_per(
        group,
        -dates.uncertainty[giving.date],
        newest_plan,
        published,
        -first_known,
        -dates.start[giving.date],
        -dates.end[giving.date],
    )
    of, date = group[best], giving.date[best]
    goes_on = status[of] == _GOES_ON
    start = scatter(n, of, dates.start[date], 0)
    end = scatter(n, of, np.where(goes_on, OPEN_END, dates.end[date]), 0)
    precision = scatter(n, of, np.where(goes_on, PRECISIONS.index("open"), dates.precision[date]), MISSING)
    chosen = scatter(n, of, date, MISSING)
    return chosen, start, end, precision, np.flatnonzero(giving.date == chosen[group])


def _place(data: Encoded, giving: Claims, group: Ints, n: int) -> tuple[Ints, Ints]:
    """Choose each group's place: most publishers, smallest radius, then place id."""
    placed = np.flatnonzero(giving.place != MISSING)
    of, place = group[placed], giving.place[placed]
    key = pack(of, place)
    keys, publishers = distinct_per(key, giving.publisher[placed])
    size = np.unique(data.radius, return_inverse=True)[1]
    best = last_per(of, publishers[np.searchsorted(keys, key)], -size[place], -place)
    chosen = scatter(n, of[best], place[best], MISSING)
    return chosen, placed[place == chosen[of]]
