"""The reference lists all that can be called, and what is computed for the site can be computed."""

import subprocess
import sys
from pathlib import Path

import pytest

import nkevents
from nkevents import plot

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"


@pytest.mark.parametrize("name", nkevents.__all__)
def test_every_public_name_stands_in_the_reference(name: str) -> None:
    lines = (REFERENCE / "python.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(".. auto") and line.endswith(f":: nkevents.{name}")]


@pytest.mark.parametrize("name", plot.__all__)
def test_every_chart_stands_in_the_reference(name: str) -> None:
    text = (REFERENCE / "charts.md").read_text(encoding="utf-8")
    assert f".. autofunction:: nkevents.plot.{name}\n" in text


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
    assert columns.count("\n: *") == len(nkevents.codebook())
    commands = (pages / "commands.md").read_text(encoding="utf-8")
    assert "## nkevents provisions\n\n```text\nUsage: nkevents provisions" in commands
