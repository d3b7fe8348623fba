"""Names of places in titles and summaries: both of two, in the spelling of the table, of the place of the event."""

import re
from collections.abc import Iterator

from nkevents.checks.finding import Finding, finding_in
from nkevents.checks.loaded import Loaded, if_loaded
from nkevents.store.package import Package
from nkevents.wording.own_texts.double_names import (
    captured_with_one_name,
    name_pairs,
    other_slashes,
    single_mentions,
)

# A place within this radius is a settlement or a site.
_SITE_KM = 10.0
_AT_SITES = ("shelling", "air_drone_strike", "mine_explosion")
_TEXTS = ("title", "summary")


def check_double_names(package: Package) -> Iterator[Finding]:
    """Look for one of the two names of a place without the other, and for slashes between anything else."""
    events = package["events"]
    pairs = name_pairs(row["name"] for row in package["places"].rows)
    for row in events.unchecked:
        for column in _TEXTS:
            for pair in pairs:
                for name in single_mentions(row[column], pair):
                    wrong, right = f"{row['slug']} has {name!r} without its other name", f"write {' / '.join(pair)}"
                    yield finding_in(events, "one-of-two-names", row, column, wrong, right)
            for words in other_slashes(row[column], pairs):
                wrong = f"{row['slug']} has {words!r}; a slash joins the two names of one place, in alphabetical order"
                right = "write both names of one place, or 'and'"
                yield finding_in(events, "slash-without-pair", row, column, wrong, right)


def check_spellings(package: Package) -> Iterator[Finding]:
    """Look for other spellings of a place with two names."""
    events, others = package["events"], _other_spellings(package)
    if not others:
        return
    spelt = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(others, key=len, reverse=True)))})\b")
    for row in events.unchecked:
        for column in _TEXTS:
            for found in spelt.finditer(row[column]):
                wrong, right = f"{row['slug']} has {found[0]!r}, another spelling", f"write {others[found[0]]}"
                yield finding_in(events, "another-spelling", row, column, wrong, right)


def _other_spellings(package: Package) -> dict[str, str]:
    """English spellings that are in no way those of the table of places, with what stands there."""
    places = {row["place_id"]: row["name"] for row in package["places"].rows}
    found = {}
    for row in package["place_names"].rows:
        printed = places.get(row["place_id"], "")
        if row["lang"] == "en" and " / " in printed and row["name"] not in printed and printed not in row["name"]:
            found[row["name"]] = printed
    return found


def check_captured_villages(package: Package) -> Iterator[Finding]:
    """Look for villages captured inside the former oblast that have the name of one side alone."""
    for row in package["events"].unchecked:
        for name in captured_with_one_name(row["title"], row["summary"]):
            if row["event_type"] == "territory_capture":
                wrong = f"{row['slug']} has {name!r}, a village inside the former oblast with one name"
                right = "add its other name, as in Edilli / Ukhtadzor"
                yield finding_in(package["events"], "village-with-one-name", row, "summary", wrong, right)


@if_loaded
def check_sites(loaded: Loaded) -> Iterator[Finding]:
    """Look for titles that name a settlement or a site where the place of the event is wider or unknown."""
    sites = [
        re.escape(row["name"])
        for row in loaded.package["places"].rows
        if row["latitude"] and row["radius_km"] and float(row["radius_km"]) <= _SITE_KM
    ]
    named = re.compile(rf"\b(?:of|on|at|near|in) (?P<site>{'|'.join(sites)})(?:,| in the |$)")
    for row, derived in loaded.events() if sites else ():
        found = named.search(row["title"]) if row["event_type"] in _AT_SITES else None
        if found and not (derived["radius_km"] and derived["radius_km"] <= _SITE_KM):
            wrong = f"{row['slug']} has {found['site']!r} in its title, and its place is another, or none is entered"
            right = f"enter {found['site']} as its place, or say in the title where it is"
            yield finding_in(loaded.package["events"], "place-of-title", row, "title", wrong, right)
