"""The tables in memory while documents are entered: rows by key, next ids, and who changed what."""

import json
from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Self

from nkevents.errors import DataError
from nkevents.store.editions import LOGS
from nkevents.store.files import Root, read_file
from nkevents.store.package import Package

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


class Workspace:
    """All rows that documents can change, by table and primary key; rows are replaced, never changed in place.

    Parameters
    ----------
    package : Package or pathlib.Path
        A data package, or its directory.

    Raises
    ------
    DataError
        If a table cannot be read.
    """

    def __init__(self, package: Package | Path) -> None:
        self.package = package if isinstance(package, Package) else Package(package)
        self.schemas = {name: self.package.schema(name) for name in self.package.names if name not in LOGS}
        self.rows: dict[str, dict[Key, Row]] = {}
        for table in (self.package[name] for name in self.schemas):
            keys = table.cells(self.schemas[table.name].primary_key)
            self.rows[table.name] = dict(zip(keys, table.rows, strict=True))
            if len(self.rows[table.name]) != len(table.rows):
                raise DataError(f"{self.package.root}/{table.file}: two rows have the same key; run nkevents validate")
        # Made when it is asked for; every change discards it.
        self._becomes: Package | None = None
        self.highest = self._highest()

    def clone(self) -> Self:
        """A copy to try changes on; the rows themselves are shared."""
        other = copy(self)
        other.rows = {name: dict(rows) for name, rows in self.rows.items()}
        other.highest = dict(self.highest)
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
        self._becomes = None
        return True

    def remove(self, table: str, key: Key) -> Row:
        """Take a row out."""
        self._becomes = None
        return self.rows[table].pop(key)

    def blank(self, table: str) -> Row:
        """An empty row."""
        return dict.fromkeys(self.schemas[table].names, "")

    def next_id(self, table: str) -> str:
        """An id that no row has or ever had."""
        self.highest[table] += 1
        return NUMBERED[table].format(self.highest[table])

    def of_event(self, table: str, event_id: str) -> list[Row]:
        """Claims or provisions of an event, or relations from it, by id."""
        column = "from_event_id" if table == "relations" else "event_id"
        found = [key for key, row in self.rows[table].items() if row[column] == event_id]
        return [self.rows[table][key] for key in sorted(found)]

    def event_by_slug(self, slug: str) -> Row | None:
        """Event of a slug."""
        return next((row for row in self.rows["events"].values() if row["slug"] == slug), None)

    def changed(self, old: "Workspace") -> list[str]:
        """Tables whose rows differ from those of another workspace."""
        return [name for name in self.rows if self.rows[name] != old.rows[name]]

    def becomes(self, old: "Workspace") -> Package:
        """The data package with these rows, in memory."""
        if self._becomes is None:
            self._becomes = old.package.with_rows({name: self.rows[name].values() for name in self.changed(old)})
        return self._becomes

    def new_files(self, old: "Workspace") -> dict[str, bytes]:
        """Canonical files, by path below the root, of everything that differs from another workspace."""
        package = self.becomes(old)
        files = {package.path(name): package.content(name) for name in self.changed(old)}
        retired = {name: number for name, number in self.highest.items() if number > _largest(self.rows[name])}
        if retired and retired != _last_ids(self.package.root):
            files[LAST_IDS] = (json.dumps(retired, indent=2, sort_keys=True) + "\n").encode()
        return files

    def _highest(self) -> dict[str, int]:
        """Highest number ever given, which a removed row may have had."""
        last = _last_ids(self.package.root)
        return {name: max(_largest(self.rows[name]), last.get(name, 0)) for name in NUMBERED}


def _largest(rows: Mapping[Key, Row]) -> int:
    numbers = [int(key[0][1:]) for key in rows if key[0][1:].isdecimal()]
    return max(numbers, default=0)


def _last_ids(root: Root) -> dict[str, int]:
    path = root / LAST_IDS
    try:
        return {str(name): int(number) for name, number in json.loads(read_file(path)).items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise DataError(f"{path}: cannot be read: {error}; it holds the highest id ever given, by table") from None
