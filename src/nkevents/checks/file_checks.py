"""The files as bytes and lines: encoding, line ends, quoting, header and shape."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from nkevents.checks.finding import Finding, finding_in, finding_of
from nkevents.errors import DataError, FileError, cut, suggest
from nkevents.model.table_schema import Schema
from nkevents.store.canonical_csv import serialise
from nkevents.store.editions import OPTIONAL
from nkevents.store.files import Root, below, read_file
from nkevents.store.rows import Row, Table, excess, read_records, read_rows

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# One record, its line number and its text as it stands in the file.
_Record = tuple[int, list[str], str]


def read_table(root: Root, file: str, schema: Schema) -> tuple[Table, list[Finding]]:
    """Read one file as far as it can be read.

    Parameters
    ----------
    file : str
        Path below `root`.

    Returns
    -------
    table : Table
        Its rows as texts; not complete where the file lacks rows or columns.
    """
    table = Table(schema, file, [])
    try:
        content = read_file(below(root, file))
    except FileNotFoundError:
        return table, [finding_of(file, "missing-file", "the file is missing", "put it there, or its header")]
    except (FileError, DataError) as error:
        return table, [finding_of(file, "unreadable-file", str(error), "put a plain, readable file there")]
    if not content.strip():
        return table, [finding_of(file, "empty-file", "the file is empty", "write the header and the rows")]
    if beyond := excess(content):
        return table, [finding_of(file, "out-of-bounds", beyond, "write the table anew")]
    if rows := _canonical(content, schema):
        return table._replace(rows=rows, complete=True), []
    findings = [*_encoding(file, content), *_line_ends(file, content)]
    text = content.removeprefix(_BOM).decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    try:
        header, *records = _records(text)
    except ValueError as error:
        return table, [*findings, finding_of(file, "not-csv", f"the file is no CSV: {error}", "write it anew")]
    shape = list(_header(file, schema.names, header[1]))
    findings += shape
    if any(finding.rule == "wrong-delimiter" for finding in shape):
        return table, findings
    findings += _lines(file, schema.names, header, records)
    rows = [Row(line, zip(header[1], cells, strict=False)) for line, cells, _ in records if cells]
    # The first version of the data has no changes to log, and what is new has not been read twice.
    if not rows and schema.name not in OPTIONAL:
        findings.append(finding_of(file, "header-only", "the file has a header and no row", "add the rows"))
    table = table._replace(rows=rows, complete=bool(rows) and set(schema.names) <= set(header[1]))
    if rows and not shape:
        findings += _order(table)
        # Letters that are not composed are told cell by cell.
        composed = unicodedata.is_normalized("NFC", text)
        if not findings and content != serialise(rows, schema) and composed:
            wrong = "the file differs from its canonical form"
            findings.append(finding_of(file, "not-canonical", wrong, "nkevents format"))
    return table, findings


def _canonical(content: bytes, schema: Schema) -> list[Row] | None:
    """Rows of a file in canonical form, in which nothing can be wrong; None for any other file."""
    if not content.startswith(f"{','.join(schema.names)}\n".encode()):
        return None
    try:
        rows = read_rows(content.decode("utf-8"))
    except ValueError:
        return None
    return rows if serialise(rows, schema) == content else None


def _records(text: str) -> list[_Record]:
    """The header and what follows it, blank lines too."""
    lines = text.removesuffix("\n").split("\n")
    records = list(read_records(text))
    ends = [*(line for line, _ in records[1:]), len(lines) + 1]
    spans = zip(records, ends, strict=False)
    every = ((line, cells, "\n".join(lines[line - 1 : end - 1])) for (line, cells), end in spans)
    found = list(dropwhile(lambda record: not record[1], every))
    if not found:
        raise ValueError("it has no header")
    return found


def _encoding(file: str, content: bytes) -> Iterator[Finding]:
    if content.startswith(_UTF16):
        yield finding_of(file, "not-utf-8", "the file is encoded in UTF-16", "save it as UTF-8")
        return
    if content.startswith(_BOM):
        yield finding_of(file, "byte-order-mark", "the file begins with a byte order mark", "save without it", 1)
    for line, part in enumerate(content.split(b"\n"), 1):
        try:
            part.decode("utf-8")
        except UnicodeDecodeError as error:
            byte = part[error.start]
            wrong = f"byte {byte:#04x} is not UTF-8 (in Latin-1 it would be {chr(byte)!r})"
            yield finding_of(file, "not-utf-8", wrong, "save the file as UTF-8", line)


def _line_ends(file: str, content: bytes) -> Iterator[Finding]:
    windows = content.count(b"\r\n")
    counts = {"CRLF": windows, "CR": content.count(b"\r") - windows, "LF": content.count(b"\n") - windows}
    used = [name for name, number in counts.items() if number]
    told = f"lines end in {' and in '.join(used)}"
    if len(used) > 1:
        line = next(number for number, line in enumerate(content.split(b"\n"), 1) if b"\r" in line)
        yield finding_of(file, "mixed-line-ends", told, "end each line in LF", line)
    elif used and used != ["LF"]:
        yield finding_of(file, "wrong-line-ends", told, "end each line in LF")
    if not content.endswith((b"\n", b"\r")):
        last = content.count(b"\n") + 1
        yield finding_of(file, "no-final-newline", "the last line has no line end", "end it in LF", last)


def _header(file: str, expected: Sequence[str], header: list[str]) -> Iterator[Finding]:
    whole = ",".join(expected)
    separator = next((mark for mark in ";\t|" if mark in "".join(header)), None)
    if separator and not set(expected) & set(header):
        name = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}[separator]
        wrong = f"the columns are separated by {name}"
        yield finding_of(file, "wrong-delimiter", wrong, "separate them by commas", 1)
        return
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    for name in missing:
        yield finding_of(file, "missing-column", f"the column {name!r} is missing", whole, 1, name)
    for name in extra:
        right = f"take it out, or name it {suggest(name, expected)}"
        yield finding_of(file, "extra-column", f"there is no column {name!r}", right, 1, name)
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield finding_of(file, "repeated-column", f"the column {name!r} comes more than once", whole, 1, name)
    if not missing and not extra and len(header) == len(expected) and header != expected:
        yield finding_of(file, "reordered-columns", "the columns stand in another order", whole, 1)


def _lines(file: str, names: Sequence[str], header: _Record, records: Sequence[_Record]) -> Iterator[Finding]:
    """Look for blank lines and ragged rows, and compare each record with the way the canonical form writes it."""
    last = max((line for line, cells, _ in records if cells), default=0)
    width = len(header[1])
    for line, cells, raw in (header, *records):
        if not cells:
            rule = "trailing-blank-line" if line > last else "blank-line"
            yield finding_of(file, rule, "the line is empty", "take it out", line)
            continue
        if len(cells) != width:
            cause = " (is a quotation mark not closed?)" if any("\n" in cell for cell in cells) else ""
            wrong = f"the row has {len(cells)} cells, the header {width}{cause}"
            right = f"write {width} cells; quote a cell that holds a comma"
            yield finding_of(file, "ragged-row", wrong, right, line)
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerow(cells)
        expected = buffer.getvalue().removesuffix("\n")
        if raw != expected:
            rule, what = "bad-quoting", "the row is quoted wrongly (is a quotation mark not closed?)"
            if len(raw) > len(expected):
                rule, what = "needless-quoting", "a cell is quoted without need"
            plain = (
                name
                for name, cell in zip(names, cells, strict=False)
                if not re.search(r'[,"\n\r]', cell) and f'"{cell}"' in raw
            )
            yield finding_of(file, rule, what, f"write {cut(expected, 80)}", line, next(plain, None))


def _order(table: Table) -> Iterator[Finding]:
    key = table.schema.primary_key
    last: list[str] = []
    for row in table.rows:
        own = [row[name] for name in key]
        if own < last:
            wrong = f"{', '.join(own)} comes after {', '.join(last)}"
            yield finding_in(table, "unsorted-row", row, key[0], wrong, "sort rows by their key")
        else:
            last = own
