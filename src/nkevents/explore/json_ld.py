"""An event in the words of schema.org, for search engines and reference managers."""

import json
from typing import Any

from markupsafe import Markup

from nkevents.explore.material import Material, Record

_PREFIXES = {"wikidata": "http://www.wikidata.org/entity/"}
_STATUSES = {
    "cancelled": "EventCancelled",
    "not_held": "EventCancelled",
    "postponed": "EventPostponed",
    "rescheduled": "EventRescheduled",
}


def event_json_ld(material: Material, row: Record) -> Markup:
    """One event as JSON-LD that is safe inside a script element.

    Parameters
    ----------
    row : dict
        The newest state of the event.
    """
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "identifier": f"nkevents:{row['event_id']}",
        "name": row["title"],
        "description": row["summary"] or row["title"],
        "eventStatus": f"https://schema.org/{_STATUSES.get(row['status'], 'EventScheduled')}",
        "isPartOf": {
            "@type": "Dataset",
            "name": "nkevents",
            "version": material.data.version,
            "license": "https://creativecommons.org/licenses/by/4.0/",
        },
    }
    # schema.org has days only: a start that is not known stays out.
    for name, column in (("startDate", "date_start"), ("endDate", "date_end")):
        if row[column] is not None and row["date_precision"] in ("day", "range"):
            found[name] = f"{row[column]:%Y-%m-%d}"
    if row["place"] is not None:
        found["location"] = {"@type": "Place", "name": row["place"]}
        if row["latitude"] is not None:
            found["location"]["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": row["latitude"],
                "longitude": row["longitude"],
            }
    same = [_address(each) for each in (row.get("same_as") or "").replace(";", " ").split()]
    if addresses := [address for address in same if address]:
        found["sameAs"] = addresses
    if people := (row["participants"] or "").split("; "):
        found["about"] = [{"@type": "Thing", "name": name} for name in people if name]
    return Markup(_safe(json.dumps(found, ensure_ascii=False, indent=1)))


def _address(curie: str) -> str | None:
    prefix, _, name = curie.partition(":")
    return _PREFIXES[prefix] + name if prefix in _PREFIXES else None


def _safe(text: str) -> str:
    """JSON in which no letter can end a script element or turn the direction of writing."""
    for letter in "<>&\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
