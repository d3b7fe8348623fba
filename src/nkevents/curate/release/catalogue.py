"""What catalogues and readers need to find and understand a release: Croissant, DataCite, the codebook as a page."""

import hashlib
import json
import logging
from collections.abc import Mapping
from html import escape
from typing import Any

from nkevents.dataset import Dataset
from nkevents.errors import MissingExtraError
from nkevents.model.scope import FIRST_DAY, LAST_DAY
from nkevents.model.table_schema import Field, Schema

DATACITE_SCHEMA = "http://datacite.org/schema/kernel-4"
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0 3rem}"
    "td,th{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #ccc}"
    "small{color:#555}code{font-size:.9em}h2{margin-top:2rem}"
)


def croissant_json(data: Dataset, files: Mapping[str, bytes], schemas: Mapping[str, Schema]) -> bytes:
    """Describe the CSV files for machine learning, as Croissant 1.0 written by mlcroissant.

    Parameters
    ----------
    files : mapping of str to bytes
        The files of the release, by path.
    schemas : mapping of str to Schema
        Schema of each CSV file, by its path.

    Raises
    ------
    NkeventsError
        If the extra ``release`` is not installed.
    """
    try:
        import mlcroissant as mlc
    except ModuleNotFoundError:
        raise MissingExtraError("making a release", "release") from None
    # It warns of a missing address; the data have none but that of their release.
    logging.getLogger("absl").setLevel(logging.ERROR)
    types = {
        "string": mlc.DataType.TEXT,
        "integer": mlc.DataType.INTEGER,
        "number": mlc.DataType.FLOAT,
        "boolean": mlc.DataType.BOOL,
        "date": mlc.DataType.DATE,
    }

    def fields(schema: Schema, path: str) -> list[Any]:
        return [
            mlc.Field(
                id=f"{schema.name}/{field.name}",
                name=field.name,
                description=field.description,
                data_types=types[field.type],
                source=mlc.Source(file_object=path, extract=mlc.Extract(column=field.name)),
            )
            for field in schema.fields
        ]

    descriptor = data._tables.descriptor
    metadata = mlc.Metadata(
        name=descriptor["name"],
        description=descriptor["description"],
        license=[descriptor["licenses"][0]["path"]],
        version=data.version,
        cite_as=data.cite(),
        distribution=[
            mlc.FileObject(
                id=path,
                name=path,
                content_url=path,
                encoding_formats=["text/csv"],
                sha256=hashlib.sha256(files[path]).hexdigest(),
            )
            for path in schemas
        ],
        record_sets=[
            mlc.RecordSet(id=schema.name, name=schema.name, description=schema.description, fields=fields(schema, path))
            for path, schema in schemas.items()
        ],
    )
    return _json({**metadata.to_json(), "datePublished": descriptor["created"][:10]})


def datacite_json(data: Dataset) -> bytes:
    """Describe the release for a repository that gives it a DOI, by the DataCite metadata schema 4."""
    descriptor = data._tables.descriptor
    licence = descriptor["licenses"][0]
    people = [{"name": person["title"], "nameType": "Organizational"} for person in descriptor["contributors"]]
    return _json(
        {
            "schemaVersion": DATACITE_SCHEMA,
            "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Event data"},
            "creators": people,
            "publisher": {"name": people[0]["name"]},
            "publicationYear": descriptor["created"][:4],
            "titles": [{"title": descriptor["title"], "lang": "en"}],
            "descriptions": [{"description": descriptor["description"], "descriptionType": "Abstract", "lang": "en"}],
            "subjects": [{"subject": word} for word in descriptor["keywords"]],
            "dates": [
                {"date": descriptor["created"][:10], "dateType": "Issued"},
                {"date": f"{FIRST_DAY}/{LAST_DAY}", "dateType": "Other", "dateInformation": "Coverage"},
            ],
            "language": "en",
            "version": data.version,
            "formats": ["text/csv", "application/vnd.apache.parquet", "application/vnd.sqlite3"],
            "rightsList": [
                {"rights": licence["title"], "rightsUri": licence["path"], "rightsIdentifier": licence["name"]}
            ],
        }
    )


def codebook_html(data: Dataset) -> bytes:
    """Describe every column on one page: what it says, type, unit, codes with definitions, how often each stands."""
    tables = data._tables
    title = f"Codebook of nkevents {data.version}"
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width'>",
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>",
        f"<p>{escape(data.cite())}</p>",
        "<p>An empty cell means that nothing was read, never that there was nothing.</p>",
    ]
    for name, schema in tables.schemas.items():
        frame = data.load() if name == "timeline" else tables.frame(name)
        parts.append(f"<h2 id='{escape(name)}'>{escape(schema.title)}</h2><p>{escape(schema.description)}</p>")
        parts.append("<table><tr><th>column</th><th>what it says</th><th>type</th><th>filled</th></tr>")
        for field in schema.fields:
            kind = "code" if field.coded else field.type
            unit = "" if field.unit == "none" else f"<br><small>{escape(field.unit)}</small>"
            said = f"<em>{escape(field.question)}</em> {escape(field.description)}"
            said += _codes(data, field, frame)
            n_filled = frame[field.name].notna().sum() if field.name in frame else 0
            filled = f"{n_filled:,} of {len(frame):,}"
            parts.append(
                f"<tr><td><code>{escape(field.name)}</code><br><small>{escape(field.title)}</small></td>"
                f"<td>{said}</td><td>{kind}{unit}</td><td>{filled}</td></tr>"
            )
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>", ""]).encode()


def _codes(data: Dataset, field: Field, frame: Any) -> str:
    """Codes of a column with their definitions and how often each stands."""
    if not field.coded:
        return ""
    counts = frame[field.name].value_counts()
    meanings: dict[str, str] = {}
    if field.vocabulary is not None:
        table, key = field.vocabulary
        rows = data._tables.frame(table)
        meanings = dict(zip(rows[key], rows["definition"], strict=True))
    lines = [
        f"<code>{escape(code)}</code> ({counts.get(code, 0):,})"
        + (f": {escape(meanings[code])}" if code in meanings else "")
        for code in data._tables.codes(field)
    ]
    return f"<br><small>{'<br>'.join(lines)}</small>"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n").encode()
