"""Promises of the shipped data."""

import re
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

import nkevents
from conftest import shipped_findings
from nkevents.dataset import shipped
from nkevents.model import codes
from nkevents.store.canonical_csv import serialise
from nkevents.store.opening import shipped_root
from nkevents.store.rows import read_rows
from nkevents.views.frame_schemas import frame_names

TABLES = [name for name in shipped()._tables.schemas if name != "timeline"]
CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_equals_its_own_reserialisation(name: str) -> None:
    path = shipped_root() / "data" / f"{name}.csv"
    content = path.read_bytes()
    assert content == serialise(read_rows(content.decode("utf-8")), shipped()._tables.schemas[name])


@pytest.mark.slow
def test_frictionless_finds_the_package_valid() -> None:
    import frictionless

    report = frictionless.validate(str(shipped_root() / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_each_field_states_title_question_description_type_constraints_and_unit() -> None:
    for name, schema in shipped()._tables.schemas.items():
        for field in schema.fields:
            stated = (
                field.title,
                field.question.endswith("?"),
                field.description,
                field.type,
                field.unit,
                "required" in field.constraints,
            )
            assert all(stated), (name, field.name)


@pytest.mark.parametrize(
    ("literal", "table", "column"),
    [
        (codes.EventType, "timeline", "event_type"),
        (codes.Level, "events", "level"),
        (codes.Status, "timeline", "status"),
        (codes.ClaimKind, "claims", "kind"),
    ],
)
def test_types_of_closed_vocabularies_equal_the_data(literal: object, table: str, column: str) -> None:
    tables = shipped()._tables
    assert set(get_args(literal)) == set(tables.codes(tables.schemas[table].field(column)))


def test_the_names_of_tables_and_views_as_types_equal_the_schemas() -> None:
    assert list(get_args(codes.TableName)) == shipped()._tables.names
    assert list(get_args(codes.ViewName)) == ["timeline", *frame_names()]


def test_version_is_the_same_in_package_descriptor_citation_file_and_change_log() -> None:
    root = Path(__file__).parents[1]
    cited = re.search(r"^version: (.+)$", (root / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    assert cited is not None
    assert cited[1] == nkevents.__version__ == shipped()._tables.descriptor["version"]
    assert f"## {nkevents.__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_episode_holds_events() -> None:
    counts = nkevents.load()["episode"].value_counts()
    assert counts.reindex(nkevents.episodes()["slug"]).ge(3).all()


@pytest.mark.parametrize(
    "row",
    read_rows((CASES / "seed_article.csv").read_text(encoding="utf-8")),
    ids=lambda r: r["statement"][:60],
)
def test_every_statement_of_the_first_article_is_a_claim_with_its_source(row: dict[str, str]) -> None:
    found = nkevents.claims(row["event"])
    found = found[found["url"].str.contains("themoscowtimes.com/2021/11/26/", regex=False)]
    for column in ("kind", "code", "aspect", "subject_id", "speaker_id", "date", "low"):
        if row[column]:
            found = found[found[column].astype("string") == row[column]]
    assert len(found) >= 1


@pytest.mark.slow
def test_the_shipped_data_give_no_error_and_no_warning_but_those_that_were_looked_at() -> None:
    found = shipped_findings()
    assert found.loc[found["severity"] == "error", "message"].tolist() == []
    counted = found["rule"].value_counts()
    assert "unanswered-accusation" not in counted
    gaps = (Path(__file__).parents[1] / "docs" / "known-gaps.md").read_text(encoding="utf-8")
    assert f"{counted['duplicate-candidate']} pairs of events are candidates for duplicates" in " ".join(gaps.split())
    # Every other warning is told there with its reason; those on texts have tests of their own.
    slugs = set(nkevents.table("events")["slug"])
    on_texts = {row["rule"] for row in read_rows((CASES.parent / "settled_texts.csv").read_text(encoding="utf-8"))}
    settled_elsewhere = found["rule"].isin(["duplicate-candidate", "one-statement-many-events", *on_texts])
    for message in found.loc[~settled_elsewhere, "message"]:
        assert any(slug in gaps for slug in slugs & set(re.findall(r"[a-z0-9-]+", message))), message
    # Each pair of events that may be one was looked at and is two.
    said = found.loc[found["rule"] == "duplicate-candidate", "message"].str.extract(r"^(\S+) may be (\S+) again")
    pairs = {tuple(sorted(pair)) for pair in said.itertuples(index=False, name=None)}
    settled = read_rows((CASES.parent / "settled_pairs.csv").read_text(encoding="utf-8"))
    assert pairs == {(row["event"], row["other"]) for row in settled}


@pytest.mark.parametrize("column", ["killed_best", "killed_armenian", "killed_azerbaijani", "killed_civilian"])
def test_the_running_tolls_of_the_war_never_fall_from_month_to_month(column: str) -> None:
    states = nkevents.vintages()
    war = states[states["slug"] == "war-2020"].set_index("valid_from")[column]
    months = pd.date_range("2020-09-30", war.index.max() + pd.offsets.MonthEnd(), freq="ME")
    tolls = war.reindex(months, method="ffill").dropna()
    assert len(tolls) > 20
    assert tolls.is_monotonic_increasing


REPLAY = read_rows((CASES / "replay.csv").read_text(encoding="utf-8"))


def as_told(matter: str, as_of: str | None) -> str:
    """A cell of the timeline (event.column), or the state of a provision (agreement/point)."""
    if "/" in matter:
        agreement, point = matter.split("/")
        return str(nkevents.provisions(agreement, as_of=as_of).set_index("point").loc[point, "state"])
    slug, column = matter.split(".")
    frame = nkevents.load(as_of=as_of, level=["episode", "event"]).set_index("slug")
    return str(frame.loc[slug, column])


@pytest.mark.parametrize("case", REPLAY, ids=lambda case: f"{case['as_of']} {case['matter']}")
def test_the_end_of_each_month_is_told_as_it_was_known_then_though_it_changed_later(case: dict[str, str]) -> None:
    assert as_told(case["matter"], case["as_of"]) == case["said_then"]
    assert as_told(case["matter"], None) != case["said_then"]


def test_each_month_end_of_the_later_episodes_is_replayed_on_three_matters() -> None:
    months = pd.date_range("2020-11-30", "2021-12-31", freq="ME").strftime("%Y-%m-%d")
    replayed = pd.DataFrame(REPLAY).groupby("as_of")["matter"].nunique()
    assert set(replayed.index) == set(months)
    assert replayed.min() >= 3


def test_at_least_25_plans_are_followed_from_their_announcement_to_what_came_of_them() -> None:
    occurrences = nkevents.claims(kind="occurrence")
    later = set(nkevents.load(episode=["ceasefire-2020", "clashes-2021-11", "sochi-2021", "brussels-2021"])["event_id"])
    mine = occurrences[occurrences["event_id"].isin(later) & (occurrences["polarity"] == "asserts")]
    first = mine.groupby("event_id")["code"].first().isin(["scheduled", "proposed", "rescheduled"])
    outcome = mine["code"].isin(["occurred", "ongoing", "ended", "not_held", "cancelled", "postponed"])
    followed = set(first[first].index) & set(mine.loc[outcome, "event_id"])
    assert len(followed) >= 25
