"""The tables in memory while documents are entered: rows by key, next ids, and who changed what."""

import json
from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import Self

from nkevents.errors import DataError
from nkevents.model.table_schema import Field, Schema
from nkevents.store.canonical_csv import read_rows, serialise
from nkevents.store.tables import Tables

Row = dict[str, str]
Key = tuple[str, ...]
NUMBERED = {
    "events": "e{:04}",
    "claims": "c{:05}",
    "sources": "s{:04}",
    "places": "p{:04}",
    "provisions": "o{:04}",
    "relations": "r{:04}",
}
LAST_IDS = "data/last_ids.json"


class Book:
    """All rows of a data package, as texts, by table and primary key; rows are replaced, never changed in place.

    Parameters
    ----------
    root : pathlib.Path
        Directory with a datapackage.json.

    Raises
    ------
    DataError
        If a table cannot be read.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        tables = Tables(root)
        self.schemas: dict[str, Schema] = {name: tables.schemas[name] for name in tables.names}
        self.paths = {item["name"]: str(item["path"]) for item in tables.descriptor["resources"]}
        self.files = {name: _read_bytes(root / path) for name, path in self.paths.items()}
        self.rows: dict[str, dict[Key, Row]] = {}
        for name, schema in self.schemas.items():
            rows = _read_table(root / self.paths[name], self.files[name], schema)
            self.rows[name] = {tuple(row[column] for column in schema.primary_key): row for row in rows}
            if len(self.rows[name]) != len(rows):
                raise DataError(f"{root / self.paths[name]}: two rows have the same key; run nkevents validate")
        self.highest = self._highest()
        self.claims_of: dict[str, dict[Key, None]] = {}
        for key, row in self.rows["claims"].items():
            self.claims_of.setdefault(row["event_id"], {})[key] = None

    def clone(self) -> Self:
        """A copy to try changes on; the rows themselves are shared."""
        other = copy(self)
        other.rows = {name: dict(rows) for name, rows in self.rows.items()}
        other.highest = dict(self.highest)
        other.claims_of = {event: dict(keys) for event, keys in self.claims_of.items()}
        return other

    def get(self, table: str, *key: str) -> Row | None:
        """Row of a key, if there is one."""
        return self.rows[table].get(key)

    def key_of(self, table: str, row: Mapping[str, str]) -> Key:
        """Primary key of a row."""
        return tuple(row[column] for column in self.schemas[table].primary_key)

    def put(self, table: str, row: Row) -> bool:
        """Add or replace a row; says whether that changed anything."""
        key = self.key_of(table, row)
        if self.rows[table].get(key) == row:
            return False
        self.rows[table][key] = row
        if table == "claims":
            self.claims_of.setdefault(row["event_id"], {})[key] = None
        return True

    def remove(self, table: str, key: Key) -> Row:
        """Take a row out."""
        row = self.rows[table].pop(key)
        if table == "claims":
            self.claims_of[row["event_id"]].pop(key)
        return row

    def blank(self, table: str) -> Row:
        """An empty row."""
        return dict.fromkeys(self.schemas[table].names, "")

    def next_id(self, table: str) -> str:
        """An id that no row has or ever had."""
        self.highest[table] += 1
        return NUMBERED[table].format(self.highest[table])

    def claims(self, event_id: str) -> list[Row]:
        """Claims of an event, by id."""
        return [self.rows["claims"][key] for key in sorted(self.claims_of.get(event_id, ()))]

    def of_event(self, table: str, event_id: str) -> list[Row]:
        """Provisions of an event, or relations from it, by id."""
        column = "from_event_id" if table == "relations" else "event_id"
        return [row for _, row in sorted(self.rows[table].items()) if row[column] == event_id]

    def event_by_slug(self, slug: str) -> Row | None:
        """Event of a slug."""
        return next((row for row in self.rows["events"].values() if row["slug"] == slug), None)

    def codes(self, field: Field) -> list[str] | None:
        """All codes of a coded column; None where any text may stand."""
        if field.enum is not None or field.vocabulary is None:
            return field.enum
        table, column = field.vocabulary
        return [row[column] for row in self.rows[table].values()]

    def changed(self, old: "Book") -> Iterator[str]:
        """Tables whose rows differ from those of another book."""
        return (name for name in self.rows if self.rows[name] != old.rows[name])

    def new_files(self, old: "Book") -> dict[str, bytes]:
        """Canonical files, by path below the root, of everything that differs from another book."""
        files = {
            self.paths[name]: serialise(self.rows[name].values(), self.schemas[name]) for name in self.changed(old)
        }
        retired = {name: number for name, number in self.highest.items() if number > _largest(self.rows[name])}
        if retired and retired != _last_ids(self.root):
            files[LAST_IDS] = (json.dumps(retired, indent=2, sort_keys=True) + "\n").encode()
        return files

    def _highest(self) -> dict[str, int]:
        """Highest number ever given, which a removed row may have had."""
        last = _last_ids(self.root)
        return {name: max(_largest(self.rows[name]), last.get(name, 0)) for name in NUMBERED}


def _largest(rows: Mapping[Key, Row]) -> int:
    numbers = [int(key[0][1:]) for key in rows if key[0][1:].isdecimal()]
    return max(numbers, default=0)


def _last_ids(root: Path) -> dict[str, int]:
    path = root / LAST_IDS
    if not path.is_file():
        return {}
    try:
        return {str(name): int(number) for name, number in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise DataError(f"{path}: cannot be read: {error}; it holds the highest id ever given, by table") from None


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from None


def _read_table(path: Path, data: bytes, schema: Schema) -> list[Row]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from None
    header = text.split("\n", 1)[0].rstrip("\r")
    if header.removeprefix("\ufeff") != ",".join(schema.names):
        raise DataError(f"{path}: the columns are {header}; they must be {','.join(schema.names)}")
    rows = read_rows(text.removeprefix("\ufeff"))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise DataError(f"{path}, row {number}: it must have {len(schema.names)} cells")
    return rows
