"""The two accounts of an event side by side, and how its tolls were known to grow."""

from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nkevents.model.edtf import OPEN_START, as_day
from nkevents.model.frames import string_array
from nkevents.rule import states as rule_states
from nkevents.rule.acceptance import SAYS
from nkevents.rule.claim_arrays import ARMENIAN, AZERBAIJANI, MISSING, SIDES, THIRD
from nkevents.rule.grouping import Bools, Groups, Ints
from nkevents.rule.occurrence import GOES_ON, PLANNED, Occurrence
from nkevents.rule.states import States
from nkevents.rule.sum_of_sides import BASES
from nkevents.views.base import NAT, Base, Day, days, integers, successive

TollStep = Literal["day", "week", "month"]
_STEPS = {"day": "D", "week": "W", "month": "M"}
TOTAL = "total"


def accounts(self: Base, event: str | None = None, *, as_of: Day | None = None) -> pd.DataFrame:
    """Load the accounts of each event side by side: what the Armenian side, the Azerbaijani side and others say.

    Parameters
    ----------
    event : str, optional
        Only this event, by id or slug; events of all levels when left out.
    as_of : str or date, optional
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        Three rows per event, for side armenian, azerbaijani and third. says: asserts, denies, both, or empty
        where the side is silent and for plans. date, place, killed_armenian, killed_azerbaijani,
        killed_civilian, wounded and captured follow from that side's claims alone. killed_armenian and
        killed_azerbaijani hold of its own people what it counts, of its adversary's what it claims; the other three
        leave out what it claims of its adversary's people. at_least: the counts among these five that are only
        lower bounds, "at least 150", as in ``killed_armenian; wounded``. A date of what goes on is open
        (``2020-09-27/..``). blames: the sides whose actors it names as responsible;
        denies_blame: whether it denies that it is responsible itself. first_said and last_said: days of its
        first and newest claim; loudest_speaker: who of it makes most claims; n_claims, n_publishers. An ally
        speaks with its side.

    Raises
    ------
    UnknownValueError
        If the event is not in the data.

    Examples
    --------
    >>> import nkevents
    >>> told = nkevents.accounts("shusha-shushi-capture", as_of="2020-11-08").set_index("side")
    >>> told.loc[["armenian", "azerbaijani"], "says"].tolist()
    ['denies', 'asserts']
    """
    states, apart = self._states(as_of), self._states(as_of, rule_states.by_side)
    keep = states.visible[apart.event]
    if event is not None:
        keep &= apart.event == self._event(event)
    frame = _account_rows(self, states, apart, np.flatnonzero(keep))
    frame.attrs.update(self._attrs(as_of))
    return frame


def account_vintages(self: Base) -> pd.DataFrame:
    """Every state that any account has had."""
    states, apart = self._all_states, rule_states.every_state_by_side(self._encoded)
    shown = np.flatnonzero(np.repeat(states.visible, len(SIDES)))
    # By event, then by side in the order of SIDES and not of an enum, then by day.
    shown = shown[np.lexsort((apart.as_of[shown], shown % len(SIDES), apart.event[shown]))]
    frame = _account_rows(self, states, apart, shown)
    account = apart.event[shown] * len(SIDES) + shown % len(SIDES)
    compared = (frame[name] for name in frame.columns.drop(["event_id", "slug", "side"]))
    return successive(frame, account, apart.as_of[shown], compared)


def _account_rows(self: Base, states: States, apart: States, rows: Ints) -> pd.DataFrame:
    """These of the three rows, one per side, of each group of `states`; `apart` has the groups of the sides."""
    data, state = self._encoded, np.repeat(np.arange(len(states.event)), len(SIDES))
    side = np.tile(np.arange(len(SIDES)), len(states.event))
    occurrence = apart.occurrence
    # What a side had planned is not the day that it gives for what took place.
    plans_alone = (occurrence.status == PLANNED) & (states.occurrence.status[state] != PLANNED)
    date = np.where(plans_alone, MISSING, occurrence.date)
    spoke = apart.n_claims > 0
    values: dict[str, Any] = {
        "event_id": self._texts("events", "event_id", apart.event[rows]),
        "slug": self._texts("events", "slug", apart.event[rows]),
        "side": self._coded("actors", "side", side[rows], SIDES),
        "says": self._coded("timeline", "armenian_says", states.acceptance.says[side, state][rows], SAYS),
        "date": _since(self._named(data.date_texts, date[rows]), occurrence, rows),
        "place": self._named(self._labels("place"), occurrence.place[rows]),
        "first_said": days(_first_said(apart)[rows]),
        "last_said": days(np.where(spoke, apart.last_known, NAT)[rows]),
        **_blame(self, apart, side, rows),
        **_counts(data.code, len(data.codes), apart, side, rows),
        "loudest_speaker": self._named(self._labels("actor"), _loudest(apart)[rows]),
        "n_claims": integers(apart.n_claims[rows]),
        "n_publishers": integers(apart.n_publishers[rows]),
    }
    return pd.DataFrame(values, copy=False)


def tolls(
    self: Base, event: str, *, code: str = "killed", by: TollStep = "day", as_of: Day | None = None
) -> pd.DataFrame:
    """Follow how a toll was known to grow.

    Parameters
    ----------
    event : str
        Id or slug.
    code : str
        A code of a figure, such as ``"killed"`` or ``"captured"``.
    by : {"day", "week", "month"}
        A row for each day on which a value of a side changed, or for the last state of each week or month in
        which one did.
    as_of : str or date, optional
        Only what was public at the end of this day.

    Returns
    -------
    pandas.DataFrame
        One row per day and side, sorted by both: day, side (armenian, azerbaijani, third, total), low, best,
        high, basis, is_floor (best is a lower bound, as in `load`), claimed (by that side's adversary),
        claimed_is_floor. The
        basis of the total is that of `load`; that of a side is one_side where the side has a value, partial
        where this counts civilians or soldiers alone and makes the total partial, adversary, or none.

    Raises
    ------
    UnknownValueError
        If the event, the code or `by` is not known.

    Examples
    --------
    >>> import nkevents
    >>> war = nkevents.tolls("war-2020")
    >>> war[war["side"] == "armenian"]["best"].is_monotonic_increasing
    True
    """
    self._check("step", [by], _STEPS, "the documentation of tolls()")
    vocabulary = self._tables.frame("claim_codes")
    self._check("figure code", [code], vocabulary.loc[vocabulary["kind"] == "figure", "code"], "table claim_codes")
    states = rule_states.one_event(self._encoded, self._event(event))
    frame = _toll_rows(self, states, int(self._encoded.code(code)[0]))
    if as_of is not None:
        frame = frame[frame["day"] <= pd.Timestamp(as_day(as_of))]
    period = frame["day"].dt.to_period(_STEPS[by])
    frame = frame.groupby(["side", period], sort=False, observed=True).tail(1)
    shown = ["low", "best", "high", "basis", "is_floor", "claimed", "claimed_is_floor"]
    now, before = frame[shown].astype(object), frame.groupby("side", observed=True)[shown].shift().astype(object)
    same = ((now == before) | (now.isna() & before.isna())).all(axis=1)
    changed = ~same & (now.drop(columns="basis").notna().any(axis=1) | before.notna().any(axis=1))
    frame = frame[changed].sort_values(["day", "side"], kind="stable", ignore_index=True)
    frame.attrs.update(self._attrs(as_of))
    return frame


def _toll_rows(self: Base, states: States, code: int) -> pd.DataFrame:
    """One row per state and side, empty where nothing is known."""
    found, n = states.figures, len(states.event)
    row = found.row_of(code, len(self._encoded.codes), n)
    names = pd.CategoricalDtype([*SIDES, TOTAL])
    unclaimed = np.full_like(found.low, MISSING), np.zeros_like(found.floor)
    counts = [
        (found.low_by_side[side], found.by_side[side], found.high_by_side[side], found.basis_by_side[side])
        for side in range(len(SIDES))
    ]
    counts.append((found.low, found.best, found.high, found.basis))
    floors = [*found.floor_by_side, found.floor]
    claims = [*zip(found.claimed, found.claimed_floor, strict=True), unclaimed, unclaimed]
    parts = []
    for name, count, is_floor, claim in zip((*SIDES, TOTAL), counts, floors, claims, strict=True):
        low, best, high, claimed = (row.of(each, MISSING) for each in (*count[:3], claim[0]))
        values: dict[str, Any] = {
            "day": days(states.as_of),
            "side": pd.Categorical([name] * n, dtype=names),
            "low": integers(low),
            "best": integers(best),
            "high": integers(high),
            "basis": self._coded("timeline", "killed_basis", row.of(count[3], BASES.index("none")), BASES),
            "is_floor": pd.arrays.BooleanArray(row.of(is_floor, False), best == MISSING),
            "claimed": integers(claimed),
            "claimed_is_floor": pd.arrays.BooleanArray(row.of(claim[1], False), claimed == MISSING),
        }
        parts.append(pd.DataFrame(values))
    return pd.concat(parts, ignore_index=True)


def _blame(self: Base, apart: States, side: Ints, rows: Ints) -> dict[str, Any]:
    """Of these rows, which sides each side holds responsible, and whether it denies to be so itself."""
    data, claims = self._encoded, apart.claims
    names = apart.alive & (claims.code == data.code("initiator"))
    whose = data.actors.side[claims.subject]
    n = len(apart.event)
    named = {
        name: Groups(apart.group, n).any(names & ~claims.denies & (whose == each))[rows]
        for each, name in enumerate(SIDES)
    }
    own = names & claims.denies & (whose == side[apart.group]) & (whose != THIRD)
    return {
        "blames": _listed(named, len(rows)),
        "denies_blame": pd.array(Groups(apart.group, n).any(own)[rows], dtype="boolean"),
    }


def _listed(flags: dict[str, Bools], n: int) -> Any:
    """The names that hold in each row, joined by "; "; missing where none does."""
    texts = pa.array([""] * n, pa.string())
    for name, holds in flags.items():
        texts = pc.binary_join_element_wise(texts, pa.array(np.where(holds, f"{name}; ", "")), "")
    texts = pc.utf8_rtrim(texts, "; ")
    texts = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    return string_array(texts)


def _since(texts: Any, occurrence: Occurrence, rows: Ints) -> Any:
    """The dates of these rows as texts; of what goes on from its first day on."""
    goes_on = (occurrence.status == GOES_ON) & (occurrence.start > OPEN_START) & (occurrence.date != MISSING)
    goes_on = goes_on[rows]
    starts = np.datetime_as_string(days(occurrence.start[rows][goes_on]), unit="D")
    texts = texts.copy()
    texts[goes_on] = [f"{start}/.." for start in starts]
    return texts


def _first_said(apart: States) -> Ints:
    groups = Groups(apart.group, len(apart.event))
    return groups.least(apart.claims.known, where=np.ones(len(apart.group), dtype=bool)).otherwise(NAT)


def _loudest(apart: States) -> Ints:
    """The speaker of each side who makes most claims; of equals the one who spoke first."""
    speaker = apart.claims.speaker
    pairs, first = Groups.by(apart.group, speaker)
    count = pairs.sizes()
    since = pairs.least(apart.claims.known, where=np.ones(len(speaker), dtype=bool)).value
    best = Groups(apart.group[first], len(apart.event)).last(count, -since, where=np.ones(pairs.n, dtype=bool))
    return best.of(speaker[first], MISSING).astype(np.int64)


def _counts(code: Any, n_codes: int, apart: States, side: Ints, rows: Ints) -> dict[str, Any]:
    """Figures of these rows by each side: of its own people what it counts, of its adversary's what it claims."""
    found, n = apart.figures, len(apart.event)

    row = {name: found.row_of(int(code(name)[0]), n_codes, n) for name in ("killed", "wounded", "captured")}

    def counted(name: str, values: Ints, floor: Bools) -> tuple[Ints, Bools]:
        return row[name].of(values, MISSING).astype(np.int64), row[name].of(floor, False)

    def dead(whose: int, adversary: int) -> tuple[Ints, Bools]:
        told = counted("killed", found.by_side[whose], found.floor_by_side[whose])
        claimed = counted("killed", found.claimed[whose], found.claimed_floor[whose])
        return np.where(side == adversary, claimed[0], told[0]), np.where(side == adversary, claimed[1], told[1])

    counts = {
        "killed_armenian": dead(ARMENIAN, AZERBAIJANI),
        "killed_azerbaijani": dead(AZERBAIJANI, ARMENIAN),
        "killed_civilian": counted("killed", found.civilian, found.civilian_floor),
        "wounded": counted("wounded", found.best, found.floor),
        "captured": counted("captured", found.best, found.floor),
    }
    floors = {name: ((number != MISSING) & floor)[rows] for name, (number, floor) in counts.items()}
    numbers = {name: integers(number[rows]) for name, (number, _) in counts.items()}
    return {**numbers, "at_least": _listed(floors, len(rows))}
