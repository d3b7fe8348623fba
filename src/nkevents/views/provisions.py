"""What agreements and truces require, and what is said to have come of it."""

from typing import Any

import numpy as np
import pandas as pd

from nkevents.model.edtf import OPEN_END, as_day, day_number
from nkevents.rule import states as rule_states
from nkevents.rule.claim_arrays import MISSING, SIDES
from nkevents.rule.grouping import Bools, Ints
from nkevents.rule.provision_states import STATES, WORDS
from nkevents.rule.states import Provisions
from nkevents.views.base import NAT, Base, Day, days, index_in, integers, successive

# States in which what the point asks is done, as far as anybody says.
_DONE = ("claimed", "fulfilled")
# States in which a due day that has passed makes nobody late any more, or never did.
_NOT_LATE = ("broken", "alleged", "disputed")


def provisions(self: Base, event: str | None = None, *, as_of: Day | None = None) -> pd.DataFrame:
    """Load the provisions of agreements and truces, each with its state.

    Parameters
    ----------
    event : str, optional
        Only provisions of this agreement, by id or slug.
    as_of : str or date, optional
        As in `load`; a provision is shown once its agreement is.

    Returns
    -------
    pandas.DataFrame
        Columns of the table provisions, then slug, obligor, state, since (the first day on which the state held
        without a break), late_days (days from the due day to the day since which it is said to be done without a
        break, which may be later than it was done, or that have passed since while nobody says so; 0 where it was
        said in time; empty without a due day or while that is to come), by_armenian, by_azerbaijani, by_third
        (what each side says: kept, begun, broken, both; empty where it is silent) and n_claims (compliance claims
        known by then). States: pending; overdue (due day passed, nothing said); begun (begun or partly fulfilled);
        claimed (somebody says fulfilled, none against); fulfilled (both sides, or one and a third-side speaker,
        say so); alleged (somebody says broken, none against); broken (both, or one and a third-side speaker, say
        so); disputed (live claims conflict).

    Raises
    ------
    UnknownValueError
        If the event is not in the data.

    Examples
    --------
    >>> import nkevents
    >>> p = nkevents.provisions("ceasefire-statement-2020", as_of="2020-11-11")
    >>> "9" in set(p["point"])
    True
    """
    data = self._encoded
    day = data.newest if as_of is None else day_number(as_day(as_of))
    found, every = rule_states.provisions_as_of(data, day), self._all_provision_states
    since, done_since = (_on_day(every, starts, found, day) for starts in _starts(every))
    keep = since != NAT
    if event is not None:
        keep &= data.agreement[found.provision] == self._event(event)
    frame = _provision_rows(self, found, since, done_since, np.flatnonzero(keep))
    frame.attrs.update(self._attrs(as_of))
    return frame


def provision_vintages(self: Base) -> pd.DataFrame:
    """Every state that any provision has had."""
    found = self._all_provision_states
    frame = _provision_rows(self, found, *_starts(found), np.arange(len(found.provision)))
    compared = (found.states.state, *found.states.by_side, found.n_claims)
    return successive(frame, found.provision, found.as_of, compared)


def _provision_rows(self: Base, found: Provisions, since: Ints, done_since: Ints, rows: Ints) -> pd.DataFrame:
    """The states at these positions, with the days of `_starts`."""
    data, states, provision = self._encoded, found.states, found.provision[rows]
    columns = self._tables.columns("provisions", provision)
    obligor = index_in(self._tables.arrow("provisions")["obligor_id"], self._tables.arrow("actors")["actor_id"])
    columns["slug"] = self._texts("events", "slug", data.agreement[provision])
    columns["obligor"] = self._named(self._labels("actor"), obligor[provision])
    columns["state"] = pd.Categorical.from_codes(states.state[rows], dtype=pd.CategoricalDtype(list(STATES)))
    columns["since"] = days(since[rows])
    late = _late(data.due[provision], states.state[rows], done_since[rows], found.as_of[rows])
    columns["late_days"] = integers(late)
    for row, side in enumerate(SIDES):
        words: Any = pd.Categorical.from_codes(states.by_side[row][rows], dtype=pd.CategoricalDtype(list(WORDS)))
        columns[f"by_{side}"] = words
    columns["n_claims"] = integers(found.n_claims[rows])
    return pd.DataFrame(columns, copy=False)


def _is_done(state: Ints) -> Bools:
    return np.isin(state, [STATES.index(name) for name in _DONE])


def _late(due: Ints, state: Ints, done_since: Ints, day: Ints) -> Ints:
    """Days by which each provision is late, -1 where that cannot be said."""
    done = _is_done(state)
    decided = np.isin(state, [STATES.index(name) for name in _NOT_LATE])
    late = np.maximum(np.where(done, done_since, day) - due, 0)
    counts = (due < OPEN_END) & ~decided & (done | (due < day))
    return np.where(counts, late, MISSING)


def _starts(every: Provisions) -> tuple[Ints, Ints]:
    """For each state of a provision, the day from which it holds, and that from which it is done or is not."""
    return _run_starts(every, every.states.state), _run_starts(every, _is_done(every.states.state))


def _run_starts(every: Provisions, held: Ints | Bools) -> Ints:
    """For each state of a provision, the day from which the same has held without a break."""
    n = len(every.provision)
    begins = np.ones(n, dtype=bool)
    same_provision = every.provision[1:] == every.provision[:-1]
    begins[1:] = ~same_provision | (held[1:] != held[:-1])
    heads = np.flatnonzero(begins)
    return every.as_of[heads][np.cumsum(begins) - 1] if n else every.as_of


def _on_day(every: Provisions, starts: Ints, found: Provisions, day: int) -> Ints:
    """What `starts` gives for each provision on a day; NaT's number where its agreement is not known by then."""
    seen = every.as_of <= day
    at = np.searchsorted(every.provision[seen], found.provision, side="right") - 1
    out = np.full(len(found.provision), NAT, dtype=np.int64)
    known = np.isin(found.provision, every.provision[seen])
    out[known] = starts[seen][at[known]]
    return out
