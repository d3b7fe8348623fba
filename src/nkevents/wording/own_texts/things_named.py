"""Weapons, and things that are hit, as titles and summaries name them."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from nkevents.wording.own_texts.word_lists import any_word, first_of, rows


def thing_hit_in(summary: str) -> str | None:
    """The first thing of civil life, or its people, that a summary names: a house, a school, reporters.

    Examples
    --------
    >>> thing_hit_in("The village was shelled and a house was hit.")
    'house'
    >>> thing_hit_in("The village was shelled.")
    """
    return first_of(any_word("things_hit", r"\b"), summary)


def weapon_in(summary: str) -> str | None:
    """The first weapon that a summary names.

    Examples
    --------
    >>> weapon_in("The village came under rocket fire.")
    'rocket'
    >>> weapon_in("The village came under fire.")
    """
    return first_of(any_word("weapons", r"\b"), summary)


_WORD_START = re.compile(r"\b\w")


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
    named, kinds = _details()
    words: dict[str, str] = {}
    for start in _WORD_START.finditer(text):
        if found := named.match(text, start.start()):
            words.setdefault(str(found.lastgroup), found[0])
    return tuple(Detail(words[kind], told, codes) for kind, (told, codes) in kinds.items() if kind in words)


@cache
def _details() -> tuple[re.Pattern[str], dict[str, tuple[re.Pattern[str], frozenset[str]]]]:
    """What names any kind of weapon or thing; for each kind what tells of it in a claim, and the codes that do."""
    kinds = {f"kind{number}": row for number, row in enumerate(rows("details"))}
    # Tried where a word begins, all kinds at once: to search for each by itself takes four times as long.
    named = "|".join(f"(?P<{kind}>{row['named']})" for kind, row in kinds.items())
    told = {
        kind: (re.compile(row["told"], re.IGNORECASE), frozenset(row["codes"].split())) for kind, row in kinds.items()
    }
    return re.compile(named, re.IGNORECASE), told
