"""Fairness: no side's wording in our own texts, and each accusation beside its answer."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nkevents.checks.finding import Finding, finding_in
from nkevents.store.package import Package
from nkevents.store.rows import Row

_OWN_TEXTS = (("events", "title"), ("events", "summary"), ("provisions", "text"))
_BELLIGERENTS = {"armenian", "azerbaijani"}
_LOOKED_FOR = "no answer found"


def check_words(package: Package) -> Iterator[Finding]:
    """Look for loaded words in our own texts."""
    loaded = _loaded_words()
    for name, column in _OWN_TEXTS:
        table = package[name]
        for row in table.rows:
            for word in loaded.finditer(row[column]):
                yield finding_in(
                    table, "loaded-word", row, column, f"{word[0]!r} takes a side", "say plainly who did what to whom"
                )


@cache
def _loaded_words() -> re.Pattern[str]:
    lines = (Path(__file__).parents[1] / "loaded_words.txt").read_text(encoding="utf-8").split("\n")
    return re.compile("(" + "|".join(line for line in lines if line) + r")\w*", re.IGNORECASE)


def check_answers(package: Package) -> Iterator[Finding]:
    """Look for accusations from one side only."""
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
        yield finding_in(
            claims,
            "unanswered-accusation",
            accusations[0],
            "subject_id",
            f"{accusations[0]['subject_id']} is held responsible for {event}, and no answer is entered",
            "add the answer, or begin the note with: No answer found (searched YYYY-MM-DD)",
        )


def _is_own(row: Row, sides: dict[str, str]) -> bool:
    return sides.get(row["speaker_id"], "") == sides.get(row["subject_id"], "-")
