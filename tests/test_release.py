"""Promises on versions of the data: what changed, the log of it, and citations that pin the bytes."""

import hashlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pybtex.database import parse_string
from typer.testing import CliRunner

import nkevents
from conftest import CopyOf, rows_of, write_copy
from nkevents.cli import app
from nkevents.curate.release.chain import link_faults, log_sha256
from nkevents.curate.release.compare import compare
from nkevents.curate.release.log import due_log, log_faults
from nkevents.store.canonical_csv import serialise
from nkevents.store.editions import LOGS
from nkevents.store.opening import shipped_root
from nkevents.store.package import Package
from nkevents.store.rows import Row
from small import Rows

Edit = Callable[[dict[str, Rows]], None]


def version(root: Path, number: str) -> Path:
    path = root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**descriptor, "version": number}), encoding="utf-8")
    return root


def edited(to: Path, number: str, *edits: Edit, log: Rows | None = None) -> Package:
    """A copy of the shipped data under another version, with an empty log or the given one."""
    tables = {name: [dict(row) for row in rows_of(name)] for name in ("events", "claims", "actors", "sources")}
    for edit in edits:
        edit(tables)
    return Package(version(write_copy(to, {**tables, "changes": log or []}), number))


def one_more_claim(tables: dict[str, Rows]) -> None:
    tables["claims"].append({**tables["claims"][-1], "claim_id": "c99999", "note": "Another"})


def a_corrected_note(tables: dict[str, Rows]) -> None:
    tables["claims"][0]["note"] = "Corrected"


def one_claim_less(tables: dict[str, Rows]) -> None:
    tables["claims"].pop(0)


FIRST = rows_of("claims")[0]["claim_id"]


def test_every_added_changed_and_lost_row_is_told_and_nothing_else(tmp_path: Path) -> None:
    old = edited(tmp_path / "old", "1.0.0")

    def change(tables: dict[str, Rows]) -> None:
        one_more_claim(tables)
        tables["claims"][1]["note"] = "Corrected"
        one_claim_less(tables)

    found = compare(old, edited(tmp_path / "new", "2.0.0", change)).to_dict("records")
    second = rows_of("claims")[1]
    assert [tuple(row.values()) for row in found] == [
        ("claims", FIRST, "retire", "claim_id", FIRST, ""),
        ("claims", second["claim_id"], "modify", "note", second["note"], "Corrected"),
        ("claims", "c99999", "add", "claim_id", "", "c99999"),
    ]
    assert compare(old, old).empty


@pytest.mark.parametrize(
    ("edit", "number", "needs"),
    [
        (one_claim_less, "1.1.0", "MAJOR"),
        (one_more_claim, "1.0.1", "MINOR"),
        (a_corrected_note, "1.0.0", "is not above"),
        (one_claim_less, "2.0.0", None),
        (one_more_claim, "1.1.0", None),
        (a_corrected_note, "1.0.1", None),
    ],
)
def test_a_number_that_understates_the_change_is_a_fault(
    edit: Edit, number: str, needs: str | None, tmp_path: Path
) -> None:
    old = edited(tmp_path / "old", "1.0.0")
    new = edited(tmp_path / "draft", number, edit)
    log = [{**row, "reason": "A reason"} for row in due_log(old, new)]
    faults = list(log_faults(old, edited(tmp_path / "new", number, edit, log=log)))
    assert [needs in fault for fault in faults] == [True] if needs else faults == []


def test_a_change_to_the_past_without_a_reason_is_a_fault_and_an_addition_needs_none(tmp_path: Path) -> None:
    old = edited(tmp_path / "old", "1.0.0")

    def change(tables: dict[str, Rows]) -> None:
        one_more_claim(tables)
        a_corrected_note(tables)

    new = edited(tmp_path / "new", "1.1.0", change, log=due_log(old, edited(tmp_path / "draft", "1.1.0", change)))
    assert list(log_faults(old, new)) == [f"data/changes.csv: claims {FIRST}, note (modify) has no reason"]


def test_a_log_of_earlier_versions_that_was_emptied_or_forged_is_a_fault(tmp_path: Path) -> None:
    line = {**dict.fromkeys(Package(shipped_root()).stated["changes"].names, ""), "version": "1.0.0"}
    lines = [{**line, "table": "claims", "row": row, "action": "add", "field": "claim_id"} for row in ("c1", "c2")]
    old = edited(tmp_path / "old", "1.0.0", log=lines)
    later = {**line, "version": "1.1.0", "table": "claims", "row": "c3", "action": "add", "field": "claim_id"}
    kept = edited(tmp_path / "kept", "1.1.0", log=[*lines, later])
    pins = Row(2, {"version": "1.0.0", "sha256": old.sha256, "log_sha256": log_sha256(old)})
    assert list(link_faults(pins, old, kept)) == []
    for column, forged_pin, says in (
        ("sha256", "0" * 64, "the tables of 1.0.0 are not as data/releases.csv pins it"),
        ("log_sha256", "0" * 64, "the log of 1.0.0 is not as"),
        ("log_sha256", "", "the log of 1.0.0 is not as"),
        ("version", "0.9.0", "the commit of 0.9.0 holds version 1.0.0"),
    ):
        assert any(says in fault for fault in link_faults(Row(2, {**pins, column: forged_pin}), old, kept))
    (emptied,) = link_faults(pins, old, edited(tmp_path / "emptied", "1.1.0", log=[later]))
    assert "lacks 2 lines" in emptied and "claims c1" in emptied
    forged = [lines[0], {**lines[1], "reason": "Another"}, later]
    assert len(list(link_faults(pins, old, edited(tmp_path / "forged", "1.1.0", log=forged)))) == 2


def test_a_log_that_is_not_what_changed_is_a_fault(tmp_path: Path) -> None:
    old = edited(tmp_path / "old", "1.0.0")
    (fault,) = log_faults(old, edited(tmp_path / "new", "1.1.0", one_more_claim))
    assert "run: nkevents log" in fault


def test_a_retired_id_that_comes_back_is_a_fault(tmp_path: Path) -> None:
    row = {"table": "claims", "row": FIRST, "action": "retire", "field": "claim_id", "old": FIRST, "new": ""}
    log = [{**row, "version": "0.9.0", "reason": "Entered twice"}]
    old = edited(tmp_path / "old", "1.0.0", log=log)
    draft = edited(tmp_path / "draft", "1.1.0", one_more_claim, log=log)
    faults = list(log_faults(old, edited(tmp_path / "new", "1.1.0", one_more_claim, log=due_log(old, draft))))
    assert faults == [f"claims {FIRST} was retired in 0.9.0 and stands for something again"]


def test_a_row_that_went_into_another_names_one_that_is_there(tmp_path: Path) -> None:
    old = edited(tmp_path / "old", "1.0.0")
    log = due_log(old, edited(tmp_path / "draft", "2.0.0", one_claim_less))
    merged = [{**row, "action": "merge", "new": "c00000", "reason": "The same claim"} for row in log]
    faults = list(log_faults(old, edited(tmp_path / "new", "2.0.0", one_claim_less, log=merged)))
    assert faults == [f"data/changes.csv: claims {FIRST} went into 'c00000', which is no row"]


def test_the_log_command_writes_the_log_and_keeps_its_reasons(tmp_path: Path) -> None:
    edited(tmp_path / "old", "1.0.0")
    new = edited(tmp_path / "new", "1.0.1", a_corrected_note)
    run = ["log", str(tmp_path / "old"), "--data", str(tmp_path / "new")]
    first = CliRunner().invoke(app, run)
    assert first.exit_code == 1
    assert "has no reason" in first.output
    path = tmp_path / "new" / "data" / "changes.csv"
    rows = [{**row, "reason": "A misprint"} for row in due_log(Package(tmp_path / "old"), Package(tmp_path / "new"))]
    path.write_bytes(serialise(rows, new.schemas["changes"]))
    before = path.read_bytes()
    assert CliRunner().invoke(app, run).exit_code == 0
    assert path.read_bytes() == before


def test_diff_reads_like_release_notes(tmp_path: Path) -> None:
    old = edited(tmp_path / "old", "1.0.0")

    def change(tables: dict[str, Rows]) -> None:
        lost = next(row for row in tables["events"] if row["slug"] == "su-25-loss")
        lost["title"] = "Another title"
        one_more_claim(tables)

    edited(tmp_path / "new", "1.1.0", change, log=due_log(old, edited(tmp_path / "draft", "1.1.0", change)))
    text = CliRunner().invoke(app, ["diff", str(tmp_path / "old"), str(tmp_path / "new")]).output
    assert text.startswith("nkevents 1.0.0 → 1.1.0\n")
    assert "claims  1 added" in text
    assert "su-25-loss" in text
    assert "→ Another title" in text
    cells = CliRunner().invoke(app, ["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--csv"]).output
    assert cells.splitlines()[0] == "table,row,action,field,old,new"
    assert len(cells.splitlines()) == 3


def test_the_hash_is_what_sha256sum_gives() -> None:
    root = shipped_root()
    tables = Package(root)
    paths = sorted(tables.path(name) for name in tables.names if name not in LOGS)
    sums = subprocess.run(["sha256sum", *paths], cwd=root, capture_output=True, check=True).stdout
    assert nkevents.open(root).sha256 == hashlib.sha256(sums).hexdigest()
    assert nkevents.load().attrs["sha256"] == nkevents.open(root).sha256


@pytest.mark.parametrize("style", ["text", "apa", "bibtex", "csl-json"])
@pytest.mark.parametrize("event", [None, "brussels-meeting"])
def test_every_citation_pins_version_day_rule_and_bytes(style: str, event: str | None) -> None:
    text = nkevents.cite(style, event=event, as_of="2021-11-26")  # type: ignore[arg-type]
    data = nkevents.open(shipped_root())
    for part in (data.version, "2021-11-26", "rule version 3", data.sha256, "nkevents contributors"):
        assert part in text
    assert event is None or "(e0060)" in text


def test_bibtex_is_read_by_a_bibtex_library_and_holds_the_sources_of_an_event() -> None:
    parsed = parse_string(nkevents.cite("bibtex", event="brussels-meeting"), "bibtex")
    sources = set(nkevents.sources("brussels-meeting")["source_id"])
    assert set(parsed.entries) == sources | {f"nkevents-{nkevents.__version__}-e0060"}
    of_sources = [entry for key, entry in parsed.entries.items() if key in sources]
    assert {entry.fields["url"] for entry in of_sources} == set(nkevents.sources("brussels-meeting")["url"])
    assert all(entry.persons["author"] and entry.fields["title"] for entry in of_sources)


def test_bibtex_has_addresses_that_are_links_months_that_are_macros_and_titles_for_all(copy_of: CopyOf) -> None:
    sources = rows_of("sources")
    page = {**sources[0], "url": "https://example.org/a_b?c=2%2C300&d=~e", "title": "", "published": "2020-11-09"}
    data = copy_of(sources=[page, *sources[1:]])
    claim = data.claims().query("source_id == @page['source_id']").iloc[0]
    text = data.cite("bibtex", event=claim["slug"])
    assert "url = {https://example.org/a_b?c=2%2C300&d=~e}" in text
    assert "month = nov,\n" in text and 'month = "' not in text
    publisher = str(data.sources().set_index("source_id").loc[page["source_id"], "publisher"])
    assert f'title = "{{{publisher}, 2020-11-09}}"' in text
    assert "no title in the copy read" not in data.cite("csl-json", event=claim["slug"])


def test_csl_json_of_an_event_holds_the_sources_known_that_day() -> None:
    items = json.loads(nkevents.cite("csl-json", event="brussels-meeting", as_of="2021-11-26"))
    known = set(nkevents.sources("brussels-meeting", as_of="2021-11-26")["source_id"])
    assert {item["id"] for item in items[1:]} == known


def test_a_style_that_is_not_offered_is_an_error_that_names_the_nearest() -> None:
    result = CliRunner().invoke(app, ["cite", "--style", "bibtx"])
    assert result.exit_code == 2
    assert "'bibtex'" in result.output


def test_changes_since_a_version_are_those_of_later_ones(tmp_path: Path) -> None:
    row = {"table": "claims", "row": FIRST, "action": "modify", "field": "note", "old": "", "new": "x", "reason": "y"}
    log = [{**row, "version": number} for number in ("0.2.0", "0.10.0")]
    data = nkevents.Dataset(edited(tmp_path / "new", "0.10.0", log=log).root)  # type: ignore[arg-type]
    assert data.changes()["version"].tolist() == ["0.10.0", "0.2.0"]
    assert data.changes(since="0.10.0").empty
    with pytest.raises(nkevents.UnknownValueError):
        data.changes(since="7.0.0")
