"""Enter documents into the tables, section by section, so that they may refer to each other."""

import datetime as dt
from collections.abc import Iterable, Sequence

from nkevents.curate.entry.document import Document
from nkevents.curate.entry.document_entry import Batch, Entry
from nkevents.curate.entry.enter_claims import enter_claims, enter_provisions, enter_relations
from nkevents.curate.entry.enter_names import enter_actor, enter_place, name_actors, name_places
from nkevents.curate.entry.enter_sources import enter_sources
from nkevents.curate.entry.lookup import actor_names, place_names
from nkevents.curate.entry.unused_rows import remove_orphans
from nkevents.curate.entry.workspace import Row, Workspace
from nkevents.model.page_address import page


def enter(base: Workspace, documents: Sequence[Document], refused: Iterable[str]) -> tuple[Batch, list[Entry]]:
    """Enter documents into a copy of the tables.

    Parameters
    ----------
    base : Workspace
        The tables as they are; not changed.
    documents : sequence of Document
        Their reports are told what is wrong.
    refused : iterable of str
        Slugs of events whose documents were refused earlier.
    """
    workspace = base.clone()
    batch = Batch(
        workspace=workspace,
        base=base,
        actors=actor_names(workspace),
        places=place_names(workspace),
        events={name: key[0] for key, row in workspace.rows["events"].items() for name in (row["slug"], key[0])},
        pages={page(row["url"]): row["source_id"] for row in workspace.rows["sources"].values()},
        points={(row["event_id"], row["point"]): row["provision_id"] for row in workspace.rows["provisions"].values()},
        labels={row["name"]: row["place_id"] for row in reversed(workspace.rows["places"].values())},
        spelled={(table, *key[:2]) for table in ("actor_names", "place_names") for key in workspace.rows[table]},
        refused=set(refused),
        today=dt.date.today().isoformat(),
    )
    entries = [Entry(document, batch) for document in documents]
    for step in (_identify, name_actors, enter_actor, enter_sources, name_places, enter_place):
        for entry in entries:
            step(entry)
    identified = [entry for entry in entries if entry.event_id]
    # Of two documents on a new event the one that describes it comes first.
    for entry in sorted(identified, key=lambda each: -len(each.document.event.cells)):
        _enter_event(entry)
    for step in (enter_provisions, enter_claims, enter_relations):
        for entry in identified:
            step(entry)
    remove_orphans(batch, entries)
    _drop_readings(batch, entries)
    return batch, entries


def _identify(entry: Entry) -> None:
    """Find the event, or give it an id."""
    event, batch = entry.document.event, entry.batch
    slug, given = event.text("slug"), event.text("event_id")
    if slug and batch.workspace.schemas["events"].field("event_id").check(slug) is None:
        entry.refuse(event.at("slug"), f"{slug!r} looks like an id; a slug is a name: brussels-meeting")
        return
    if given:
        if not batch.base.get("events", given):
            entry.refuse(event.at("event_id"), f"there is no event {given}; leave id: out for a new one")
            return
        entry.event_id = given
        if slug and batch.events.get(slug, given) != given:
            entry.refuse(event.at("slug"), f"{slug!r} is the name of another event, {batch.events[slug]}")
        batch.events.setdefault(slug or given, given)
    elif not slug:
        entry.refuse(event.line, "slug: is needed, the name of the event: brussels-meeting")
        return
    elif slug in batch.events:
        entry.event_id = batch.events[slug]
    else:
        entry.event_id = batch.workspace.next_id("events")
        batch.events[slug] = entry.event_id
    entry.new = not batch.base.get("events", entry.event_id)
    other = batch.whole_in.get(entry.event_id)
    if other:
        file, line = other.document.report.file, other.document.event.line
        entry.refuse(event.line, f"{file}:{line} states the whole of this event; enter the two one after the other")
    elif entry.document.whole:
        batch.whole_in[entry.event_id] = entry


def _enter_event(entry: Entry) -> None:
    event, workspace = entry.document.event, entry.batch.workspace
    row = workspace.get("events", entry.event_id)
    new = row is None
    row = dict(row) if row else {**workspace.blank("events"), "event_id": entry.event_id, "level": "event"}
    if entry.document.whole:
        row |= {"episode_id": "", "same_as": ""}
    stated = event.texts() | entry.ids("events", event)
    if stated.get("episode_id") == entry.event_id:
        entry.refuse(event.at("episode_id"), "an episode belongs to no episode: leave it out")
    if not (new or entry.document.whole):
        _refuse_another(entry, row, stated)
    row |= stated
    if new and not entry.document.records["claims"]:
        entry.refuse(event.line, "a new event needs a claim: occurred: or scheduled:, with by: and in:")
    entry.put("events", row, event)


def _refuse_another(entry: Entry, row: Row, stated: Row) -> None:
    """Refuse a document that tells of another event than the one of its slug, to which it may only add."""
    event = entry.document.event
    for column, text in stated.items():
        # What another document of this call left open may be filled.
        if text != row[column] and (row[column] or not entry.new):
            named = f"{row['slug']} is {entry.event_id}, {row['title']!r}, and has {column} {row[column]!r}"
            what = f"here it is {text!r}; choose another slug, or give id: {entry.event_id} to change that event"
            entry.refuse(event.at(column), f"{named}; {what}")


def _drop_readings(batch: Batch, entries: Sequence[Entry]) -> None:
    """Take out second readings of claims that are no longer what was read."""
    workspace, base = batch.workspace, batch.base
    by_event = {entry.event_id: entry for entry in entries}
    for key, reading in base.rows.get("readings", {}).items():
        claim = (reading["claim_id"],)
        was, now = base.rows["claims"].get(claim), workspace.rows["claims"].get(claim)
        if was is None or was == now:
            continue
        entry, line = batch.made_by.get(("claims", claim)) or (by_event[was["event_id"]], 0)
        entry.remove("readings", key)
        done = "changed" if now else "removed"
        entry.warn(
            line or entry.document.event.line,
            f"{claim[0]} is {done}, so its reading of {reading['read_on']} ({reading['outcome']}) no longer counts",
        )
