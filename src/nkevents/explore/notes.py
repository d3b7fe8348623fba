"""Coders' notes for readers: what is named by its id is named in words, and linked."""

import re
from typing import NamedTuple

from nkevents.explore.material import Material
from nkevents.wording.days import day

# Ids of sources, and what events are called, with the number of a point of an agreement.
_NAMED = re.compile(r"\bs\d{4,}\b|\b[a-z0-9]+(?:-[a-z0-9]+)+\b(?:/\d+[a-z]?)?")


class Part(NamedTuple):
    """A piece of a note, and the page that it leads to, if any; seen from the top of the site."""

    text: str
    address: str | None = None


def linked(material: Material, note: str) -> list[Part]:
    """Take a note apart: words, and links to the sources, events and points of agreements that it names."""
    events = material.by_slug
    parts, end = [], 0
    for found in _NAMED.finditer(note):
        slug, _, point = found[0].partition("/")
        if source := material.sources.get(found[0]):
            told = ", ".join(filter(None, (source["publisher"], day(source["published"]))))
            link = Part(told, f"sources.html#{found[0]}")
        elif slug in events:
            title = f"“{events[slug]['title']}”"
            page = "agreements" if point and events[slug]["event_id"] in material.provisions else "events"
            link = Part(f"point {point} of {title}" if point else title, f"{page}/{slug}.html")
        else:
            continue
        parts += [Part(note[end : found.start()]), link]
        end = found.end()
    return [part for part in (*parts, Part(note[end:])) if part.text]
