"""The tables as one SQLite file, with what datasette needs to describe its columns."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

import pandas as pd

from nkevents.dataset import Dataset
from nkevents.model.plain_values import records
from nkevents.model.table_schema import Field, Schema

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}


def sqlite_bytes(data: Dataset, vintages: pd.DataFrame, vintages_schema: Schema) -> bytes:
    """Put all tables into one SQLite file.

    Real types and foreign keys; the table vintages, and the view timeline of the rows that still hold; full-text search
    on titles and summaries in events_fts. Days are ISO texts, flags 0 and 1.

    Raises
    ------
    sqlite3.IntegrityError
        If a row refers to what is not there.
    """
    base = sqlite3.connect(":memory:", isolation_level=None)
    try:
        base.execute("BEGIN")
        for name in data._tables.names:
            _table(base, data._tables.frame_schema(name), data._tables.frame(name))
        _table(base, vintages_schema, vintages)
        _extras(base, data._tables.frame_schema("timeline"))
        base.execute("COMMIT")
        lost = base.execute("PRAGMA foreign_key_check").fetchone()
        if lost:
            raise sqlite3.IntegrityError(f"table {lost[0]}, row {lost[1]} refers to what is not in {lost[2]}")
        base.execute("VACUUM")
        return base.serialize()
    finally:
        base.close()


def datasette_metadata(data: Dataset, vintages_schema: Schema) -> bytes:
    """Describe the file for datasette: licence, and what each table and column holds."""
    descriptor = data._tables.descriptor
    licence = descriptor["licenses"][0]
    schemas = {name: data._tables.frame_schema(name) for name in data._tables.names}
    tables = {name: _described(schema) for name, schema in {**schemas, "vintages": vintages_schema}.items()}
    tables["timeline"] = _described(data._tables.frame_schema("timeline"))
    about = {
        "title": descriptor["title"],
        "description": descriptor["description"],
        "license": licence["title"],
        "license_url": licence["path"],
        "databases": {"nkevents": {"tables": tables}},
    }
    return (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode()


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


def _extras(base: sqlite3.Connection, timeline: Schema) -> None:
    base.execute(
        f"CREATE VIEW timeline AS SELECT {_names(timeline.names)} FROM vintages "
        "WHERE valid_to IS NULL AND level = 'event' ORDER BY date_start IS NULL, date_start, event_id"
    )
    base.execute("CREATE VIRTUAL TABLE events_fts USING fts5(title, summary, content='events')")
    base.execute("INSERT INTO events_fts(events_fts) VALUES ('rebuild')")


def _name(name: str) -> str:
    return f'"{name}"'


def _names(names: Mapping[str, Any] | tuple[str, ...] | list[str]) -> str:
    return ", ".join(_name(name) for name in names)
