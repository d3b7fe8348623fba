"""Who counts as third: what each decision moves is counted for the actors, and the pages, that it is about."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import nkevents
from conftest import rows_of, shipped_fairness
from nkevents.curate.quality.actor_groups import group
from nkevents.curate.quality.decision_weights import Change, Decision, decisions, with_actors, with_decision
from nkevents.dataset import shipped
from nkevents.store.opening import shipped_root
from nkevents.store.rows import read_rows

GROUP_CASES = Path(__file__).parent / "cases" / "side_decisions" / "groups.csv"
BELLIGERENTS = {"armenian", "azerbaijani"}
SPUTNIK = "Sputnik's editions for Armenia and for Azerbaijan speak as Sputnik and count as third"
COMMUNITIES = "Outlets of the Armenian communities abroad stand with Armenia"
EDITION = re.compile(
    r"https?://(?:m\.)?(?:(?P<armenian>ar?m\.sputniknews|ru\.armeniasputnik)|az\.sputniknews|sputnik\.az)\b"
)


@pytest.fixture(scope="module")
def taken() -> list[Decision]:
    return decisions(shipped())


@pytest.fixture(scope="module")
def weighed() -> pd.DataFrame:
    return shipped_fairness().decisions.set_index("taken")


@pytest.fixture(scope="module")
def actors() -> dict[str, dict[str, str]]:
    return {row["actor_id"]: row for row in rows_of("actors", shipped_root())}


# --- about whom a decision was taken


@pytest.mark.parametrize("case", read_rows(GROUP_CASES.read_text(encoding="utf-8")), ids=lambda case: case["actor"])
def test_a_group_is_found_in_the_data_by_its_test(case: dict[str, str]) -> None:
    assert (case["actor"] in group(shipped(), case["group"])) == (case["belongs"] == "true"), case["reason"]


def test_an_outlet_made_for_the_public_in_armenia_is_none_of_the_communities_abroad(taken: list[Decision]) -> None:
    (communities,) = (each for each in taken if each.taken == COMMUNITIES)
    assert "azatutyun" not in communities.actors
    assert "armenian-weekly" in communities.actors


def test_whoever_is_of_a_side_and_seated_elsewhere_is_weighed(
    taken: list[Decision], actors: dict[str, dict[str, str]]
) -> None:
    weighed = {actor for decision in taken for actor in decision.actors}
    elsewhere = {
        actor
        for actor, row in actors.items()
        if row["side"] in BELLIGERENTS and row["country"] not in ("", "AM", "AZ") and not row["parent_id"]
    }
    assert elsewhere - weighed == set()


def test_every_decision_names_actors_of_the_data_and_another_code_than_they_have(
    taken: list[Decision], actors: dict[str, dict[str, str]]
) -> None:
    assert [decision.taken for decision in taken if not decision.actors] == []
    changes = [(decision.taken, *change) for decision in taken for change in decision.changes]
    assert [(name, actor) for name, actor, column, code, _ in changes if actors[actor][column] == code] == []


# --- what it moves


def below(actors: dict[str, dict[str, str]], top: str) -> set[str]:
    """An actor and all below it."""

    def above(actor: str) -> Iterator[str]:
        while actor:
            yield actor
            actor = actors[actor]["parent_id"]

    return {actor for actor in actors if top in above(actor)}


@pytest.mark.parametrize("state", ["russia", "france", "iran", "turkey", "pakistan"])
def test_the_claims_of_a_state_are_those_of_all_its_bodies_and_officials(
    state: str, taken: list[Decision], weighed: pd.DataFrame, actors: dict[str, dict[str, str]]
) -> None:
    (decision,) = (each for each in taken if each.actors == [state])
    names = [actors[actor]["name"] for actor in below(actors, state)]
    spoken = nkevents.claims()["speaker"]
    expected = spoken[spoken.isin(names)].value_counts().to_dict()
    assert weighed.loc[decision.taken, "said"] == expected


def test_the_speakers_and_the_claims_of_a_line_are_those_listed_below_it() -> None:
    page = (shipped_root() / "docs" / "fairness.md").read_text(encoding="utf-8")
    section = page.split("## Who counts as third")[1].split("\n## ")[0]
    rows = re.findall(
        r"^\| (?P<taken>[^|]+) \| [^|]+ \| (?P<speakers>\d+) \| (?P<claims>\d+) \|", section, re.MULTILINE
    )
    lists = re.findall(r"^- \*(?P<taken>.+?)\.\* (?P<who>.+)$", section, re.MULTILINE)
    for taken, who in lists:
        counts = [int(number) for number in re.findall(r" \((\d+)\)(?=[,;.])", who)]
        assert (taken, str(len(counts)), str(sum(counts))) in rows
    assert {taken for taken, speakers, _ in rows if int(speakers) > 1} <= {taken for taken, _ in lists}


def test_a_decision_about_an_actor_changes_what_it_says_and_leaves_the_data_alone() -> None:
    data = shipped()
    before = data.load()
    armenian = with_actors(data, [Change("russia", "aligned_with", "armenian")]).load()
    assert (armenian["acceptance"] != before["acceptance"]).any()
    assert data.load().equals(before)


# --- editions


def test_an_edition_is_known_by_the_address_of_its_pages(taken: list[Decision]) -> None:
    (decision,) = (each for each in taken if each.taken == SPUTNIK)
    before, after = (data.claims().set_index("claim_id") for data in (shipped(), with_decision(shipped(), decision)))
    addresses = nkevents.table("sources").set_index("source_id")["url"]
    expected = before["speaks_with"].astype(object).copy()
    for claim in before.index[before["speaker_id"] == "sputnik"]:
        edition = EDITION.match(addresses[before.loc[claim, "source_id"]])
        if edition:
            expected[claim] = "armenian" if edition["armenian"] else "azerbaijani"
    moved = expected != before["speaks_with"].astype(object)
    assert {*expected[moved]} == BELLIGERENTS
    assert after["speaks_with"].astype(object).equals(expected)


def test_the_claims_of_both_editions_are_counted_as_those_of_one_speaker(weighed: pd.DataFrame) -> None:
    (line,) = weighed.reset_index().query("taken == @SPUTNIK").to_dict("records")
    assert list(line["said"]) == ["Sputnik"]
    assert 0 < line["said"]["Sputnik"] < nkevents.claims()["speaker_id"].eq("sputnik").sum()
    assert line["acceptance"] > 0
