"""Fairness: no side's wording in our own texts, and one sentence on the events that it names."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nkevents.checks.finding import Finding, finding_in
from nkevents.store.package import Package
from nkevents.store.rows import Row

_OWN_TEXTS = (("events", "title"), ("events", "summary"), ("provisions", "text"))
# A sentence that stands on more events than it can have named is a general one.
_MOST_EVENTS = 3
_ONE_STATEMENT = ("source_id", "speaker_id", "kind", "code", "polarity")


def check_words(package: Package) -> Iterator[Finding]:
    """Look for loaded words in our own texts."""
    loaded = _loaded_words()
    for name, column in _OWN_TEXTS:
        table = package[name]
        for row in table.unchecked:
            for word in loaded.finditer(row[column]):
                wrong, right = f"{word[0]!r} takes a side", "say plainly who did what to whom"
                yield finding_in(table, "loaded-word", row, column, wrong, right)


@cache
def _loaded_words() -> re.Pattern[str]:
    lines = (Path(__file__).parents[1] / "loaded_words.txt").read_text(encoding="utf-8").split("\n")
    return re.compile("(" + "|".join(line for line in lines if line) + r")\w*", re.IGNORECASE)


def check_general_statements(package: Package) -> Iterator[Finding]:
    """Look for denials and positions of one speaker on one page that are said of more events than a sentence names."""
    claims = package["claims"]
    said: dict[tuple[str, ...], dict[str, Row]] = defaultdict(dict)
    for row in claims.rows:
        if row["polarity"] == "denies" or row["kind"] == "position":
            said[tuple(row[column] for column in _ONE_STATEMENT)].setdefault(row["event_id"], row)
    for (source, speaker, _, code, polarity), events in said.items():
        if len(events) > _MOST_EVENTS:
            wrong = f"{speaker} {polarity} {code} of {len(events)} events on one page, {source}"
            right = "enter a sentence that names no event once, on the war, the truce or the episode"
            first = next(iter(events.values()))
            yield finding_in(claims, "one-statement-many-events", first, "source_id", wrong, right)
