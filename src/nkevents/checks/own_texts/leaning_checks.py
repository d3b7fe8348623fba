"""Titles and summaries without words that lean, whatever the claims say."""

from collections.abc import Callable, Iterator

from nkevents.checks.finding import Finding, finding_in
from nkevents.model.codes import HARM
from nkevents.store.package import Package
from nkevents.store.rows import Row
from nkevents.wording.own_texts.leaning_words import (
    blame_beside_in,
    charge_in,
    culprit_in,
    degree_words_in,
    hedge_in,
    person_words_in,
)

# One may deny to have had a part in these; of other events one denies what was said.
_FIRE_AND_MINES = ("shelling", "air_drone_strike", "battle", "mine_explosion")
_WITH_CULPRITS = (*HARM, "displacement", "heritage", "war")
_BOTH = ("title", "summary")


def check_hedges(package: Package) -> Iterator[Finding]:
    """Look for titles that say that something may not be so."""
    for row, _, word in _found(package, ("title",), lambda text: [hedge_in(text)]):
        wrong = f"{row['slug']} has {word!r} in its title, as if it might not be so"
        right = "say in the title what it is about, and begin the summary with whose account it is"
        yield finding_in(package["events"], "hedged-title", row, "title", wrong, right)


def check_culprits(package: Package) -> Iterator[Finding]:
    """Look for titles of harm that say who did it, or where fire came from."""
    for row, _, words in _found(package, ("title",), lambda text: [culprit_in(text)]):
        if row["event_type"] in _WITH_CULPRITS:
            wrong = f"{row['slug']} has {words!r} in its title, which says who did it"
            right = "say in the title what was harmed, and who is said to have done it in the summary"
            yield finding_in(package["events"], "culprit-in-title", row, "title", wrong, right)


def check_charges(package: Package) -> Iterator[Finding]:
    """Look for titles of trials and arrests that name the charge."""
    for row, _, words in _found(package, ("title",), lambda text: [charge_in(text)]):
        if row["event_type"] == "legal_proceeding":
            wrong = f"{row['slug']} has {words!r} in its title, which names the charge"
            right = "say in the title who was tried where, and the charge in the summary"
            yield finding_in(package["events"], "charge-in-title", row, "title", wrong, right)


def check_talks_beside_harm(package: Package) -> Iterator[Finding]:
    """Look for texts that set harm beside a truce or talks, to lay blame."""
    for row, column, words in _found(package, _BOTH, lambda text: [blame_beside_in(text)]):
        if row["event_type"] in HARM:
            wrong = f"{row['slug']} has {words!r}, which sets harm beside a truce or talks"
            right = "give the day and what happened; the truce and the talks are events of their own"
            yield finding_in(package["events"], "harm-beside-talks", row, column, wrong, right)


def check_denied_responsibility(package: Package) -> Iterator[Finding]:
    """Look for other events than fire and mines of which somebody is said to have denied responsibility."""
    said = "denied responsibility"
    for row, column, _ in _found(package, ("summary",), lambda text: [said] if said in text else []):
        if row["event_type"] not in _FIRE_AND_MINES:
            wrong = f"{row['slug']} has {said!r}, which is said of fire and mines alone"
            yield finding_in(package["events"], "denied-responsibility", row, column, wrong, "say what was denied")


def check_degrees(package: Package) -> Iterator[Finding]:
    """Look for words that say how strong, how many or how cruel."""
    for row, column, word in _found(package, _BOTH, degree_words_in):
        wrong = f"{row['slug']} has {word!r}, a word of degree"
        right = "leave it out, or give the number that a claim has"
        yield finding_in(package["events"], "word-of-degree", row, column, wrong, right)


def check_persons(package: Package) -> Iterator[Finding]:
    """Look for texts on harm that tell age or sex of those who suffered."""
    for row, column, word in _found(package, _BOTH, person_words_in):
        if row["event_type"] in HARM:
            wrong = f"{row['slug']} has {word!r}, which tells age or sex of those who suffered"
            yield finding_in(package["events"], "age-or-sex", row, column, wrong, "say civilians, people or residents")


def _found(
    package: Package, columns: tuple[str, ...], words_in: Callable[[str], list[str] | list[str | None]]
) -> Iterator[tuple[Row, str, str]]:
    """Event, column and words, wherever words are found."""
    for row in package["events"].unchecked:
        for column in columns:
            for words in words_in(row[column]):
                if words:
                    yield row, column, words
