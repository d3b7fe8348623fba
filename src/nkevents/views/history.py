"""How the knowledge of one event came about, and which claims stand behind a cell."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from nkevents.errors import UnknownValueError
from nkevents.rule import states as rule_states
from nkevents.rule.claim_arrays import ARMENIAN, AZERBAIJANI, MISSING, SIDES
from nkevents.rule.deciding import deciding, deciding_claimed, deciding_of_side
from nkevents.rule.grouping import Bools, Ints, marked
from nkevents.rule.roles import TAKING_PART
from nkevents.rule.states import States
from nkevents.views.base import Base, Day, days
from nkevents.views.evidence import claims, claims_frame

_DATE = ("day", "date", "date_start", "date_end", "date_precision", "date_contested")
_STATUS = ("status", "overdue")
SAID = ("acceptance", "armenian_says", "azerbaijani_says", "third_says")
_PLACE = ("place", "place_id", "latitude", "longitude", "radius_km", "country")
_KILLED = ("killed_low", "killed_best", "killed_high", "killed_basis", "killed_is_floor")
_SIDES = {"killed_armenian": ARMENIAN, "killed_azerbaijani": AZERBAIJANI}
_CLAIMED = {"killed_armenian_claimed": ARMENIAN, "killed_azerbaijani_claimed": AZERBAIJANI}
_VALUES = {"killed_low": "low", "killed_high": "high", "killed_civilian": "civilian", "killed_basis": "basis"}
_COUNTED = ("n_claims", "n_publishers", "known_from", "last_known")
EXPLAINED = (
    *_DATE,
    *_STATUS,
    *SAID,
    *_PLACE,
    "participants",
    *_KILLED,
    *_SIDES,
    "killed_civilian",
    *_CLAIMED,
    "attribution",
    *_COUNTED,
)
# What rests on the same claims as a column before it, in the same way, and what rests on all of them.
_LIKE_OTHERS = ("date_start", "date_end", "date_precision", "overdue", *_PLACE[1:], "killed_is_floor", *_COUNTED)
_EXPLAINED_ONCE = tuple(name for name in EXPLAINED if name not in _LIKE_OTHERS)


def history(self: Base, event: str, *, as_of: Day | None = None) -> pd.DataFrame:
    """Follow the life cycle of one event: who said when that it is planned, takes place, or does not.

    Parameters
    ----------
    event : str
        Id or slug.
    as_of : str or date, optional
        Only what was public at the end of this day.

    Returns
    -------
    pandas.DataFrame
        One row per claim on its occurrence, sorted by known_from: known_from, code, polarity, date, place,
        speaker, side, speaks_with (as in `claims`), publisher, url, claim_id, live and status_then (the event's
        status at the end of that day).

    Raises
    ------
    UnknownValueError
        If the event is not in the data.

    Examples
    --------
    >>> import nkevents
    >>> h = nkevents.history("brussels-meeting")
    >>> h["status_then"].unique().tolist()[-1]
    'occurred'
    """
    said = claims(self, event, kind="occurrence", as_of=as_of)
    said["status_then"] = pd.array(statuses_then(self, event, said["known_from"].to_numpy()), dtype="string[pyarrow]")
    columns = ["known_from", "code", "polarity", "date", "place", "speaker", "side", "speaks_with"]
    return said[[*columns, "publisher", "url", "claim_id", "live", "status_then"]]


def statuses_then(self: Base, event: str, known: npt.ArrayLike) -> list[str | None]:
    """Status of an event at the end of each of some days on which claims on it became known."""
    states = rule_states.one_event(self._encoded, self._event(event))
    at = np.searchsorted(states.as_of, np.asarray(known, dtype="datetime64[D]").astype(np.int64), side="right") - 1
    names = [*self._encoded.codes, None]
    return [names[code] for code in states.occurrence.code[at]]


def explain(self: Base, event: str, column: str, *, as_of: Day | None = None) -> pd.DataFrame:
    """Show the claims behind one cell of the timeline.

    Parameters
    ----------
    event : str
        Id or slug.
    column : str
        A derived column of `load`, such as ``"killed_best"`` or ``"status"``.
    as_of : str or date, optional
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        As `claims`, with a column use: ``decides`` (the cell rests on it), ``considered`` (live, and
        weighed against it) or ``replaced`` (by a newer statement of its speaker on the matter; a denial also once
        its side has conceded the event). Empty where the cell is empty because nothing was claimed.

    Raises
    ------
    UnknownValueError
        If the event or the column is not in the data, or the column states identity and rests on no claim.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.explain("sochi-meeting", "status")["use"].iloc[-1]
    'decides'
    """
    states = self._states(as_of)
    rows, decides = _behind_cell(self, states, event, column)
    rows = rows[np.argsort(states.claims.known[rows], kind="stable")]
    frame = claims_frame(self, states.rows[rows], states.alive[rows])
    frame["use"] = pd.array(_uses(decides[rows], states.alive[rows]), dtype="string[pyarrow]")
    return frame


def deciding_claims(self: Base, event: str, column: str, as_of: Day | None) -> set[str]:
    """Ids of the claims that `explain` says decide one cell."""
    states = self._states(as_of)
    rows, decides = _behind_cell(self, states, event, column)
    claim_ids = self._tables.arrow("claims")["claim_id"]
    return set(claim_ids.take(pa.array(self._encoded.rows[states.rows[rows[decides[rows]]]])).to_pylist())


def _behind_cell(self: Base, states: States, event: str, column: str) -> tuple[Ints, Bools]:
    """Positions of the visible claims that bear on one cell, and which of all visible claims decide the column."""
    self._check("derived column", [column], EXPLAINED, "nkevents.codebook()")
    number = self._event(event)
    if not states.visible[number]:
        raise UnknownValueError("event as of that day", event, (), "nkevents.load(as_of=…)")
    relevant, decides = behind(self, states, column)
    return np.flatnonzero((states.group == number) & relevant), decides


def explanations(self: Base, *, as_of: Day | None = None) -> pd.DataFrame:
    """Show the claims behind every cell of the timeline at once: `explain` for all events and columns.

    Parameters
    ----------
    as_of : str or date, optional
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        One row per event, column and claim: event_id, column, claim_id, use (as in `explain`), known_from.
        Columns that count claims (n_claims and the like) are left out, because every claim decides them.
        Columns that rest on the same claims in the same way, such as latitude and longitude, are named by the
        first of them.

    Examples
    --------
    >>> import nkevents
    >>> every = nkevents.explanations()
    >>> one = every[(every["event_id"] == "e0060") & (every["column"] == "status")]
    >>> one["use"].iloc[-1] == nkevents.explain("brussels-meeting", "status")["use"].iloc[-1]
    True
    """
    states, parts = self._states(as_of), []
    known = days(states.claims.known)
    for column in _EXPLAINED_ONCE:
        relevant, decides = behind(self, states, column)
        rows = np.flatnonzero(relevant & states.visible[states.group])
        rows = rows[np.lexsort((states.claims.known[rows], states.group[rows]))]
        parts.append(
            pd.DataFrame(
                {
                    "event_id": self._texts("events", "event_id", states.group[rows]),
                    "column": pd.array([column] * len(rows), "string[pyarrow]"),
                    "claim_id": self._texts("claims", "claim_id", self._encoded.rows[states.rows[rows]]),
                    "use": pd.array(_uses(decides[rows], states.alive[rows]), "string[pyarrow]"),
                    "known_from": known[rows],
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True)
    frame.attrs.update(self._attrs(as_of))
    return frame


def behind(self: Base, states: States, column: str) -> tuple[Bools, Bools]:
    """Which visible claims bear on a column, and which of them decide it."""
    claims, data = states.claims, self._encoded
    n = len(states.rows)
    if column in _COUNTED:
        return np.ones(n, dtype=bool), np.ones(n, dtype=bool)
    if column == "attribution":
        return claims.code == data.code("initiator"), states.attribution.decides
    if column == "participants":
        return np.isin(claims.code, data.code(*TAKING_PART)), marked(n, states.participants.gave)
    if column in SAID:
        return _behind_says(self, states, column)
    if column in _DATE + _STATUS + _PLACE:
        return _behind_occurrence(self, states, column)
    relevant = data.of_kind("figure", claims) & (claims.code == data.code("killed"))
    if column == "killed_civilian":
        relevant &= claims.aspect == data.aspects.index("civilian")
    return relevant, relevant & marked(n, _figures_behind(states, column))


def _behind_occurrence(self: Base, states: States, column: str) -> tuple[Bools, Bools]:
    claims, said, n = states.claims, states.occurrence, len(states.rows)
    relevant = self._encoded.of_kind("occurrence", claims)
    if column in _PLACE:
        return relevant, marked(n, said.gave_place)
    if column not in _DATE:
        # Where nobody maintains the event any more, it is the denials that say so.
        denials = relevant & states.alive & claims.denies & (said.code[states.group] == MISSING)
        return relevant, marked(n, said.gave_status) | denials
    decides = marked(n, said.gave_date)
    if column == "date_contested":
        return relevant, decides | marked(n, said.contests_date)
    decides |= marked(n, said.gave_start)
    if column == "day":
        dated = said.date != MISSING
        first = relevant & ~claims.denies & (claims.known == states.first_known[states.group])
        decides |= first & ~dated[states.group]
    return relevant, decides


def _behind_says(self: Base, states: States, column: str) -> tuple[Bools, Bools]:
    claims = states.claims
    relevant = self._encoded.of_kind("occurrence", claims) | states.acceptance.decides
    decides = states.acceptance.decides.copy()
    if column != "acceptance":
        side = self._encoded.actors.effective_side(claims.speaker)
        decides &= side == SIDES.index(column.removesuffix("_says"))
    else:
        denials = self._encoded.of_kind("occurrence", claims) & states.alive & claims.denies
        decides |= denials & (states.occurrence.code[states.group] == MISSING)
    return relevant, decides


def _uses(decides: Bools, alive: Bools) -> list[str]:
    """What each claim is to a cell."""
    uses: list[str] = np.select([decides, alive], ["decides", "considered"], "replaced").tolist()
    return uses


def _figures_behind(states: States, column: str) -> Ints:
    """Which figures made the value of a column on the killed, as the rule recorded it."""
    if column in _CLAIMED:
        return deciding_claimed(states.figures, _CLAIMED[column])
    if column in _SIDES:
        return deciding_of_side(states.figures, _SIDES[column])
    return deciding(states.figures, _VALUES.get(column, "best"))
