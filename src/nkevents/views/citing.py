"""How to cite exactly these data, one event, and the sources behind it."""

import datetime as dt

from nkevents.model.edtf import as_day
from nkevents.model.plain_values import records
from nkevents.rule import VERSION
from nkevents.views.base import Base, Day
from nkevents.views.evidence import sources
from nkevents.views.reference_list import CiteStyle, Item, apa, bibtex, check_style, csl_json

# Sources that are not the web page of an outlet or a body.
_TYPES = {
    "wire": "article-newspaper",
    "news": "article-newspaper",
    "ngo_report": "report",
    "igo_report": "report",
}


def cite(self: Base, style: CiteStyle = "text", *, event: str | None = None, as_of: Day | None = None) -> str:
    """Cite exactly these data: version, day, rule and the hash of the tables pin every byte.

    Parameters
    ----------
    style : {"text", "apa", "bibtex", "csl-json"}
        A plain sentence; APA by citeproc-py, or BibTeX by pybtex (both in the extra ``cite``); or CSL-JSON.
    event : str, optional
        Cite this event, by id or slug; BibTeX and CSL-JSON then also hold the sources behind it.
    as_of : str or date, optional
        The day whose state of knowledge was used, if any.

    Raises
    ------
    UnknownValueError
        If there is no such style or event.
    NkeventsError
        If a style needs a library that is not installed.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.cite().startswith("nkevents contributors (2026). nkevents:")
    True
    >>> "known on 2021-11-26" in nkevents.cite(event="brussels-meeting", as_of="2021-11-26")
    True
    """
    check_style(style)
    item = _item(self, event, as_of)
    if style == "text":
        return _sentence(item)
    if style == "apa":
        return apa(item)
    behind = () if event is None else records(sources(self, event, as_of=as_of))
    items = [item, *map(_source_item, behind)]
    return bibtex(items) if style == "bibtex" else csl_json(items)


def _item(self: Base, event: str | None, as_of: Day | None) -> Item:
    descriptor = self._tables.descriptor
    day = dt.date.fromisoformat(descriptor["created"][:10])
    notes = [] if as_of is None else [f"as known on {as_day(as_of)}"]
    notes += [f"rule version {VERSION}", f"SHA-256 {self._tables.sha256}", descriptor["licenses"][0]["name"]]
    item = {
        "id": f"nkevents-{self._tables.version}",
        "type": "dataset",
        "title": descriptor["title"],
        "author": [{"literal": person["title"]} for person in descriptor["contributors"]],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": self._tables.version,
        "genre": "Data set",
        "note": "; ".join(notes),
    }
    if event is None:
        return item
    row = self._tables.arrow("events").slice(self._event(event), 1).to_pylist()[0]
    return item | {
        "id": f"{item['id']}-{row['event_id']}",
        "title": f"{row['title']} ({row['event_id']})",
        "container-title": descriptor["title"],
    }


def _source_item(row: Item) -> Item:
    item = {
        "id": row["source_id"],
        "type": _TYPES.get(row["kind"], "webpage"),
        "title": row["title"] or _untitled(row),
        "container-title": row["publisher"],
        "publisher": row["publisher"],
        "language": row["lang"],
        "URL": row["url"],
        "accessed": {"date-parts": [[row["accessed"].year, row["accessed"].month, row["accessed"].day]]},
    }
    if day := row["published"]:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if row["origin"]:
        item["note"] = f"after {row['origin']}"
    return item


def _untitled(row: Item) -> str:
    """What a page without a title is called: its publisher and its day."""
    day = row["published"]
    return f"{row['publisher']}, {day:%Y-%m-%d}" if day else f"{row['publisher']}, page without a day"


def _sentence(item: Item) -> str:
    authors = ", ".join(author["literal"] for author in item["author"])
    titles = ". In ".join([item["title"], *([item["container-title"]] if "container-title" in item else [])])
    year = item["issued"]["date-parts"][0][0]
    return f"{authors} ({year}). {titles} (Version {item['version']}; {item['note']}) [{item['genre']}]."
