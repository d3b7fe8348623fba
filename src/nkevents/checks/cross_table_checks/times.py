"""Time logic: what can have been known when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from nkevents.checks.finding import Finding, finding_in
from nkevents.errors import DateError
from nkevents.model.edtf import parse
from nkevents.model.stages import Stages
from nkevents.store.package import Package
from nkevents.store.rows import Row, Table

# Days of a source, of which the first may not lie after the second: the rule, the column that is told, the words.
_IN_ORDER = (
    ("published", "accessed", "published-after-access", "published", "published {0}, but read on {1}"),
    ("updated", "accessed", "updated-after-access", "updated", "updated {0}, but read on {1}"),
    ("published", "updated", "updated-before-publication", "updated", "updated {1}, but published {0}"),
)
# Local days: what happened after midnight in Yerevan can stand on a page of the day before further west.
_SLACK = dt.timedelta(days=1)


def check_days(package: Package) -> Iterator[Finding]:
    """Check the days of claims, sources and relations against each other."""
    sources = package["sources"]
    by_id = sources.by_key()
    accessed = max(filter(None, (day(row["accessed"]) for row in sources.rows)), default=dt.date.max)
    for row in sources.rows:
        yield from _source(sources, row)
    for table in (package["claims"], package["relations"]):
        for row in table.rows:
            yield from _after_source(table, row, by_id.get(row["source_id"]))
            # What is foreseen may lie ahead, and a relation has no date.
            for column in ("known_from",) if row["code"] in package.stages.plans else ("known_from", "date"):
                start, _ = bounds(row[column])
                if start and start > accessed:
                    wrong = f"{row[column]} lies after {accessed}, the last day on which a source was read"
                    yield finding_in(table, "date-in-the-future", row, column, wrong, f"{accessed} at the latest")
    yield from _before_event(package["claims"], package.stages)


@cache
def day(text: str) -> dt.date | None:
    """A single day; None where the text is none."""
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


@cache
def bounds(text: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a date in any form; None for open bounds and for what is no date."""
    try:
        date = parse(text)
    except DateError:
        return None, None
    return date.start, date.end


def _source(sources: Table, row: Row) -> Iterator[Finding]:
    for earlier, later, rule, column, words in _IN_ORDER:
        first, last = day(row[earlier]), day(row[later])
        if first and last and first > last:
            yield finding_in(sources, rule, row, column, words.format(first, last), "check both")
    if bool(row["published"]) == (row["date_basis"] == "unknown"):
        given = "the day of publication is given" if row["published"] else "no day of publication is given"
        wrong, right = f"{given}, but date_basis is {row['date_basis']}", "unknown exactly where published is empty"
        yield finding_in(sources, "publication-and-basis", row, "date_basis", wrong, right)


def _after_source(table: Table, row: Row, source: Row | None) -> Iterator[Finding]:
    known = day(row["known_from"])
    if known is None or source is None:
        return
    seen = [moment for column in ("published", "updated") if (moment := day(source[column]))]
    latest, what = (max(seen), "published or updated") if seen else (day(source["accessed"]), "read")
    if latest and known > latest:
        wrong = f"known from {known}, but {row['source_id']} was last {what} on {latest}"
        yield finding_in(table, "known-after-source", row, "known_from", wrong, f"{latest} at the latest")


def _before_event(claims: Table, stages: Stages) -> Iterator[Finding]:
    plans, took_place = stages.plans, stages.took_place
    starts: dict[str, list[dt.date]] = defaultdict(list)
    planned: dict[str, dt.date] = {}
    for row in claims.rows:
        if row["kind"] != "occurrence" or row["polarity"] != "asserts":
            continue
        (start, end), known = bounds(row["date"]), day(row["known_from"])
        # What had happened by a day may have begun at any time before it was told.
        begun = start or min(filter(None, (end, known)), default=None)
        if row["code"] in took_place and begun:
            starts[row["event_id"]].append(begun)
        elif row["code"] in plans and known:
            planned[row["event_id"]] = min(known, planned.get(row["event_id"], known))
    for row in claims.rows:
        known = day(row["known_from"])
        if known is None or row["code"] in plans:
            continue
        # The first day that the claim itself names, else the earliest that any speaker names.
        own = row["kind"] == "occurrence"
        start = bounds(row["date"])[0] if own else min(starts[row["event_id"]], default=None)
        foreseen = row["kind"] not in ("occurrence", "figure") and planned.get(row["event_id"], dt.date.max) <= known
        if start and known < start - _SLACK and not foreseen:
            wrong = f"known from {known}, more than a day before the event began on {start}"
            right = "check both days; what was announced is a plan (scheduled, proposed)"
            yield finding_in(claims, "known-before-event", row, "known_from", wrong, right)
