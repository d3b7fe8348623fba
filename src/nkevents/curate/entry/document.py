"""A document of the form: sections and records of texts with their lines, names not looked up yet."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from nkevents.curate.entry.document_words import SECTIONS, WORDS, Codes
from nkevents.curate.entry.parse_claim import read_claim
from nkevents.curate.entry.report import Report
from nkevents.curate.entry.yaml_nodes import Items, Map, Node, Scalar, read_nodes
from nkevents.errors import did_you_mean
from nkevents.store.files import read_file

# The word under which a record keeps the address where its names were read.
NAMES_URL = "names_url"
# A document of one event has some 10 kB.
_LARGEST = 2**26
RELATIONS = ("part_of", "announces", "implements", "ends", "refers_to")


@dataclass
class Record:
    """One entry of a section.

    Attributes
    ----------
    cells : dict of str to Scalar
        Texts by column.
    names : list of tuple of str and Scalar
        Language and spelling, of an actor or place; where they were read is the cell `NAMES_URL`.
    """

    line: int
    cells: dict[str, Scalar] = field(default_factory=dict)
    names: list[tuple[str, Scalar]] = field(default_factory=list)

    def text(self, column: str) -> str:
        """Text of a column; empty where it was not given."""
        cell = self.cells.get(column)
        return cell.text if cell else ""

    def texts(self) -> dict[str, str]:
        """Texts of all columns that were given."""
        return {column: cell.text for column, cell in self.cells.items()}

    def at(self, column: str) -> int:
        """Line of a column, or of the entry."""
        cell = self.cells.get(column)
        return cell.line if cell else self.line


@dataclass
class Document:
    """One event as it was written down.

    Attributes
    ----------
    records : dict of str to list of Record
        The entries of each section but the event, by its name, which is that of a table.
    """

    report: Report
    line: int = 1
    event: Record = field(default_factory=lambda: Record(1))
    records: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))

    @property
    def whole(self) -> bool:
        """Whether it states all of an event that the data have, so that what is not in it is removed."""
        return bool(self.event.text("event_id"))


def read_documents(path: Path, codes: Codes) -> list[Document]:
    """Read a file of one or more documents.

    Returns
    -------
    list of Document
        At least one; what is wrong stands in each one's report.
    """
    report = Report(str(path))
    try:
        text = read_file(path, _LARGEST).decode("utf-8-sig")
    except OSError as error:
        report.refuse(1, f"the file cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        report.refuse(line, "not UTF-8: save the file in that encoding")
    else:
        nodes = [(node, each) for node, each in read_nodes(text, str(path)) if _stated(node, each)]
        if nodes:
            return [_read_document(node, each, codes) for node, each in nodes]
        report.refuse(1, "the file is empty; nkevents template prints a blank to start from")
    return [Document(report)]


def _stated(node: Node, report: Report) -> bool:
    """Whether a document says anything: a line with three dashes and nothing after it does not."""
    return not isinstance(node, Scalar) or bool(node.text) or report.refused


def _read_document(node: Node, report: Report, codes: Codes) -> Document:
    document = Document(report, node.line)
    if isinstance(node, Scalar) and report.refused:
        return document
    if not isinstance(node, Map):
        report.refuse(node.line, f"a document begins with event:, and has the sections {', '.join(SECTIONS)}")
        return document
    for name, line in node.lines.items():
        if name not in SECTIONS:
            report.refuse(
                line, f"unknown section {name!r}{did_you_mean(name, SECTIONS)}; there are {', '.join(SECTIONS)}"
            )
    if "event" in node.items:
        document.event = _read_event(node.items["event"], report)
    else:
        report.refuse(node.line, "the section event: is missing; it needs at least slug:")
    for section, read in _READERS.items():
        document.records[section] = [read(item, section, report) for item in _items(node, section, report)]
    for item in _items(node, "claims", report):
        cells = read_claim(item, codes, report)
        if cells is not None:
            document.records["claims"].append(Record(item.line, cells))
    return document


def _items(document: Map, section: str, report: Report) -> list[Node]:
    node = document.items.get(section)
    if node is None or (isinstance(node, Scalar) and not node.text):
        return []
    if not isinstance(node, Items):
        report.refuse(document.lines[section], f"{section}: must be a list, each entry beginning with a dash")
        return []
    return node.items


def _read_event(node: Node, report: Report) -> Record:
    if not isinstance(node, Map):
        report.refuse(node.line, "event: must have slug:, type:, title: and summary: under it")
        return Record(node.line)
    record = _record(_without(node, "same_as"), "events", report)
    if not record.cells and not report.refused:
        report.refuse(node.line, "event: must have slug:, the name of the event: brussels-meeting")
    same_as = node.items.get("same_as")
    if isinstance(same_as, Items):
        texts = [item.text for item in same_as.items if isinstance(item, Scalar)]
        record.cells["same_as"] = Scalar(" ".join(texts), same_as.line)
    elif isinstance(same_as, Scalar) and same_as.text:
        record.cells["same_as"] = same_as
    elif isinstance(same_as, Map):
        report.refuse(same_as.line, "same_as: must be a list such as [wikidata:Q1, pax:2324]")
    return record


def _record(node: Node, table: str, report: Report) -> Record:
    columns, record = WORDS[table], Record(node.line)
    what = f"{'an' if table in ('events', 'actors') else 'a'} {table.removesuffix('s')}"
    if not isinstance(node, Map):
        report.refuse(node.line, f"{what} must have named values: {', '.join(columns)}")
        return record
    for name, value in node.items.items():
        column, line = columns.get(name), node.lines[name]
        if column is None:
            report.refuse(line, f"{what} has no {name!r}{did_you_mean(name, columns)}; it has {', '.join(columns)}")
        elif not isinstance(value, Scalar):
            report.refuse(line, f"{name}: must be one text; put it in quotes if it begins with [ or {{")
        elif column in record.cells:
            report.refuse(line, f"{name}: says the same thing a second time; keep one of the two")
        elif value.text:
            record.cells[column] = value
    return record


def _without(node: Map, *names: str) -> Map:
    return Map({name: value for name, value in node.items.items() if name not in names}, node.lines, node.line)


def _relation(node: Node, table: str, report: Report) -> Record:
    """Read ``implements: moscow-truce-2020/2``, or the full columns."""
    if not isinstance(node, Map):
        return _record(node, table, report)
    heads = [name for name in node.items if name in RELATIONS]
    record = _record(_without(node, *heads), table, report)
    if len(heads) > 1 or (heads and "relation" in record.cells):
        report.refuse(node.line, "two relations in one entry: write two entries")
    elif heads:
        target = node.items[heads[0]]
        if not isinstance(target, Scalar) or not target.text:
            report.refuse(node.line, f"{heads[0]}: must name an event, or a point of one: slug/1")
            return record
        slug, _, point = target.text.partition("/")
        record.cells["relation"] = Scalar(heads[0], target.line)
        record.cells["to_event_id"] = Scalar(slug, target.line)
        if point:
            record.cells["provision_id"] = Scalar(point, target.line)
    elif "relation" not in record.cells:
        report.refuse(node.line, f"which relation? begin with one of {', '.join(RELATIONS)}")
    return record


def _named(node: Node, table: str, report: Report) -> Record:
    if not isinstance(node, Map):
        return _record(node, table, report)
    record = _record(_without(node, "names"), table, report)
    names = node.items.get("names")
    if isinstance(names, Map):
        for lang, value in names.items.items():
            if lang == "url" and isinstance(value, Scalar):
                record.cells[NAMES_URL] = value
                continue
            for item in value.items if isinstance(value, Items) else [value]:
                if not isinstance(item, Scalar):
                    report.refuse(item.line, "a name must be one text")
                elif item.text:
                    record.names.append((lang, item))
    elif names is not None and not (isinstance(names, Scalar) and not names.text):
        report.refuse(names.line, "names: must be given by language: {az: Gəncə, hy: Գանձակ}")
    return record


_READERS = {"sources": _record, "provisions": _record, "relations": _relation, "actors": _named, "places": _named}
