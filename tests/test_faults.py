"""Promises that hold whatever comes in: see docs/promises.md."""

import errno
import json
import os
import shutil
import socketserver
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import nkevents
from case_files import document
from hostile import HOSTILE, hostile
from nkevents.checks import check_package, validate
from nkevents.cli import app
from nkevents.curate.entry import rewrite
from nkevents.curate.release.git import tables_at
from nkevents.errors import FileError, NkeventsError
from nkevents.store import files as store_files
from small import small_root
from test_entry import files, messages, package, save

CASES = Path(__file__).parent / "cases"
HOSTILE_YAML = {
    "brackets": ("event: " + "[" * 100_000, "nest"),
    "dashes": ("- " * 100_000 + "x", "nest"),
    "braces": ("{a: " * 100_000, "nest"),
    "brackets as a name": ("? " + "[" * 100_000, "nest"),
    "laughs": (
        "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        ":2: *a stands for another place",
    ),
    "itself": ("event: &a {slug: *a}", "*a stands for another place"),
    "wide": ("event: [" + "x, " * 300_000 + "x]", "more than 200,000 texts"),
    "many names": ("event:\n" + "".join(f"  n{i}: x\n" for i in range(20_000)), "has no 'n0'"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE_YAML)
def test_a_deep_wide_or_repeating_document_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    text, says = HOSTILE_YAML[name]
    root = package(tmp_path / "package")
    before, found = files(root), messages(root, *save(tmp_path, text))
    assert says in found[0] and len(found) <= 1_000
    assert files(root) == before


# --- what the system refuses


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices")
@pytest.mark.parametrize("case", document(CASES / "paths.yaml"), ids=str)
def test_what_the_system_refuses_is_one_line_in_every_command(case: dict[str, Any], here: Path) -> None:
    words = {"here": here, "long": "x" * 300, "package": package(here / "package")}
    before = files(here / "package")
    result = CliRunner().invoke(app, [word.format(**words) for word in case["run"]])
    assert result.exit_code in (1, 2) and isinstance(result.exception, SystemExit), result.exception
    assert case["says"] in " ".join(result.output.split())
    assert files(here / "package") == before
    assert not list(here.glob(".nkevents-*"))


WRITERS: dict[str, Callable[..., object]] = {
    "csv": nkevents.to_csv,
    "excel": nkevents.to_excel,
    "ged": nkevents.to_ged,
    "geojson": nkevents.to_geojson,
    "jsonl": nkevents.to_jsonl,
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_disk_that_fills_leaves_the_file_that_was_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    good = tmp_path / "out"
    good.write_bytes(b"good")
    monkeypatch.setattr(store_files, "_write_through", full)
    with pytest.raises(FileError, match="no space is left"):
        WRITERS[name](good, data=nkevents.open(small_root()))
    assert files(tmp_path) == {"out": b"good"}


@pytest.mark.skipif(sys.platform == "win32", reason="ulimit")
def test_a_file_larger_than_the_system_allows_leaves_the_one_that_was_there(tmp_path: Path) -> None:
    good = tmp_path / "out.csv"
    good.write_bytes(b"good")
    # -B: Python would keep the half of its own bytecode that the limit lets through, and trip over it later.
    command = 'ulimit -f 4; exec "$0" -B -m nkevents export csv out.csv'
    done = subprocess.run(["bash", "-c", command, sys.executable], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "larger than the system allows" in done.stderr
    assert files(tmp_path) == {"out.csv": b"good"}


def test_a_reader_that_has_a_file_open_reads_the_old_one_to_its_end(tmp_path: Path) -> None:
    target = tmp_path / "t.csv"
    target.write_bytes(b"old," * 100_000)
    with target.open("rb") as reader:
        begun = reader.read(4)
        store_files.write_file(target, b"new")
        assert begun + reader.read() == b"old," * 100_000
    assert target.read_bytes() == b"new"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
def test_an_output_that_is_full_is_one_line() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "nkevents", "show", "sochi-meeting"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "no space is left" in done.stderr


def test_a_link_stays_a_link_and_a_mode_stays(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"x")
    target.chmod(0o640)
    (tmp_path / "link").symlink_to("target")
    store_files.write_file(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink() and target.read_text(encoding="utf-8") == "new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_readers_see_a_change_that_is_half_in_place(tmp_path: Path) -> None:
    root = package(tmp_path / "package")
    (root / ".entry").mkdir()
    (root / ".entry" / "complete.json").write_text("{}", encoding="utf-8")
    with pytest.raises(NkeventsError, match="nkevents format"):
        nkevents.open(root)
    assert rewrite(root)[1]
    nkevents.open(root).load()


@pytest.mark.parametrize("names", [{"00-x": "../x"}, {"../../x": "data/events.csv"}, {"00-x": "/tmp/x"}, [1], {"a": 1}])
def test_a_marker_that_leads_outside_moves_nothing(names: object, tmp_path: Path) -> None:
    root = package(tmp_path / "package")
    (root / ".entry").mkdir()
    (root / ".entry" / "00-x").write_text("hostile", encoding="utf-8")
    (root / ".entry" / "complete.json").write_text(json.dumps(names), encoding="utf-8")
    before = files(tmp_path)
    with pytest.raises(NkeventsError, match="no marker of nkevents"):
        rewrite(root)
    assert files(tmp_path) == before


# --- reaching outside


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"])
def test_what_leads_outside_is_refused_by_every_reader(case: dict[str, Any], tmp_path: Path) -> None:
    root = hostile(tmp_path, case)
    with pytest.raises(NkeventsError):
        nkevents.open(root).load()
    errors = [each for each in check_package(root) if each.severity == "error"]
    assert errors and "frictionless" not in str(errors)


def test_validation_fetches_nothing(tmp_path: Path) -> None:
    root = package(tmp_path / "package")
    path = root / "datapackage.json"
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        server.timeout, asked = 0, []
        server.finish_request = lambda *request: asked.append(request)  # type: ignore[method-assign]
        address = f"http://127.0.0.1:{server.server_address[1]}/x.json"
        raw = json.loads(path.read_text(encoding="utf-8"))
        raw |= {"profile": address, "$schema": address, "contributors": [{"path": address}]}
        raw["resources"][0] |= {"profile": address, "dialect": address, "extrapaths": [address], "sources": [address]}
        path.write_text(json.dumps(raw), encoding="utf-8")
        schema = root / "schemas" / "claims.json"
        stated = json.loads(schema.read_text(encoding="utf-8"))
        schema.write_text(json.dumps({**stated, "profile": address, "$schema": address}), encoding="utf-8")
        check_package(root)
        server.handle_request()
    assert asked == []


@pytest.mark.parametrize("commit", ["--output=/tmp/x", "HEAD; ls", "0" * 39, "A" * 40])
def test_what_is_no_commit_never_reaches_git(commit: str, tmp_path: Path) -> None:
    with pytest.raises(NkeventsError, match="is no commit"):
        tables_at(tmp_path, commit, tmp_path)


# --- frames

CONTRADICTIONS = document(CASES / "contradictions.yaml")


@pytest.mark.parametrize("case", CONTRADICTIONS, ids=lambda case: case["name"])
def test_contradictions_between_the_columns_of_a_frame_are_found(case: dict[str, Any]) -> None:
    frame = nkevents.load().head(3).astype(object)
    for column, cell in case["cells"].items():
        frame.loc[frame.index[1], column] = cell
    found = validate(frame)
    assert {(row, each) for row, each in zip(found["row"], found["column"], strict=True)} >= {(1, case["column"])}


@pytest.mark.parametrize("table", ["timeline", "claims", "places", "sources"])
def test_the_shipped_frames_contradict_nothing(table: str) -> None:
    frame = nkevents.load(level="all") if table == "timeline" else nkevents.table(table)  # type: ignore[arg-type]
    assert validate(frame, table=table).empty  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["9" * 400, "-" + "9" * 30, "1e999", "\x00", "\x1b[31m", "x" * 10**6])
def test_a_cell_of_any_length_and_sign_is_a_finding(cell: str) -> None:
    frame = nkevents.table("claims").head(3).astype(object)
    frame.loc[frame.index[1], "low"] = cell
    (finding,) = validate(frame, table="claims").to_dict("records")
    assert (finding["row"], finding["column"]) == (1, "low") and len(finding["message"]) < 500


@pytest.mark.parametrize("zipped", [False, True])
def test_code_without_its_data_takes_no_other_package_for_them(zipped: bool, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(Path(nkevents.__file__).parent, library / "site" / "nkevents")
    package(tmp_path / "other")
    for name in ("datapackage.json", "data", "schemas"):
        shutil.move(tmp_path / "other" / name, library / name)
    place = library / "site"
    if zipped:
        place = Path(shutil.make_archive(str(library / "code"), "zip", library / "site"))
    command = [sys.executable, "-m", "nkevents", "--version"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(place)}, capture_output=True, text=True
    )
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "are not beside its code" in done.stderr
