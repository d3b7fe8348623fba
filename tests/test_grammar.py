"""The grammar of claims in schemas/ fits the vocabularies and the types that editors offer; all answers follow it."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

import nkevents
from conftest import rows_of
from nkevents.checks import check_package
from nkevents.checks.cross_table_checks.derivation import check_parties
from nkevents.checks.cross_table_checks.lifecycles import check_courses
from nkevents.checks.cross_table_checks.scripts import _SCRIPTS
from nkevents.checks.row_checks.claim import check_kinds
from nkevents.curate.entry.document_words import Codes
from nkevents.curate.entry.parse_claim import read_claim
from nkevents.curate.entry.workspace import Workspace
from nkevents.curate.entry.yaml_nodes import read_nodes
from nkevents.curate.quality.fairness_figures import LANGUAGE_OF, SIDE_NAMES
from nkevents.explore.side_states import ADVERSARIES
from nkevents.exports import ged
from nkevents.model import codes
from nkevents.model.plain_values import records
from nkevents.rule.claim_arrays import SIDES
from nkevents.store.grammar import grammar
from nkevents.store.memory_path import MemoryPath
from nkevents.store.opening import shipped_root
from nkevents.store.package import Package
from nkevents.wording import words
from small import Rows, small_files, small_package

SCHEMA = "schemas/claim_codes.json"
STAGES = yaml.safe_load((Path(__file__).parent / "cases" / "stages.yaml").read_text(encoding="utf-8"))
COLUMNS = yaml.safe_load((Path(__file__).parent / "cases" / "claim_columns.yaml").read_text(encoding="utf-8"))
KINDS = json.loads((shipped_root() / "schemas" / "claims.json").read_text(encoding="utf-8"))["kinds"]
# Known as a plan on this day, and overdue on the later one.
MEETING, PLANNED, OVERDUE = "brussels-meeting", "2021-11-26", "2021-12-31"
KILLING = "ganja-strike-3"
CHECKS = (check_parties, check_courses)
WATCHED = {"missing-parties", "overdue-plan", "cancelled-yet-occurred"}


def test_every_kind_has_its_columns_and_they_are_columns_of_claims() -> None:
    assert list(grammar().kinds) == list(get_args(codes.ClaimKind))
    columns = set(nkevents.table("claims").columns)
    for required, allowed in grammar().kinds.values():
        assert {*required, *allowed} <= columns and not set(required) & set(allowed)


def test_every_code_of_an_occurrence_has_one_stage() -> None:
    found = nkevents.table("claim_codes")
    staged = [code for listed in grammar().stages for code in listed]
    assert sorted(staged) == sorted(found.loc[found["kind"] == "occurrence", "code"])


def test_every_status_has_its_words_and_its_type() -> None:
    stages = grammar().stages
    assert set(words.STATUSES) == {*stages.plans, *stages.took_place}
    assert set(get_args(codes.Status)) == {*stages.plans, *stages.statuses_took_place}


def test_languages_are_those_of_the_schema_wherever_they_are_listed() -> None:
    assert grammar().languages == get_args(codes.Lang)
    assert sorted(["en", *words.NAME_LANGUAGES]) == sorted(grammar().languages)
    assert set(_SCRIPTS) == set(grammar().languages)
    assert set(LANGUAGE_OF.values()) < set(grammar().languages) <= set(words.LANGUAGES)


def test_sides_are_those_of_the_schema_wherever_they_are_listed() -> None:
    assert set(grammar().sides) == set(nkevents.table("actors")["side"])
    assert {*grammar().belligerents, "third"} == set(grammar().sides)
    for listed in (SIDES, tuple(words.SIDES)):
        assert sorted(listed) == sorted(grammar().sides)
    for pair in (SIDE_NAMES, tuple(ADVERSARIES), tuple(ADVERSARIES.values()), tuple(ged._SIDES.values())):
        assert sorted(pair) == sorted(grammar().belligerents)


def test_the_shipped_claims_fit_the_grammar() -> None:
    claims = nkevents.table("claims")
    varying = {column for columns in grammar().kinds.values() for column in (*columns.required, *columns.allowed)}
    for kind, rows in claims.groupby("kind", observed=True):
        required, allowed = grammar().kinds[str(kind)]
        assert rows[list(required)].notna().all(axis=None)
        assert rows[sorted(varying - {*required, *allowed})].isna().all(axis=None)


def staged(stages: dict[str, list[str]], codes: list[str]) -> Package:
    """The small package with other stages; what was said of the planned meeting is told by each code in turn."""
    schema = json.loads(small_files()[SCHEMA])
    schema["stages"] |= stages
    events = {row["slug"]: row["event_id"] for row in rows_of("events")}
    told: Rows = []
    for row in rows_of("claims"):
        if row["event_id"] == events[MEETING] and row["kind"] == "occurrence" and row["known_from"] <= PLANNED:
            told.append({**row, "code": codes[len(told) % len(codes)], "date": "2021-12-15"})
        elif row["event_id"] == events[KILLING]:
            told.append(row)
    told = [{**row, "claim_id": f"c{number:05}"} for number, row in enumerate(told, 1)]
    files = {**small_files(), SCHEMA: json.dumps(schema).encode()}
    return Package(MemoryPath("copy", files)).with_rows({"claims": told, "readings": []})


def answers(package: Package) -> dict[str, Any]:
    """What a user is told of the meeting and of the strike, by name."""
    data = nkevents.Dataset(package)
    (meeting,) = (row for row in records(data.load(as_of=OVERDUE)) if row["slug"] == MEETING)
    told = {row["side"]: row["says"] for row in records(data.accounts(MEETING, as_of=OVERDUE))}
    return {
        **{name: meeting[name] for name in ("status", "overdue", "date_precision", "acceptance")},
        "accounts": [told[side] for side in SIDES],
        "counted": int(data.counts("Y", as_of=OVERDUE)["n_events"].sum()),
        "ged": len(ged.ged_frame(data, {})),
        "findings": sorted({found.rule for check in CHECKS for found in check(package)} & WATCHED),
    }


@pytest.mark.slow
@pytest.mark.parametrize("case", STAGES, ids=lambda case: case["name"])
def test_every_answer_follows_the_stages_that_the_package_states(case: dict[str, Any]) -> None:
    stated = answers(staged({}, case["codes"]))
    assert stated == {**stated, **case["as_shipped"]}
    changed = answers(staged(case["stages"], case["codes"]))
    assert changed == {**stated, **case["as_shipped"], **case["then"]}


def by_table(package: Package, cells: dict[str, str]) -> list[str]:
    """Rules that the check of a table names."""
    plain = dict.fromkeys(package.stated["claims"].names, "")
    row = plain | {"claim_id": "c00001", "polarity": "asserts", "certainty": "firm"} | cells
    return [finding.rule for finding in check_kinds(package.with_rows({"claims": [row]}))]


def by_document(package: Package, line: str) -> list[str]:
    """Messages on a line of a document."""
    ((node, report),) = read_nodes(f"{{{line}, by: armenia-mod, in: s0001}}", "document")
    read_claim(node, Codes(Workspace(package)), report)
    return [remark.message for remark in report.errors]


@pytest.mark.parametrize(("cells", "rules", "line"), COLUMNS)
def test_a_table_and_a_document_are_told_the_same_columns_of_a_kind(
    cells: dict[str, str], rules: list[str], line: str
) -> None:
    package = small_package()
    assert by_table(package, cells) == rules
    assert len(by_document(package, line)) == len(rules)


def test_the_columns_of_a_kind_are_those_that_the_package_states() -> None:
    schema = json.loads(small_files()["schemas/claims.json"])
    schema["kinds"] |= {"means": {"required": ["date"], "allowed": []}}
    package = Package(MemoryPath("copy", {**small_files(), "schemas/claims.json": json.dumps(schema).encode()}))
    dated = {"kind": "means", "code": "artillery", "date": "2020-10-17"}
    assert by_table(package, dated) == by_document(package, "means: artillery, date: 2020-10-17") == []
    (lacking,) = by_document(package, "means: artillery")
    assert "lacks" in lacking and by_table(package, dated | {"date": ""}) == ["column-needed-by-kind"]
    assert by_table(small_package(), dated) == ["column-not-of-kind"]


def test_languages_are_those_that_the_package_states() -> None:
    files = small_files()
    names = json.loads(files["schemas/place_names.json"]) | {"languages": ["en", "ka"]}
    package = Package(MemoryPath("copy", {**files, "schemas/place_names.json": json.dumps(names).encode()}))
    assert package.grammar.languages == ("en", "ka")
    assert len(nkevents.Dataset(package).load(lang="ka"))  # type: ignore[arg-type]
    with pytest.raises(nkevents.UnknownValueError, match="valid are 'en', 'ka'"):
        nkevents.Dataset(package).load(lang="az")
    assert package.grammar._replace(languages=()) == grammar()._replace(languages=())


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        ([], "kinds does not have occurrence, figure"),
        ({"role": {"required": [], "allowed": []}}, "kinds does not have occurrence, figure"),
        (KINDS | {"role": {"required": []}}, "role does not list the columns required and allowed"),
        (KINDS | {"role": {"required": ["who"], "allowed": []}}, "role lists 'who', which is no column"),
        (KINDS | {"role": ["subject_id"]}, "role does not list the columns required and allowed"),
    ],
)
def test_kinds_that_cannot_be_read_are_refused_with_what_is_wrong(kinds: Any, says: str) -> None:
    schema = json.loads(small_files()["schemas/claims.json"])
    schema["kinds"] = kinds
    root = MemoryPath("copy", {**small_files(), "schemas/claims.json": json.dumps(schema).encode()})
    with pytest.raises(nkevents.DataError, match=says):
        _ = Package(root).schemas
    assert [finding.rule for finding in check_package(root, with_frictionless=False)] == ["bad-schema"]
