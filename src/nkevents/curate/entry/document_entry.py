"""One document on its way into the tables: lookups that report, rows that remember their line."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from nkevents.curate.entry.document import Document, Record
from nkevents.curate.entry.document_words import word_of
from nkevents.curate.entry.lookup import LookupFailed, Names
from nkevents.curate.entry.workspace import Key, Row, Workspace
from nkevents.curate.entry.yaml_nodes import Scalar
from nkevents.errors import did_you_mean
from nkevents.model.page_address import page


@dataclass
class Batch:
    """What the documents of one call share.

    Attributes
    ----------
    workspace : Workspace
        The tables as they become.
    base : Workspace
        The tables as they were.
    events : dict of str to str
        Ids of events by slug and id.
    pages : dict of str to str
        Ids of sources by what their address has in common with others.
    points : dict of tuple to str
        Ids of provisions by event and point.
    labels : dict of str to str
        Ids of places by their label.
    spelled : set of tuple of str
        Table, owner and language of every spelling of a name.
    made_by : dict
        The document and line that first made a row, by table and key.
    makers : dict
        All documents that made a row that was not there before, by table and key.
    refused : set of str
        Slugs of events whose documents were refused earlier.
    """

    workspace: Workspace
    base: Workspace
    actors: Names
    places: Names
    events: dict[str, str]
    pages: dict[str, str]
    points: dict[tuple[str, str], str]
    labels: dict[str, str]
    spelled: set[tuple[str, ...]]
    refused: set[str]
    today: str
    made_by: dict[tuple[str, Key], tuple["Entry", int]] = field(default_factory=dict)
    makers: dict[tuple[str, Key], list["Entry"]] = field(default_factory=lambda: defaultdict(list))
    whole_in: dict[str, "Entry"] = field(default_factory=dict)


@dataclass
class Entry:
    """One document being entered.

    Attributes
    ----------
    event_id : str
        Empty until it is known.
    new : bool
        Whether the data lack the event.
    sources : dict of str to str
        Ids of sources by their keys in the document.
    needs : list of tuple of str, Key and Scalar
        Table and key of what a cell names, and the cell.
    counts : Counter
        Rows by table and by what was done to them.
    """

    document: Document
    batch: Batch
    event_id: str = ""
    new: bool = False
    sources: dict[str, str] = field(default_factory=dict)
    needs: list[tuple[str, Key, Scalar]] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def refuse(self, line: int, message: str) -> None:
        """Report an error."""
        self.document.report.refuse(line, message)

    def warn(self, line: int, message: str) -> None:
        """Report a warning."""
        self.document.report.warn(line, message)

    def put(self, table: str, row: Row, record: Record) -> None:
        """Write a row, after a check of each cell."""
        sound = True
        for each in self.batch.workspace.schemas[table].fields:
            problem = each.check(row[each.name])
            if problem:
                sound = False
                # Where the reader or a lookup has told of the cell, this would only say it again.
                told = each.name in record.cells or table in ("claims", "relations")
                line = record.at(each.name)
                if not (told and any(remark.line == line for remark in self.document.report.errors)):
                    self.refuse(line, f"{word_of(each.name, table, row)}: {problem.message}; {problem.instead}")
        key = self.batch.workspace.key_of(table, row)
        self.batch.made_by.setdefault((table, key), (self, record.line))
        self.makes(table, key)
        if sound and self.batch.workspace.put(table, row):
            self.counts[table, "changed" if key in self.batch.base.rows[table] else "added"] += 1

    def makes(self, table: str, key: Key) -> None:
        """Note that this document would enter a row, even if no other did."""
        if key not in self.batch.base.rows[table]:
            self.batch.makers[table, key].append(self)

    def remove(self, table: str, key: Key) -> Row:
        """Take a row out."""
        self.counts[table, "removed"] += 1
        return self.batch.workspace.remove(table, key)

    def ids(self, table: str, record: Record) -> Row:
        """Ids of the actors, places, events and sources that cells name, by column; empty where there is none such."""
        find = {
            "actors": self.batch.actors.find,
            "places": self.batch.places.find,
            "events": self._find_event,
            "sources": self._find_source,
        }
        return {
            column: self._found(record, column, target, find[target])
            for (column, *_), target, _ in self.batch.workspace.schemas[table].foreign_keys
            if target in find and column in record.cells
        }

    def provision(self, record: Record, event_id: str) -> str:
        """Id of the point that a record names, of this event unless it says of which."""
        return self._found(record, "provision_id", "provisions", lambda text: self._find_point(text, event_id))

    def _found(self, record: Record, column: str, table: str, find: Callable[[str], str]) -> str:
        cell: Scalar | None = record.cells.get(column)
        if cell is None:
            return ""
        try:
            found = find(cell.text)
        except LookupFailed as failure:
            self.refuse(cell.line, str(failure))
            return ""
        self.needs.append((table, (found,), cell))
        return found

    def _find_event(self, name: str) -> str:
        if name in self.batch.events:
            return self.batch.events[name]
        why = "; its own document was refused" if name in self.batch.refused else did_you_mean(name, self.batch.events)
        raise LookupFailed(f"unknown event {name!r}{why}")

    def _find_source(self, name: str) -> str:
        """By its key in the document, its id or its address."""
        if name in self.sources:
            return self.sources[name]
        if self.batch.base.get("sources", name):
            return name
        if page(name) in self.batch.pages:
            return self.batch.pages[page(name)]
        keys = ", ".join(self.sources) or "none"
        raise LookupFailed(
            f"no source {name!r} here{did_you_mean(name, self.sources)}; under sources: there are {keys}"
        )

    def _find_point(self, text: str, event_id: str) -> str:
        if self.batch.workspace.get("provisions", text):
            return text
        slug, slash, point = text.rpartition("/")
        owner = self._find_event(slug) if slash else event_id
        found = self.batch.points.get((owner, point))
        if found:
            return found
        points = [each for event, each in self.batch.points if event == owner]
        known = f"it has {', '.join(points)}" if points else "it has none"
        raise LookupFailed(
            f"no point {point!r} of {slug or 'this event'}; {known}; write slug/point for another agreement"
        )
