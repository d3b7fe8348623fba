"""Claims, points of agreements and relations of one event; a document with ids states all of them."""

from collections.abc import Callable

from nkevents.curate.entry.document import Record
from nkevents.curate.entry.document_entry import Entry
from nkevents.curate.entry.row_matching import Matcher
from nkevents.curate.entry.workspace import Row


def enter_provisions(entry: Entry) -> None:
    """Enter the points of an agreement."""
    workspace, event = entry.batch.workspace, entry.event_id
    old = {row["provision_id"]: row for row in workspace.of_event("provisions", event)}
    kept: set[str] = set()
    for record in entry.document.records["provisions"]:
        point, given = record.text("point"), record.text("provision_id")
        provision = given or entry.batch.points.get((event, point), "")
        if given and given not in old:
            entry.refuse(record.at("provision_id"), f"{given} is no point of this event; leave id: out for a new one")
            continue
        if provision in kept:
            entry.refuse(record.line, f"point {point!r} stands here twice")
            continue
        provision = provision or workspace.next_id("provisions")
        kept.add(provision)
        entry.batch.points[event, point] = provision
        row = workspace.blank("provisions") | record.texts()
        row |= {"provision_id": provision, "event_id": event} | entry.ids("provisions", record)
        before = workspace.get("provisions", provision)
        if before not in (None, row) and not (given or entry.document.whole):
            why = f"point {point} is {provision} and reads {before and before['text']!r}"
            entry.refuse(record.line, f"{why}; give the ids to change it")
            continue
        entry.put("provisions", row, record)
    if entry.document.whole:
        for provision in old.keys() - kept:
            point = entry.remove("provisions", (provision,))["point"]
            if entry.batch.points.get((event, point)) == provision:
                del entry.batch.points[event, point]


def enter_claims(entry: Entry) -> None:
    """Enter the claims: those that are there already keep their ids."""
    _place(entry, "claims", _claim, ("locator", "note"))


def enter_relations(entry: Entry) -> None:
    """Enter the relations from this event to others."""
    _place(entry, "relations", _relation, ("known_from", "note"))


def _place(entry: Entry, table: str, row_of: Callable[[Entry, Record], Row], remarks: tuple[str, ...]) -> None:
    """Give each row the id of the one that it is, or a new one; remove what a whole document leaves out."""
    workspace = entry.batch.workspace
    (id_column,) = workspace.schemas[table].primary_key
    matcher = Matcher(workspace.of_event(table, entry.event_id), id_column, remarks)
    todo: list[tuple[Row, Record]] = []
    for row, record in [(row_of(entry, record), record) for record in entry.document.records[table]]:
        if not row[id_column]:
            todo.append((row, record))
        elif matcher.take(row[id_column]):
            entry.put(table, row, record)
        else:
            why = f"{row[id_column]} is no row of this event, or stands here twice; leave id: out for a new one"
            entry.refuse(record.at(id_column), why)
    for (row, record), same in zip(todo, matcher.match([row for row, _ in todo]), strict=True):
        if same and not entry.document.whole:
            # A document without ids takes nothing back: it neither empties nor replaces a remark.
            for column in remarks:
                if row[column] and same[column] and row[column] != same[column]:
                    what = f"{same[id_column]} has another {column}, which stays; give the ids to change it"
                    entry.warn(record.at(column), what)
                row[column] = same[column] or row[column]
        row[id_column] = same[id_column] if same else workspace.next_id(table)
        entry.put(table, row, record)
    if entry.document.whole:
        for row in matcher.left:
            entry.remove(table, (row[id_column],))


def _claim(entry: Entry, record: Record) -> Row:
    row = entry.batch.workspace.blank("claims") | record.texts()
    row |= {"event_id": entry.event_id} | entry.ids("claims", record)
    row["provision_id"] = entry.provision(record, entry.event_id)
    _set_known_from(entry, row, record)
    low, high = row["low"], row["high"]
    if low.isdecimal() and high.isdecimal() and int(low) > int(high):
        entry.refuse(record.at("low"), f"low {low} is above high {high}: the smaller number is low")
    return row


def _relation(entry: Entry, record: Record) -> Row:
    row = entry.batch.workspace.blank("relations") | record.texts()
    row |= {"from_event_id": entry.event_id} | entry.ids("relations", record)
    if not record.text("to_event_id"):
        entry.refuse(record.line, "a relation needs the event it points to: implements: moscow-truce-2020/2")
    elif row["to_event_id"] == entry.event_id:
        entry.refuse(record.at("to_event_id"), "an event has no relation to itself")
    if row["to_event_id"]:
        row["provision_id"] = entry.provision(record, row["to_event_id"])
    if row["source_id"]:
        _set_known_from(entry, row, record)
    return row


def _set_known_from(entry: Entry, row: Row, record: Record) -> None:
    """A statement is known since the day of its page, unless the form says otherwise."""
    source = entry.batch.workspace.get("sources", row["source_id"])
    if row["known_from"] or not source:
        # Without its source the claim is refused already; a second error would only hide the first.
        row["known_from"] = row["known_from"] or ("2020-01-01" if record.cells.get("source_id") else "")
        return
    row["known_from"] = source["updated"] or source["published"]
    if not row["known_from"]:
        key = record.text("source_id")
        entry.refuse(
            record.line, f"the source {key!r} has no day, so say since when this was public: known: 2021-11-16"
        )
        row["known_from"] = "2020-01-01"
