"""Fairness: no side's wording in our texts, each accusation beside its answer, one sentence on the events it names."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nkevents.checks.finding import Finding
from nkevents.checks.package import Package, Row

NEEDS = ("claims", "actors", "events", "provisions")
_OWN_TEXTS = (("events", "title"), ("events", "summary"), ("provisions", "text"))
_BELLIGERENTS = {"armenian", "azerbaijani"}
_LOOKED_FOR = "no answer found"
# A sentence that stands on more events than it can have named is a general one.
_MOST_EVENTS = 3
_ONE_STATEMENT = ("source_id", "speaker_id", "kind", "code", "polarity")


def check(package: Package) -> Iterator[Finding]:
    """Look for loaded words, accusations from one side only, and general answers entered on many events.

    Parameters
    ----------
    package : Package

    Yields
    ------
    Finding
    """
    loaded = _loaded_words()
    for name, column in _OWN_TEXTS:
        table = package[name]
        for row in table.rows:
            for word in loaded.finditer(row[column]):
                yield table.error(
                    "loaded-word", row, column, f"{word[0]!r} takes a side", "say plainly who did what to whom"
                )
    yield from _unanswered(package)
    yield from _general(package)


@cache
def _loaded_words() -> re.Pattern[str]:
    lines = (Path(__file__).parents[1] / "loaded_words.txt").read_text(encoding="utf-8").split("\n")
    return re.compile("(" + "|".join(line for line in lines if line) + r")\w*", re.IGNORECASE)


def _unanswered(package: Package) -> Iterator[Finding]:
    claims = package["claims"]
    sides = {row["actor_id"]: row["side"] for row in package["actors"].rows}
    named: dict[str, list[Row]] = defaultdict(list)
    denying: dict[str, set[str]] = defaultdict(set)
    denied = set()
    for row in claims.rows:
        if row["kind"] == "role" and row["code"] == "initiator":
            named[row["event_id"]].append(row)
        if row["polarity"] == "denies" and (row["code"] == "initiator" or row["kind"] == "occurrence"):
            denied.add(row["event_id"])
        if row["kind"] == "position" and row["code"] == "deny":
            denying[row["event_id"]].add(sides.get(row["speaker_id"], "-"))
    for event, accusations in named.items():
        accused = {sides.get(row["subject_id"], "") for row in accusations}
        acknowledged = any(_is_own(row, sides) for row in accusations)
        looked_for = any(_LOOKED_FOR in row["note"].casefold() for row in accusations)
        answered = event in denied or bool(accused & denying[event])
        if answered or accused >= _BELLIGERENTS or acknowledged or looked_for:
            continue
        yield claims.warning(
            "unanswered-accusation",
            accusations[0],
            "subject_id",
            f"{accusations[0]['subject_id']} is held responsible for {event}, and no answer is entered",
            "add the answer, or begin the note with: No answer found (searched YYYY-MM-DD)",
        )


def _is_own(row: Row, sides: dict[str, str]) -> bool:
    return sides.get(row["speaker_id"], "") == sides.get(row["subject_id"], "-")


def _general(package: Package) -> Iterator[Finding]:
    """Denials and positions of one speaker on one page that are said of more events than one sentence names."""
    claims = package["claims"]
    said: dict[tuple[str, ...], dict[str, Row]] = defaultdict(dict)
    for row in claims.rows:
        if row["polarity"] == "denies" or row["kind"] == "position":
            said[tuple(row[column] for column in _ONE_STATEMENT)].setdefault(row["event_id"], row)
    for (source, speaker, _, code, polarity), events in said.items():
        if len(events) > _MOST_EVENTS:
            yield claims.warning(
                "one-statement-many-events",
                next(iter(events.values())),
                "source_id",
                f"{speaker} {polarity} {code} of {len(events)} events on one page, {source}",
                "enter a sentence that names no event once, on the war, the truce or the episode",
            )
