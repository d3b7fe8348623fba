"""What each event, accusation, toll and place must have, and whether it has it."""

from collections.abc import Iterable

import pandas as pd

from nkevents.checks.accusations import accusations
from nkevents.dataset import Dataset
from nkevents.model.codes import HARM

LARGE_TOLL = 10


def facts_on(measure: str, item: pd.Series, episode: pd.Series, ok: pd.Series | bool = True) -> pd.DataFrame:
    """One row per thing that a measure counts, with whether it is as it should be.

    Parameters
    ----------
    item, episode : pandas.Series
        Name of each thing, and the slug of its episode.

    Returns
    -------
    pandas.DataFrame
        Columns measure, item, episode, ok.
    """
    return pd.DataFrame({"measure": measure, "item": item.astype(object), "episode": episode.astype(object), "ok": ok})


def required(dataset: Dataset, events: pd.DataFrame, claims: pd.DataFrame) -> Iterable[pd.DataFrame]:
    """Check what CURATION asks of every event, accusation, toll and place.

    Parameters
    ----------
    events, claims : pandas.DataFrame
        The table events and the view of all claims, both with the slug of their episode.

    Yields
    ------
    pandas.DataFrame
        As `facts_on` gives it, one frame per measure.
    """
    plain = events[events["level"] == "event"]
    publishers = claims.groupby("event_id")["publisher"].nunique()
    several = plain["event_id"].map(publishers).fillna(0) > 1
    yield facts_on("two_publishers", plain["slug"], plain["episode"], several)
    harm, sides = plain[plain["event_type"].isin(HARM)], claims.groupby("event_id")["side"].nunique()
    # Both sides speak, or one side and a third party.
    yield facts_on("both_sides", harm["slug"], harm["episode"], harm["event_id"].isin(sides.index[sides > 1]))
    charges = accusations_in(dataset, claims)
    yield facts_on("answered", charges["claim_id"], charges["episode"], charges["answered"])
    yield _tolls(claims)
    yield from _places(dataset, claims)


def accusations_in(dataset: Dataset, claims: pd.DataFrame) -> pd.DataFrame:
    """Find the claims that name an initiator, and what the accused answered.

    Returns
    -------
    pandas.DataFrame
        These claims, with accused (a side), found (the accused answered) and answered (or an answer was looked for).
    """
    found = [(each.claim["claim_id"], each.accused, each.found, each.answered) for each in accusations(dataset)]
    return claims.merge(pd.DataFrame(found, columns=["claim_id", "accused", "found", "answered"]), on="claim_id")


def _tolls(claims: pd.DataFrame) -> pd.DataFrame:
    """Whose dead of which population an event counts above ten, with whether two publishers do."""
    killed = claims[(claims["code"] == "killed") & (claims["polarity"] == "asserts")]
    large = killed[killed["low"].fillna(killed["high"]) > LARGE_TOLL]
    keys = ["slug", "episode", "subject_id", "aspect"]
    whose = large.assign(subject_id=large["subject_id"].fillna("all sides"), aspect=large["aspect"].astype(object))
    found = whose.groupby(keys, dropna=False)["publisher"].nunique().reset_index()
    item = found["slug"] + ": " + found["subject_id"] + ", " + found["aspect"].astype(object)
    return facts_on("tolls", item, found["episode"], found["publisher"] > 1)


def _places(dataset: Dataset, claims: pd.DataFrame) -> Iterable[pd.DataFrame]:
    """Facts of all places, in the episodes whose claims name them."""
    places, names = dataset.table("places"), dataset.table("place_names")
    used = claims[["place_id", "episode"]].dropna(subset="place_id").drop_duplicates()
    languages = dataset._tables.grammar.languages
    langs = names[names["lang"].isin(languages)].groupby("place_id")["lang"].nunique()
    ok = pd.DataFrame(
        {
            "place_id": places["place_id"],
            "place_coordinates": places[["latitude", "longitude"]].notna().all(axis=1),
            "place_source": places["source_id"].notna(),
            "place_radius": places["radius_km"].gt(0),
            "place_names": places["place_id"].map(langs).eq(len(languages)),
        }
    )
    rows = ok.merge(used, on="place_id", how="left")
    for measure in ok.columns[1:]:
        yield facts_on(measure, rows["place_id"], rows["episode"], rows[measure].fillna(False))
