"""Whose account a summary says that it tells."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nkevents.wording.own_texts.word_lists import first_of

_ATTRIBUTED = re.compile(
    r"\bBy (?:(?P<owner>[A-Z][^,;.]*?)'s account|the account of (?P<of>[^,;.]+?)"
    r"|(?:(?P<press>[A-Z][\w ]+?) )?press accounts)"
    r"(?: of \d{1,2} [A-Z][a-z]+ \d{4})?,",
    re.IGNORECASE,
)
# An account that is told otherwise than in the one form.
_OTHERWISE = re.compile(
    r"according to|\b(?:said|says|reported|announced|claimed|stated|alleged)\b(?: by [^,.;]+)? that|\bsaid to\b"
    r"|\breportedly\b|\ballegedly\b|, (?:said|say|says)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[a-z0-9)])\.\s+(?=[A-Z])")
PRESS = "press"


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
    return _account(found) if found else None


def accounts_in(summary: str) -> Iterator[Account]:
    """Whose accounts a summary says that it tells, in whichever of its sentences.

    Examples
    --------
    >>> [account.owner for account in accounts_in("A village was shelled. By Armenia's account, nobody was hurt.")]
    ['Armenia']
    """
    return map(_account, _ATTRIBUTED.finditer(summary))


def _account(found: re.Match[str]) -> Account:
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
    return None if account_in(summary) else first_of(_OTHERWISE, first_sentence(summary))


_ANSWER = re.compile(r"\b(?:denied|denies|rejected|disputed|did not confirm)\b|\bEach (?:side|state) |\beach other\b")


def tells_answer(summary: str) -> bool:
    """Whether a summary says that what it tells was denied or not confirmed, or that each side said so of the other."""
    return _ANSWER.search(summary) is not None
