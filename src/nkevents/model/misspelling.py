"""Which known name a wrong one is a misspelling of: a wrong guess is worse than none."""

import re
from collections.abc import Iterable

from nkevents.model.names import fold

# What is longer is no slip of a known name.
_LONGEST = 120
# From so many letters on one may be wrong, and from so many two: "Togh" is not "Tegh", nor "Greece" "Russia", which
# differ by two of nine letters in Armenian.
_ONE, _TWO = 5, 10
_ID = re.compile("[a-z0-9_-]+")


def misspelled(name: str, known: Iterable[str]) -> list[str]:
    """Known names that a name is most probably a misspelling of, else the codes and ids that begin with its words.

    A letter that is left out, added, replaced or swapped with the next is one wrong letter. One may be wrong of five to
    nine, two of ten or more; the same holds for every word of a name, so that a first name is not taken for another.
    What `fold` takes away does not count, and figures are never wrong: another number is another thing.

    Returns
    -------
    list of str
        Those with the fewest wrong letters, in alphabetical order; one of those that fold to the same.

    Examples
    --------
    >>> misspelled("Stepanakrt", ["Stepanakert", "Tigranakert"]), misspelled("Chartar", ["Tartar", "Martakert"])
    (['Stepanakert'], [])
    >>> misspelled("moscow-truce", ["moscow-truce-2020", "moscow-meeting"])
    ['moscow-truce-2020']
    """
    asked = fold(name[:_LONGEST])
    if not asked:
        return []
    by_folded = {fold(each): each for each in sorted(known, reverse=True)}
    wrong = {each: count for each in by_folded if (count := _wrong_letters(asked, each)) is not None}
    if wrong:
        return sorted(by_folded[each] for each, count in wrong.items() if count == min(wrong.values()))
    # Names are left out: "New York" is not the beginning of "New York Times".
    return sorted(each for text, each in by_folded.items() if text.startswith(f"{asked} ") and _ID.fullmatch(each))


def _wrong_letters(asked: str, known: str) -> int | None:
    """How many letters of a name are wrong; None where they are too many for a slip."""
    if asked.replace(" ", "") == known.replace(" ", ""):
        return 0
    words = list(zip(asked.split(), known.split(), strict=False))
    if len(words) != known.count(" ") + 1 or len(words) != asked.count(" ") + 1 or _figures(asked) != _figures(known):
        return None
    total = 0
    for one, other in words:
        count = 0 if one == other else _edits(one, other)
        total += count
        if count > _allowed(one, other) or total > _allowed(asked, known):
            return None
    return total


def _figures(text: str) -> list[str]:
    return [letter for letter in text if letter.isdigit()]


def _allowed(one: str, other: str) -> int:
    longest = max(len(one), len(other))
    return (longest >= _ONE) + (longest >= _TWO)


def _edits(one: str, other: str) -> int:
    """Letters to leave out, add, replace or swap with the next one, to make one word of another."""
    if abs(len(one) - len(other)) > _allowed(one, other):
        return abs(len(one) - len(other))
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        before, above, row = above, row, [i + 1]
        for j, wanted in enumerate(other):
            fewest = min(above[j] + (letter != wanted), above[j + 1] + 1, row[j] + 1)
            if i and j and letter == other[j - 1] and wanted == one[i - 1]:
                fewest = min(fewest, before[j - 1] + 1)
            row.append(fewest)
    return row[-1]
