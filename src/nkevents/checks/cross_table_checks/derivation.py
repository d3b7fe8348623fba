"""What the rule makes of the data: whether it can be computed, tolls of parts, events entered twice, accusations."""

import contextlib
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from operator import itemgetter
from typing import Any

from nkevents.checks.accusations import accusations
from nkevents.checks.cross_table_checks.lifecycles import asserted
from nkevents.checks.finding import Finding, finding_in, finding_of
from nkevents.checks.loaded import Loaded, if_loaded, load
from nkevents.checks.row_checks.coordinate import Spot
from nkevents.errors import DateError
from nkevents.model.edtf import period
from nkevents.rule.roles import TAKING_PART
from nkevents.store.package import Package
from nkevents.store.release_zip import DESCRIPTOR
from nkevents.store.rows import Row
from nkevents.wording.days import MONTHS

NOT_DERIVABLE = "not-derivable"
# What a page says of an event.
_TOLD = itemgetter("source_id", "date", "place_id")
# Who must be told of what took place: both belligerents of a fight, who gives and who receives, two of talks.
_BOTH_SIDES, _GIVER_AND_RECEIVER = "both sides' forces", "giver and receiver"
_WANTED = {
    **dict.fromkeys(("war", "battle"), _BOTH_SIDES),
    **dict.fromkeys(("meeting", "call", "agreement", "ceasefire"), "everybody who took part"),
    **dict.fromkeys(("detainee_release", "remains_exchange"), _GIVER_AND_RECEIVER),
}
_APART = 1  # day
_SLUG_DAY = re.compile(r"(?<![0-9])(20[0-9]{2})-([01][0-9])(?:-([0-3][0-9]))?(?![0-9])")
_TITLE_DAY = re.compile(rf"\b([0-9]{{1,2}}) ({'|'.join(MONTHS)}) (20[0-9]{{2}})\b")
_MARGIN_KM = 5.0


def check_loading(package: Package) -> Iterator[Finding]:
    """Load the data as a user would."""
    loaded = load(package)
    if isinstance(loaded, str):
        wrong = f"the data cannot be loaded: {loaded}"
        yield finding_of(DESCRIPTOR, NOT_DERIVABLE, wrong, "correct what it names")


@if_loaded
def check_answers(loaded: Loaded) -> Iterator[Finding]:
    """Look for accusations without an answer; of several of one actor on one event, the first is reported."""
    open_ones = (each.claim for each in accusations(loaded.data) if not each.answered)
    for claim in {(row["event_id"], row["subject_id"]): row for row in reversed([*open_ones])}.values():
        wrong = f"{claim['subject_id']} is held responsible for {claim['event_id']}, and no answer is entered"
        right = "add the answer, or begin the note with: No answer found (searched YYYY-MM-DD)"
        yield finding_in(loaded.package["claims"], "unanswered-accusation", claim, "subject_id", wrong, right)


@if_loaded
def check_tolls(loaded: Loaded) -> Iterator[Finding]:
    """Look for events whose parts have more dead than they have themselves."""
    killed = {event: row["killed_best"] for event, row in loaded.rows.items() if row["killed_best"] is not None}
    parts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in loaded.package["relations"].rows:
        if row["relation"] == "part_of" and row["from_event_id"] in killed:
            parts[row["to_event_id"]][row["from_event_id"]] = killed[row["from_event_id"]]
    for row in loaded.package["events"].rows:
        own, tolls = killed.get(row["event_id"]), parts[row["event_id"]]
        if own is not None and sum(tolls.values()) > own:
            wrong = f"{row['slug']} has {own} killed, its parts ({', '.join(tolls)}) add up to {sum(tolls.values())}"
            right = "check the tolls and the relations part_of"
            yield finding_in(loaded.package["events"], "parts-exceed-event", row, "event_id", wrong, right)


@if_loaded
def check_episodes(loaded: Loaded) -> Iterator[Finding]:
    """Look for episodes whose own toll is smaller than that of their events: it counts something else."""
    sums: dict[str, int] = defaultdict(int)
    for row in loaded.rows.values():
        if row["level"] == "event" and row["killed_best"] is not None:
            sums[row["episode"]] += row["killed_best"]
    own = {slug: row["killed_best"] for slug, row in loaded.episodes.items() if row["killed_best"] is not None}
    for row in loaded.package["events"].rows:
        if row["level"] == "episode" and own.get(row["slug"], sums[row["slug"]]) < sums[row["slug"]]:
            wrong = f"{row['slug']} has {own[row['slug']]} killed, its events add up to {sums[row['slug']]}"
            right = "a count as of a day, or of some of its events, belongs on a series"
            yield finding_in(loaded.package["events"], "episode-below-events", row, "event_id", wrong, right)


@if_loaded
def check_named_days(loaded: Loaded) -> Iterator[Finding]:
    """Look for days in names and titles that lie outside the dates of the event."""
    for row, derived in loaded.events():
        first, last = derived["date_start"], derived["date_end"]
        for column in ("slug", "title"):
            for begins, ends in _named_days(row[column]):
                # An open bound excludes nothing.
                if (first and ends < first.date()) or (last and begins > last.date()):
                    wrong = f"{row['slug']} names {begins:%Y-%m-%d} in its {column}, its date is {derived['date']}"
                    right = "name a day within it, or none"
                    yield finding_in(loaded.package["events"], "day-outside-dates", row, column, wrong, right)


def _named_days(text: str) -> Iterator[tuple[dt.date, dt.date]]:
    """Days and months that a name or a title names; a text that looks like one and is none is passed over."""
    named = ["-".join(filter(None, found)) for found in _SLUG_DAY.findall(text)]
    named += [f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}" for day, month, year in _TITLE_DAY.findall(text)]
    for each in named:
        with contextlib.suppress(DateError):
            yield period(each)


@if_loaded
def check_parties(loaded: Loaded) -> Iterator[Finding]:
    """Look for fights, talks and handovers that took place, of which nobody says who took part."""
    sides = {row["actor_id"]: row["side"] for row in loaded.package["actors"].rows}
    parties: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in loaded.package["claims"].rows:
        if row["kind"] == "role" and row["polarity"] == "asserts" and row["code"] in TAKING_PART:
            parties[row["event_id"]].add((row["code"], row["subject_id"]))
    took_place = loaded.package.stages.statuses_took_place
    for row, derived in loaded.events():
        wanted = _WANTED.get(row["event_type"])
        if wanted is None or derived["status"] not in took_place or row["level"] in ("part", "series"):
            continue
        told = parties.get(row["event_id"], set())
        enough = {
            _BOTH_SIDES: {sides.get(actor) for _, actor in told} >= set(loaded.package.grammar.belligerents),
            _GIVER_AND_RECEIVER: {role for role, _ in told} >= {"giver", "receiver"},
        }
        if enough.get(wanted, len({actor for _, actor in told}) > 1):
            continue
        wrong, right = f"{row['slug']} lacks parties", f"enter {wanted} as roles, each with its source"
        yield finding_in(loaded.package["events"], "missing-parties", row, "event_id", wrong, right)


@if_loaded
def check_statements(loaded: Loaded) -> Iterator[Finding]:
    """Look for statements of one speaker on one day that stand as two events."""
    media = {row["actor_id"] for row in loaded.package["actors"].rows if row["kind"] == "media"}
    slugs = {row["event_id"]: row["slug"] for row in loaded.package["events"].rows if row["event_type"] == "statement"}
    said: dict[tuple[str, Any], set[str]] = defaultdict(set)
    for claim in loaded.package["claims"].rows:
        derived = loaded.rows.get(claim["event_id"])
        own = claim["kind"] == "occurrence" and claim["polarity"] == "asserts" and claim["speaker_id"] not in media
        if derived and own and claim["event_id"] in slugs and derived["date_start"]:
            said[claim["speaker_id"], derived["date_start"]].add(claim["event_id"])
    pairs = {pair for events in said.values() for pair in combinations(sorted(events), 2)}
    for row in loaded.package["events"].rows:
        for one, other in sorted(pair for pair in pairs if pair[1] == row["event_id"]):
            wrong = f"{slugs[other]} may be {slugs[one]} again: statements of one speaker on one day"
            right = "keep one of the two, if they are one address"
            yield finding_in(loaded.package["events"], "statement-candidate", row, "event_id", wrong, right)


@if_loaded
def check_candidates(loaded: Loaded) -> Iterator[Finding]:
    """Look for pairs of events that may be one."""
    events = loaded.package["events"]
    # Who relates two events to each other has seen that they are two.
    related = {frozenset((row["from_event_id"], row["to_event_id"])) for row in loaded.package["relations"].rows}
    told = asserted(loaded.package)
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    days: dict[str, int] = {}
    for row, derived in loaded.events():
        # Of what happened by a day, that day.
        day = derived["date_start"] or derived["date_end"]
        if day and (derived["latitude"] is not None or derived["participants"]):
            days[row["event_id"]] = day.toordinal()
            groups[row["event_type"], row["level"], derived["participants"] or ""].append(row)
    rows = events.by_key()
    for pair in (pair for alike in groups.values() for pair in _within_a_day(alike, days)):
        if (
            frozenset(pair) not in related
            and not _tells_apart(*(told.get(event, ()) for event in pair))
            and _near(*(_spot(loaded.rows[event]) for event in pair), same_day=days[pair[0]] == days[pair[1]])
        ):
            first, second = (rows[event] for event in pair)
            wrong = f"{second['slug']} may be {first['slug']} again: same type and parties, within a day, near by"
            right = "keep one of the two; if they differ, a relation between them says so, or a page with both"
            yield finding_in(events, "duplicate-candidate", second, "event_id", wrong, right)


def _within_a_day(rows: Iterable[Row], days: Mapping[str, int]) -> list[tuple[str, str]]:
    """Ids of each two events that lie a day apart at most, in order."""
    by_day = sorted((days[row["event_id"]], row["event_id"]) for row in rows)
    pairs = []
    for at, (day, event) in enumerate(by_day):
        for place in range(at + 1, len(by_day)):
            later, other = by_day[place]
            if later - day > _APART:
                break
            pairs.append((min(event, other), max(event, other)))
    return sorted(pairs)


def _tells_apart(first: Iterable[Row], second: Iterable[Row]) -> bool:
    """Whether a page read for both events gives them different days or places, by the claims that they took place."""
    one, other = set(map(_TOLD, first)), set(map(_TOLD, second))
    of_both = {page for page, *_ in one} & {page for page, *_ in other}
    return not of_both <= {page for page, *_ in one & other}


def _near(one: Spot | None, other: Spot | None, *, same_day: bool) -> bool:
    """Whether two events can have been at one place."""
    # Calls have no place, and what has none may be anywhere.
    if one is None or other is None:
        return True
    # Whoever gives an event a wrong day gives it no wrong place as well: then wide radii need not meet by chance.
    reach = one.radius + other.radius if same_day else 0.0
    return one.distance(other) <= reach + _MARGIN_KM


def _spot(row: dict[str, Any]) -> Spot | None:
    if row["latitude"] is None or row["longitude"] is None:
        return None
    return Spot(row["latitude"], row["longitude"], row["radius_km"] or 0.0)
