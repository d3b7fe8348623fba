"""Everything that a release holds, as bytes by path; the same data and libraries give the same bytes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from nkevents.curate.release.catalogue import codebook_html, croissant_json, datacite_json
from nkevents.dataset import Dataset
from nkevents.exports.csv_text import csv_text
from nkevents.exports.parquet import file_metadata, parquet_bytes
from nkevents.exports.sqlite import datasette_metadata, sqlite_bytes
from nkevents.model.table_schema import Schema
from nkevents.model.vintages_schema import vintages_schema
from nkevents.store.files import below, read_file
from nkevents.store.release_zip import DESCRIPTOR, SUMS

Files = dict[str, bytes]
# What stands at the root of a checkout and goes along as it is.
LOCK = "constraints/release.txt"
PAPERS = ("README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-DATA", LOCK)
_PERMISSIONS = 0o644 << 16
# The oldest day that a zip can name; the day of a file says nothing here.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


def release_files(data: Dataset, papers: Mapping[str, bytes]) -> Files:
    """Make all files of a release.

    Parameters
    ----------
    data : Dataset
    papers : mapping of str to bytes
        Files that go along as they are, by path.

    Returns
    -------
    dict of str to bytes
        The tables and their schemas; the timeline and the vintages as CSV; all of these as Parquet and
        in one SQLite file, with what datasette needs to describe it; the codebook; what
        catalogues read (Croissant, DataCite); a descriptor with size and hash of every data file; and the sums of all.
    """
    tables = data._tables
    frames = {name: tables.frame(name) for name in tables.names}
    derived = {"timeline": data.load(), "vintages": data.vintages()}
    schemas = {name: tables.frame_schema(name) for name in (*frames, "timeline")}
    schemas["vintages"] = vintages_schema(schemas["timeline"])
    files: Files = dict(papers)
    for name in frames:
        files[tables.path(name)] = tables.content(name)
        files[schema_path(name)] = read_file(below(tables.root, tables.descriptor_of(name)["schema"]))
    for name, frame in derived.items():
        files[f"derived/{name}.csv"] = csv_text(frame).encode()
    for name in derived:
        files[schema_path(name)] = _schema_json(schemas[name])
    about = file_metadata(data)
    for name, frame in {**frames, **derived}.items():
        files[f"parquet/{name}.parquet"] = parquet_bytes(frame, schemas[name], about)
    files["nkevents.sqlite"] = sqlite_bytes(data, derived["timeline"], derived["vintages"])
    files["datasette.json"] = datasette_metadata(data)
    files["codebook.csv"], files["codebook.html"] = csv_text(data.codebook()).encode(), codebook_html(data)
    written = {tables.path(name): tables.schemas[name] for name in frames}
    written |= {f"derived/{name}.csv": schemas[name] for name in derived}
    files["croissant.json"], files["datacite.json"] = croissant_json(data, files, written), datacite_json(data)
    files[DESCRIPTOR] = _descriptor(data, files, [*derived])
    files[SUMS] = "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files)).encode()
    return files


def schema_path(name: str) -> str:
    """Path of the schema of a table or a derived frame."""
    return f"schemas/{name}.json"


def zip_bytes(files: Mapping[str, bytes], top: str) -> bytes:
    """All files as one zip, below one directory, in order and without days.

    Parameters
    ----------
    files : mapping of str to bytes
    top : str
        Name of the directory.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{name}", _NO_DAY)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _PERMISSIONS, 3
            archive.writestr(entry, files[name])
    return content.getvalue()


def read_papers(root: Path) -> Files:
    """Files of a checkout that go along as they are."""
    return {name: read_file(root / name) for name in PAPERS}


def _schema_json(schema: Schema) -> bytes:
    fields = [
        {
            "name": field.name,
            "title": field.title,
            "question": field.question,
            "description": field.description,
            "type": field.type,
            "unit": field.unit,
            "constraints": field.constraints,
        }
        for field in schema.fields
    ]
    raw = {
        "name": schema.name,
        "title": schema.title,
        "description": schema.description,
        "fields": fields,
        "primaryKey": list(schema.primary_key),
        "missingValues": [""],
    }
    return (json.dumps(raw, ensure_ascii=False, indent=2) + "\n").encode()


def _descriptor(data: Dataset, files: Files, derived: list[str]) -> bytes:
    """The package's own descriptor, with size and hash of every file of data, the derived ones included."""
    descriptor = dict(data._tables.descriptor)
    resources: list[dict[str, Any]] = [dict(item) for item in descriptor["resources"]]
    for name in derived:
        resources.append(
            {
                "name": name,
                "title": name.capitalize(),
                "type": "table",
                "path": f"derived/{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": schema_path(name),
            }
        )
    resources += [
        {
            "name": f"{PurePosixPath(path).stem.replace('_', '-')}-parquet",
            "title": f"{PurePosixPath(path).stem.capitalize()} (Parquet)",
            "path": path,
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
        }
        for path in sorted(files)
        if path.endswith(".parquet")
    ]
    for item in resources:
        content = files[item["path"]]
        item |= {"bytes": len(content), "hash": f"sha256:{_sha256(content)}"}
    return (json.dumps({**descriptor, "resources": resources}, ensure_ascii=False, indent=2) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
