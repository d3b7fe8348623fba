"""How titles and summaries are worded: words that hedge, and whose account a summary says that it tells."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_ATTRIBUTED = re.compile(
    r"By (?:(?P<owner>[^,]+?)'s account|the account of (?P<of>[^,]+?)"
    r"|(?:(?P<press>[A-Z]\w+(?: and [A-Z]\w+)?) )?press accounts)"
    r"(?: of \d{1,2} [A-Z][a-z]+ \d{4})?, "
)
# An account that is told otherwise than in the one form.
_OTHERWISE = re.compile(
    r"according to|\b(?:said|says|reported|announced|claimed|stated|alleged)\b(?: by [^,.;]+)? that|\bsaid to\b"
    r"|\breportedly\b|\ballegedly\b|, (?:said|say|says)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[a-z0-9)])\.\s+(?=[A-Z])")
PRESS = "press"


@cache
def _words(name: str, ending: str) -> re.Pattern[str]:
    """The words of a list, one a line, with what may follow each."""
    lines = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return re.compile(r"\b(?:" + "|".join(re.escape(line) for line in lines if line) + rf"){ending}", re.IGNORECASE)


def hedge_in(title: str) -> str | None:
    """The word by which a title says that something may not be so.

    Examples
    --------
    >>> hedge_in("Reported shelling of a village")
    'Reported'
    >>> hedge_in("Shelling of a village")
    """
    found = _words("hedging_words", r"\w*").search(title)
    return found[0] if found else None


def first_sentence(summary: str) -> str:
    """The first sentence of a summary.

    Examples
    --------
    >>> first_sentence("A house burned at 7 p.m. on Monday. Nobody was hurt.")
    'A house burned at 7 p.m. on Monday'
    """
    return _SENTENCE.split(summary, maxsplit=1)[0].rstrip(".")


class Account(NamedTuple):
    """Whose account a summary says that it tells.

    Attributes
    ----------
    owner : str
        As written: ``Azerbaijan``, ``the Nagorno-Karabakh authorities`` without its article, ``press``.
    press : str
        Whose press it is, where the summary says so; else empty.
    """

    owner: str
    press: str


def account_in(summary: str) -> Account | None:
    """Whose account the first sentence says that it tells, if it does so in the one form.

    Examples
    --------
    >>> account_in("By Azerbaijan's account, a village was shelled; Armenia denied it.")
    Account(owner='Azerbaijan', press='')
    >>> account_in("By the account of the Nagorno-Karabakh authorities, a village was shelled.")
    Account(owner='Nagorno-Karabakh authorities', press='')
    >>> account_in("By Armenian press accounts, people protested.")
    Account(owner='press', press='Armenian')
    >>> account_in("According to Armenia, a village was shelled.")
    """
    found = _ATTRIBUTED.match(summary)
    if found is None:
        return None
    owner = found["owner"] or found["of"] or PRESS
    return Account(owner.removeprefix("the "), found["press"] or "")


def hedged_otherwise(summary: str) -> str | None:
    """The words by which a first sentence tells an account in another than the one form.

    Examples
    --------
    >>> hedged_otherwise("A village was reportedly shelled.")
    'reportedly'
    >>> hedged_otherwise("By Azerbaijan's account, a village was shelled.")
    """
    if account_in(summary):
        return None
    found = _OTHERWISE.search(first_sentence(summary))
    return found[0] if found else None


_ANSWER = re.compile(r"\b(?:denied|denies|rejected|disputed|did not confirm)\b|\bEach (?:side|state) |\beach other\b")


def tells_answer(summary: str) -> bool:
    """Whether a summary says that what it tells was denied or not confirmed, or that each side said so of the other."""
    return _ANSWER.search(summary) is not None


def thing_hit_in(summary: str) -> str | None:
    """The first thing of civil life, or its people, that a summary names: a house, a school, reporters.

    Examples
    --------
    >>> thing_hit_in("The village was shelled and a house was hit.")
    'house'
    >>> thing_hit_in("The village was shelled.")
    """
    found = _words("things_hit", r"\b").search(summary)
    return found[0] if found else None


def weapon_in(summary: str) -> str | None:
    """The first weapon that a summary names.

    Examples
    --------
    >>> weapon_in("The village came under rocket fire.")
    'rocket'
    >>> weapon_in("The village came under fire.")
    """
    found = _words("weapons", r"\b").search(summary)
    return found[0] if found else None
