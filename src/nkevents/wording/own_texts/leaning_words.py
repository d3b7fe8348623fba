"""Words that lean: hedges, degrees, culprits, charges, age and sex, harm set beside talks."""

import re
from functools import cache

from nkevents.wording.own_texts.word_lists import any_word, first_of, lines

_PERSONS = re.compile(
    r"\b(?:wom[ae]n|girls?|boys?|child(?:ren)?|minors?|bab(?:y|ies)|elderly|pensioners?|aged|years old|pregnant)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:hours|minutes|shortly|immediately|right) after\b|\bafter the (?:truce|ceasefire)\b"
    r"|\bdespite\b|\bin breach\b"
    r"|\b(?:while|as) [^.;]*\b(?:met|meeting|talked|negotiated)\b",
    re.IGNORECASE,
)
_COURT = re.compile(r"^(?:Verdict|Trial|Arrest|Prosecution|First hearings)\b")
_CHARGE = re.compile(
    r"\b(?:charge|espionage|spy|tortur|mercenar|terror|sabot|crime|murder|treason)\w*\b|\b(?:for|over)\b", re.IGNORECASE
)


def hedge_in(title: str) -> str | None:
    """The word by which a title says that something may not be so.

    Examples
    --------
    >>> hedge_in("Reported shelling of a village")
    'Reported'
    >>> hedge_in("Shelling of a village")
    """
    return first_of(any_word("hedging_words", r"\w*"), title)


def degree_words_in(text: str) -> list[str]:
    """Words that say how strong, how many or how cruel.

    Examples
    --------
    >>> degree_words_in("Heavy fire at a large village")
    ['Heavy', 'large']
    """
    return any_word("degree_words", r"\b").findall(text)


def person_words_in(text: str) -> list[str]:
    """Words that tell age or sex.

    Examples
    --------
    >>> person_words_in("Two women and a child were wounded.")
    ['women', 'child']
    """
    return _PERSONS.findall(text)


def blame_beside_in(text: str) -> str | None:
    """The words that set harm beside a truce or talks.

    Examples
    --------
    >>> blame_beside_in("The town was shelled hours after the truce.")
    'hours after'
    >>> blame_beside_in("The town was shelled on 10 October 2020.")
    """
    return first_of(_BESIDE, text)


def culprit_in(title: str) -> str | None:
    """The words by which a title says who did harm, or where fire came from.

    Examples
    --------
    >>> culprit_in("Shelling of a village by Armenia"), culprit_in("Shelling of a village by Azerbaijan")
    ('by Armenia', 'by Azerbaijan')
    >>> culprit_in("Shelling of a village, 5 October 2020")
    """
    return next(filter(None, (first_of(pattern, title) for pattern in _culprits())), None)


@cache
def _culprits() -> list[re.Pattern[str]]:
    return [re.compile(line, re.IGNORECASE) for line in lines("culprit_patterns")]


def charge_in(title: str) -> str | None:
    """The words by which the title of a trial or an arrest names the charge.

    Examples
    --------
    >>> charge_in("Trial of two captives for espionage in Baku")
    'for'
    >>> charge_in("Trial of two captives in Baku")
    """
    return first_of(_CHARGE, title) if _COURT.search(title) else None
