"""Life cycles of events: an occurrence for each, plans that went odd ways, publishers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from nkevents.checks.cross_table_checks.times import bounds, day
from nkevents.checks.finding import Finding, finding_in
from nkevents.model.plain_values import grouped
from nkevents.store.package import Package
from nkevents.store.rows import Row, Table


def check_occurrences(package: Package) -> Iterator[Finding]:
    """Look for events of which nobody says that they took place or were planned."""
    said = asserted(package)
    for event in package["events"].rows:
        if event["event_id"] not in said:
            wrong = f"no claim asserts that {event['event_id']} occurred or was planned"
            right = "add a claim of kind occurrence"
            yield finding_in(package["events"], "event-without-occurrence", event, "event_id", wrong, right)


def check_publishers(package: Package) -> Iterator[Finding]:
    """Look for events that one publisher alone reports."""
    publisher = {row["source_id"]: row["origin_id"] or row["publisher_id"] for row in package["sources"].rows}
    publishers: dict[str, set[str]] = defaultdict(set)
    for row in package["claims"].rows:
        publishers[row["event_id"]].add(publisher.get(row["source_id"], row["source_id"]))
    for event in package["events"].rows:
        if len(publishers[event["event_id"]]) == 1:
            (only,) = publishers[event["event_id"]]
            wrong, right = f"only {only} reports {event['slug']}", "look for a second publisher"
            yield finding_in(package["events"], "one-publisher", event, "event_id", wrong, right)


def check_courses(package: Package) -> Iterator[Finding]:
    """Look for plans that went odd ways, or of which nothing is known any more."""
    claims, events, occurrences = package["claims"], package["events"], asserted(package)
    newest = max(filter(None, (day(row["known_from"]) for row in claims.rows)), default=None)
    for event in events.rows:
        said = occurrences.get(event["event_id"], [])
        yield from _odd_course(claims, event, said, package.stages.took_place)
        last = max(filter(None, (bounds(row["date"])[1] for row in said)), default=None)
        if newest and last and last < newest and all(row["code"] in package.stages.planned for row in said):
            wrong = f"{event['slug']} was planned for {last}, and nothing says what came of it"
            yield finding_in(events, "overdue-plan", event, "event_id", wrong, "look for what came of it")


def asserted(package: Package) -> dict[str, list[Row]]:
    """Claims by event that assert that it took place or was planned."""
    rows = package["claims"].rows
    occurrences = (row for row in rows if row["kind"] == "occurrence" and row["polarity"] == "asserts")
    return grouped(occurrences, "event_id")


def _odd_course(claims: Table, event: Row, said: list[Row], took_place: Iterable[str]) -> Iterator[Finding]:
    by_code: dict[str, Row] = {row["code"]: row for row in said}
    moved, cancelled = by_code.get("rescheduled"), by_code.get("cancelled")
    if moved and not {"scheduled", "proposed"} & by_code.keys():
        wrong = f"{event['slug']} was rescheduled, but no claim says that it had been scheduled"
        yield finding_in(claims, "rescheduled-never-scheduled", moved, "code", wrong, "look for the first plan")
    if cancelled and set(took_place) & by_code.keys():
        wrong, right = f"{event['slug']} was cancelled and yet occurred", "check that both are about the same event"
        yield finding_in(claims, "cancelled-yet-occurred", cancelled, "code", wrong, right)
