"""The one form in which a table is written, so that a change of a fact is a change of a line."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping

from nkevents.model.table_schema import Schema


def serialise(rows: Iterable[Mapping[str, str]], schema: Schema) -> bytes:
    r"""Write rows as canonical CSV: UTF-8 in NFC, LF, minimal quoting, empty for null, sorted by primary key.

    Parameters
    ----------
    rows : iterable of mapping of str to str
        Cells by column, as texts.

    Examples
    --------
    >>> from nkevents.model.table_schema import Schema
    >>> schema = Schema("t", "", "", (), ("id",), ())
    >>> serialise([], schema)
    b'\n'
    """
    names = schema.names
    cells = [[*map(row.__getitem__, names)] for row in rows]
    keys = [names.index(name) for name in schema.primary_key if name in names]
    cells.sort(key=lambda row: [row[key] for key in keys])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(cells)
    return unicodedata.normalize("NFC", text.getvalue()).encode("utf-8")
