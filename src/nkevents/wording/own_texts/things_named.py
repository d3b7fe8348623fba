"""Weapons, and things that are hit, as titles and summaries name them."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from nkevents.wording.own_texts.word_lists import any_word, rows


def thing_hit_in(summary: str) -> str | None:
    """The first thing of civil life, or its people, that a summary names: a house, a school, reporters.

    Examples
    --------
    >>> thing_hit_in("The village was shelled and a house was hit.")
    'house'
    >>> thing_hit_in("The village was shelled.")
    """
    found = any_word("things_hit", r"\b").search(summary)
    return found[0] if found else None


def weapon_in(summary: str) -> str | None:
    """The first weapon that a summary names.

    Examples
    --------
    >>> weapon_in("The village came under rocket fire.")
    'rocket'
    >>> weapon_in("The village came under fire.")
    """
    found = any_word("weapons", r"\b").search(summary)
    return found[0] if found else None


class Detail(NamedTuple):
    """A weapon or a thing hit, and what in a claim speaks of it.

    Attributes
    ----------
    word : str
        As the text has it.
    told : re.Pattern
        Words in a claim's note, or in the title of its page.
    codes : frozenset of str
        Codes of claims that say the same.
    """

    word: str
    told: re.Pattern[str]
    codes: frozenset[str]


@lru_cache(maxsize=4096)
def details_in(text: str) -> tuple[Detail, ...]:
    """The weapons and things hit that a title or summary names, each kind once.

    Examples
    --------
    >>> [detail.word for detail in details_in("A house burned after rocket fire; two houses were hit.")]
    ['rocket', 'house', 'burned']
    """
    found = ((named.search(text), told, codes) for named, told, codes in _details())
    return tuple(Detail(match[0], told, codes) for match, told, codes in found if match)


@cache
def _details() -> list[tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]]:
    """What names each kind of weapon or thing, what tells of it in a claim, and the codes that do."""
    return [
        (
            re.compile(row["named"], re.IGNORECASE),
            re.compile(row["told"], re.IGNORECASE),
            frozenset(row["codes"].split()),
        )
        for row in rows("details")
    ]
