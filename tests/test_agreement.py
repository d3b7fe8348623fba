"""Promises of the comparison of two codings."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import nkevents
from case_files import document
from conftest import CopyOf, rows_of, write_copy
from nkevents.cli import app
from nkevents.curate.entry import event_form
from nkevents.curate.entry.workspace import Workspace
from nkevents.curate.quality.agreement import Agreement, agreement
from nkevents.curate.quality.alpha import nominal_alpha
from nkevents.dataset import shipped
from nkevents.errors import NkeventsError, UnknownValueError
from nkevents.store.opening import shipped_root
from small import small_root
from test_rule_cases import Case, tables_of

CASES = Path(__file__).parent / "cases" / "agreement"
CODINGS = sorted(path for path in CASES.glob("*.yaml") if path.stem != "alpha")
PUBLISHED = document(CASES / "alpha.yaml")
ON_TERMINAL = {"FORCE_COLOR": "1", "COLUMNS": "100", "TERM": "xterm-256color"}


def read_case(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = document(path)
    return case


def compared(case: dict[str, Any], copy_of: CopyOf) -> Agreement:
    first, second = (
        copy_of(**tables_of([Case("event", case | {"claims": case[coder]}, number=2, before=0)]))
        for coder in ("first", "second")
    )
    return agreement(first, second)


def printed(*arguments: str | Path, env: dict[str, str | None] | None = None, code: int = 0) -> str:
    plain: dict[str, str | None] = {"FORCE_COLOR": None, "TTY_COMPATIBLE": None}
    result = CliRunner(env=env or plain).invoke(app, ["agreement", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The shipped data, coded anew by somebody who saw every tenth position as another."""
    claims = rows_of("claims")
    for row in claims[::10]:
        row["code"] = "assert" if row["kind"] == "position" else row["code"]
    (tmp_path / "second").mkdir()
    return write_copy(tmp_path / "second", {"claims": claims})


@pytest.mark.parametrize("example", PUBLISHED, ids=lambda example: str(example["alpha"]))
def test_alpha_gives_the_values_of_published_examples(example: dict[str, Any]) -> None:
    assert round(nominal_alpha(pd.DataFrame(example["coders"]).T), 3) == example["alpha"]


def test_alpha_gives_the_values_of_the_packaged_implementation() -> None:
    import krippendorff

    for seed in range(20):
        codes = np.random.default_rng(seed).choice([1.0, 2.0, 3.0, np.nan], (3, 25))
        expected = krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal")
        assert nominal_alpha(pd.DataFrame(codes.T)) == pytest.approx(expected)


def test_alpha_does_not_depend_on_the_names_of_codes_nor_on_the_order_of_units_and_coders() -> None:
    codes = pd.DataFrame(PUBLISHED[2]["coders"]).T
    renamed = codes.iloc[::-1, ::-1].map(lambda code: None if pd.isna(code) else f"code {9 - code}")
    assert nominal_alpha(renamed) == pytest.approx(nominal_alpha(codes))


@pytest.mark.parametrize("rows", [[], [("a", None)], [("a", "a"), ("a", "a")]])
def test_alpha_is_missing_where_there_is_nothing_that_chance_could_miss(rows: list[Any]) -> None:
    assert np.isnan(nominal_alpha(pd.DataFrame(rows, columns=["first", "second"])))


@pytest.mark.parametrize("path", CODINGS, ids=lambda path: path.stem)
def test_matching_keeps(path: Path, copy_of: CopyOf) -> None:
    case = read_case(path)
    found = compared(case, copy_of)
    assert found.pairs[["first", "second", "differs"]].to_numpy().tolist() == case["pairs"]
    cells = found.cells.set_index(["kind", "column"])["percent"]
    assert {name: cells[tuple(name.split())] for name in case["percent"]} == case["percent"]


@pytest.mark.parametrize("path", CODINGS, ids=lambda path: path.stem)
def test_the_comparison_is_the_same_from_both_ends(path: Path, copy_of: CopyOf) -> None:
    case = read_case(path)
    found = compared(case, copy_of)
    back = compared(case | {"first": case["second"], "second": case["first"]}, copy_of)
    pd.testing.assert_frame_equal(found.cells, back.cells)
    assert set(zip(found.pairs["first"], found.pairs["second"], strict=True)) == set(
        zip(back.pairs["second"], back.pairs["first"], strict=True)
    )


def test_every_claim_is_in_one_pair_or_alone(copy_of: CopyOf) -> None:
    found = agreement(shipped(), copy_of(claims=rows_of("claims")[::3]))
    assert found.pairs["first"].is_unique
    assert found.pairs["second"].is_unique
    kinds = found.kinds
    assert (kinds["pairs"] + kinds["only_first"] == kinds["first"]).all()
    assert (kinds["pairs"] + kinds["only_second"] == kinds["second"]).all()


def test_a_coding_agrees_with_itself_in_every_cell() -> None:
    found = agreement(shipped(), shipped())
    assert (found.pairs["first"] == found.pairs["second"]).all()
    assert len(found.pairs) == len(nkevents.claims())
    assert set(found.cells["percent"]) == {100.0}
    assert set(found.cells["alpha"].dropna()) == {1.0}


def test_a_page_is_the_same_with_and_without_what_was_added_to_its_address(copy_of: CopyOf) -> None:
    sources = rows_of("sources")
    for row in sources:
        rest = row["url"].partition("://")[2].removeprefix("www.")
        row["url"] = f"http://www.{rest}{'&' if '?' in rest else '?'}utm_source=a"
    small = copy_of()
    assert len(agreement(small, copy_of(sources=sources)).pairs) == len(small.claims())


def test_events_may_have_another_name_in_the_second_coding(copy_of: CopyOf) -> None:
    events = rows_of("events")
    for row in events:
        row["slug"] = row["slug"].replace("brussels-meeting", "summit-in-brussels")
    other = copy_of(events=events)
    found = agreement(shipped(), other, {"brussels-meeting": "summit-in-brussels"})
    assert found.events["event"].tolist() == ["brussels-meeting"]
    assert found.events["pairs"].tolist() == [len(nkevents.claims("brussels-meeting"))]
    assert agreement(shipped(), other).only_second == ["summit-in-brussels"]


def test_an_event_that_a_coding_lacks_is_refused_by_name() -> None:
    with pytest.raises(UnknownValueError, match=r"brussels-meting.*did you mean 'brussels-meeting'"):
        agreement(shipped(), shipped(), {"brussels-meeting": "brussels-meting"})


def test_codings_without_a_common_event_are_refused(copy_of: CopyOf) -> None:
    events = [{**row, "slug": f"other-{row['slug']}"} for row in rows_of("events")]
    with pytest.raises(NkeventsError, match="no event in common"):
        agreement(shipped(), copy_of(events=events))


def test_json_holds_the_frames_and_no_number_that_is_none(second: Path) -> None:
    text = printed(small_root(), second, "--json", "--events", "brussels-meeting")
    assert "NaN" not in text
    found = json.loads(text)
    assert [row["event"] for row in found["events"]] == ["brussels-meeting"]
    assert {row["kind"] for row in found["cells"]} == {row["kind"] for row in found["kinds"]}


def test_a_pipe_gets_text_alone_and_a_terminal_no_line_that_is_too_long(second: Path) -> None:
    piped = printed(shipped_root(), second)
    assert "\x1b" not in piped
    assert all(line == line.rstrip() for line in piped.splitlines())
    shown = printed(shipped_root(), second, env=dict(ON_TERMINAL))
    assert "\x1b[" in shown
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in shown.splitlines()) <= 100
    assert "…" not in shown


def test_markdown_tables_have_the_same_number_of_cells_in_every_line(second: Path) -> None:
    tables = printed(small_root(), second, "--markdown").strip().split("\n\n")
    assert len(tables) == 3
    assert all(len({line.count("|") for line in table.splitlines()}) == 1 for table in tables)


def test_a_directory_that_is_no_data_package_is_refused_in_one_line(tmp_path: Path) -> None:
    assert printed(small_root(), tmp_path / "none", code=2).count("\n") == 1


@pytest.mark.parametrize("kept", ["none", "other pages"])
def test_codings_that_share_no_claim_have_no_agreement(kept: str, copy_of: CopyOf) -> None:
    claims = [] if kept == "none" else rows_of("claims")
    sources = [{**row, "url": f"https://example.org/{row['source_id']}"} for row in rows_of("sources")]
    found = agreement(shipped(), copy_of(claims=claims, sources=sources))
    assert (len(found.pairs), len(found.cells)) == (0, 0)
    assert found.kinds.set_index("kind").loc["all", "only_second"] == len(claims)


def test_codings_that_share_no_claim_are_printed_too(tmp_path: Path) -> None:
    other = write_copy(tmp_path, {"claims": []})
    assert "0 claims in both" in printed(small_root(), other)
    assert json.loads(printed(small_root(), other, "--json"))["pairs"] == []
    assert printed(small_root(), other, "--markdown")


def test_a_folder_of_documents_is_held_against_the_data(tmp_path: Path) -> None:
    for slug in ("sochi-release", "moscow-truce-2020"):
        (tmp_path / f"{slug}.yaml").write_text(event_form(Workspace(shipped_root()), slug, ids=False), encoding="utf-8")
    done = CliRunner().invoke(app, ["agreement", str(shipped_root()), str(tmp_path), "--json"])
    found = json.loads(done.output)
    assert {row["event"] for row in found["events"]} == {"sochi-release", "moscow-truce-2020"}
    assert all(row["first"] == row["second"] == row["pairs"] > 0 for row in found["events"])


def test_a_document_that_is_refused_is_no_coding(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("event: {slug: sochi-release}\nclaims: [{ocurred: 2021-11-26}]\n")
    done = CliRunner().invoke(app, ["agreement", str(shipped_root()), str(tmp_path)])
    assert done.exit_code == 2
    assert "wrong.yaml:2" in done.stderr
