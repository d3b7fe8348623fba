"""Life cycles of events: an occurrence for each, plans that went odd ways, publishers."""

from collections import defaultdict
from collections.abc import Iterator

from nkevents.checks.cross_table_checks.times import HAPPENED, bounds, day
from nkevents.checks.finding import Finding
from nkevents.checks.package import Package, Row, Table

NEEDS = ("claims", "events", "sources")
_OPEN_PLANS = ("proposed", "scheduled", "rescheduled")


def check(package: Package) -> Iterator[Finding]:
    """Check what is said of each event's occurrence, and by how many publishers.

    Parameters
    ----------
    package : Package

    Yields
    ------
    Finding
    """
    claims, events = package["claims"], package["events"]
    newest = max(filter(None, (day(row["known_from"]) for row in claims.rows)), default=None)
    asserted: dict[str, list[Row]] = defaultdict(list)
    publishers: dict[str, set[str]] = defaultdict(set)
    publisher = {row["source_id"]: row["origin_id"] or row["publisher_id"] for row in package["sources"].rows}
    for row in claims.rows:
        publishers[row["event_id"]].add(publisher.get(row["source_id"], row["source_id"]))
        if row["kind"] == "occurrence" and row["polarity"] == "asserts":
            asserted[row["event_id"]].append(row)
    for event in events.rows:
        said = asserted[event["event_id"]]
        if not said:
            yield events.error(
                "event-without-occurrence",
                event,
                "event_id",
                f"no claim asserts that {event['event_id']} occurred or was planned",
                "add a claim of kind occurrence",
            )
        if len(publishers[event["event_id"]]) == 1:
            (only,) = publishers[event["event_id"]]
            yield events.warning(
                "one-publisher",
                event,
                "event_id",
                f"only {only} reports {event['slug']}",
                "look for a second publisher",
            )
        yield from _course(claims, event, said)
        ends = [bounds(row["date"])[1] for row in said if row["code"] in _OPEN_PLANS]
        last = max(filter(None, ends), default=None)
        if newest and last and last < newest and all(row["code"] in _OPEN_PLANS for row in said):
            yield events.warning(
                "overdue-plan",
                event,
                "event_id",
                f"{event['slug']} was planned for {last}, and nothing says what came of it",
                "look for what came of it",
            )


def _course(claims: Table, event: Row, said: list[Row]) -> Iterator[Finding]:
    by_code: dict[str, Row] = {row["code"]: row for row in said}
    moved, cancelled = by_code.get("rescheduled"), by_code.get("cancelled")
    if moved and not {"scheduled", "proposed"} & by_code.keys():
        yield claims.warning(
            "rescheduled-never-scheduled",
            moved,
            "code",
            f"{event['slug']} was rescheduled, but no claim says that it had been scheduled",
            "look for the first plan",
        )
    if cancelled and set(HAPPENED) & by_code.keys():
        yield claims.warning(
            "cancelled-yet-occurred",
            cancelled,
            "code",
            f"{event['slug']} was cancelled and yet occurred",
            "check that both are about the same event",
        )
