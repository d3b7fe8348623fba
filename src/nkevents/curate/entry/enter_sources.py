"""Sources: a page that the data have is recognised by its address."""

from nkevents.curate.entry.document import Record
from nkevents.curate.entry.document_entry import Entry
from nkevents.model.page_address import clean, page


def enter_sources(entry: Entry) -> None:
    """Enter the sources of a document that something in it cites."""
    document = entry.document
    citing = ("claims", "relations", "places")
    cited = {record.text("source_id") for section in citing for record in document.records[section]}
    first: dict[str, int] = {}
    for record in document.records["sources"]:
        key = record.text("key")
        if not key:
            entry.refuse(record.line, "a source needs key:, the word by which claims cite it: hrw-report")
        elif key in first:
            entry.refuse(record.at("key"), f"{key!r} is the key of another source, on line {first[key]}")
        elif key not in cited:
            entry.warn(record.line, f"nothing cites {key!r}: it is left out")
        else:
            first[key] = record.at("key")
            _enter_source(entry, key, record)


def _enter_source(entry: Entry, key: str, record: Record) -> None:
    batch, workspace = entry.batch, entry.batch.workspace
    given = record.texts() | entry.ids("sources", record)
    del given["key"]
    given["url"] = clean(given.get("url", ""))
    if not given["url"]:
        entry.refuse(record.line, "a source needs url:, the address of the page that was read")
        return
    mark, source = page(given["url"]), given.get("source_id", "")
    if source and not batch.base.get("sources", source):
        entry.refuse(record.at("source_id"), f"there is no source {source}; leave id: out for a new one")
        return
    known = batch.pages.get(mark)
    if source and known not in (None, source):
        entry.refuse(record.at("url"), f"this page is another source already, {known}")
        return
    entry.sources[key] = source or known or workspace.next_id("sources")
    batch.pages[mark] = entry.sources[key]
    if known and not source:
        _complete(entry, known, given, record)
        return
    # With its id, the source becomes what the document says.
    old = workspace.get("sources", source) or {"read": "opening", "accessed": batch.today}
    row = workspace.blank("sources") | {"read": old["read"], "accessed": old["accessed"]} | given
    row["source_id"] = entry.sources[key]
    if not (source or row["published"]):
        row["date_basis"] = row["date_basis"] or "unknown"
    entry.put("sources", row, record)


def _complete(entry: Entry, source: str, given: dict[str, str], record: Record) -> None:
    """Recognised by its address, the source keeps what the data have; only empty cells are filled."""
    entry.makes("sources", (source,))
    row = dict(entry.batch.workspace.rows["sources"].get((source,), {}))
    if not row:
        return
    for column, text in given.items():
        if not text or text == row[column] or column in ("url", "accessed", "source_id"):
            continue
        if not row[column] or (column == "read" and text == "whole"):
            row[column] = text
        elif column != "read":
            where = f"the data have this page as {source} with {row[column]!r}, which stays"
            entry.warn(record.at(column), f"{where}; to change it give id: {source}")
    entry.put("sources", row, record)
