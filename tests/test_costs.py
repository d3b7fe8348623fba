"""Promises of what things cost: the work is counted, so that no machine is too slow for them."""

import cProfile
import pstats
from pathlib import Path

import pytest

import nkevents
from nkevents.checks import check_package
from nkevents.checks.frictionless_process import frictionless_reading
from nkevents.curate.entry import Outcome, add
from nkevents.dataset import Dataset
from nkevents.store.package import Package
from nkevents.views import history
from small import small_root
from test_entry import package, save

CASES = Path(__file__).parent / "cases" / "costs"
DOCUMENT = (CASES / "meeting.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def nothing_read_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted is all of the work."""
    monkeypatch.setattr("read_before.Remembered.of", lambda _self, _content, _schemas, make: make())


def counted(paths: list[Path], root: Path) -> tuple[list[Outcome], int]:
    """What became of documents, and how many calls of functions it took, those of the libraries included."""
    profile = cProfile.Profile()
    result = profile.runcall(add, paths, root, dry_run=True)
    return result.outcomes, int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def documents(number: int, type_of_first: str, linked: bool) -> list[str]:
    """Documents on new events, each of which announces the one before where they are `linked`."""
    texts = []
    for at in range(number):
        text = DOCUMENT.format(at=at, type=type_of_first if at == 0 else "meeting", before=at - 1)
        texts.append(text if linked and at else text.split("relations:")[0])
    return texts


@pytest.mark.slow
@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize(("first", "state"), [("meeting", "added"), ("meetin", "refused")])
def test_documents_cost_as_many_times_as_there_are_of_them(
    first: str, state: str, linked: bool, tmp_path: Path
) -> None:
    cost: dict[int, int] = {}
    for number in (20, 80):
        root = package(tmp_path / f"package-{number}")
        path = tmp_path / f"{number}.yaml"
        path.write_text("---\n".join(documents(number, first, linked)), encoding="utf-8")
        outcomes, cost[number] = counted([path], root)
        expected = {state} if linked else {state, "added"}
        assert {outcome.state for outcome in outcomes} == expected, [str(each) for each in outcomes[-1].remarks]
    assert cost[80] < 5 * cost[20]


def test_what_hangs_on_a_refused_document_is_told_so(tmp_path: Path) -> None:
    paths = save(tmp_path, *documents(4, "meetin", linked=True))
    outcomes = add(paths, package(tmp_path / "package")).outcomes
    assert [outcome.state for outcome in outcomes] == ["refused"] * 4
    for before, outcome in enumerate(outcomes[1:]):
        errors = [remark.message for remark in outcome.remarks if remark.severity == "error"]
        assert errors == [f"unknown event 'test-meeting-{before}'; its own document was refused"]


def times(number: int) -> Dataset:
    """The small package with this many copies of its events and of most of their claims."""
    small = Package(small_root())
    events, claims = small["events"].rows, [row for row in small["claims"].rows if not row["provision_id"]]
    numbers = {row["event_id"]: int(row["event_id"][1:]) for row in events}
    rows = {
        "events": [
            {**row, "event_id": f"e{copy * 10_000 + numbers[row['event_id']]:04}", "slug": f"{row['slug']}-{copy}"}
            for copy in range(number)
            for row in events
        ],
        "claims": [
            {
                **row,
                "claim_id": f"c{copy * 100_000 + int(row['claim_id'][1:]):05}",
                "event_id": f"e{copy * 10_000 + numbers[row['event_id']]:04}",
            }
            for copy in range(number)
            for row in claims
        ],
    }
    return Dataset(small.with_rows(rows | {"relations": [], "provisions": [], "readings": []}))


def test_the_ged_export_goes_over_the_claims_as_often_for_ten_times_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes = []
    behind = history.behind
    monkeypatch.setattr(history, "behind", lambda *given: passes.append(1) or behind(*given))  # type: ignore[func-returns-value]
    written, passed = [], []
    for number in (1, 10):
        data = times(number)
        passes.clear()
        written.append(nkevents.to_ged(tmp_path / "ged.csv", data=data))
        passed.append(len(passes))
    assert written[1] == 10 * written[0] > 0
    assert passed[0] == passed[1]


WIDE = {
    "columns": lambda lines: [lines[0] + "".join(f",x{at}" for at in range(10_000)), *lines[1:]],
    "cells": lambda lines: [lines[0], lines[1] + "," * 10_000, *lines[2:]],
    "blank lines": lambda lines: [*lines, *[""] * 100_000],
}


@pytest.mark.parametrize("name", WIDE)
def test_a_table_of_great_width_or_emptiness_is_one_finding_before_frictionless_reads_it(
    name: str, tmp_path: Path
) -> None:
    root = package(tmp_path / "package")
    path = root / "data" / "claims.csv"
    lines = WIDE[name](path.read_text(encoding="utf-8").splitlines())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with frictionless_reading(root) as process:
        assert process is None
    errors = [finding for finding in check_package(root, with_frictionless=False) if finding.severity == "error"]
    assert [finding.rule for finding in errors] == ["out-of-bounds"]
    if name != "blank lines":
        with pytest.raises(nkevents.DataError) as error:
            nkevents.open(root).load()
        assert len(str(error.value)) < 1_500
