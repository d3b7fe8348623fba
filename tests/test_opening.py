"""Promises of opening the data elsewhere: other tools, other systems, other places."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import nkevents
from case_files import document
from conftest import CopyOf, rows_of
from nkevents.checks.text_checks import text_problems
from nkevents.cli.working_copy import package_root
from nkevents.model.lost_letters import lost_letters

# What a redirection has on Windows in the west of Europe.
WINDOWS = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
LETTERS = document(Path(__file__).parent / "cases" / "lost_letters.yaml")


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "nkevents", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env=WINDOWS, **options)  # type: ignore[call-overload,no-any-return]


def test_a_redirected_citation_holds_every_letter_whatever_the_system_encoding() -> None:
    done = run("cite", "--style", "csl-json", "--event", "shusha-shushi-capture")
    assert done.stdout.decode("utf-8").strip() == nkevents.cite("csl-json", event="shusha-shushi-capture")
    assert any(letter > "\u04ff" for letter in done.stdout.decode("utf-8"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="/dev/stdout")
def test_an_export_into_a_pipe_is_the_file_alone_and_ends_with_its_reader(tmp_path: Path) -> None:
    nkevents.to_csv(tmp_path / "file")
    piped = run("export", "csv", "/dev/stdout")
    assert piped.stdout == (tmp_path / "file").read_bytes() and b"/dev/stdout: " in piped.stderr
    cut = f"{sys.executable} -m nkevents export csv /dev/stdout | head -c 20"
    done = subprocess.run(["bash", "-c", cut], capture_output=True, check=False)
    assert (len(done.stdout), done.stderr) == (20, b"")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="bash")
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-"])
def test_a_command_without_an_output_does_its_work(closed: str, tmp_path: Path) -> None:
    command = f"exec {sys.executable} -m nkevents export csv t.csv {closed}"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [each.name for each in tmp_path.iterdir()] == ["t.csv"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [["show", "--yaml", "shusha-shushi-capture"], ["cite", "--style", "csl-json", "--event", "e0001"]]
)
def test_a_terminal_that_lacks_a_letter_gets_no_data_with_question_marks(arguments: list[str]) -> None:
    code = (
        "import sys; sys.stdout.isatty = lambda: True\n"
        f"from nkevents.cli import main; sys.argv = ['nkevents', *{arguments!r}]; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=WINDOWS)
    assert done.returncode == 2 and done.stdout == b""
    assert b"write it to a file" in done.stderr and done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("case", LETTERS["lost"], ids=lambda case: case["text"])
def test_letters_that_an_encoding_lost_are_an_error_and_nobody_is_told_to_write_what_is_left(
    case: dict[str, str],
) -> None:
    title = nkevents.schema("sources").field("title")
    (found,) = text_problems(case["text"], title, ())
    assert found.rule == "lost-letters" and f"holds {case['word']!r}" in found.message
    assert found.instead.startswith("write the letters that the source has")


@pytest.mark.parametrize("text", LETTERS["honest"])
def test_a_question_and_the_query_of_an_address_are_no_lost_letters(text: str) -> None:
    assert lost_letters(text) is None
    assert list(text_problems(text, nkevents.schema("sources").field("title"), ())) == []


def test_a_frame_with_letters_that_an_encoding_lost_is_told_so() -> None:
    texts = [case["text"] for case in LETTERS["lost"]]
    frame = nkevents.table("sources").head(len(texts)).assign(title=texts)
    found = nkevents.validate(frame, table="sources")
    assert found["rule"].tolist() == ["lost-letters"] * len(texts)
    assert found["column"].unique().tolist() == ["title"] and found["row"].tolist() == list(range(len(texts)))


@pytest.mark.parametrize("address", ["https://example.org/nkevents-1.0.0.zip", "s3://bucket/nkevents.zip"])
def test_an_address_is_not_fetched_and_the_error_names_it_as_written_and_says_download_it_first(address: str) -> None:
    for written in (address, Path(address)):
        with pytest.raises(nkevents.DataError, match=f"^{re.escape(address)}: nothing is fetched; download it first"):
            nkevents.open(written)


def test_a_release_is_made_from_anywhere_in_the_checkout_and_else_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (package_root(None) / "pyproject.toml").is_file()
    monkeypatch.setattr("nkevents.store.opening.shipped_root", lambda: tmp_path)
    with pytest.raises(nkevents.NkeventsError, match="go to a checkout of the repository, or name it: --data DIR"):
        package_root(None)


RESERVED = {"events": "same_as", "claims": "locator", "actors": "wikidata", "sources": "updated"}


@pytest.mark.parametrize("table", RESERVED)
def test_a_column_without_any_value_is_not_in_frames_and_comes_with_the_first_one(table: str, copy_of: CopyOf) -> None:
    column = RESERVED[table]
    value = {"same_as": "wikidata:Q99518734", "locator": "2", "wikidata": "Q399", "updated": "2021-11-26"}[column]
    rows = [{**row, column: ""} for row in rows_of(table)]
    without = copy_of(**{table: rows})
    changed = copy_of(**{table: [{**rows[0], column: value}, *rows[1:]]})
    assert column not in without.table(table) and column in changed.table(table)  # type: ignore[arg-type]
    assert without.schema(table).to_pandera().validate(without.table(table)) is not None  # type: ignore[arg-type]
    assert column in set(without.codebook()["column"])
    if table == "events":
        assert "same_as" not in without.load() and "same_as" in changed.load(level="all")
        assert without.schema("timeline").to_pandera().validate(without.load()) is not None


def test_numpy_computes_without_a_warning_on_counts_that_are_partly_missing() -> None:
    for counts in (nkevents.load()["killed_best"], nkevents.claims()["low"]):
        assert counts.isna().any()
        assert np.isfinite(np.log1p(counts).dropna().astype(float)).all()
        assert (1 / counts[counts.isna()]).isna().all()
