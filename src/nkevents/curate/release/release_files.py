"""Everything that a release holds, as bytes by path; the same data and libraries give the same bytes."""

import hashlib
import io
import json
import posixpath
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nkevents.curate.release.catalogue import codebook_html, croissant_json, datacite_json
from nkevents.curate.release.release_readme import release_readme
from nkevents.dataset import Dataset
from nkevents.exports.csv_text import csv_text
from nkevents.exports.geojson import geojson_text
from nkevents.exports.parquet import file_metadata, parquet_bytes
from nkevents.exports.spreadsheets import excel_bytes
from nkevents.exports.sqlite import datasette_metadata, sqlite_bytes
from nkevents.model.table_schema import Schema
from nkevents.model.vintages_schema import vintages_schema
from nkevents.store.files import below, read_file
from nkevents.store.release_zip import DESCRIPTOR, SUMS

Files = dict[str, bytes]
# What stands at the root of a checkout and goes along as it is.
LOCK = "constraints/release.txt"
PAPERS = ("README.md", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "LICENSE-DATA", LOCK)
# The readme of a checkout is that of the package; a release has its own.
_README, _PACKAGE_README = "README.md", "docs/package.md"
# Where a link of Markdown leads within the same directory tree.
_LINK = re.compile(r"(?<=\]\()(?!#|[a-z]+:)[^)\s]+")
_DERIVED = ("timeline", "vintages")
_PERMISSIONS = 0o644 << 16
# The oldest day that a zip can name; the day of a file says nothing here.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


def release_files(data: Dataset, papers: Mapping[str, bytes]) -> Files:
    """Make all files of a release.

    Parameters
    ----------
    papers : mapping of str to bytes
        Files that go along, by path; the links of README.md, which moves, are written anew.

    Returns
    -------
    dict of str to bytes
        What most people look for first: a readme of its own, the timeline as one file of CSV, Parquet and GeoJSON,
        everything as a workbook and as a SQLite file. Then the tables with their schemas and as Parquet, the vintages,
        the codebook, the documentation, what catalogues read (Croissant, DataCite), a descriptor with size and hash of
        every table, and the sums of all.
    """
    tables = data._tables
    timeline, vintages, about = data.load(), data.vintages(), file_metadata(data)
    frames = {"timeline": timeline, **{name: tables.frame(name) for name in tables.names}, "vintages": vintages}
    schemas = {name: tables.frame_schema(name) for name in ("timeline", *tables.names)}
    schemas["vintages"] = vintages_schema(schemas["timeline"])
    files: Files = {
        _README: release_readme(data, {name: parquet_path(name) for name in frames}),
        csv_path(data, "timeline"): csv_text(timeline).encode(),
        parquet_path("timeline"): parquet_bytes(timeline, schemas["timeline"], about),
        "timeline.geojson": geojson_text(timeline, data.cite()).encode(),
        "nkevents.xlsx": excel_bytes(data, timeline, data.cite()),
        "nkevents.sqlite": sqlite_bytes(data, timeline, vintages),
        "datasette.json": datasette_metadata(data),
        "codebook.html": codebook_html(data),
        "codebook.csv": csv_text(data.codebook()).encode(),
        csv_path(data, "vintages"): csv_text(vintages).encode(),
    }
    for name in tables.names:
        files[csv_path(data, name)] = tables.content(name)
        files[schema_path(name)] = read_file(below(tables.root, tables.descriptor_of(name)["schema"]))
    for name in _DERIVED:
        files[schema_path(name)] = _schema_json(schemas[name])
    for name in (*tables.names, "vintages"):
        files[parquet_path(name)] = parquet_bytes(frames[name], schemas[name], about)
    files |= dict(_placed(name, paper) for name, paper in papers.items())
    stated = {csv_path(data, name): tables.schemas[name] for name in tables.names}
    stated |= {csv_path(data, name): schemas[name] for name in _DERIVED}
    files["croissant.json"], files["datacite.json"] = croissant_json(data, files, stated), datacite_json(data)
    files[DESCRIPTOR] = _descriptor(data, files)
    files[SUMS] = "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files)).encode()
    return files


def csv_path(data: Dataset, name: str) -> str:
    """Path of the CSV file of a table or a derived frame."""
    if name in _DERIVED:
        return "timeline.csv" if name == "timeline" else f"derived/{name}.csv"
    return data._tables.path(name)


def parquet_path(name: str) -> str:
    """Path of the Parquet file of a table or a derived frame."""
    return "timeline.parquet" if name == "timeline" else f"parquet/{name}.parquet"


def schema_path(name: str) -> str:
    """Path of the schema of a table or a derived frame."""
    return f"schemas/{name}.json"


def zip_bytes(files: Mapping[str, bytes], top: str) -> bytes:
    """All files as one zip, below one directory, in order and without days.

    Parameters
    ----------
    top : str
        Name of the directory.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in files:
            entry = zipfile.ZipInfo(f"{top}/{name}", _NO_DAY)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _PERMISSIONS, 3
            archive.writestr(entry, files[name])
    return content.getvalue()


def read_papers(root: Path) -> Files:
    """Files of a checkout that go along: those that must be there, and the documentation, pages and pictures."""
    pages = [path.relative_to(root) for kind in ("*.md", "*.png") for path in (root / "docs").rglob(kind)]
    # What begins with an underscore is made when the site is built.
    kept = sorted(page.as_posix() for page in pages if not any(part.startswith("_") for part in page.parts))
    return {name: read_file(root / name) for name in (*PAPERS, *kept)}


def _placed(name: str, paper: bytes) -> tuple[str, bytes]:
    """Where a file of a checkout stands in a release, and its content; the readme moves, its links with it."""
    if name != _README:
        return name, paper
    folder = posixpath.dirname(_PACKAGE_README)
    return _PACKAGE_README, _LINK.sub(lambda link: posixpath.relpath(link[0], folder), paper.decode()).encode()


def _schema_json(schema: Schema) -> bytes:
    stated = ("name", "title", "question", "description", "type", "unit", "constraints")
    raw = {
        "name": schema.name,
        "title": schema.title,
        "description": schema.description,
        "fields": [{fact: getattr(field, fact) for fact in stated} for field in schema.fields],
        "primaryKey": list(schema.primary_key),
        "missingValues": [""],
    }
    return (json.dumps(raw, ensure_ascii=False, indent=2) + "\n").encode()


def _descriptor(data: Dataset, files: Files) -> bytes:
    """The package's own descriptor, the timeline first, with size and hash of every table.

    Files that are no tables stand in the sums alone: a resource of a data package is read as what it says it is.
    """
    descriptor = dict(data._tables.descriptor)
    derived = [
        {
            "name": name,
            "title": name.capitalize(),
            "type": "table",
            "path": csv_path(data, name),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema_path(name),
        }
        for name in _DERIVED
    ]
    resources: list[dict[str, Any]] = [*derived, *(dict(item) for item in descriptor["resources"])]
    for item in resources:
        content = files[item["path"]]
        item |= {"bytes": len(content), "hash": f"sha256:{_sha256(content)}"}
    return (json.dumps({**descriptor, "resources": resources}, ensure_ascii=False, indent=2) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
