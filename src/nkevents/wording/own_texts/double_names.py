"""Places with two English names: both stand, in alphabetical order, with a slash between them."""

import re
from collections.abc import Collection, Iterable
from functools import cache

from nkevents.wording.own_texts.word_lists import rows

_MORE_THAN_A_NAME = re.compile(r" (?:district|near|and)\b|\bnear ")
_BRACKETS = re.compile(r"\([^)]*\)")
_JOINED = re.compile(r"\S+ / \S+")
_CAPTURED = re.compile(r"\bcaptured (?:the villages? of )?(?P<names>[^.;]+?) (?:in the|by) ")
_INSIDE = re.compile(
    r"in the (?:Asgaran / Askeran|Khojavend / Martuni|Shusha / Shushi|Aghdara / Martakert|Hadrut) district"
)
Pair = tuple[str, str]


def name_pairs(places: Iterable[str]) -> list[Pair]:
    """Both names of each place that has two: of these places, and of villages that are no place of the data.

    Examples
    --------
    >>> ("Khankendi", "Stepanakert") in name_pairs(["Khankendi / Stepanakert"])
    True
    """
    named = [tuple(name.split(" / ")) for name in places if re.fullmatch(r"[^(,]+ / [^,]+", name)]
    towns = {(one, other) for one, other in named if not _MORE_THAN_A_NAME.search(f"{one} {other}")}
    return sorted(towns | {(row["first"], row["second"]) for row in rows("double_names")})


def single_mentions(text: str, pair: Pair) -> list[str]:
    """Mentions of either name that do not stand with the other.

    Examples
    --------
    >>> single_mentions("Khankendi / Stepanakert and Khankendi", ("Khankendi", "Stepanakert"))
    ['Khankendi']
    """
    one, other = pair
    if one not in text and other not in text:
        return []
    alone = re.sub(rf"\b{re.escape(one)} / {re.escape(other)}\b", "", text)
    found = re.findall(rf"\b(?:{re.escape(one)}|{re.escape(other)})\b", alone)
    return [name for name in found if name not in _of_two_places()]


@cache
def _of_two_places() -> Collection[str]:
    """Names that a place outside the former autonomous oblast has too, which has no second one."""
    return {row["alone"] for row in rows("double_names") if row["alone"]}


def other_slashes(text: str, pairs: Iterable[Pair]) -> list[str]:
    """What a slash joins that is no place with two names; between brackets stands what a place is called besides.

    Examples
    --------
    >>> other_slashes("Fire at Barda / Ganja", [])
    ['Barda / Ganja']
    """
    if " / " not in text:
        return []
    text = _BRACKETS.sub("", text)
    for one, other in pairs:
        text = text.replace(f"{one} / {other}", "")
    return _JOINED.findall(text)


def captured_with_one_name(title: str, summary: str) -> list[str]:
    """Villages inside the former oblast that a summary says to have been captured, and names with one name.

    Examples
    --------
    >>> captured_with_one_name("", "Azerbaijan captured Taka and Edilli / Ukhtadzor in the Hadrut district.")
    ['Taka']
    """
    listed = _CAPTURED.search(summary)
    if not listed or not _INSIDE.search(f"{title}. {summary}"):
        return []
    names = re.split(r", | and ", listed["names"])
    return [name for name in names if " / " not in name and not name.startswith(("the ", "its "))]
