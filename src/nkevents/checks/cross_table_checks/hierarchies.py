"""Hierarchies of actors, places and events; relations; provisions and the agreements they stand in."""

from collections.abc import Iterator

from nkevents.checks.finding import Finding, finding_in
from nkevents.store.package import Package
from nkevents.store.rows import Row, Table

_OF_EPISODES = ("war", "escalation", "process")
_BINDING = ("agreement", "ceasefire")


def check_hierarchies(package: Package) -> Iterator[Finding]:
    """Check what stands below what."""
    yield from _cycles(package)
    yield from _sides(package["actors"])
    yield from _episodes(package["events"])
    yield from _relations(package)
    yield from _provisions(package)


def _cycles(package: Package) -> Iterator[Finding]:
    for table, columns, target, _ in package.references():
        if target is table and columns[0].startswith("parent"):
            right = "an ancestor cannot be a descendant"
            yield from _circles(table, columns[0], table.by_key(), "above itself", right)
    relations = package["relations"]
    parts = {row["from_event_id"]: row for row in relations.rows if row["relation"] == "part_of"}
    below = {part: row for part, row in parts.items() if row["to_event_id"] != part}
    yield from _circles(relations, "to_event_id", below, "part of itself", "break the circle")


def _circles(table: Table, column: str, rows: dict[str, Row], what: str, right: str) -> Iterator[Finding]:
    """Look for rows, by what each is about, whose column leads back to themselves."""
    walked: set[str] = set()
    circles: set[str] = set()
    for start in rows:
        path: list[str] = []
        at = start
        while at in rows and at not in walked:
            walked.add(at)
            path.append(at)
            at = rows[at][column]
        if at in path:
            circles.update(path[path.index(at) :])
    for start, row in rows.items():
        if start in circles:
            yield finding_in(table, "cycle", row, column, f"{start} is, in the end, {what}", right)


def _sides(actors: Table) -> Iterator[Finding]:
    sides = {row["actor_id"]: row["side"] for row in actors.rows}
    for row in actors.rows:
        above = sides.get(row["parent_id"])
        if above and row["side"] and above != row["side"]:
            wrong = f"side {row['side']}, but {row['parent_id']} is of side {above}"
            yield finding_in(actors, "side-differs-from-parent", row, "side", wrong, f"{above}, or no parent")
        if row["aligned_with"] and row["side"] != "third":
            wrong = f"an actor of side {row['side']} is aligned"
            yield finding_in(actors, "aligned-belligerent", row, "aligned_with", wrong, "leave it empty")


def _episodes(events: Table) -> Iterator[Finding]:
    levels = {row["event_id"]: row["level"] for row in events.rows}
    for row in events.rows:
        level, episode = row["level"], row["episode_id"]
        if level == "episode" and episode:
            wrong = "an episode points at an episode"
            yield finding_in(events, "episode-in-an-episode", row, "episode_id", wrong, "leave it empty")
        if level != "episode" and level in levels.values() and not episode:
            wrong, right = "the event belongs to no episode", "name the episode that holds it"
            yield finding_in(events, "event-without-episode", row, "episode_id", wrong, right)
        if level != "episode" and levels.get(episode, "episode") != "episode":
            wrong = f"{episode} is no episode but of level {levels[episode]}"
            yield finding_in(events, "not-an-episode", row, "episode_id", wrong, "name an event of level episode")
        if row["event_type"] and level and (row["event_type"] in _OF_EPISODES) != (level == "episode"):
            wrong = f"the type {row['event_type']} does not go with the level {level}"
            right = f"{', '.join(_OF_EPISODES)} are for episodes, all others for the other levels"
            yield finding_in(events, "level-and-type", row, "event_type", wrong, right)


def _relations(package: Package) -> Iterator[Finding]:
    relations, events = package["relations"], package["events"]
    parts = {row["from_event_id"] for row in relations.rows if row["relation"] == "part_of"}
    for row in relations.rows:
        if row["from_event_id"] and row["from_event_id"] == row["to_event_id"]:
            wrong = "the event is related to itself"
            yield finding_in(relations, "relation-to-itself", row, "to_event_id", wrong, "name another event")
    for row in events.rows:
        if row["level"] == "part" and row["event_id"] not in parts:
            wrong = "nothing says of which event this is a part"
            yield finding_in(events, "part-without-whole", row, "level", wrong, "add a relation part_of to its event")


def _provisions(package: Package) -> Iterator[Finding]:
    provisions, events = package["provisions"], package["events"]
    types = {row["event_id"]: row["event_type"] for row in events.rows}
    holding = {row["event_id"] for row in provisions.rows}
    holding |= {row["from_event_id"] for row in package["relations"].rows if row["relation"] == "implements"}
    for row in provisions.rows:
        kind = types.get(row["event_id"])
        if kind and kind not in _BINDING:
            wrong = f"{row['event_id']} is of type {kind}, which binds nobody"
            right = f"name an event of type {' or '.join(_BINDING)}"
            yield finding_in(provisions, "provision-of-no-agreement", row, "event_id", wrong, right)
    for row in events.rows:
        if row["event_type"] in _BINDING and row["event_id"] not in holding:
            wrong = f"the {row['event_type']} has no provision and implements none"
            right = "add its provisions, or the relation implements"
            yield finding_in(events, "agreement-without-provisions", row, "event_id", wrong, right)
