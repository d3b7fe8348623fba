"""How the knowledge of one event came about, and which claims stand behind a cell."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from nkevents.errors import UnknownValueError
from nkevents.rule import states as rule_states
from nkevents.rule.claim_arrays import ADVERSARY, ARMENIAN, AZERBAIJANI, MISSING
from nkevents.rule.current import value
from nkevents.rule.figures import (
    BASES,
    TOGETHER,
    Estimates,
    Step,
    by_side,
    figure_claims,
    from_claims,
    join_populations,
    made_total,
)
from nkevents.rule.grouping import Bools, Ints
from nkevents.rule.states import States
from nkevents.views.base import Day
from nkevents.views.evidence import EvidenceViews

_DATE = ("date", "date_start", "date_end", "date_precision", "date_contested")
_STATUS = ("status", "overdue", "acceptance")
_PLACE = ("place", "place_id", "latitude", "longitude", "radius_km", "country")
_KILLED = ("killed_low", "killed_best", "killed_high", "killed_basis")
_SIDES = {"killed_armenian": ARMENIAN, "killed_azerbaijani": AZERBAIJANI}
_CLAIMED = {"killed_armenian_claimed": ARMENIAN, "killed_azerbaijani_claimed": AZERBAIJANI}
_COUNTED = ("n_claims", "n_publishers", "known_from", "last_known")
EXPLAINED = (
    *_DATE,
    *_STATUS,
    *_PLACE,
    "participants",
    *_KILLED,
    *_SIDES,
    "killed_civilian",
    *_CLAIMED,
    "attribution",
    *_COUNTED,
)


class HistoryViews(EvidenceViews):
    """Views of one event."""

    def history(self, event: str, *, as_of: Day | None = None) -> pd.DataFrame:
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
            speaker, side, publisher, url, claim_id, live and status_then (the event's status at the end of that day).

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
        said = self.claims(event, kind="occurrence", as_of=as_of)
        states = rule_states.every_state(self._encoded)
        mine = np.flatnonzero(states.event == self._event(event))
        days = states.as_of[mine].astype("datetime64[D]").astype("datetime64[ms]")
        at = mine[np.searchsorted(days, said["known_from"].to_numpy(), side="right") - 1]
        code = self._tables.schemas["claims"].field("code")
        said["status_then"] = self._coded(code, states.occurrence.code[at]).astype(object)
        said["status_then"] = said["status_then"].astype("string[pyarrow]")
        columns = ["known_from", "code", "polarity", "date", "place", "speaker", "side", "publisher"]
        return said[[*columns, "url", "claim_id", "live", "status_then"]]

    def explain(self, event: str, column: str, *, as_of: Day | None = None) -> pd.DataFrame:
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
            As `claims`, with a column use: ``decides`` (its value is in the cell), ``considered`` (live, and
            weighed against it) or ``replaced`` (by a newer statement of its speaker on the matter). Empty where the
            cell is empty because nothing was claimed.

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
        self._check("derived column", [column], EXPLAINED, "nkevents.codebook()")
        number, states = self._event(event), self._states(as_of)
        if not states.visible[number]:
            raise UnknownValueError("event as of that day", event, (), "nkevents.load(as_of=…)")
        mine = states.group == number
        relevant, decides = self._behind(states, column)
        rows = np.flatnonzero(mine & relevant)
        rows = rows[np.argsort(states.claims.known[rows], kind="stable")]
        frame = self._claims_frame(states.rows[rows], states.alive[rows])
        use = np.select([decides[rows], states.alive[rows]], ["decides", "considered"], "replaced")
        frame["use"] = pd.array(use, dtype="string[pyarrow]")
        return frame

    def _behind(self, states: States, column: str) -> tuple[Bools, Bools]:
        """Which visible claims bear on a column, and which of them decide it."""
        claims, data = states.claims, self._encoded
        n = len(states.rows)
        if column in _COUNTED:
            return np.ones(n, dtype=bool), np.ones(n, dtype=bool)
        if column == "attribution":
            relevant = claims.code == data.code("initiator")
            return relevant, relevant & states.alive
        if column == "participants":
            relevant = data.of_kind("role", claims)
            return relevant, _marked(n, states.participants.gave)
        if column in _DATE + _STATUS + _PLACE:
            said = states.occurrence
            gave = said.gave_place if column in _PLACE else said.gave_date if column in _DATE else said.gave_status
            decides = _marked(n, gave)
            relevant = data.of_kind("occurrence", claims)
            # Where nobody maintains the event any more, it is the denials that say so.
            denials = relevant & states.alive & claims.denies
            decides |= denials & ((column == "acceptance") | (said.code[states.group] == MISSING))
            return relevant, decides
        relevant = data.of_kind("figure", claims) & (claims.code == data.code("killed"))
        if column == "killed_civilian":
            relevant &= claims.aspect == data.aspects.index("civilian")
        return relevant, relevant & self._figure_decides(states, column)

    def _figure_decides(self, states: States, column: str) -> Bools:
        """Which figures made the value of a column on the killed."""
        data, n = self._encoded, len(states.rows)
        rows, said, slot, standing = figure_claims(data, states.claims, states.group, states.alive)
        side = data.actors.side[said.subject]
        if column in _CLAIMED:
            # The newest one stands; older ones by other speakers were merely weighed.
            against = (standing == ADVERSARY) & (side == _CLAIMED[column]) & (said.subject != TOGETHER)
            newest = states.figures.claimed[_CLAIMED[column]][np.searchsorted(states.figures.slot, slot)]
            return _marked(n, rows[against & (newest == value(said))])
        heard = np.flatnonzero(standing < ADVERSARY)
        estimates, first = from_claims(data, said.take(heard), slot[heard], standing[heard])
        steps: list[Step] = [first]
        if column == "killed_civilian":
            steps.append(_only(estimates, estimates.aspect == data.aspects.index("civilian")))
            estimates = estimates.take(steps[-1].made_best)
        else:
            estimates, step = join_populations(data, estimates)
            steps.append(step)
        sides, more = by_side(data, estimates)
        steps += more
        if column in _SIDES:
            chosen = sides.who == _SIDES[column]
        elif column == "killed_civilian":
            together = np.isin(sides.slot, sides.slot[sides.who != TOGETHER])
            chosen = (sides.who != TOGETHER) | ~together
        else:
            chosen = made_total(states.figures, sides)
        decides = _marked(n, rows[heard[_back(steps, chosen)]])
        if column == "killed_basis":
            only_adversary = states.figures.basis == BASES.index("adversary")
            decides |= _marked(n, rows[only_adversary[np.searchsorted(states.figures.slot, slot)]])
        return decides


def _back(steps: Iterable[Step], chosen: Bools) -> Bools:
    """Follow chosen results back to the rows that made them."""
    for step in reversed(list(steps)):
        chosen = step.made_best & (step.into >= 0) & chosen[step.into]
    return chosen


def _only(estimates: Estimates, keep: Bools) -> Step:
    """The step that drops some rows."""
    return Step(np.where(keep, np.cumsum(keep) - 1, -1), keep)


def _marked(n: int, rows: Ints) -> Bools:
    marked = np.zeros(n, dtype=bool)
    marked[rows] = True
    return marked
