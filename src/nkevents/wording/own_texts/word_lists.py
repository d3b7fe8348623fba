"""Lists of words and of names that stand beside this module as files."""

import re
from functools import cache
from pathlib import Path

from nkevents.store.rows import Row, read_rows


def lines(name: str) -> list[str]:
    """Lines of a list of words or of patterns, without empty ones."""
    return [line for line in _text(f"{name}.txt").split("\n") if line]


def rows(name: str) -> list[Row]:
    """Rows of a list with columns."""
    return read_rows(_text(f"{name}.csv"))


def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def first_of(pattern: re.Pattern[str], text: str) -> str | None:
    """What a pattern finds first in a text."""
    found = pattern.search(text)
    return found[0] if found else None


@cache
def any_word(name: str, ending: str) -> re.Pattern[str]:
    """The words or patterns of a list, with what may follow each."""
    return re.compile(rf"\b(?:{'|'.join(lines(name))}){ending}", re.IGNORECASE)
