"""A small data package for tests that edit one: some events of the shipped data and all that they refer to."""

import shutil
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path

from nkevents.dataset import shipped
from nkevents.store.canonical_csv import serialise
from nkevents.store.opening import shipped_root
from nkevents.store.package import Package
from nkevents.store.rows import read_rows

Rows = list[dict[str, str]]

# What the cases edit: every level, plans that were moved, points of statements, strikes, captures and aircraft.
EVENTS = {
    "war-2020",
    "ceasefire-2020",
    "clashes-2021-11",
    "sochi-2021",
    "brussels-2021",
    "su-25-loss",
    "war-declaration-2020",
    "aghdam-handover",
    "sochi-release",
    "moscow-truce-2020",
    "ganja-strikes",
    "ganja-strike-2",
    "ganja-strike-3",
    "khankendi-stepanakert-shelling-october-28",
    "shusha-shushi-capture",
    "clash-2021-11-14",
    "clash-2021-11-16",
    "sochi-meeting",
    "sochi-statement",
    "brussels-meeting",
    "border-clashes-2021-12-08-10",
    "border-clash-2021-12-09",
}
# So many claims of one code on one event show all that a test needs.
MOST = 5
# Other tests compare the first three with the shipped data claim by claim.
WHOLE = {
    *("brussels-meeting", "ganja-strike-3", "khankendi-stepanakert-shelling-october-28"),
    # Their summaries tell of claims that would not be among the first.
    *("clash-2021-11-14", "shusha-shushi-capture"),
}
_directory = tempfile.TemporaryDirectory()


def _only(rows: Rows, column: str, kept: set[str]) -> Rows:
    return [row for row in rows if row[column] in kept]


def _values(rows: Rows, *columns: str) -> set[str]:
    return {row[column] for row in rows for column in columns if row[column]}


def _few(claims: Rows, whole: set[str]) -> Rows:
    """The first claims of each event and code, asserted or denied; of some events all."""
    seen: Counter[tuple[str, ...]] = Counter()
    kept = []
    for row in claims:
        alike = row["event_id"], row["kind"], row["code"], row["polarity"]
        seen[alike] += 1
        if seen[alike] <= MOST or row["event_id"] in whole:
            kept.append(row)
    return kept


def _closed(ids: set[str], rows: Rows, key: str, *parents: str) -> set[str]:
    """These ids and all above them."""
    while more := _values(_only(rows, key, ids), *parents) - ids:
        ids = ids | more
    return ids


def _small_tables() -> dict[str, Rows]:
    """Rows of each table that is cut down; the code lists stay whole."""
    root = shipped_root() / "data"
    tables = {
        path.stem: [dict(row) for row in read_rows(path.read_text(encoding="utf-8"))] for path in root.glob("*.csv")
    }
    events = _only(tables["events"], "slug", EVENTS)
    ids = _values(events, "event_id")
    whole = _values(_only(tables["events"], "slug", WHOLE), "event_id")
    points = _values(_only(tables["provisions"], "event_id", ids), "provision_id")
    claims = [row for row in _only(tables["claims"], "event_id", ids) if row["provision_id"] in {"", *points}]
    claims = _few(claims, whole)
    relations = [row for row in tables["relations"] if {row["from_event_id"], row["to_event_id"]} <= ids]
    provisions = _only(tables["provisions"], "event_id", ids)
    relations = [row for row in relations if row["provision_id"] in {"", *_values(provisions, "provision_id")}]
    used = _closed(_values(claims, "place_id"), tables["places"], "place_id", "parent_id")
    places = _only(tables["places"], "place_id", used)
    sources = _only(
        tables["sources"], "source_id", _values(claims, "source_id") | _values([*relations, *places], "source_id")
    )
    actors = _values(claims, "speaker_id", "subject_id") | _values(sources, "publisher_id", "origin_id")
    actors = _closed(
        actors | _values(provisions, "obligor_id"), tables["actors"], "actor_id", "parent_id", "aligned_with"
    )
    return {
        "events": events,
        "claims": claims,
        "relations": relations,
        "provisions": provisions,
        "places": places,
        "place_names": _only(tables["place_names"], "place_id", used),
        "sources": sources,
        "actors": _only(tables["actors"], "actor_id", actors),
        "actor_names": _only(tables["actor_names"], "actor_id", actors),
        "readings": _only(tables["readings"], "claim_id", _values(claims, "claim_id")),
        "changes": [],
    }


@cache
def small_root() -> Path:
    """Directory of the small package, made once per process; never written to."""
    root = Path(_directory.name) / "small"
    shutil.copytree(shipped_root() / "schemas", root / "schemas")
    shutil.copytree(shipped_root() / "data", root / "data")
    shutil.copy(shipped_root() / "datapackage.json", root)
    for name, rows in _small_tables().items():
        (root / "data" / f"{name}.csv").write_bytes(serialise(rows, shipped()._tables.schemas[name]))
    return root


@cache
def small_package() -> Package:
    """The small package with every table read, so that what is changed in memory has only that to read anew."""
    return read_once(Package(small_root()))


def read_once(package: Package) -> Package:
    """What refers to no table that is changed need not be read again, nor need the texts and the schemas."""
    for name in package.names:
        package.arrow(name)
    _ = [package[name] for name in package.names], package.grammar
    return package


@cache
def small_files() -> dict[str, bytes]:
    """Files of the small package, by path; never written to."""
    root = small_root()
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
