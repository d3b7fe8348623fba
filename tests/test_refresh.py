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
# What could go red after an added event: whatever counts, quotes or judges what the data hold.
WHOLE = (
    "README.md",
    "tests/test_texts.py",
    "tests/test_fairness.py",
    "tests/test_data.py",
    "tests/test_places_inside.py",
)
SINGLE = (
    "tests/test_documentation.py",
    "tests/test_coverage.py::test_no_value_is_worse_than_recorded_without_a_line_that_says_why",
    "tests/test_coverage.py::test_every_measure_of_the_war_and_of_the_later_episodes_is_recorded",
    "tests/test_refresh.py::test_the_codebook_in_the_documentation_is_that_of_the_data",
)
# One event more is nothing to these; the first four cost more than a second each.
LEFT_OUT = "not (frictionless or sides_exchanged or promise_of_the_rule or every_column or version)"
# What is computed is computed once for both runs and for the tests after them; the imports are paid for once.
CHECKING, WRITING, TESTING = "--- checking\n", "--- writing\n", "--- testing\n"
ADD_CHECK_WRITE_TEST = f"""
import functools, sys
from pathlib import Path
from nkevents import checks, cli, dataset
sys.argv[1:] = ["add", {str(DOCUMENT)!r}]
try:
    cli.main()
except SystemExit as done:
    assert done.code == 0
# What follows reads the tables as they became.
assert dataset.shipped.cache_info().currsize == 0
print({CHECKING!r}, end="")
from nkevents.curate.quality import coverage, fairness_figures
coverage.coverage = functools.cache(coverage.coverage)
fairness_figures.fairness = functools.cache(fairness_figures.fairness)
found = functools.cache(functools.partial(checks.check_package, with_frictionless=False))
checks.check_package = lambda root, with_frictionless=True: found(root)
sys.path.insert(0, "tools")
import refresh
refresh.refreshed = functools.cache(refresh.refreshed)
with_examples = refresh._paths
left_out = tuple(str(refresh.ROOT / "src" / "nkevents" / name) for name in {WITHOUT_EXAMPLES!r})
refresh._paths = lambda: (path for path in with_examples() if not str(path).startswith(left_out))
# Nobody looks at these pictures.
refresh.pictures._PIXELS = 0.1
before = Path("README.md").read_bytes()
sys.argv[1:] = ["--check"]
assert refresh.main() == 1
assert Path("README.md").read_bytes() == before
print({WRITING!r}, end="")
sys.argv[1:] = []
assert refresh.main() == 0
print({TESTING!r}, end="")
sys.stdout.flush()
import pytest
quiet = ["-n0", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
sys.exit(pytest.main([*quiet, "-k", {LEFT_OUT!r}, *{WHOLE!r}, *{SINGLE!r}]))
"""
# What one event more is sure to change; rounded shares in other pages may stay as they are.
STALE = {"docs/codebook.html", "tests/coverage.toml", "README.md", "docs/images/pictures.json"}
PERHAPS = (
    "perhaps: docs/images/explorer-*.png may be out of date, which only a browser can tell; run: "
    "python tools/explorer_pictures.py"
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
            # With the bytecode, so that nothing is compiled.
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("*.egg-info"))
        else:
            shutil.copy(ROOT / name, root)
    return root


@pytest.mark.slow
def test_after_an_event_was_added_one_command_makes_all_tests_pass_that_it_could_fail(checkout: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    command = [sys.executable, "-c", ADD_CHECK_WRITE_TEST]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    added, after = done.stdout.split(CHECKING)
    assert added.startswith("added ")
    found, after = after.split(WRITING)
    written, _ = after.split(TESTING)
    *stale, perhaps = found.splitlines()
    stale = [line.removesuffix(": is stale; run: python tools/refresh.py") for line in stale]
    assert set(stale) >= STALE
    assert written.splitlines() == [*(f"{name}: written anew" for name in stale), PERHAPS]
    assert perhaps == PERHAPS


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
