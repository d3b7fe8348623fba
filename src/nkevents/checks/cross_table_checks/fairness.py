"""Fairness: no side's wording in our own texts."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nkevents.checks.finding import Finding, finding_in
from nkevents.store.package import Package

_OWN_TEXTS = (("events", "title"), ("events", "summary"), ("provisions", "text"))


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
