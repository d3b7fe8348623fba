"""Texts of a table as typed Arrow columns; if a cell is none of its column, the first one is named.

`Field.check` judges a cell. Whether any cell of a column needs its judgement is found at the speed of Arrow.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from nkevents.errors import DataError, cut, shown
from nkevents.model.table_schema import Field, Schema
from nkevents.store.files import Root
from nkevents.store.rows import Table

# What Python means by \s, as Arrow writes it inside of brackets.
_SPACES = r"\t-\r\x1c-\x20\x85\xa0\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
# Regular expressions that mean the same to Python and to Arrow, whatever the text.
_SHARED = (
    r"(?:[A-Za-z0-9 _:/-]|\\[./\[\]]|\[\^?(?:[A-Za-z0-9 _.#-]|\\s)+\]|\((?!\?)|\(\?:|[)|]"
    r"|(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??(?![*+?{]))*"
)


def read_texts(content: bytes, path: Root, schema: Schema) -> dict[str, pa.Array]:
    """Columns of a CSV file as texts, in the order of the primary key; an empty cell is null.

    Raises
    ------
    DataError
        If it is no CSV, or has other columns than its schema.
    """
    options = pyarrow.csv.ConvertOptions(
        column_types={name: pa.string() for name in schema.names},
        null_values=[""],
        strings_can_be_null=True,
    )
    try:
        # Starting threads and joining blocks take longer than reading tables of this size.
        at_once = pyarrow.csv.ReadOptions(use_threads=False, block_size=len(content) + 1)
        table = pyarrow.csv.read_csv(pa.BufferReader(content), at_once, convert_options=options)
        columns = table.column_names
    except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {cut(str(error))}") from None
    if columns != schema.names:
        raise DataError(f"{path}: the columns are {cut(', '.join(columns))}; they must be {', '.join(schema.names)}")
    key = schema.primary_key
    # Canonical files are sorted already.
    if len(key) > 1 or not _ascends(table[key[0]].combine_chunks()):
        table = table.sort_by([(name, "ascending") for name in key])
    return {name: table[name].combine_chunks() for name in schema.names}


def _ascends(values: pa.Array) -> bool:
    """Whether each text stands above the one before."""
    return not values.null_count and pc.all(pc.less(values[:-1], values[1:])).as_py() is not False


def typed_column(texts: pa.Array, field: Field) -> pa.Array | None:
    """A column with the type and the codes of its field; None if any of its texts is not allowed."""
    if field.codes is not None:
        codes = pa.array(field.codes, pa.string())
        positions = pc.index_in(texts, value_set=codes)
        if positions.null_count > (0 if field.required else texts.null_count):
            return None
        return pa.DictionaryArray.from_arrays(positions, codes)
    if not _fits_form(texts, field):
        return None
    if field.type == "string":
        return texts if _within_limits(texts, field) else None
    try:
        values = pc.cast(texts, pa.date32() if field.type == "date" else field.arrow_type())
    except pa.ArrowInvalid:
        return None
    return values.cast(field.arrow_type()) if _within_limits(values, field) else None


def _fits_form(texts: pa.Array, field: Field) -> bool:
    if field.required and texts.null_count:
        return False
    if field.form is None:
        return True
    if not field.is_edtf and re.fullmatch(_SHARED, field.form):
        form = field.form.replace(r"\s", _SPACES)
        # Arrow takes fewer repetitions than Python.
        with suppress(pa.ArrowInvalid):
            return pc.all(pc.match_substring_regex(texts, f"^(?:{form})$")).as_py() is not False
    return all(text is None or field.check(text) is None for text in texts.unique().to_pylist())


def _within_limits(values: pa.Array, field: Field) -> bool:
    limits = field.constraints
    if field.type == "string":
        longest = None if field.is_edtf else limits.get("maxLength")
        return longest is None or (pc.max(pc.utf8_length(values)).as_py() or 0) <= longest
    if not {"minimum", "maximum"} & limits.keys() or values.null_count == len(values):
        return True
    ends = pc.min_max(values).as_py()
    least, most = (end.isoformat() if field.type == "date" else end for end in (ends["min"], ends["max"]))
    return bool(least >= limits.get("minimum", least) and most <= limits.get("maximum", most))


def has_doubles(columns: Sequence[pa.Array]) -> bool:
    """Whether two rows are the same; Arrow's own grouping would load its file systems and TLS with it."""
    if len(columns) == 1 and _ascends(columns[0]):
        return False
    filled = [pc.fill_null(column, "") for column in columns]
    joined = filled[0] if len(filled) == 1 else pc.binary_join_element_wise(*filled, "\x1f")
    return int(pc.count_distinct(joined).as_py()) < len(joined)


def refuse_twice(table: Table, path: Root, columns: Sequence[str]) -> NoReturn:
    """Name the first row that has the key of an earlier one."""
    first: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        key = tuple(row[column] for column in columns)
        if key in first:
            where = f"{path}, row {row.line}, column {columns[-1]}"
            raise DataError(f"{where}: {shown(', '.join(key))} stands in row {first[key]} already; keep one")
        first[key] = row.line
    raise DataError(f"{path}: two rows have the same {', '.join(columns)}")


def refuse_first(table: Table, path: Root, field: Field) -> NoReturn:
    """Name the first cell, by line of the file, that is none of its column."""
    row, problem = next((row, found) for row in table.rows if (found := field.check(row[field.name])))
    raise DataError(f"{path}, row {row.line}, column {field.name}: {problem.message}; {problem.instead}")
