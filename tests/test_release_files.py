"""Promises of what a release holds, read by what is not ours.

What takes long to import and serves one test is imported there: each worker imports every file of tests.
"""

import hashlib
import html
import importlib.metadata
import io
import json
import os
import posixpath
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
import yaml

import nkevents
from conftest import assert_same, leave_frictionless_out, rows_of, write_copy
from nkevents.curate.release import make
from nkevents.curate.release.make import make_release
from nkevents.curate.release.release_files import (
    LOCK,
    PAPERS,
    csv_path,
    parquet_path,
    read_papers,
    release_files,
    zip_bytes,
)
from nkevents.errors import NkeventsError
from nkevents.store.files import refusal, write_file
from nkevents.store.opening import shipped_root
from small import small_root

ROOT = Path(__file__).parents[1]
# The small package with a log of changes, for a table without rows would not show all that a file keeps.
_directory = tempfile.TemporaryDirectory()
PACKAGE = write_copy(Path(_directory.name) / "small", {"changes": rows_of("changes", shipped_root())[:40]})
DATA = nkevents.open(PACKAGE)
NAMES = [*DATA._tables.names, "timeline", "vintages"]
MAKE = """
import hashlib, sys
from pathlib import Path
import nkevents
from nkevents.curate.release.release_files import read_papers, release_files, zip_bytes
data = nkevents.open(sys.argv[2])
content = zip_bytes(release_files(data, read_papers(Path(sys.argv[1]))), "nkevents")
print(hashlib.sha256(content).hexdigest())
"""


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return release_files(DATA, read_papers(ROOT))


def frame(name: str) -> pd.DataFrame:
    if name in ("timeline", "vintages"):
        return DATA.load() if name == "timeline" else DATA.vintages()
    return DATA._tables.frame(name)


def made(cwd: Path, zone: str, locale: str) -> str:
    environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": str(len(zone))}
    command = [sys.executable, "-c", MAKE, str(ROOT), str(PACKAGE)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
def test_a_run_in_another_directory_zone_and_locale_gives_equal_bytes(tmp_path: Path, files: dict[str, bytes]) -> None:
    assert made(tmp_path, "Asia/Baku", "C").strip() == hashlib.sha256(zip_bytes(files, "nkevents")).hexdigest()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_parquet_gives_the_frame_of_the_package_in_value_and_type(name: str, files: dict[str, bytes]) -> None:
    found = pd.read_parquet(io.BytesIO(files[parquet_path(name)]))
    days = frame(name).select_dtypes("datetime").columns
    assert all(found[day].dt.year.dropna().between(1990, 2030).all() for day in days)
    assert_same(found.astype(dict.fromkeys(days, "datetime64[ms]")), frame(name))


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_sqlite_say_what_parquet_says(name: str, tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / "nkevents.sqlite").write_bytes(files["nkevents.sqlite"])
    with sqlite3.connect(tmp_path / "nkevents.sqlite") as base:
        expected = frame(name)
        columns = ", ".join(f'"{column}"' for column in expected)
        rows = base.execute(f"SELECT {columns} FROM {name} ORDER BY rowid").fetchall()
    base.close()
    path = csv_path(DATA, name)
    texts = pd.read_csv(io.BytesIO(files[path]), dtype=str, keep_default_na=False)
    flags = expected.select_dtypes("boolean").columns
    numbers = expected.select_dtypes("number").columns
    found = pd.DataFrame(rows, columns=list(expected.columns), dtype=object)
    for column in expected:
        said = found[column].map(lambda value: "" if value is None else value)
        if column in flags:
            said = said.map({0: "false", 1: "true", "": ""})
        if column in numbers:
            assert pd.to_numeric(said).tolist() == pytest.approx(pd.to_numeric(texts[column]).tolist(), nan_ok=True)
        else:
            assert said.tolist() == texts[column].tolist()


def test_polars_and_duckdb_read_the_documented_types(tmp_path: Path, files: dict[str, bytes]) -> None:
    path = tmp_path / "timeline.parquet"
    path.write_bytes(files["timeline.parquet"])
    found = pl.read_parquet(path)
    assert found.schema["killed_best"] == pl.Int64
    assert found.schema["date_start"] == pl.Date
    assert found.schema["overdue"] == pl.Boolean
    assert found.schema["status"] in (pl.Categorical, pl.Enum) or isinstance(found.schema["status"], pl.Enum)
    base = duckdb.connect()
    types = dict(base.execute(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{path}')").fetchall())
    assert types["killed_best"] == "BIGINT"
    assert types["date_start"] == "DATE"
    assert types["radius_km"] == "DOUBLE"
    (deadliest,) = base.execute(f"SELECT max(killed_best) FROM '{path}'").fetchall()
    assert deadliest == (DATA.load()["killed_best"].max(),)


@pytest.mark.parametrize("name", NAMES)
def test_parquet_describes_itself(name: str, files: dict[str, bytes]) -> None:
    schema = pq.read_schema(io.BytesIO(files[parquet_path(name)]))
    assert schema.metadata[b"data_version"].decode() == DATA.version
    assert schema.metadata[b"citation"].decode() == DATA.cite()
    assert schema.metadata[b"license"] == b"CC-BY-4.0"
    assert all(field.metadata[b"description"] and b"unit" in field.metadata for field in schema)


def test_frictionless_finds_the_release_valid_and_every_size_and_hash_right(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    import frictionless

    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert [task.name for task in report.tasks][:2] == ["timeline", "vintages"]
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(files[name]).hexdigest() == digest
    assert {line.split("  ")[1] for line in files["SHA256SUMS"].decode().splitlines()} == set(files) - {"SHA256SUMS"}


def test_the_zip_of_a_release_is_opened_like_the_package(tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / "release.zip").write_bytes(zip_bytes(files, f"nkevents-{DATA.version}"))
    data = nkevents.open(tmp_path / "release.zip")
    pd.testing.assert_frame_equal(data.load(), DATA.load())
    assert data._tables.names == DATA._tables.names


def test_titles_are_found_by_full_text_search_and_keys_hold(tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / "nkevents.sqlite").write_bytes(files["nkevents.sqlite"])
    with sqlite3.connect(tmp_path / "nkevents.sqlite") as base:
        found = base.execute(
            "SELECT slug FROM events JOIN events_fts ON events.rowid = events_fts.rowid WHERE events_fts MATCH 'Sochi'"
        ).fetchall()
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    base.close()
    assert ("sochi-meeting",) in found
    described = json.loads(files["datasette.json"])["databases"]["nkevents"]["tables"]
    assert set(described) <= set(tables)
    assert described["timeline"]["columns"]["radius_km"].endswith("Unit: kilometre.")


@pytest.mark.slow
def test_croissant_is_valid_and_gives_every_record(tmp_path: Path, files: dict[str, bytes]) -> None:
    import mlcroissant

    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    described = mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json"))
    assert described.metadata.issues.errors == set()
    for name in NAMES:
        records = list(described.records(record_set=name))
        assert len(records) == len(frame(name))
        key = next(column for column in frame(name).columns if isinstance(frame(name)[column].iloc[0], str))
        assert records[0][f"{name}/{key}"].decode() == str(frame(name)[key].iloc[0])


def test_every_relative_link_of_a_page_in_a_release_leads_to_a_file_of_it(files: dict[str, bytes]) -> None:
    pages = {name: content.decode() for name, content in files.items() if name.endswith(".md")}
    found = {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), link.partition("#")[0]))
        for name, text in pages.items()
        for link in re.findall(r"\]\(([^)\s]+)\)", text)
        if not re.match(r"#|[a-z]+:", link)
    }
    assert found - files.keys() == set()
    # What is shipped is shown, too.
    assert {name for name in files if name.endswith(".png")} == {name for name in found if name.endswith(".png")}


def test_datacite_metadata_fit_their_schema(files: dict[str, bytes]) -> None:
    import datacite.schema45

    described = json.loads(files["datacite.json"])
    assert datacite.schema45.validate(described)
    assert described["version"] == DATA.version


def test_the_codebook_page_describes_every_column_and_every_code(files: dict[str, bytes]) -> None:
    page = files["codebook.html"].decode()
    book = DATA.codebook()
    assert all(f"<code>{column}</code>" in page for column in book["column"])
    assert all(html.escape(text) in page for text in (*book["question"], *book["description"]))
    assert all(html.escape(text) in page for text in DATA.table("claim_codes")["definition"])


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A committed checkout of the small package, which is its first release."""
    root = tmp_path / "checkout"
    for name in ("data", "schemas"):
        shutil.copytree(small_root() / name, root / name)
    for name in (*PAPERS, "datapackage.json"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    installed = {name: importlib.metadata.version(name) for name in ("numpy", "pandas", "pyarrow")}
    (root / LOCK).write_text("".join(f"{name}=={version}\n" for name, version in installed.items()), encoding="utf-8")
    header = (root / "data" / "releases.csv").read_text(encoding="utf-8").splitlines()[0]
    (root / "data" / "releases.csv").write_text(header + "\n", encoding="utf-8")
    commit(root, "init")
    return root


def commit(root: Path, *first: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    for arguments in (first, ("add", "-A"), (*who, "commit", "-qm", "A version")):
        if arguments:
            subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)


@pytest.mark.slow
def test_a_clean_checkout_is_released_twice_with_equal_bytes(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_release(checkout, tmp_path / "one")
    leave_frictionless_out(monkeypatch)
    second = make_release(checkout, tmp_path / "two")
    assert first.archive.read_bytes() == second.archive.read_bytes()
    assert first.row.startswith(f"{DATA.version},DAY,")
    assert len(nkevents.open(first.directory).load()) == len(nkevents.open(checkout).load())
    with pytest.raises(NkeventsError, match="there already"):
        make_release(checkout, tmp_path / "one")
    with pytest.raises(NkeventsError, match="would be none with another in it"):
        make_release(checkout, first.directory / "more")
    nkevents.open(first.directory)


def test_a_release_that_fails_leaves_nothing_and_one_that_was_killed_is_cleared(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = write_file

    def full(path: Path, content: bytes) -> None:
        if path.suffix == ".zip":
            raise refusal(path, "written", "no space is left on the disk")
        written(path, content)

    monkeypatch.setattr(make, "check_package", lambda _: [])
    monkeypatch.setattr(make, "release_files", lambda *_: {"a": b"a", "b/c": b"c"})
    monkeypatch.setattr(make, "write_file", full)
    out = tmp_path / "out"
    (left := out / f".nkevents-{DATA.version}" / "b").mkdir(parents=True)
    (left / "half").write_bytes(b"half")
    with pytest.raises(NkeventsError, match="no space is left"):
        make_release(checkout, out)
    assert list(out.iterdir()) == []
    monkeypatch.setattr(make, "write_file", written)
    made = make_release(checkout, out)
    assert {str(path.relative_to(made.directory)) for path in made.directory.rglob("*") if path.is_file()} == {
        "a",
        "b/c",
    }
    assert {path.name for path in out.iterdir()} == {made.directory.name, made.archive.name}


def test_what_is_no_checkout_is_told_that_a_release_needs_one(tmp_path: Path) -> None:
    with pytest.raises(NkeventsError, match="made in a checkout of the repository, with git"):
        make_release(small_root(), tmp_path / "out")


def test_papers_that_are_missing_keep_the_data_from_being_a_release(checkout: Path, tmp_path: Path) -> None:
    (checkout / "CHANGELOG.md").unlink()
    (checkout / LOCK).unlink()
    with pytest.raises(NkeventsError, match=rf"CHANGELOG.md, {LOCK}: missing"):
        make_release(checkout, tmp_path / "out")


@pytest.mark.usefixtures("without_frictionless")
def test_what_is_not_committed_or_not_in_the_change_log_is_no_release(checkout: Path, tmp_path: Path) -> None:
    (checkout / "CHANGELOG.md").write_text("# Changes\n", encoding="utf-8")
    (checkout / "of my own é").write_text("", encoding="utf-8")
    with pytest.raises(NkeventsError) as error:
        make_release(checkout, tmp_path / "out")
    assert "not committed: CHANGELOG.md, of my own é" in str(error.value)
    assert f"no entry for {DATA.version}" in str(error.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("without_frictionless")
def test_other_libraries_than_the_locked_ones_make_no_release(checkout: Path, tmp_path: Path) -> None:
    (checkout / LOCK).write_text("pandas==2.0.0\n", encoding="utf-8")
    commit(checkout)
    with pytest.raises(NkeventsError) as error:
        make_release(checkout, tmp_path / "out")
    assert f"{LOCK} has 2.0.0" in str(error.value)
    assert f"{LOCK} has no version of it" in str(error.value)


def test_the_lock_names_a_version_of_every_library_that_the_project_takes() -> None:
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / LOCK).read_text(encoding="utf-8"), re.M))
    taken = importlib.metadata.requires("nkevents") or []
    names = {re.split(r"[\s\[><=;]", each)[0] for each in taken} - {"nkevents"}
    assert {each.lower() for each in names} <= {each.lower() for each in locked}


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.citation-file-format", ["CITATION.cff"]),
        ("vendor.github-workflows", [".github/workflows/test.yml", ".github/workflows/release.yml"]),
        ("vendor.github-issue-config", [".github/ISSUE_TEMPLATE/config.yml"]),
        (
            "vendor.github-issue-forms",
            [f".github/ISSUE_TEMPLATE/{name}.yml" for name in ("correct-a-claim", "propose-an-event")],
        ),
    ],
)
def test_what_others_read_fits_their_schema(schema: str, paths: list[str]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.usefixtures("without_frictionless")
def test_invalid_data_are_no_release(checkout: Path, tmp_path: Path) -> None:
    path = checkout / "data" / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b",occurrence,occurred,", b",occurrence,ocurred,", 1))
    commit(checkout)
    with pytest.raises(NkeventsError, match="ocurred"):
        make_release(checkout, tmp_path / "out")


@pytest.mark.usefixtures("without_frictionless")
def test_a_version_that_is_released_with_other_bytes_is_no_release(checkout: Path, tmp_path: Path) -> None:
    path = checkout / "data" / "releases.csv"
    row = f"{DATA.version},2026-01-01,{'0' * 40},{'0' * 64},\n"
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    commit(checkout)
    with pytest.raises(NkeventsError, match="released with other bytes"):
        make_release(checkout, tmp_path / "out")


def released(checkout: Path) -> None:
    """Let what is committed be the release of an earlier version, listed in a commit of its own."""
    descriptor = checkout / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    descriptor.write_text(text.replace(f'"version": "{DATA.version}"', '"version": "0.0.1"'), encoding="utf-8")
    commit(checkout)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=checkout, capture_output=True, text=True, check=True)
    log = hashlib.sha256((checkout / "data" / "changes.csv").read_bytes()).hexdigest()
    row = f"0.0.1,2026-01-01,{head.stdout.strip()},{nkevents.open(checkout).sha256},{log}\n"
    path = checkout / "data" / "releases.csv"
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    descriptor.write_text(text, encoding="utf-8")
    commit(checkout)


@pytest.mark.usefixtures("without_frictionless")
def test_a_change_without_a_log_since_the_last_release_is_no_release(checkout: Path, tmp_path: Path) -> None:
    released(checkout)
    claims = checkout / "data" / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b",firm,", b",hedged,", 1))
    commit(checkout)
    with pytest.raises(NkeventsError, match="run: nkevents log"):
        make_release(checkout, tmp_path / "out")


def with_cell(rows: list[str], at: int, text: str) -> list[str]:
    """The header and the first release with another cell."""
    cells = rows[1].split(",")
    return [rows[0], ",".join([*cells[:at], text, *cells[at + 1 :]])]


FORGED: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "every release is forgotten": (lambda rows: rows[:1], "has had the line 0.0.1,2026-01-01"),
    "another hash of the tables": (lambda rows: with_cell(rows, 3, "0" * 64), "the tables of 0.0.1"),
    "another hash of the log": (lambda rows: with_cell(rows, 4, "0" * 64), "the log of 0.0.1"),
    "no hash of the log": (lambda rows: with_cell(rows, 4, ""), "the log of 0.0.1"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_list_of_releases_that_was_emptied_or_forged_is_no_release(
    name: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "check_package", lambda _: [])
    change, says = FORGED[name]
    released(checkout)
    path = checkout / "data" / "releases.csv"
    path.write_text("\n".join(change(path.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")
    commit(checkout)
    with pytest.raises(NkeventsError, match=says):
        make_release(checkout, tmp_path / "out")


@pytest.mark.parametrize("name", ["README.md", "schemas/claims.json", "datapackage.json"])
def test_a_checkout_whose_line_ends_were_converted_is_no_release(
    name: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "check_package", lambda _: [])
    subprocess.run(["git", "config", "core.autocrlf", "true"], cwd=checkout, check=True)
    (checkout / name).write_bytes((checkout / name).read_bytes().replace(b"\n", b"\r\n"))
    subprocess.run(["git", "add", "--renormalize", "."], cwd=checkout, capture_output=True, check=True)
    with pytest.raises(NkeventsError, match=f"{name}: lines end in CRLF"):
        make_release(checkout, tmp_path / "out")


def test_a_release_begins_with_its_readme_and_the_timeline_as_one_file(files: dict[str, bytes], tmp_path: Path) -> None:
    first = ["README.md", "timeline.csv", "timeline.parquet", "timeline.geojson", "nkevents.xlsx", "nkevents.sqlite"]
    assert list(files)[:6] == first
    (tmp_path / "release.zip").write_bytes(zip_bytes(files, "nkevents"))
    with zipfile.ZipFile(tmp_path / "release.zip") as archive:
        assert [PurePosixPath(name).name for name in archive.namelist()[:6]] == first
    assert {"CONTRIBUTING.md", "docs/method.md", "docs/opening.md", "docs/package.md"} <= files.keys()


def test_the_readme_of_a_release_names_files_that_are_in_it(files: dict[str, bytes]) -> None:
    said = files["README.md"].decode().partition("\n---\n")[2]
    named = set(re.findall(r"[\w/.-]+\.(?:csv|xlsx|parquet|geojson|sqlite|json|html|md|cff)\b", said))
    assert len(named) > 15 and named <= files.keys()
    assert DATA.cite() in said and "{" not in said


def test_hugging_face_finds_a_parquet_file_for_each_table_with_the_timeline_as_default(files: dict[str, bytes]) -> None:
    card = yaml.safe_load(files["README.md"].decode().split("---\n")[1])
    assert {config["config_name"] for config in card["configs"]} == set(NAMES)
    assert [config["config_name"] for config in card["configs"] if config.get("default")] == ["timeline"]
    for config in card["configs"]:
        found = pq.read_metadata(io.BytesIO(files[config["data_files"]]))
        assert found.num_rows == len(frame(config["config_name"]))


def test_the_workbook_of_a_release_is_that_of_the_export(files: dict[str, bytes], tmp_path: Path) -> None:
    nkevents.to_excel(tmp_path / "t.xlsx", data=DATA)
    assert (tmp_path / "t.xlsx").read_bytes() == files["nkevents.xlsx"]
