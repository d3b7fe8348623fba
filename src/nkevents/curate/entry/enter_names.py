"""New actors and places: first their names, so that they may refer to each other, then their rows."""

from nkevents.curate.entry.document import NAMES_URL, Record
from nkevents.curate.entry.document_entry import Entry
from nkevents.curate.entry.workspace import Row
from nkevents.curate.entry.yaml_nodes import Scalar
from nkevents.model.page_address import clean


def name_actors(entry: Entry) -> None:
    """Let new actors be referred to."""
    for record in entry.document.records["actors"]:
        actor = record.text("actor_id")
        if not actor:
            entry.refuse(record.line, "an actor needs id:, a short name such as goranboy-district")
        elif not entry.batch.base.get("actors", actor):
            entry.batch.actors.add(actor, actor, 0)
            entry.batch.actors.add(record.text("name") or actor, actor, 1)


def enter_actor(entry: Entry) -> None:
    """Enter the rows of new actors; of one that the data have, only new names."""
    for record in entry.document.records["actors"]:
        actor = record.text("actor_id")
        if not actor:
            continue
        row = entry.batch.workspace.blank("actors") | _cells(record) | entry.ids("actors", record)
        entry.makes("actors", (actor,))
        if not _keeps(entry, "actors", entry.batch.workspace.get("actors", actor), row, record):
            entry.put("actors", row, record)
        for lang, name in record.names:
            _spell(entry, "actor", actor, lang, name, record.text(NAMES_URL))
            entry.batch.actors.add(name.text, actor, 2)


def name_places(entry: Entry) -> None:
    """Give new places an id and let them be referred to."""
    workspace = entry.batch.workspace
    for record in entry.document.records["places"]:
        name = record.text("name")
        if not name:
            entry.refuse(record.line, "a place needs name:, its neutral label")
            continue
        if name not in entry.batch.labels:
            place = entry.batch.labels[name] = workspace.next_id("places")
            # Only the name stands in the row until all places have one.
            workspace.put("places", workspace.blank("places") | {"place_id": place, "name": name})
            entry.batch.places.add(place, place, 0)
            entry.batch.places.add(name, place, 1)
            entry.batch.places.labels[place] = name


def enter_place(entry: Entry) -> None:
    """Enter the rows of new places; of one that the data have, only new spellings."""
    workspace = entry.batch.workspace
    for record in entry.document.records["places"]:
        label = record.text("name")
        if not label:
            continue
        place = entry.batch.labels[label]
        found = workspace.rows["places"][(place,)]
        entry.makes("places", (place,))
        row = workspace.blank("places") | _cells(record) | entry.ids("places", record)
        row["place_id"] = place
        known = found if found["kind"] else None
        if not _keeps(entry, "places", known, row, record):
            entry.put("places", row, record)
            _spell(entry, "place", place, "en", Scalar(label, record.line), "")
        for lang, spelling in record.names:
            _spell(entry, "place", place, lang, spelling, record.text(NAMES_URL))
            entry.batch.places.add(spelling.text, place, 2)


def _cells(record: Record) -> Row:
    return {column: text for column, text in record.texts().items() if column not in ("hint", NAMES_URL)}


def _spell(entry: Entry, what: str, owner: str, lang: str, name: Scalar, url: str) -> None:
    """Add a spelling of an actor or place, the first of a language as the preferred one."""
    workspace, table = entry.batch.workspace, f"{what}_names"
    if workspace.get(table, owner, lang, name.text):
        return
    first = (table, owner, lang) not in entry.batch.spelled
    entry.batch.spelled.add((table, owner, lang))
    row = {f"{what}_id": owner, "lang": lang, "name": name.text, "preferred": "true" if first else "false"}
    entry.put(table, row | {"url": clean(url)}, Record(name.line))


def _keeps(entry: Entry, table: str, old: Row | None, row: Row, record: Record) -> bool:
    """Whether the data have it already; what is said otherwise here is a warning, and what they have stays."""
    if old is None:
        return False
    for column, text in row.items():
        if column in record.cells and text and text != old[column]:
            entry.warn(record.at(column), f"data/{table}.csv has {old[column]!r} here, which stays; mend it there")
    return True
