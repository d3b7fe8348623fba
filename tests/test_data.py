"""Promises of the shipped data."""

import re
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

import nkevents
from conftest import rows_of
from nkevents import codes
from nkevents.canonical import read_rows, serialise
from nkevents.dataset import shipped
from nkevents.tables import shipped_root

TABLES = [name for name in shipped()._tables.schemas if name != "timeline"]
CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_equals_its_own_reserialisation(name: str) -> None:
    path = shipped_root() / "data" / f"{name}.csv"
    content = path.read_bytes()
    assert content == serialise(read_rows(content.decode("utf-8")), shipped()._tables.schemas[name])


@pytest.mark.parametrize("name", TABLES)
def test_cells_hold_no_stray_space_and_no_invisible_character(name: str) -> None:
    odd = re.compile(r"^\s|\s$|\s\s|[\u00a0\u200b-\u200f\u2028-\u202f\u2060\ufeff\t\r\n]|^[=+@]")
    found = [(row, cell) for row in rows_of(name) for cell in row.values() if odd.search(cell)]
    assert found == []


def test_frictionless_finds_the_package_valid() -> None:
    import frictionless

    report = frictionless.validate(str(shipped_root() / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_each_field_states_title_description_type_constraints_and_unit() -> None:
    for name, schema in shipped()._tables.schemas.items():
        for field in schema.fields:
            stated = (field.title, field.description, field.type, field.unit, "required" in field.constraints)
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


def test_the_names_of_tables_as_types_equal_the_descriptor() -> None:
    assert list(get_args(codes.TableName)) == shipped()._tables.names


def test_version_is_the_same_in_package_descriptor_citation_file_and_change_log() -> None:
    root = Path(__file__).parents[1]
    cited = re.search(r"^version: (.+)$", (root / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    assert cited is not None
    assert cited[1] == nkevents.__version__ == shipped()._tables.descriptor["version"]
    assert f"## {nkevents.__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_columns_of_a_claim_go_with_its_kind() -> None:
    allowed = {
        "occurrence": {"place_id", "date"},
        "figure": {"aspect", "subject_id", "date", "low", "high"},
        "role": {"subject_id"},
        "means": {"subject_id"},
        "compliance": {"subject_id", "provision_id"},
        "position": {"aspect", "subject_id", "provision_id"},
    }
    needed = {
        "occurrence": ["date"],
        "role": ["subject_id"],
        "compliance": ["provision_id"],
        "position": ["aspect"],
    }
    varying = set().union(*allowed.values())
    for row in rows_of("claims"):
        filled = {column for column in varying if row[column]}
        assert filled <= allowed[row["kind"]], row
        assert all(row[column] for column in needed.get(row["kind"], [])), row
        assert row["kind"] != "figure" or row["low"] or row["high"], row


def test_figures_of_persons_say_which_population_and_others_none() -> None:
    unit = {row["code"]: row["unit"] for row in rows_of("claim_codes")}
    for row in rows_of("claims"):
        if row["kind"] == "figure":
            assert bool(row["aspect"]) == (unit[row["code"]] == "persons"), row
            assert not (row["low"] and row["high"]) or int(row["low"]) <= int(row["high"]), row


def test_nothing_is_known_before_the_event_or_after_its_source() -> None:
    claims, sources = nkevents.claims(), nkevents.table("sources")
    read = claims.merge(sources, on="source_id", suffixes=("", "_source"))
    latest = read[["published", "updated"]].max(axis=1)
    assert not (read["known_from"] > latest).any()
    assert (sources["published"].isna() == (sources["date_basis"] == "unknown")).all()
    first = nkevents.load(level=["event", "part", "series", "episode"])
    happened = first[first["status"].isin(["occurred", "ongoing"]) & first["date_start"].notna()]
    early = happened[happened["known_from"] < happened["date_start"] - pd.Timedelta(days=1)]
    plans = nkevents.claims(kind="occurrence").query("code in ['proposed', 'scheduled', 'rescheduled']")
    assert set(early["event_id"]) <= set(plans["event_id"])


def test_every_row_is_used() -> None:
    used = {column: set() for column in ("source_id", "place_id", "actor_id")}  # type: ignore[var-annotated]
    for row in rows_of("claims"):
        used["source_id"].add(row["source_id"])
        used["place_id"].add(row["place_id"])
        used["actor_id"] |= {row["speaker_id"], row["subject_id"]}
    for row in [*rows_of("places"), *rows_of("relations")]:
        used["source_id"].add(row["source_id"])
    for row in rows_of("places"):
        used["place_id"].add(row["parent_id"])
    for row in [*rows_of("sources"), *rows_of("provisions"), *rows_of("actors")]:
        used["actor_id"] |= {
            row.get("publisher_id"),
            row.get("origin_id"),
            row.get("obligor_id"),
            row.get("parent_id"),
        }
    blocs = {row["actor_id"] for row in rows_of("actors") if row["kind"] == "bloc"}
    for table, column in (("sources", "source_id"), ("places", "place_id"), ("actors", "actor_id")):
        assert {row[column] for row in rows_of(table)} - used[column] - blocs == set(), table


def test_titles_and_summaries_take_no_side() -> None:
    words = Path(nkevents.__file__).parent / "validation" / "loaded_words.txt"
    loaded = re.compile(words.read_text(encoding="utf-8").strip().replace("\n", "|"), re.I)
    texts = [(row["slug"], row[name]) for row in rows_of("events") for name in ("title", "summary")]
    texts += [(row["provision_id"], row["text"]) for row in rows_of("provisions")]
    assert [(name, text) for name, text in texts if loaded.search(text)] == []


def test_every_accusation_has_an_answer_or_the_note_that_one_was_looked_for() -> None:
    claims = rows_of("claims")
    sides = {row["actor_id"]: row["side"] for row in rows_of("actors")}
    named = [row for row in claims if row["code"] == "initiator"]
    answers = [row for row in claims if row["code"] == "initiator" or row["kind"] == "occurrence"]
    answered = {row["event_id"] for row in answers if row["polarity"] == "denies"}
    answered |= {row["event_id"] for row in named if "nswer" in row["note"]}
    answered |= {row["event_id"] for row in named if sides[row["speaker_id"]] == sides[row["subject_id"]]}
    for row in named:
        both = {sides[other["subject_id"]] for other in named if other["event_id"] == row["event_id"]}
        assert row["event_id"] in answered or {"armenian", "azerbaijani"} <= both, row


def test_agreements_and_truces_have_provisions() -> None:
    bound = {row["event_id"] for row in rows_of("provisions")}
    implementing = {row["from_event_id"] for row in rows_of("relations") if row["relation"] == "implements"}
    for row in rows_of("events"):
        if row["event_type"] in ("agreement", "ceasefire"):
            assert row["event_id"] in bound | implementing, row["slug"]


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
