"""What nothing refers to any more after a change goes with it; what is still referred to may not go."""

from collections.abc import Sequence

from nkevents.curate.entry.document_entry import Batch, Entry
from nkevents.curate.entry.workspace import Key, Workspace

_KEPT = ("sources", "places", "actors")


def remove_orphans(batch: Batch, entries: Sequence[Entry]) -> None:
    """Remove sources, places and actors whose last reference the documents took away."""
    for entry in entries:
        _check_removed(batch, entry)
    _leave_out_unused(batch)
    changers = [entry for entry in entries if any(change != "added" for _, change in entry.counts)]
    if not changers:
        return
    before = references(batch.base)
    while lost := [ref for ref in before - references(batch.workspace) if ref[1] in batch.workspace.rows[ref[0]]]:
        for table, key in lost:
            if table == "actors" and batch.workspace.rows[table][key]["kind"] == "bloc":
                before.discard((table, key))
                continue
            changers[0].remove(table, key)
            _remove_names(batch.workspace, table, key)


def _leave_out_unused(batch: Batch) -> None:
    """Leave out new actors and places that nothing refers to; what is new below them may go with them."""
    tables = ("places", "actors")
    while True:
        used = references(batch.workspace)
        new = [(name, key) for name in tables for key in batch.workspace.rows[name] if key not in batch.base.rows[name]]
        unused = [each for each in new if each not in used and each in batch.made_by]
        if not unused:
            break
        for table, key in unused:
            entry, line = batch.made_by[table, key]
            name = batch.workspace.remove(table, key)["name"]
            entry.counts[table, "added"] -= 1
            entry.counts[f"{table[:-1]}_names", "added"] -= _remove_names(batch.workspace, table, key)
            entry.warn(line, f"nothing refers to {name!r}: it is left out")
    # An id that was given to nothing is still free.
    batch.workspace.highest["places"] = max(
        [batch.base.highest["places"], *(int(key[0][1:]) for key in batch.workspace.rows["places"])]
    )


def references(workspace: Workspace) -> set[tuple[str, Key]]:
    """Sources, places and actors that a row of another kind, or a child, refers to."""
    found: set[tuple[str, Key]] = set()
    for name, schema in workspace.schemas.items():
        if name in ("actor_names", "place_names"):
            continue
        for columns, table, _ in schema.foreign_keys:
            if table in _KEPT and len(columns) == 1:
                found.update((table, (row[columns[0]],)) for row in workspace.rows[name].values() if row[columns[0]])
    return found


def _remove_names(workspace: Workspace, table: str, key: Key) -> int:
    """Remove the spellings of an actor or place; says how many there were."""
    names = f"{table[:-1]}_names"
    found = [each for each in workspace.rows.get(names, ()) if each[:1] == key]
    for each in found:
        workspace.remove(names, each)
    return len(found)


def _check_removed(batch: Batch, entry: Entry) -> None:
    """Refuse to remove a point that claims or relations of other events name."""
    if not entry.counts["provisions", "removed"]:
        return
    own = {row["provision_id"] for row in batch.base.of_event("provisions", entry.event_id)}
    gone = own - {key[0] for key in batch.workspace.rows["provisions"]}
    for table in ("claims", "relations"):
        for row in batch.workspace.rows[table].values():
            if row["provision_id"] not in gone:
                continue
            where = row.get("claim_id") or row["relation_id"]
            point = batch.base.rows["provisions"][(row["provision_id"],)]["point"]
            entry.refuse(entry.document.event.line, f"point {point} may not go: {where} is about it; move that first")
