"""Who a summary says to have spoken, or to have denied something."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from nkevents.wording.own_texts.word_lists import rows

_SAYS = (
    r"(?:said|says|spoke of|spoke for|denied|rejected|dismissed|did not confirm|confirmed|announced|apologised|blamed)"
)
_DENIES = re.compile(r"\b(?:denied|rejected|dismissed)\b")
_DENIES_IT = re.compile(r"\bdenied it\b")
_EACH_BLAMES = re.compile(r"\bEach side (?:said that the other|blamed)")
_FIRE_DENIED = re.compile(r"\bdenied\b|said that it had not|Each side blamed")


class Said(NamedTuple):
    """What a summary says that somebody said.

    Attributes
    ----------
    name : str
        Who, as the summary has it, without the article.
    words : str
        The clause.
    """

    name: str
    words: str

    @property
    def denies(self) -> bool:
        """Whether the clause says that something was denied."""
        return _DENIES.search(self.words) is not None

    @property
    def denies_it(self) -> bool:
        """Whether the clause says that the event itself was denied."""
        return _DENIES_IT.search(self.words) is not None


@cache
def speakers() -> Mapping[str, frozenset[str]]:
    """Actors that speak for each name that summaries use."""
    return {row["name"]: frozenset(row["actors"].split()) for row in rows("speakers")}


@cache
def _names() -> str:
    return "|".join(map(re.escape, sorted(speakers(), key=len, reverse=True)))


def names_in(text: str) -> list[str]:
    """The names of speakers that stand in a text.

    Examples
    --------
    >>> names_in("Armenia's opposition and Azerbaijan")
    ["Armenia's opposition", 'Azerbaijan']
    """
    return re.findall(_names(), text)


@lru_cache(maxsize=4096)
def said_in(summary: str) -> tuple[Said, ...]:
    """Who a summary says to have spoken after its first account.

    Examples
    --------
    >>> said_in("Shells fell; Armenia denied it.")
    (Said(name='Armenia', words='Armenia denied it'),)
    """
    found = list(_clauses().finditer(summary))
    found += [other for match in found for other in _beside().finditer(match[0])]
    return tuple(Said(name, match[0].strip(".;, ")) for match in found for name in names_in(match["who"]))


def _one() -> str:
    return rf"(?:the )?(?:{_names()})(?:'s \w+)?"


@cache
def _clauses() -> re.Pattern[str]:
    start = r"(?:^|(?:[.;,]|\b(?:but|and|as|which|that|while)) )"
    who = rf"(?P<who>{_one()}(?: and {_one()})*)"
    clause = rf"{start}{who}(?: for its part| then| had| alone)? {_SAYS}\b(?:(?!, which)[^.;])*"
    return re.compile(clause, re.IGNORECASE)


@cache
def _beside() -> re.Pattern[str]:
    """As in: Armenia spoke of attacks, Azerbaijan of an advance."""
    return re.compile(rf"(?:,| and) (?P<who>{_one()}) (?:of|that)\b[^.;]*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def denials_in(summary: str) -> tuple[tuple[str, str], ...]:
    """Who a summary says to have denied ``it``, the event, or ``responsibility``, its part in it.

    Examples
    --------
    >>> denials_in("Shells fell. Armenia denied it; Azerbaijan denied responsibility.")
    (('Armenia', 'it'), ('Azerbaijan', 'responsibility'))
    """
    found = re.finditer(rf"({_names()}) denied (it|responsibility)\b", summary)
    return tuple((match[1], match[2]) for match in found)


def tells_denial_of_fire(summary: str) -> bool:
    """Whether a summary says in any words that somebody denied to have fired."""
    return _FIRE_DENIED.search(summary) is not None


def each_blames_other(summary: str) -> bool:
    """Whether a summary says that each side blamed the other.

    Examples
    --------
    >>> each_blames_other("The town was shelled. Each side blamed the other.")
    True
    """
    return _EACH_BLAMES.search(summary) is not None
