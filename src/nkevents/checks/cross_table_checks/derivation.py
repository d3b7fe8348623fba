"""What the rule makes of the data: whether it can be computed, tolls of parts, events entered twice, accusations."""

import calendar
import contextlib
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Any, TypeAlias

from nkevents.checks.accusations import accusations
from nkevents.checks.finding import Finding, finding_in
from nkevents.checks.row_checks.coordinate import Spot
from nkevents.dataset import Dataset
from nkevents.errors import DateError, NkeventsError
from nkevents.model.codes import Level
from nkevents.model.edtf import period
from nkevents.model.plain_values import records
from nkevents.store.package import Package
from nkevents.store.release_zip import DESCRIPTOR
from nkevents.store.rows import Row

NOT_DERIVABLE = "not-derivable"
_COLUMNS = (
    *("event_id", "event_type", "level", "episode", "date", "date_start", "date_end"),
    *("latitude", "longitude", "radius_km", "killed_best", "participants"),
)
_NO_EPISODES: tuple[Level, ...] = ("event", "part", "series")
# By source, the days and places that it gives an event.
Told: TypeAlias = dict[str, set[tuple[str, str]]]
_APART = 1
_MONTHS = tuple(calendar.month_name[1:])
_SLUG_DAY = re.compile(r"(?<![0-9])(20[0-9]{2})-([01][0-9])(?:-([0-3][0-9]))?(?![0-9])")
_TITLE_DAY = re.compile(rf"\b([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) (20[0-9]{{2}})\b")
_MARGIN_KM = 5.0


def check_loading(package: Package) -> Iterator[Finding]:
    """Load the data as a user would."""
    data = _loaded(package)
    if isinstance(data, str):
        wrong = f"the data cannot be loaded: {data}"
        yield Finding("error", NOT_DERIVABLE, DESCRIPTOR, None, None, None, wrong, "correct what it names")


@lru_cache(maxsize=1)
def _loaded(package: Package) -> tuple[Dataset, dict[str, dict[str, Any]]] | str:
    """The data set and its timeline by event, or what keeps it from being loaded."""
    try:
        data = Dataset(package)
        for name in package.names:
            package.arrow(name)
        derived = data.load(level=_NO_EPISODES)
    except (NkeventsError, ArithmeticError, LookupError, TypeError, ValueError, OSError) as error:
        return " ".join(str(error).split()) or type(error).__name__
    return data, {row["event_id"]: row for row in records(derived[list(_COLUMNS)])}


def check_answers(package: Package) -> Iterator[Finding]:
    """Look for accusations without an answer; of several of one actor on one event, the first is reported."""
    loaded = _loaded(package)
    if isinstance(loaded, str):
        return
    open_ones = (each.claim for each in accusations(loaded[0]) if not each.answered)
    for claim in {(row["event_id"], row["subject_id"]): row for row in reversed([*open_ones])}.values():
        wrong = f"{claim['subject_id']} is held responsible for {claim['event_id']}, and no answer is entered"
        right = "add the answer, or begin the note with: No answer found (searched YYYY-MM-DD)"
        yield finding_in(package["claims"], "unanswered-accusation", claim, "subject_id", wrong, right)


def check_tolls(package: Package) -> Iterator[Finding]:
    """Look for events whose parts have more dead than they have themselves."""
    loaded = _loaded(package)
    if isinstance(loaded, str):
        return
    rows = loaded[1]
    events = package["events"]
    parts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in package["relations"].rows:
        part = rows.get(row["from_event_id"])
        if row["relation"] == "part_of" and part and part["killed_best"] is not None:
            parts[row["to_event_id"]][row["from_event_id"]] = int(part["killed_best"])
    for row in events.rows:
        whole = rows.get(row["event_id"])
        tolls = parts.get(row["event_id"], {})
        if whole and whole["killed_best"] is not None and sum(tolls.values()) > whole["killed_best"]:
            yield finding_in(
                events,
                "parts-exceed-event",
                row,
                "event_id",
                f"{row['slug']} has {whole['killed_best']} killed, its parts ({', '.join(tolls)}) add up to "
                f"{sum(tolls.values())}",
                "check the tolls and the relations part_of",
            )


def check_episodes(package: Package) -> Iterator[Finding]:
    """Look for episodes whose own toll is smaller than that of their events: it counts something else."""
    loaded = _loaded(package)
    if isinstance(loaded, str):
        return
    sums: dict[str, int] = defaultdict(int)
    for row in loaded[1].values():
        if row["level"] == "event" and row["killed_best"] is not None:
            sums[row["episode"]] += int(row["killed_best"])
    own = loaded[0].episodes().dropna(subset=["killed_best"]).set_index("slug")["killed_best"]
    for row in package["events"].rows:
        if row["level"] == "episode" and row["slug"] in own.index and own[row["slug"]] < sums[row["slug"]]:
            wrong = f"{row['slug']} has {own[row['slug']]} killed, its events add up to {sums[row['slug']]}"
            right = "a count as of a day, or of some of its events, belongs on a series"
            yield finding_in(package["events"], "episode-below-events", row, "event_id", wrong, right)


def check_named_days(package: Package) -> Iterator[Finding]:
    """Look for days in names and titles that lie outside the dates of the event."""
    loaded = _loaded(package)
    if isinstance(loaded, str):
        return
    for row in package["events"].rows:
        derived = loaded[1].get(row["event_id"])
        if derived is None:
            continue
        first, last = derived["date_start"], derived["date_end"]
        for column in ("slug", "title"):
            for begins, ends in _named_days(row[column]):
                # An open bound excludes nothing.
                if (first and ends < first.date()) or (last and begins > last.date()):
                    wrong = f"{row['slug']} names {begins:%Y-%m-%d} in its {column}, its date is {derived['date']}"
                    right = "name a day within it, or none"
                    yield finding_in(package["events"], "day-outside-dates", row, column, wrong, right)


def _named_days(text: str) -> Iterator[tuple[dt.date, dt.date]]:
    """Days and months that a name or a title names; a text that looks like one and is none is passed over."""
    for year, month, day in _SLUG_DAY.findall(text):
        yield from _period(f"{year}-{month}-{day}" if day else f"{year}-{month}")
    for day, month, year in _TITLE_DAY.findall(text):
        yield from _period(f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}")


def _period(text: str) -> Iterator[tuple[dt.date, dt.date]]:
    with contextlib.suppress(DateError):
        yield period(text)


def check_candidates(package: Package) -> Iterator[Finding]:
    """Look for pairs of events that may be one."""
    loaded = _loaded(package)
    if isinstance(loaded, str):
        return
    rows = loaded[1]
    events = package["events"]
    # Who relates two events to each other has seen that they are two.
    related = {frozenset((row["from_event_id"], row["to_event_id"])) for row in package["relations"].rows}
    told = _told(package)
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    days: dict[str, int] = {}
    for row in events.rows:
        derived = rows.get(row["event_id"])
        placed = derived and (derived["latitude"] is not None or derived["participants"])
        if derived and placed and _day(derived) is not None:
            days[row["event_id"]] = _day(derived).toordinal()
            groups[row["event_type"], row["level"], derived["participants"] or ""].append(row)
    for alike in groups.values():
        for first, second in combinations(alike, 2):
            pair = first["event_id"], second["event_id"]
            apart = abs(days[pair[0]] - days[pair[1]])
            if (
                apart <= _APART
                and frozenset(pair) not in related
                and not _tells_apart(*(told[event] for event in pair))
                and _near(*(_spot(rows[event]) for event in pair), same_day=not apart)
            ):
                yield finding_in(
                    events,
                    "duplicate-candidate",
                    second,
                    "event_id",
                    f"{second['slug']} may be {first['slug']} again: same type and parties, within a day, near by",
                    "keep one of the two; if they differ, a relation between them says so, or a page with both",
                )


def _told(package: Package) -> dict[str, Told]:
    """Day and place that each page gives an event."""
    told: dict[str, Told] = defaultdict(lambda: defaultdict(set))
    for row in package["claims"].rows:
        if row["kind"] == "occurrence" and row["polarity"] == "asserts":
            told[row["event_id"]][row["source_id"]].add((row["date"], row["place_id"]))
    return told


def _tells_apart(first: Told, second: Told) -> bool:
    """Whether a page read for both events gives them different days or places."""
    return any(first[source].isdisjoint(second[source]) for source in first.keys() & second.keys())


def _near(one: Spot | None, other: Spot | None, *, same_day: bool) -> bool:
    """Whether two events can have been at one place."""
    # Calls have no place, and what has none may be anywhere.
    if one is None or other is None:
        return True
    # Whoever gives an event a wrong day gives it no wrong place as well: then wide radii need not meet by chance.
    reach = one.radius + other.radius if same_day else 0.0
    return one.distance(other) <= reach + _MARGIN_KM


def _day(row: dict[str, Any]) -> Any:
    """First day of an event; of one that happened by a day, that day."""
    return row["date_end"] if row["date_start"] is None else row["date_start"]


def _spot(row: dict[str, Any]) -> Spot | None:
    if row["latitude"] is None or row["longitude"] is None:
        return None
    return Spot(row["latitude"], row["longitude"], row["radius_km"] or 0.0)
