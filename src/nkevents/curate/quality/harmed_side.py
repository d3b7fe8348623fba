"""Which side an event of harm hurt, as its claims have it."""

import numpy as np
import pandas as pd

from nkevents.dataset import Dataset
from nkevents.rule.claim_arrays import ARMENIAN, AZERBAIJANI, BELLIGERENTS, SIDES
from nkevents.rule.grouping import Bools, Ints

BOTH, NEITHER = "both", "neither"
_LOSSES = (
    "killed",
    "wounded",
    "killed_or_wounded",
    "missing",
    "captured",
    "displaced",
    "bodies_returned",
    "aircraft_lost",
    "drones_lost",
    "helicopters_lost",
    "armoured_vehicles_lost",
    "air_defence_lost",
)
_SUFFERS = ("target", "control_from")
# Who does or gains it; the other side is harmed.
_ACTS = ("initiator", "control_to", "settlements_taken")


def harmed_sides(dataset: Dataset, claims: pd.DataFrame) -> pd.Series:
    """Whom each event hurt: whose people or things were lost, or whose adversary is said to have done it.

    Parameters
    ----------
    claims : pandas.DataFrame
        The view of all claims.

    Returns
    -------
    pandas.Series of str
        By event_id: ``armenian``, ``azerbaijani``, ``both`` or ``neither``. An ally's deeds count as its side's.
    """
    live = claims[claims["live"].fillna(False).astype(bool) & (claims["polarity"] == "asserts")]
    side = sides_of(dataset, live["subject_id"])
    code = live["code"].astype(object)
    some: Bools = live[["low", "high"]].astype(float).max(axis=1).fillna(0).to_numpy() >= 1
    suffers = (code.isin(_LOSSES).to_numpy() & some) | code.isin(_SUFFERS).to_numpy()
    acts = code.isin(_ACTS).to_numpy()
    hurt = {
        each: live.loc[(suffers & (side == each)) | (acts & (side == other)), "event_id"].unique()
        for each, other in ((ARMENIAN, AZERBAIJANI), (AZERBAIJANI, ARMENIAN))
    }
    events = pd.Index(dataset.table("events")["event_id"])
    one, two = (events.isin(hurt[each]) for each in BELLIGERENTS)
    named = np.select([one & two, one, two], [BOTH, SIDES[ARMENIAN], SIDES[AZERBAIJANI]], NEITHER)
    return pd.Series(named, index=events, dtype=object)


def sides_of(dataset: Dataset, actors: pd.Series) -> Ints:
    """The side with which each actor stands, as positions in `SIDES`; -1 for no actor."""
    known = pd.Index(dataset.table("actors")["actor_id"])
    return dataset._encoded.actors.effective_side(known.get_indexer(pd.Index(actors)))
