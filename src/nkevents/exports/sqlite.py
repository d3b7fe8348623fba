"""The tables as one SQLite file, with full-text search, and what datasette needs to describe its columns."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Unpack

import pandas as pd

from nkevents.dataset import Dataset, shipped
from nkevents.model.edtf import as_day, day_number
from nkevents.model.plain_values import records
from nkevents.model.table_schema import Field, Schema
from nkevents.model.vintages_schema import vintages_schema
from nkevents.store.files import write_file
from nkevents.views.choosing import Filters
from nkevents.views.found_by import FoundBy

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
_SEARCHED = {
    "timeline": ("title", "summary", "place", "participants", "names", "labels", "notes", "word_forms"),
    "events": ("title", "summary"),
    "claims": ("note",),
}
# What the search of the timeline looks through beside its own columns.
_FOUND_BY = tuple(
    Field(name, title, description, "string", "none", {}, None)
    for name, title, description in (
        ("names", "Names", "Every spelling of the places and actors in it, and of those that its texts name."),
        ("labels", "Labels", "What its type, the weapons and the topics of its claims are called."),
        ("notes", "Notes", "Coders' notes on its claims."),
        ("word_forms", "Word forms", "Words without diacritics, and other words of the data with which words begin."),
    )
)


def to_sqlite(path: str | Path, *, data: Dataset | None = None, **filters: Unpack[Filters]) -> int:
    """Write a SQLite file: the timeline, its vintages and every table, with full-text search.

    The filters apply to the timeline; the other tables are whole. Types and foreign keys are real, days are ISO texts,
    flags 0 and 1. ``timeline_fts``, ``events_fts`` and ``claims_fts``, that of the notes, are full-text indexes that
    datasette and sqlite-utils find by themselves. For the search the timeline has four columns more: names,
    all spellings, in every script, of an event's places and actors and of those that its texts name; labels of its
    type, weapons and topics; notes on its claims; and word_forms.

    Parameters
    ----------
    path, data, **filters
        As in `to_geojson`.

    Returns
    -------
    int
        How many events stand in the timeline.

    Examples
    --------
    >>> import nkevents, sqlite3, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = nkevents.to_sqlite(folder + "/nk.sqlite", episode="sochi-2021")
    ...     base = sqlite3.connect(folder + "/nk.sqlite")
    ...     found = base.execute("SELECT count(*) FROM timeline_fts WHERE timeline_fts MATCH 'Пашинян'").fetchone()
    ...     base.close()
    >>> found[0] > 0
    True
    """
    source = data or shipped()
    events = source.load(**filters)
    write_file(path, sqlite_bytes(source, events, source.vintages()))
    return len(events)


def sqlite_bytes(data: Dataset, events: pd.DataFrame, vintages: pd.DataFrame) -> bytes:
    """The file that `to_sqlite` writes, from the rows of the timeline and its vintages.

    Raises
    ------
    sqlite3.IntegrityError
        If a row refers to what is not there.
    """
    shown = data._tables.frame_schema("timeline")
    searched = shown._replace(fields=(*shown.fields, *_FOUND_BY))
    base = sqlite3.connect(":memory:", isolation_level=None)
    try:
        base.execute("BEGIN")
        for name in data._tables.names:
            _table(base, data._tables.frame_schema(name), data._tables.frame(name))
        _table(base, searched, events.merge(FoundBy(data).search_columns(_day(events)), on="event_id"))
        _table(base, vintages_schema(shown), vintages)
        for name, columns in _SEARCHED.items():
            _index(base, name, columns)
        base.execute("COMMIT")
        lost = base.execute("PRAGMA foreign_key_check").fetchone()
        if lost:
            raise sqlite3.IntegrityError(f"table {lost[0]}, row {lost[1]} refers to what is not in {lost[2]}")
        base.execute("VACUUM")
        return base.serialize()
    finally:
        base.close()


def datasette_metadata(data: Dataset) -> bytes:
    """Describe the file for datasette: licence, and what each table and column holds."""
    descriptor = data._tables.descriptor
    licence = descriptor["licenses"][0]
    shown = data._tables.frame_schema("timeline")
    schemas = {name: data._tables.frame_schema(name) for name in data._tables.names}
    schemas |= {"timeline": shown._replace(fields=(*shown.fields, *_FOUND_BY)), "vintages": vintages_schema(shown)}
    tables = {name: _described(schema) for name, schema in schemas.items()}
    tables["timeline"] |= {"sort": "day", "facets": ["event_type", "status", "acceptance", "episode"]}
    about = {
        "title": descriptor["title"],
        "description": descriptor["description"],
        "license": licence["title"],
        "license_url": licence["path"],
        "databases": {"nkevents": {"tables": tables}},
    }
    return (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode()


def _day(events: pd.DataFrame) -> int | None:
    """Number of the day as of which the timeline is told."""
    as_of = events.attrs["as_of"]
    return None if as_of is None else day_number(as_day(as_of))


def _described(schema: Schema) -> dict[str, Any]:
    columns = {
        field.name: field.description + (f" Unit: {field.unit}." if field.unit != "none" else "")
        for field in schema.fields
    }
    return {"title": schema.title, "description": schema.description, "columns": columns}


def _table(base: sqlite3.Connection, schema: Schema, frame: pd.DataFrame) -> None:
    lines = [_column(field) for field in schema.fields]
    if schema.primary_key:
        lines.append(f"PRIMARY KEY ({_names(schema.primary_key)})")
    lines += [
        f"FOREIGN KEY ({_names(columns)}) REFERENCES {_name(table)} ({_names(targets)})"
        for columns, table, targets in schema.foreign_keys
    ]
    base.execute(f"CREATE TABLE {_name(schema.name)} (\n  {(',' + chr(10) + '  ').join(lines)}\n) STRICT")
    marks = ", ".join("?" for _ in schema.fields)
    rows = zip(*(_values(frame[field.name], field) for field in schema.fields), strict=True)
    base.executemany(f"INSERT INTO {_name(schema.name)} VALUES ({marks})", rows)


def _column(field: Field) -> str:
    return f"{_name(field.name)} {_TYPES[field.type]}{' NOT NULL' if field.required else ''}"


def _values(column: pd.Series, field: Field) -> list[Any]:
    if field.type == "date":
        column = column.dt.strftime("%Y-%m-%d")
    elif field.type == "boolean":
        column = column.astype("Int64")
    return [row[field.name] for row in records(column.to_frame(field.name))]


def _index(base: sqlite3.Connection, table: str, columns: Iterable[str]) -> None:
    """Index texts of a table; tools find the index by the name of its content, which they expect in double quotes."""
    base.execute(
        f"CREATE VIRTUAL TABLE {_name(table + '_fts')} USING fts5({', '.join(columns)}, content={_name(table)}, "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    base.execute(f"INSERT INTO {_name(table + '_fts')} ({_name(table + '_fts')}) VALUES ('rebuild')")


def _name(name: str) -> str:
    return f'"{name}"'


def _names(names: Mapping[str, Any] | tuple[str, ...] | list[str]) -> str:
    return ", ".join(_name(name) for name in names)
