"""What the rule derives beside the timeline: every figure, and who took part."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from nkevents.rule.claim_arrays import ARMENIAN, AZERBAIJANI, MISSING, THIRD
from nkevents.rule.sum_of_sides import BASES
from nkevents.views.base import Base, Day, integers, listed


def figures(
    self: Base, event: str | None = None, *, code: str | Iterable[str] | None = None, as_of: Day | None = None
) -> pd.DataFrame:
    """Load every figure that the rule derives, one row per event and code.

    Parameters
    ----------
    event : str, optional
        Only figures of this event, by id or slug.
    code : str or list of str, optional
        Only these codes, such as ``"killed"`` or ``["captured", "released"]``.
    as_of : str or date, optional
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        Columns event_id, slug, code, unit, low, best, high, basis, is_floor (best is a lower bound; high is
        empty where nobody gives more), armenian, azerbaijani, third, civilian, armenian_claimed,
        azerbaijani_claimed (by the adversary), in the code's unit.

    Raises
    ------
    UnknownValueError
        If the event or a code is not in the data.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.figures("sochi-release", code="released")["best"].tolist()
    [2]
    """
    data, states = self._encoded, self._states(as_of)
    found, n_codes = states.figures, len(data.codes)
    group, codes = found.event_code // n_codes, found.event_code % n_codes
    keep = states.visible[group]
    if event is not None:
        keep &= group == self._event(event)
    if code is not None:
        vocabulary = self._tables.frame("claim_codes")
        valid = vocabulary.loc[vocabulary["kind"] == "figure", "code"]
        wanted = listed(code)
        self._check("figure code", wanted, valid, "nkevents.table('claim_codes')")
        keep &= np.isin(codes, data.code(*wanted))
    frame = pd.DataFrame(
        {
            "event_id": self._texts("events", "event_id", group[keep]),
            "slug": self._texts("events", "slug", group[keep]),
            "code": self._coded("claims", "code", codes[keep]),
            "unit": self._texts("claim_codes", "unit", codes[keep]),
            "low": integers(found.low[keep]),
            "best": integers(found.best[keep]),
            "high": integers(found.high[keep]),
            "basis": self._coded("timeline", "killed_basis", found.basis[keep], BASES),
            "is_floor": pd.arrays.BooleanArray(found.floor[keep], found.best[keep] == MISSING),
            "armenian": integers(found.by_side[ARMENIAN][keep]),
            "azerbaijani": integers(found.by_side[AZERBAIJANI][keep]),
            "third": integers(found.by_side[THIRD][keep]),
            "civilian": integers(found.civilian[keep]),
            "armenian_claimed": integers(found.claimed[ARMENIAN][keep]),
            "azerbaijani_claimed": integers(found.claimed[AZERBAIJANI][keep]),
        }
    )
    frame.attrs.update(self._attrs(as_of))
    return frame


def participants(self: Base, event: str | None = None, *, as_of: Day | None = None) -> pd.DataFrame:
    """Load who took part in what, one row per event, actor and role.

    Parameters
    ----------
    event : str, optional
        Only this event, by id or slug.
    as_of : str or date, optional
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        Columns event_id, slug, actor_id, actor, side, role.

    Raises
    ------
    UnknownValueError
        If the event is not in the data.

    Examples
    --------
    >>> import nkevents
    >>> "Nikol Pashinyan" in set(nkevents.participants("sochi-meeting")["actor"])
    True
    """
    states = self._states(as_of)
    found = states.participants
    keep = states.visible[found.group]
    if event is not None:
        keep &= found.group == self._event(event)
    group, actor = found.group[keep], found.actor[keep]
    side = self._tables.arrow("actors")["side"].combine_chunks().indices.to_numpy()[actor]
    frame = pd.DataFrame(
        {
            "event_id": self._texts("events", "event_id", group),
            "slug": self._texts("events", "slug", group),
            "actor_id": self._texts("actors", "actor_id", actor),
            "actor": self._texts("actors", "name", actor),
            "side": self._coded("actors", "side", side),
            "role": self._coded("claims", "code", found.code[keep]),
        }
    )
    frame.attrs.update(self._attrs(as_of))
    return frame.sort_values(["event_id", "actor_id", "role"], ignore_index=True)
