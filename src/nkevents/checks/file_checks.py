"""The files as bytes and lines: encoding, line ends, quoting, header and shape."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator

from nkevents.checks.finding import Finding, finding_in
from nkevents.errors import DataError, FileError, suggest
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
        return table, [
            finding_in(table, "missing-file", None, None, "the file is missing", "put it there, or its header")
        ]
    except (FileError, DataError) as error:
        return table, [finding_in(table, "unreadable-file", None, None, str(error), "put a plain, readable file there")]
    if not content.strip():
        return table, [
            finding_in(table, "empty-file", None, None, "the file is empty", "write the header and the rows")
        ]
    if beyond := excess(content):
        return table, [finding_in(table, "out-of-bounds", None, None, beyond, "write the table anew")]
    if rows := _canonical(content, schema):
        return table._replace(rows=rows, complete=True), []
    findings = list(_encoding(table, content)) + list(_line_ends(table, content))
    text = content.removeprefix(_BOM).decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    try:
        header, *records = _records(text)
    except ValueError as error:
        return table, [
            *findings,
            finding_in(table, "not-csv", None, None, f"the file is no CSV: {error}", "write it anew"),
        ]
    shape = list(_header(table, header[1]))
    findings += shape
    if any(finding.rule == "wrong-delimiter" for finding in shape):
        return table, findings
    kept = [record for record in records if record[1]]
    findings += _blank_lines(table, records)
    findings += _ragged(table, header[1], kept)
    findings += _quoting(table, [header, *kept])
    rows = [Row(line, dict(zip(header[1], cells, strict=False))) for line, cells, _ in kept]
    # The first version of the data has no changes to log, and what is new has not been read twice.
    if not rows and schema.name not in OPTIONAL:
        findings.append(
            finding_in(table, "header-only", None, None, "the file has a header and no row", "add the rows")
        )
    whole = bool(rows) and not shape
    table = table._replace(rows=rows, complete=bool(rows) and set(schema.names) <= set(header[1]))
    if whole:
        findings += _order(table)
        if not findings and content != serialise(rows, schema) and not _holds_decomposed(text):
            findings.append(
                finding_in(
                    table, "not-canonical", None, None, "the file differs from its canonical form", "nkevents format"
                )
            )
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


def _holds_decomposed(text: str) -> bool:
    return not unicodedata.is_normalized("NFC", text)


def _records(text: str) -> list[_Record]:
    lines = text.split("\n")
    records = list(read_records(text))
    ends = [line for line, _ in records[1:]] + [len(lines) + 1]
    found = [
        (line, cells, "\n".join(lines[line - 1 : end - 1])) for (line, cells), end in zip(records, ends, strict=True)
    ]
    if found:
        found[-1] = (*found[-1][:2], found[-1][2].removesuffix("\n"))
    while found and not found[0][1]:
        del found[0]
    if not found:
        raise ValueError("it has no header")
    return found


def _encoding(table: Table, content: bytes) -> Iterator[Finding]:
    if content.startswith(_UTF16):
        yield finding_in(table, "not-utf-8", None, None, "the file is encoded in UTF-16", "save it as UTF-8")
        return
    if content.startswith(_BOM):
        yield finding_in(table, "byte-order-mark", 1, None, "the file begins with a byte order mark", "save without it")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        for line, part in enumerate(content.split(b"\n"), 1):
            try:
                part.decode("utf-8")
            except UnicodeDecodeError as error:
                byte = part[error.start]
                guess = bytes([byte]).decode("latin-1")
                yield finding_in(
                    table,
                    "not-utf-8",
                    line,
                    None,
                    f"byte {byte:#04x} is not UTF-8 (in Latin-1 it would be {guess!r})",
                    "save the file as UTF-8",
                )


def _line_ends(table: Table, content: bytes) -> Iterator[Finding]:
    windows = content.count(b"\r\n")
    old_mac = content.count(b"\r") - windows
    unix = content.count(b"\n") - windows
    used = [name for name, number in (("CRLF", windows), ("CR", old_mac), ("LF", unix)) if number]
    if len(used) > 1:
        wrong = next(number for number, line in enumerate(content.split(b"\n"), 1) if b"\r" in line)
        yield finding_in(
            table, "mixed-line-ends", wrong, None, f"lines end in {' and in '.join(used)}", "end each line in LF"
        )
    elif used and used != ["LF"]:
        yield finding_in(table, "wrong-line-ends", None, None, f"lines end in {used[0]}", "end each line in LF")
    if not content.endswith((b"\n", b"\r")):
        last = content.count(b"\n") + 1
        yield finding_in(table, "no-final-newline", last, None, "the last line has no line end", "end it in LF")


def _header(table: Table, header: list[str]) -> Iterator[Finding]:
    expected = table.schema.names
    separator = next((mark for mark in ";\t|" if mark in "".join(header)), None)
    if separator and not set(expected) & set(header):
        name = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}[separator]
        yield finding_in(
            table, "wrong-delimiter", 1, None, f"the columns are separated by {name}", "separate them by commas"
        )
        return
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    for name in missing:
        yield finding_in(table, "missing-column", 1, name, f"the column {name!r} is missing", ",".join(expected))
    for name in extra:
        yield finding_in(
            table,
            "extra-column",
            1,
            name,
            f"there is no column {name!r}",
            f"take it out, or name it {suggest(name, expected)}",
        )
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield finding_in(
            table, "repeated-column", 1, name, f"the column {name!r} comes more than once", ",".join(expected)
        )
    if not missing and not extra and len(header) == len(expected) and header != expected:
        yield finding_in(table, "reordered-columns", 1, None, "the columns stand in another order", ",".join(expected))


def _blank_lines(table: Table, records: Iterable[_Record]) -> Iterator[Finding]:
    last = 0
    blank = []
    for line, cells, _ in records:
        if cells:
            last = line
        else:
            blank.append(line)
    for line in blank:
        rule = "trailing-blank-line" if line > last else "blank-line"
        yield finding_in(table, rule, line, None, "the line is empty", "take it out")


def _ragged(table: Table, header: list[str], records: Iterable[_Record]) -> Iterator[Finding]:
    for line, cells, _ in records:
        if len(cells) != len(header):
            cause = " (is a quotation mark not closed?)" if any("\n" in cell for cell in cells) else ""
            yield finding_in(
                table,
                "ragged-row",
                line,
                None,
                f"the row has {len(cells)} cells, the header {len(header)}{cause}",
                f"write {len(header)} cells; quote a cell that holds a comma",
            )


def _quoting(table: Table, records: list[_Record]) -> Iterator[Finding]:
    """Compare each record with the way the canonical form writes it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for line, cells, raw in records:
        buffer.seek(0)
        buffer.truncate()
        try:
            writer.writerow(cells)
        except csv.Error:
            continue
        expected = buffer.getvalue().removesuffix("\n")
        if raw == expected:
            continue
        column = _first_quoted(table, cells, raw)
        needless = len(raw) > len(expected)
        if needless:
            rule, what = "needless-quoting", "a cell is quoted without need"
        else:
            rule, what = "bad-quoting", "the row is quoted wrongly (is a quotation mark not closed?)"
        shown = expected if len(expected) <= 80 else expected[:79] + "…"
        yield finding_in(table, rule, line, column, what, f"write {shown}")


def _first_quoted(table: Table, cells: list[str], raw: str) -> str | None:
    for name, cell in zip(table.schema.names, cells, strict=False):
        if not re.search(r'[,"\n\r]', cell) and f'"{cell}"' in raw:
            return name
    return None


def _order(table: Table) -> Iterator[Finding]:
    key = table.schema.primary_key
    last: list[str] = []
    for row in table.rows:
        own = [row[name] for name in key]
        if own < last:
            yield finding_in(
                table,
                "unsorted-row",
                row,
                key[0],
                f"{', '.join(own)} comes after {', '.join(last)}",
                "sort rows by their key",
            )
        else:
            last = own
