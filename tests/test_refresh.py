"""A contributor's first change is green: one command brings what is computed from the data up to date."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nkevents.cli import app

ROOT = Path(__file__).parents[1]
CHECKOUT = ("data", "schemas", "src", "tools", "tests", "docs", "README.md", "pyproject.toml", "datapackage.json")
# What these write or draw for other tools takes most of the time, and their examples are tests of their own.
WITHOUT_EXAMPLES = ("exports", "plot", "checks", "curate/quality")
DOCUMENT = Path("tests") / "cases" / "entry" / "new.yaml"
# What is computed is computed once for both runs.
WRITING = "--- writing\n"
CHECK_THEN_WRITE = f"""
import functools, sys
from pathlib import Path
sys.path.insert(0, "tools")
import refresh
refresh.refreshed = functools.cache(refresh.refreshed)
# Nobody looks at these pictures.
refresh.pictures._PIXELS = 0.1
before = Path("README.md").read_bytes()
sys.argv[1:] = ["--check"]
assert refresh.main() == 1
assert Path("README.md").read_bytes() == before
print({WRITING!r}, end="")
sys.argv[1:] = []
sys.exit(refresh.main())
"""
# What one event more is sure to change; rounded shares in other pages may stay as they are.
STALE = {"docs/codebook.html", "tests/coverage.toml", "README.md", "docs/images/pictures.json"}
# The tests that count rows of the shipped data.
COUNTING = (
    "README.md",
    "tests/test_coverage.py::test_no_value_is_worse_than_recorded_without_a_line_that_says_why",
    "tests/test_coverage.py::test_every_measure_of_the_war_and_of_the_later_episodes_is_recorded",
    "tests/test_refresh.py::test_the_codebook_in_the_documentation_is_that_of_the_data",
)


def test_the_codebook_in_the_documentation_is_that_of_the_data(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["codebook", str(tmp_path / "codebook.html")])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "codebook.html").read_bytes() == (ROOT / "docs" / "codebook.html").read_bytes()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "checkout"
    for name in CHECKOUT:
        if (ROOT / name).is_dir():
            # With the bytecode, so that nothing is compiled that does not differ.
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("*.egg-info"))
        else:
            shutil.copy(ROOT / name, root)
    for name in WITHOUT_EXAMPLES:
        for path in (root / "src" / "nkevents" / name).rglob("*.py"):
            path.write_text(path.read_text(encoding="utf-8").replace(">>> ", "--- "), encoding="utf-8")
    return root


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_after_an_event_was_added_one_command_makes_the_counting_tests_pass(checkout: Path) -> None:
    added = run(checkout, "-c", "from nkevents.cli import main; main()", "add", str(DOCUMENT))
    assert added.returncode == 0, added.stdout + added.stderr
    refreshed = run(checkout, "-c", CHECK_THEN_WRITE)
    assert refreshed.returncode == 0, refreshed.stdout + refreshed.stderr
    found, written = (part.splitlines() for part in refreshed.stdout.split(WRITING))
    stale = [line.removesuffix(": is stale; run: python tools/refresh.py") for line in found]
    assert set(stale) >= STALE
    assert written == [f"{name}: written anew" for name in stale]
    tested = run(checkout, "-m", "pytest", "-n0", "-p", "no:cacheprovider", *COUNTING)
    assert tested.returncode == 0, tested.stdout


def test_an_example_that_cannot_run_is_listed_with_the_error_that_stopped_it() -> None:
    code = (
        "import doctest, sys; sys.path.insert(0, 'tools'); import refresh\n"
        "text = '>>> import no_such_library\\n>>> 1\\n1\\n>>> print(2)  # doctest: +ELLIPSIS\\n3\\n'\n"
        "runner = refresh._Runner()\n"
        "runner.run(doctest.DocTestParser().get_doctest(text, {}, 'x', 'x', 0), out=lambda _: None)\n"
        "print([refresh._why(each) for each in runner.differing])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == (
        "[\"raises ModuleNotFoundError: No module named 'no_such_library'\", 'gives something else']\n"
    )
