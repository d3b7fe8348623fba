"""Promises of opening a release zip."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import nkevents
from case_files import document
from conftest import assert_same, write_copy
from nkevents.checks import check_package
from nkevents.curate.entry import rewrite
from nkevents.curate.release.release_files import release_files as whole_release
from nkevents.store.opening import shipped_root
from nkevents.store.package import Package
from small import small_root

Files = dict[str, bytes]
TOP = f"nkevents-{nkevents.__version__}/"


def release_files(root: Path) -> Files:
    """A data package as a release holds it: sizes and hashes in the descriptor, and sums of all files."""
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    files: Files = {}
    for item in descriptor["resources"]:
        files[item["path"]] = content = (root / item["path"]).read_bytes()
        files[item["schema"]] = (root / item["schema"]).read_bytes()
        item |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    files["datapackage.json"] = json.dumps(descriptor).encode()
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return {TOP + name: content for name, content in {**files, "SHA256SUMS": sums.encode()}.items()}


FILES = release_files(small_root())


def zipped(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_release_zip_gives_what_the_installed_data_give(tmp_path: Path) -> None:
    data = nkevents.open(zipped(tmp_path / "release.zip", release_files(shipped_root())))
    assert_same(data.load(as_of="2021-11-26"), nkevents.load(as_of="2021-11-26"))
    assert_same(data.table("claims"), nkevents.table("claims"))
    assert data.cite() == nkevents.cite()


def test_a_zip_of_a_checkout_without_hashes_is_read(tmp_path: Path) -> None:
    files = {
        name.removeprefix(TOP): content
        for name, content in FILES.items()
        if not name.endswith(("SUMS", "package.json"))
    }
    files["datapackage.json"] = (small_root() / "datapackage.json").read_bytes()
    data = nkevents.open(zipped(tmp_path / "checkout.zip", files))
    assert len(data.load()) == len(nkevents.open(small_root()).load())


CHANGED = document(Path(__file__).parent / "cases" / "not_as_released.yaml")


def changed(case: dict[str, Any]) -> Files:
    """The files of the release with one lost, changed or added."""
    name = case["file"].replace("release/", TOP, 1)
    if "lost" in case:
        return {each: content for each, content in FILES.items() if each != name}
    content = FILES.get(name, b"")[: -case["cut"] if "cut" in case else None] + case.get("append", "").encode()
    written = case.get("write", content)
    return {**FILES, name: (written.encode() if isinstance(written, str) else written) + bytes(case.get("zeros", 0))}


def assert_refused(path: Path, case: dict[str, Any]) -> None:
    with pytest.raises(nkevents.DataError) as error:
        nkevents.open(path).load()
    assert all(part in str(error.value) for part in (str(path), *case["says"]))


@pytest.mark.parametrize("case", CHANGED, ids=str)
def test_a_zip_that_is_not_as_released_is_an_error_that_names_the_file(case: dict[str, Any], tmp_path: Path) -> None:
    assert_refused(zipped(tmp_path / "release.zip", changed(case)), case)
    assert [each.name for each in tmp_path.iterdir()] == ["release.zip"]


def test_backslashes_in_a_zip_are_read_as_slashes(tmp_path: Path) -> None:
    files = {name.replace("/", "\\"): content for name, content in FILES.items()}
    assert len(nkevents.open(zipped(tmp_path / "release.zip", files)).load())


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(nkevents.DataError, match=r"link\.csv.*is a link"):
        nkevents.open(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_was_packed_in_an_unusual_way_says_to_unpack_it(method: int, tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(TOP + "data/claims.csv", FILES[TOP + "data/claims.csv"])
    with pytest.raises(nkevents.DataError, match=r"data/claims\.csv.*unpack the zip and open the directory"):
        nkevents.open(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_stands_twice_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "release.zip", FILES)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(TOP + "data/claims.csv", b"")
    with pytest.raises(nkevents.DataError, match=r"data/claims\.csv.*twice"):
        nkevents.open(path)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.999])
def test_a_truncated_zip_is_an_error(share: float, tmp_path: Path) -> None:
    path = zipped(tmp_path / "release.zip", FILES)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(nkevents.DataError, match=r"release\.zip"):
        nkevents.open(path)


@pytest.mark.parametrize("at", [0.1, 0.35, 0.6, 0.85])
def test_a_damaged_byte_in_a_table_is_an_error_that_names_a_file(at: float, tmp_path: Path) -> None:
    path = zipped(tmp_path / "release.zip", FILES)
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(TOP + "data/claims.csv")
    content = bytearray(path.read_bytes())
    content[entry.header_offset + 200 + int(entry.compress_size * at * 0.9)] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(nkevents.DataError, match=r"data/claims\.csv"):
        nkevents.open(path)


def test_data_of_an_edition_without_a_column_that_may_be_empty_are_read(tmp_path: Path) -> None:
    files = {name.removeprefix(TOP): content for name, content in FILES.items() if "SUMS" not in name}
    files["datapackage.json"] = (small_root() / "datapackage.json").read_bytes()
    schema = json.loads(files["schemas/claims.json"])
    schema["fields"] = [field for field in schema["fields"] if field["name"] not in ("locator", "note")]
    files["schemas/claims.json"] = json.dumps(schema).encode()
    rows = csv.DictReader(io.StringIO(files["data/claims.csv"].decode()))
    text = io.StringIO()
    writer = csv.DictWriter(text, [field["name"] for field in schema["fields"]], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    files["data/claims.csv"] = text.getvalue().encode()
    data = nkevents.open(zipped(tmp_path / "old.zip", files))
    assert data.claims()["note"].isna().all()
    pd.testing.assert_frame_equal(data.load(), nkevents.open(small_root()).load(), check_flags=False)


def test_data_of_another_edition_are_refused_with_what_to_do(tmp_path: Path) -> None:
    root = small_root()
    files = {name.removeprefix(TOP): content for name, content in FILES.items() if "SUMS" not in name}
    files["datapackage.json"] = (root / "datapackage.json").read_bytes()
    schema = json.loads(files["schemas/claims.json"])
    schema["fields"] = [field for field in schema["fields"] if field["name"] != "certainty"]
    files["schemas/claims.json"] = json.dumps(schema).encode()
    path = zipped(tmp_path / "old.zip", files)
    with pytest.raises(nkevents.DataError, match=r"no column certainty in the table claims.*with version \d"):
        nkevents.open(path).load()


@pytest.mark.slow
def test_an_untouched_release_is_valid_as_a_zip_and_unpacked(tmp_path: Path) -> None:
    files = whole_release(nkevents.open(small_root()), {})
    path = zipped(tmp_path / "release.zip", {TOP + name: content for name, content in files.items()})
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "unpacked")
    unpacked = tmp_path / "unpacked" / TOP
    for release in (path, unpacked):
        assert [str(finding) for finding in check_package(release) if finding.severity == "error"] == []
    (unpacked / "data" / "claims.csv").write_bytes(b"")
    (finding,) = check_package(unpacked, with_frictionless=False)
    assert finding.rule == "not-a-data-package" and "data/claims.csv" in finding.message
    (unpacked / "SHA256SUMS").unlink()
    assert "empty-file" in {finding.rule for finding in check_package(unpacked, with_frictionless=False)}


def unpacked(to: Path, files: Files) -> Path:
    for name, content in files.items():
        path = to / name.removeprefix(TOP)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return to


@pytest.mark.parametrize("case", [case for case in CHANGED if "zip" not in case], ids=str)
def test_an_unpacked_release_that_is_not_as_released_is_an_error_that_names_the_file(
    case: dict[str, Any], tmp_path: Path
) -> None:
    assert_refused(unpacked(tmp_path / "release", changed(case)), case)


@pytest.mark.parametrize("name", ["more.csv", "data/.more", "schemas/deep/er/more.json"])
def test_a_file_that_the_sums_do_not_name_is_an_error(name: str, tmp_path: Path) -> None:
    root = unpacked(tmp_path / "release", {**FILES, TOP + name: b"x"})
    with pytest.raises(nkevents.DataError, match=f"'{name}' is not named in SHA256SUMS"):
        nkevents.open(root)


@pytest.mark.parametrize("target", ["data/claims.csv", "data"])
def test_a_link_in_an_unpacked_release_is_an_error(target: str, tmp_path: Path) -> None:
    root = unpacked(tmp_path / "release", FILES)
    (root / target).rename(tmp_path / "elsewhere")
    (root / target).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(nkevents.DataError, match=f"'{target}' is a link"):
        nkevents.open(root)


def test_sums_that_lead_outside_read_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    line = f"{hashlib.sha256(b'secret').hexdigest()}  ../secret\n".encode()
    root = unpacked(tmp_path / "release", {**FILES, TOP + "SHA256SUMS": FILES[TOP + "SHA256SUMS"] + line})
    with pytest.raises(nkevents.DataError, match="no path below the directory"):
        nkevents.open(root)


def test_nothing_is_entered_into_a_release(tmp_path: Path) -> None:
    root = unpacked(tmp_path / "release", FILES)
    with pytest.raises(nkevents.NkeventsError, match="this is a release"):
        rewrite(root)
    nkevents.open(root)


def test_a_damaged_zip_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    path.write_bytes(b"no zip")
    (finding,) = check_package(path)
    assert finding.rule == "not-a-data-package" and "download it again" in finding.message


def test_rows_in_memory_are_a_package(tmp_path: Path) -> None:
    package = Package(small_root())
    claims = [row for row in package["claims"].rows if row["kind"] != "position"]
    there = {row["claim_id"] for row in claims}
    readings = [row for row in package["readings"].rows if row["claim_id"] in there]
    fewer = package.with_rows({"claims": reversed(claims), "readings": readings})
    write_copy(tmp_path / "copy", {"claims": [dict(row) for row in claims]})
    assert_same(nkevents.Dataset(fewer).vintages(), nkevents.open(tmp_path / "copy").vintages())
    assert fewer.sha256 == Package(tmp_path / "copy").sha256 != package.sha256
    assert fewer.content("claims") == (tmp_path / "copy" / "data" / "claims.csv").read_bytes()
    assert [row.line for row in fewer["claims"].rows] == list(range(2, len(claims) + 2))
    broken = package.with_rows({"claims": [{**claims[0], "event_id": "e9999"}]})
    assert "dangling-key" in {finding.rule for finding in check_package(broken, with_frictionless=False)}
