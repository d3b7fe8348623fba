"""The reference lists all that can be called, and what is computed for the site can be computed."""

import contextlib
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest
import typer

import nkevents
from nkevents import plot
from nkevents.cli import app
from nkevents.curate.quality.coverage import coverage
from nkevents.dataset import shipped
from nkevents.model.codes import ViewName

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
# Texts that say in one sentence how many claims a second reader checked.
SHARE_TOLD = ("README.md", "docs/datasheet.md", "docs/method.md")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@pytest.mark.parametrize("name", nkevents.__all__)
def test_every_public_name_stands_in_the_reference(name: str) -> None:
    lines = (REFERENCE / "python.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(".. auto") and line.endswith(f":: nkevents.{name}")]


@pytest.mark.parametrize("name", plot.__all__)
def test_every_chart_stands_in_the_reference(name: str) -> None:
    text = (REFERENCE / "charts.md").read_text(encoding="utf-8")
    assert f".. autofunction:: nkevents.plot.{name}\n" in text


def test_the_event_that_is_said_to_be_missing_from_the_first_picture_is_later_than_its_end() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "events that stand under a later day, such as the commission on the border" in told
    assert "border-delimitation-commission" in set(nkevents.load().query("day > '2021-12-31'")["slug"])


def test_every_text_says_the_same_share_of_claims_as_checked_by_a_second_reader() -> None:
    outcome = nkevents.claims()["second_reading"]
    checked, tried = outcome.isin(["right", "mended", "doubtful"]), outcome.notna()
    texts = {
        name: " ".join((ROOT / name).read_text(encoding="utf-8").split())
        for name in (*SHARE_TOLD, "docs/fairness.md", "docs/reliability.md")
    }
    for name in SHARE_TOLD:
        assert f"checked {checked.mean():.0%} of the claims against" in texts[name]
    assert (
        f"Of all claims, on whatever event, a second reader checked {checked.mean():.0%} " in texts["docs/fairness.md"]
    )
    rows = {"looked for again": tried, "opened and checked against the page": checked}
    for label, marked in rows.items():
        assert f"| {label} | {marked.sum():,} ({marked.mean():.0%}) |" in texts["docs/reliability.md"]
    assert f"with {(~tried).sum()} claims have no row" in texts["docs/reliability.md"]
    assert coverage(shipped()).values("all")["second_reading"] == round(checked.mean(), 3)


def test_the_gaps_name_every_plan_that_is_overdue() -> None:
    frame = nkevents.load(level="all")
    overdue = set(frame.loc[frame["overdue"].fillna(False), "slug"])
    text = (ROOT / "docs" / "known-gaps.md").read_text(encoding="utf-8")
    told = next(part for part in text.split("\n\n") if "overdue" in part.split(":")[0])
    assert set(frame["slug"]) & set(re.findall(r"[a-z0-9-]+", told)) == overdue
    assert told.startswith("One plan is" if len(overdue) == 1 else f"{len(overdue)} plans are")


def test_texts_say_how_many_events_one_publisher_alone_reported_and_the_gaps_name_them() -> None:
    frame = nkevents.load(level="all")
    alone = frame.loc[frame["n_publishers"] < 2, "slug"].tolist()
    for name in ("README.md", "docs/tutorial.md"):
        text = " ".join((ROOT / name).read_text(encoding="utf-8").split())
        assert f"left out, save {NUMBERS[len(alone)]} that docs/known-gaps.md names" in text
    gaps = (ROOT / "docs" / "known-gaps.md").read_text(encoding="utf-8")
    assert [slug for slug in alone if slug not in gaps] == []


def test_an_error_on_a_missing_extra_names_one_that_there_is_and_a_command_that_works_today() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    code = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")}
    named = {extra for text in code.values() for extra in re.findall(r'MissingExtraError\("[^"]+", "(\w+)"\)', text)}
    assert len(named) >= 7 and named <= set(extras)
    assert "Nothing is published yet" in (ROOT / "README.md").read_text(encoding="utf-8")
    texts = code | {
        path: path.read_text(encoding="utf-8") for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    }
    of_an_index = [path.name for path, text in texts.items() if re.search(r"pip install '?nkevents\[", text)]
    assert of_an_index == []


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    code = f"import pathlib, documentation; documentation.write_pages(pathlib.Path({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "tools", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_promise_of_the_rule_stands_on_its_page(pages: Path) -> None:
    text = (pages / "rule-by-example.md").read_text(encoding="utf-8")
    cases = (ROOT / "tests" / "cases" / "rule").glob("*.yaml")
    promises = sum(path.read_text(encoding="utf-8").count("promise: ") for path in cases)
    assert promises == text.count("\n### ")


def test_every_column_and_every_command_stands_on_its_page(pages: Path) -> None:
    columns = (pages / "columns.md").read_text(encoding="utf-8")
    of_views = sum(len(nkevents.schema(name).fields) for name in get_args(ViewName)[1:])
    assert columns.count("\n: *") == len(nkevents.codebook()) + of_views
    commands = (pages / "commands.md").read_text(encoding="utf-8")
    assert "## nkevents provisions\n\n```text\nUsage: nkevents provisions" in commands


def commands() -> list[tuple[str, str]]:
    """Commands of ours in the texts, in blocks and in sentences; those with placeholders are left out."""
    found = []
    for path in [ROOT / "README.md", ROOT / "docs" / "tutorial.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))]:
        text = path.read_text(encoding="utf-8")
        in_blocks = [line for block in re.findall(r"```bash\n(.*?)```", text, re.S) for line in block.splitlines()]
        in_sentences = re.findall(r"`(nkevents [^`]+)`", re.sub(r"```.*?```", "", text, flags=re.S))
        for line in [*in_blocks, *in_sentences]:
            if line.startswith("nkevents ") and not re.search(r"\b[A-Z]{3,}\b", line):
                found.append((path.name, re.split(r" [>|]", " ".join(line.split()))[0]))
    return found


@pytest.mark.parametrize(("page", "line"), commands())
def test_every_command_that_a_page_shows_is_one_that_the_command_line_takes(page: str, line: str) -> None:
    group = typer.main.get_command(app)
    words = shlex.split(line)[1:]
    chosen = getattr(group, "commands", {}).get(words[0])
    # --version answers and ends while it is parsed.
    with contextlib.suppress(typer.Exit):
        if chosen is None:
            group.make_context("nkevents", words)
        else:
            chosen.make_context(words[0], words[1:])


def test_every_promise_names_tests_and_cases_that_are_there() -> None:
    tests = ROOT / "tests"
    rows = [line.split("|") for line in (ROOT / "docs" / "promises.md").read_text(encoding="utf-8").splitlines()]
    shown = [row[3] for row in rows if len(row) == 5 and row[1].strip() not in ("what", "---")]
    assert len(shown) > 25
    for cell in shown:
        named = re.findall(r'(?:(test_\w+\.py)|"([^"]+)")', cell)
        assert any(phrase for _, phrase in named), cell
        source = ""
        for module, phrase in named:
            source += (tests / module).read_text(encoding="utf-8") if module else ""
            words = "_".join(re.findall(r"\w+", phrase))
            assert re.search(rf"def test_\w*{words}", source), phrase
        assert all((ROOT / path).exists() for path in re.findall(r"tests/cases/[\w./]*\w", cell)), cell
