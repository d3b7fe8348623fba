"""What the data cover and what they lack: counts, shares, and the events behind each gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from nkevents.curate.quality.required import facts_on, required
from nkevents.dataset import Dataset
from nkevents.model.codes import HARM
from nkevents.store.grammar import grammar
from nkevents.wording.words import OPENED

ALL, WAR, LATER = "all", "war", "later"


class Measure(NamedTuple):
    """How a measure is read.

    Attributes
    ----------
    share : bool
        A share of 1, not a count.
    rises : bool
        More is better.
    listed : bool
        What falls short of it is listed in `Coverage.missing`.
    """

    label: str
    share: bool = True
    rises: bool = True
    listed: bool = False


MEASURES = {
    "events": Measure("events", share=False),
    "claims": Measure("claims", share=False),
    "sources": Measure("sources read", share=False),
    "publishers": Measure("publishers (reprints: the origin)", share=False),
    "languages": Measure("languages of the sources", share=False),
    "not_english": Measure("claims not read in English"),
    "second_reading": Measure("claims checked by a second reader"),
    "smaller_side": Measure("the rarer side among both sides"),
    "largest_publisher": Measure("claims of the largest publisher", rises=False),
    "two_publishers": Measure("events on two or more publishers", listed=True),
    "both_sides": Measure("fighting and harm from two sides", listed=True),
    "answered": Measure("accusations answered, or looked for", listed=True),
    "tolls": Measure("tolls above ten on two publishers", listed=True),
    "place_coordinates": Measure("places with coordinates", listed=True),
    "place_source": Measure("places with a source", listed=True),
    "place_radius": Measure("places with a radius", listed=True),
    "place_names": Measure("places named in en, az, hy, ru", listed=True),
    "events_per_day": Measure("events per day of the war", share=False),
    "thin_days": Measure("days of the war under two events", share=False, rises=False),
    "empty_days": Measure("days of the war without event", share=False, rises=False),
}


@dataclass(frozen=True)
class Coverage:
    """What a data set covers.

    Attributes
    ----------
    version : str
        Of the data.
    measures : pandas.DataFrame
        Columns scope (``all``, ``war``, ``later``, then the slug of each episode), measure, value: a count, or a
        share of 1 rounded to three places; NaN where there is nothing to take a share of. Days of the war are
        measured under ``war`` alone. Events are those of level event.
    languages : pandas.DataFrame
        Columns language, sources, claims.
    sides : pandas.DataFrame
        Columns side, claims, share (of the claims made by either belligerent side; NaN for third parties).
    publishers : pandas.DataFrame
        Columns publisher, claims, share; a reprint counts for its origin.
    weeks, days : pandas.DataFrame
        Columns period (first day), events (that began then), claims (that became public then). Weeks from the
        first event to the last, days of the war alone; none is left out.
    missing : pandas.DataFrame
        Columns measure, episode, item: what falls short, an event by its slug, claims and places by their ids.
    """

    version: str
    measures: pd.DataFrame
    languages: pd.DataFrame
    sides: pd.DataFrame
    publishers: pd.DataFrame
    weeks: pd.DataFrame
    days: pd.DataFrame
    missing: pd.DataFrame

    def values(self, scope: str) -> dict[str, float]:
        """Values of the measures of one scope, by name."""
        rows = self.measures[self.measures["scope"] == scope]
        return {str(name): float(value) for name, value in zip(rows["measure"], rows["value"], strict=True)}


def coverage(dataset: Dataset) -> Coverage:
    """Measure what a data set covers.

    Examples
    --------
    >>> import nkevents
    >>> from nkevents.dataset import shipped
    >>> coverage(shipped()).values("all")["events"] == len(nkevents.load())
    True
    """
    events, claims = _events(dataset), _claims(dataset)
    wars = events.loc[events["event_type"] == "war", "slug"].tolist()
    claims["episode"] = claims["event_id"].map(events.set_index("event_id")["episode"])
    facts = pd.concat([*_counted(events, claims), *required(dataset, events, claims)], ignore_index=True)
    episodes = dataset.episodes()
    days = _periods(dataset, claims, "D", _days_of(dataset, wars))
    values = [
        _values(_scoped(facts, wars, episodes["slug"])),
        _extremes(_scoped(claims, wars, episodes["slug"])),
        _of_days(days),
    ]
    listed = [name for name, measure in MEASURES.items() if measure.listed]
    short = facts[facts["measure"].isin(listed) & ~facts["ok"].astype(bool)]
    return Coverage(
        version=dataset.version,
        measures=_in_order(pd.concat(values, ignore_index=True), [ALL, WAR, LATER, *episodes["slug"]]),
        languages=_languages(claims),
        sides=_sides(claims),
        publishers=_publishers(claims),
        weeks=_periods(dataset, claims, "W"),
        days=days,
        missing=short[["measure", "episode", "item"]].drop_duplicates(ignore_index=True),
    )


def _events(dataset: Dataset) -> pd.DataFrame:
    """The events, each with the slug of its episode; an episode is its own."""
    events = dataset.table("events")
    above = events["episode_id"].map(events.set_index("event_id")["slug"])
    events["episode"] = above.where(events["level"] != "episode", events["slug"])
    return events


def _claims(dataset: Dataset) -> pd.DataFrame:
    """The claims, each with the language it was read in."""
    claims, sources = dataset.claims(), dataset.table("sources")
    claims["lang"] = claims["source_id"].map(sources.set_index("source_id")["lang"])
    return claims


def _counted(events: pd.DataFrame, claims: pd.DataFrame) -> Iterable[pd.DataFrame]:
    plain = events[events["level"] == "event"]
    yield facts_on("events", plain["slug"], plain["episode"])
    columns = {"claims": "claim_id", "sources": "source_id", "publishers": "publisher", "languages": "lang"}
    for measure, column in columns.items():
        yield facts_on(measure, claims[column], claims["episode"])
    yield facts_on("not_english", claims["claim_id"], claims["episode"], claims["lang"] != "en")
    checked = claims["second_reading"].isin(OPENED)
    yield facts_on("second_reading", claims["claim_id"], claims["episode"], checked)


def _scoped(frame: pd.DataFrame, wars: list[str], episodes: pd.Series) -> pd.DataFrame:
    """Repeat the rows for every scope that they belong to."""
    war = frame["episode"].isin(wars)
    own = frame[frame["episode"].isin(episodes)]
    parts = {ALL: frame, WAR: frame[war], LATER: frame[~war & frame["episode"].notna()]}
    scoped = [part.assign(scope=scope) for scope, part in parts.items()]
    return pd.concat([*scoped, own.assign(scope=own["episode"].astype(object))], ignore_index=True)


def _values(facts: pd.DataFrame) -> pd.DataFrame:
    """Number of different things, or the share of them that is as it should be."""
    found = facts.drop_duplicates(["scope", "measure", "item"])
    groups = found.assign(ok=found["ok"].astype(float)).groupby(["scope", "measure"])["ok"]
    values = groups.agg(["size", "mean"]).reset_index()
    share = values["measure"].map({name: measure.share for name, measure in MEASURES.items()})
    values["value"] = values["mean"].where(share.astype(bool), values["size"])
    return values[["scope", "measure", "value"]]


def _extremes(claims: pd.DataFrame) -> pd.DataFrame:
    """Share of the largest publisher, and of the side that speaks less."""
    largest = claims.groupby("scope")["publisher"].value_counts(normalize=True).groupby("scope").max()
    of_sides = claims[claims["side"].isin(grammar().belligerents)]
    armenian = (of_sides["side"] == "armenian").groupby(of_sides["scope"]).mean()
    smaller = pd.DataFrame({"armenian": armenian, "azerbaijani": 1 - armenian}).min(axis=1)
    found = pd.DataFrame({"largest_publisher": largest, "smaller_side": smaller}).rename_axis("scope")
    return found.reset_index().melt("scope", var_name="measure")


def _of_days(days: pd.DataFrame) -> pd.DataFrame:
    found = {
        "events_per_day": days["events"].mean(),
        "thin_days": (days["events"] < 2).sum(),
        "empty_days": (days["events"] == 0).sum(),
    }
    return pd.DataFrame({"scope": WAR, "measure": list(found), "value": list(found.values())})


def _in_order(values: pd.DataFrame, scopes: list[str]) -> pd.DataFrame:
    """Every measure of every scope in their order: no count is 0, a share of nothing is missing."""
    of_days = ["events_per_day", "thin_days", "empty_days"]
    wanted = [(scope, name) for scope in scopes for name in MEASURES if name not in of_days or scope == WAR]
    index = pd.MultiIndex.from_tuples(wanted, names=["scope", "measure"])
    frame = values.set_index(["scope", "measure"]).reindex(index).reset_index()
    counts = [name for name, measure in MEASURES.items() if not measure.share and name not in of_days]
    frame["value"] = frame["value"].astype(float).mask(frame["measure"].isin(counts), frame["value"].fillna(0))
    return frame.round(3)


def _days_of(dataset: Dataset, wars: list[str]) -> pd.PeriodIndex:
    """Days from the first to the last of the wars; one that nobody says is over lasts to its last fighting."""
    spans = dataset.load(level="episode", episode=wars)
    fighting = dataset.load(episode=wars)
    starts = fighting.loc[fighting["event_type"].isin(HARM), "date_start"]
    first = spans["date_start"].min()
    last = starts.max() if spans["date_end"].isna().any() else spans["date_end"].max()
    if pd.isna(first) or pd.isna(last):
        return pd.PeriodIndex([], freq="D")
    return pd.period_range(first, last, freq="D")


def _periods(dataset: Dataset, claims: pd.DataFrame, freq: str, wanted: pd.PeriodIndex | None = None) -> pd.DataFrame:
    """Events begun and claims made public in every period."""
    counts = dataset.counts("D" if freq == "D" else "W")
    events = counts.set_index(pd.PeriodIndex(counts["period"], freq=freq))["n_events"]
    periods = pd.PeriodIndex(events.index) if wanted is None else wanted
    public = claims["known_from"].dt.to_period(freq).value_counts()
    return pd.DataFrame(
        {
            "period": periods.start_time.astype("datetime64[ms]"),
            "events": events.reindex(periods, fill_value=0).to_numpy(dtype=np.int64),
            "claims": public.reindex(periods, fill_value=0).to_numpy(dtype=np.int64),
        }
    )


def _languages(claims: pd.DataFrame) -> pd.DataFrame:
    groups = claims.groupby("lang").agg(sources=("source_id", "nunique"), claims=("claim_id", "size"))
    return groups.sort_values("claims", ascending=False).rename_axis("language").reset_index()


def _sides(claims: pd.DataFrame) -> pd.DataFrame:
    counts = claims["side"].astype(object).value_counts().reindex(grammar().sides, fill_value=0)
    of_both = counts.where(counts.index.isin(grammar().belligerents))
    return pd.DataFrame(
        {"side": counts.index, "claims": counts.to_numpy(), "share": (of_both / of_both.sum()).round(3).to_numpy()}
    )


def _publishers(claims: pd.DataFrame) -> pd.DataFrame:
    counts = claims["publisher"].astype(object).value_counts().rename_axis("publisher").reset_index(name="claims")
    return counts.assign(share=(counts["claims"] / max(len(claims), 1)).round(3))
