"""How evenly the data treat harm to each side: shares by harmed side, each with a test of the difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from nkevents.checks.own_texts.account_checks import account_of
from nkevents.curate.quality.decision_weights import decisions, weights
from nkevents.curate.quality.exact_test import fisher
from nkevents.curate.quality.harmed_side import harmed_sides, sides_of
from nkevents.curate.quality.required import accusations_in
from nkevents.dataset import Dataset
from nkevents.model.codes import ALL_LEVELS, HARM
from nkevents.rule.claim_arrays import ARMENIAN, AZERBAIJANI, SIDES, THIRD
from nkevents.wording.own_texts.leaning_words import hedge_in
from nkevents.wording.own_texts.things_named import thing_hit_in, weapon_in
from nkevents.wording.own_texts.whose_account import account_in, hedged_otherwise, tells_answer
from nkevents.wording.words import OPENED

SIDE_NAMES = (SIDES[ARMENIAN], SIDES[AZERBAIJANI])
_OTHER = dict(zip(SIDE_NAMES, reversed(SIDE_NAMES), strict=True))
LANGUAGE_OF = {SIDES[ARMENIAN]: "hy", SIDES[AZERBAIJANI]: "az"}
CHANCE = 0.01
CAPTURE = "territory_capture"
# A place within this radius is a settlement or a site, not a district or a stretch of the front.
NEAR_KM = 5.0
FIRE = ("shelling", "air_drone_strike")
# What can be asked of events of harm alone.
OF_HARM = ("attributed_agreed", "thing_hit", "weapon")


class Measure(NamedTuple):
    """What a share is of, and whether we can make it even.

    Attributes
    ----------
    group : str
        The table of the page in which it stands.
    ours : bool
        It depends on our wording and our work alone, so that a difference is a fault.
    """

    group: str
    label: str
    ours: bool = False


WORDING, EVIDENCE, PRECISION, WORK = "wording", "evidence", "precision", "work"
MEASURES = {
    "hedged_title": Measure(WORDING, "events whose title hedges", ours=True),
    "attributed_not_agreed": Measure(WORDING, "events not agreed that begin with whose account it is", ours=True),
    "attributed_agreed": Measure(WORDING, "agreed events that begin so all the same", ours=True),
    "answer_told": Measure(WORDING, "denied events whose summary says so", ours=True),
    "thing_hit": Measure(WORDING, "shellings and strikes whose summary names what was hit", ours=True),
    "weapon": Measure(WORDING, "shellings and strikes whose summary names the weapon", ours=True),
    "agreed": Measure(EVIDENCE, "events that count as agreed"),
    "contested": Measure(EVIDENCE, "events that somebody denies (contested)"),
    "third_voice": Measure(EVIDENCE, "events of which a third party speaks"),
    "agreed_by_third": Measure(EVIDENCE, "events told by one side alone that a third party confirms"),
    "other_side_speaks": Measure(EVIDENCE, "events of which the other side speaks at all"),
    "denied": Measure(EVIDENCE, "events that the other side denies, or its part in them"),
    "answer_found": Measure(EVIDENCE, "accusations by the harmed side that the accused answered"),
    "two_publishers": Measure(EVIDENCE, "events on two or more publishers"),
    "own_language": Measure(EVIDENCE, "claims read in the harmed side's own language"),
    "near": Measure(PRECISION, f"events whose place has a radius of {NEAR_KM:g} km or less"),
    "above_median": Measure(PRECISION, "events whose radius is above the median of all"),
    "answer_sought": Measure(WORK, "accusations by the harmed side answered, or an answer looked for", ours=True),
    "read_twice": Measure(WORK, "claims that a second reader checked against the page", ours=True),
}


@dataclass(frozen=True)
class Fairness:
    """The even and the uneven figures of a data set.

    Attributes
    ----------
    version : str
        Of the data.
    harm : pandas.DataFrame
        Columns event_type, then the number of events by harmed side: armenian, azerbaijani, both, neither.
    shares : pandas.DataFrame
        Columns scope (``harm`` for events of harm but captures, ``captures``), measure, armenian, of_armenian,
        azerbaijani, of_azerbaijani (events or claims by harmed side), p (of Fisher's exact test).
    accounts : pandas.DataFrame
        The same for all events that are not agreed, by the side whose account they are.
    episodes : pandas.DataFrame
        Columns episode, armenian, azerbaijani, third (claims by side of the speaker, an ally with its side), p (of
        the shares of the two sides in this episode against those in all others).
    languages : pandas.DataFrame
        Columns language, armenian, azerbaijani, third: sources by side of the publisher.
    radius : pandas.DataFrame
        Columns scope (as in shares), event_type (the last row of events of harm but captures is ``all``), armenian,
        azerbaijani: median radius in km of the place of harm.
    decisions : pandas.DataFrame
        What each decision about who counts as third moves, as `weights` gives it.
    read_twice : float
        Share of all claims that a second reader checked against the page.
    """

    version: str
    harm: pd.DataFrame
    shares: pd.DataFrame
    accounts: pd.DataFrame
    episodes: pd.DataFrame
    languages: pd.DataFrame
    radius: pd.DataFrame
    decisions: pd.DataFrame
    read_twice: float


def fairness(dataset: Dataset) -> Fairness:
    """Measure how evenly a data set treats both sides.

    Examples
    --------
    >>> from nkevents.dataset import shipped
    >>> shares = fairness(shipped()).shares.set_index(["scope", "measure"])
    >>> shares.loc[("harm", "hedged_title"), ["armenian", "azerbaijani"]].tolist()
    [0, 0]
    """
    events, claims = events_told(dataset), spoken_claims(dataset)
    harm = events[events["event_type"].isin(HARM)]
    scopes = {"harm": harm[harm["event_type"] != CAPTURE], "captures": harm[harm["event_type"] == CAPTURE]}
    shares = [_shares(dataset, part, claims, "harmed").assign(scope=scope) for scope, part in scopes.items()]
    accounts = _shares(dataset, events, claims, "account")
    worded = [name for name, measure in MEASURES.items() if measure.group == WORDING and name not in OF_HARM]
    return Fairness(
        version=dataset.version,
        harm=_harm(harm),
        shares=pd.concat(shares, ignore_index=True),
        accounts=accounts[accounts["measure"].isin(worded)].reset_index(drop=True),
        episodes=_episodes(dataset, claims),
        languages=_languages(dataset),
        radius=pd.concat([_radius(part).assign(scope=scope) for scope, part in scopes.items()], ignore_index=True),
        decisions=weights(dataset, decisions(dataset)),
        read_twice=float(claims["second_reading"].isin(OPENED).mean()),
    )


def events_told(dataset: Dataset) -> pd.DataFrame:
    """All events below the episodes: how they are worded, whom they harmed and whose account they are.

    Returns
    -------
    pandas.DataFrame
        One row per event that is no plan: the timeline, with harmed (a side, both, neither), account (the side that
        alone says so, where the event is not agreed), hedge, attributed, attributed_otherwise, answer_told.
    """
    events = dataset.load(level=[level for level in ALL_LEVELS if level != "episode"])
    told = events[events["armenian_says"].notna() | events["azerbaijani_says"].notna() | events["third_says"].notna()]
    says = (told[name].astype(object) for name in ("acceptance", *(f"{side}_says" for side in SIDE_NAMES)))
    titles, summaries = told["title"].astype(object), told["summary"].astype(object)
    return told.assign(
        harmed=told["event_id"].map(harmed_sides(dataset, dataset.claims())).astype(object),
        account=[account_of(*each) for each in zip(*says, strict=True)],
        hedge=titles.map(hedge_in),
        attributed=summaries.map(account_in).notna(),
        attributed_otherwise=summaries.map(hedged_otherwise),
        answer_told=summaries.map(tells_answer),
    ).reset_index(drop=True)


def spoken_claims(dataset: Dataset) -> pd.DataFrame:
    """All claims with the side that each speaker stands with, and the language they were read in.

    Returns
    -------
    pandas.DataFrame
        The view of all claims, with stands (a side) and lang.
    """
    claims, sources = dataset.claims(), dataset.table("sources").set_index("source_id")
    stands = np.array(SIDES, dtype=object)[sides_of(dataset, claims["speaker_id"])]
    return claims.assign(stands=stands, lang=claims["source_id"].map(sources["lang"]).astype(object))


def _shares(dataset: Dataset, events: pd.DataFrame, claims: pd.DataFrame, by: str) -> pd.DataFrame:
    """Each measure for the events of either side, `by` the column that says which."""
    of_one = events[events[by].isin(SIDE_NAMES)].assign(side=lambda frame: frame[by])
    rows = []
    for measure, side, cases in _facts(dataset, of_one, claims):
        counts = [int(marked.sum()) for each in SIDE_NAMES for marked in (cases & (side == each), side == each)]
        rows.append((measure, *counts, fisher(*counts)))
    columns = ["measure", "armenian", "of_armenian", "azerbaijani", "of_azerbaijani", "p"]
    frame = pd.DataFrame(rows, columns=columns).set_index("measure").reindex(list(MEASURES))
    return frame.reset_index().astype({name: int for name in columns[1:5]})


def _facts(dataset: Dataset, events: pd.DataFrame, claims: pd.DataFrame) -> Iterator[tuple[str, pd.Series, pd.Series]]:
    """For each measure: of what side each thing is, and whether it is a case."""
    side = events["side"]
    agreed = events["acceptance"] == "agreed"
    spoken = claims.merge(events[["event_id", "side"]].rename(columns={"side": "about"}), on="event_id")
    other = spoken["about"].map(_OTHER)
    denying = spoken["polarity"].eq("denies") & (spoken["kind"].eq("occurrence") | spoken["code"].eq("initiator"))
    denied = events["event_id"].isin(spoken.loc[denying & (spoken["stands"] == other), "event_id"])
    third = events["event_id"].isin(spoken.loc[spoken["stands"] == SIDES[THIRD], "event_id"])
    answers = events["event_id"].isin(spoken.loc[spoken["stands"] == other, "event_id"])
    one, two = (events[f"{each}_says"].astype(object).eq("asserts") for each in SIDE_NAMES)
    alone = (one & ~two).where(side == SIDE_NAMES[0], two & ~one)
    radius = events["radius_km"].astype(float)
    placed = radius.notna()
    yield "hedged_title", side, events["hedge"].notna()
    yield "attributed_not_agreed", side[~agreed], events.loc[~agreed, "attributed"]
    otherwise = events["attributed_otherwise"].notna() & events["event_type"].isin(HARM)
    yield "attributed_agreed", side[agreed], (events["attributed"] | otherwise)[agreed]
    yield "answer_told", side[denied], events.loc[denied, "answer_told"]
    fire = events["event_type"].isin(FIRE)
    summaries = events.loc[fire, "summary"].astype(object)
    yield "thing_hit", side[fire], summaries.map(thing_hit_in).notna()
    yield "weapon", side[fire], summaries.map(weapon_in).notna()
    yield "agreed", side, agreed
    yield "contested", side, events["acceptance"] == "contested"
    yield "third_voice", side, third
    yield "agreed_by_third", side[alone], agreed[alone]
    yield "other_side_speaks", side, answers
    yield "denied", side, denied
    yield "two_publishers", side, events["n_publishers"].astype(int) > 1
    yield "own_language", spoken["about"], spoken["lang"].eq(spoken["about"].map(LANGUAGE_OF))
    yield "near", side[placed], radius[placed] <= NEAR_KM
    yield "above_median", side[placed], radius[placed] > radius.median()
    yield "read_twice", spoken["about"], spoken["second_reading"].isin(OPENED)
    accusations = accusations_in(dataset, spoken)
    of_sides = accusations[accusations["accused"].isin(SIDE_NAMES)]
    accuser = of_sides["accused"].map(_OTHER)
    yield "answer_found", accuser, of_sides["found"]
    yield "answer_sought", accuser, of_sides["answered"]


def _harm(harm: pd.DataFrame) -> pd.DataFrame:
    counts = pd.crosstab(harm["event_type"].astype(str), harm["harmed"])
    counts = counts.reindex(columns=[*SIDE_NAMES, "both", "neither"], fill_value=0)
    return counts.sort_index().rename_axis(columns=None).reset_index()


def _radius(harm: pd.DataFrame) -> pd.DataFrame:
    of_one = harm[harm["harmed"].isin(SIDE_NAMES)].assign(radius_km=harm["radius_km"].astype(float))
    by_type = of_one.assign(event_type=of_one["event_type"].astype(str))
    medians = by_type.pivot_table(index="event_type", columns="harmed", values="radius_km", aggfunc="median")
    if len(medians) > 1:
        medians.loc["all"] = of_one.groupby("harmed")["radius_km"].median()
    return medians.reindex(columns=list(SIDE_NAMES)).rename_axis(columns=None).reset_index()


def _episodes(dataset: Dataset, claims: pd.DataFrame) -> pd.DataFrame:
    """Claims by side of the speaker in each episode, against all other episodes."""
    events = dataset.load(level="all")
    above = events["episode"].astype(object).where(events["level"] != "episode", events["slug"])
    episode = claims["event_id"].map(pd.Series(above.to_numpy(), index=events["event_id"]))
    counts = pd.crosstab(episode, claims["stands"]).reindex(columns=list(SIDES), fill_value=0)
    counts = counts.reindex(dataset.episodes()["slug"])
    pairs = counts[list(SIDE_NAMES)].astype(int).to_numpy().tolist()
    one, two = (sum(column) for column in zip(*pairs, strict=True))
    counts["p"] = [fisher(each, each + other, one - each, one + two - each - other) for each, other in pairs]
    return counts.rename_axis("episode", axis=0).rename_axis(columns=None).reset_index()


def _languages(dataset: Dataset) -> pd.DataFrame:
    sources = dataset.table("sources")
    publisher = sources["origin_id"].fillna(sources["publisher_id"])
    stands = np.array(SIDES, dtype=object)[sides_of(dataset, publisher)]
    counts = pd.crosstab(sources["lang"].astype(object), stands).reindex(columns=list(SIDES), fill_value=0)
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    return counts.rename_axis("language", axis=0).rename_axis(columns=None).reset_index()
