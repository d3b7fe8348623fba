"""Whether a text may stand in a column is asked in four places, and all give one answer."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nkevents
from case_files import document
from nkevents.checks import validate
from nkevents.checks.cell_checks import check_cells
from nkevents.curate.entry.document import Document, Record
from nkevents.curate.entry.document_entry import Entry
from nkevents.curate.entry.enter import enter
from nkevents.curate.entry.report import Report
from nkevents.curate.entry.workspace import Workspace
from nkevents.dataset import shipped
from nkevents.model.table_schema import Field
from nkevents.store.package import Package
from nkevents.store.typed_columns import typed_column
from small import small_root

FOLDER = Path(__file__).parent / "cases"
CASES = document(FOLDER / "cells.yaml")
COLUMNS = [
    Field("x", "X", "A column.", kind, "none", {"required": False, **limits}, None, decimals=decimals)
    for kind, limits, decimals in document(FOLDER / "columns.yaml")
]
# Columns of the tables that are neither keys nor lead to another table.
READ = ("places.latitude", "places.radius_km", "places.country", "claims.low", "claims.date", "claims.known_from")


@cache
def small() -> Package:
    return Package(small_root())


def row_with(table: str, column: str, text: str) -> dict[str, str]:
    return {**small()[table].rows[0], column: text}


def reading(table: str, column: str, text: str) -> bool:
    try:
        # The other rows stay, so that what the row refers to is there.
        _, *others = small()[table].rows
        small().with_rows({table: [row_with(table, column, text), *others]}).arrow(table)
    except nkevents.DataError as error:
        assert f"column {column}:" in str(error)
        return False
    return True


def checking(table: str, column: str, text: str) -> bool:
    found = check_cells(small().with_rows({table: [row_with(table, column, text)]}))
    coded_elsewhere = small().stated[table].field(column).vocabulary is not None
    return not any(finding.column == column for finding in found) and not (
        # A code of a vocabulary is a foreign key, which the check of keys looks up.
        coded_elsewhere and text not in small().codes(small().stated[table].field(column))
    )


def entering(table: str, column: str, text: str) -> bool:
    batch, _ = enter(Workspace(small()), [], [])
    document = Document(Report("case"))
    Entry(document, batch).put(table, row_with(table, column, text), Record(1))
    return not document.report.refused


def framing(table: str, column: str, text: str) -> bool:
    frame = nkevents.table(table).head(1)  # type: ignore[arg-type]
    cells = pd.Series([text or None], index=frame.index, dtype=object)
    found = validate(frame.assign(**{column: cells}), table=table)  # type: ignore[arg-type]
    return column not in set(found["column"])


@pytest.mark.parametrize(("where", "text", "rule"), CASES)
def test_the_column_gives_the_verdict(where: str, text: str, rule: str | None) -> None:
    table, column = where.split(".")
    problem = shipped().schema(table).field(column).check(text)  # type: ignore[arg-type]
    assert (problem and problem.rule) == rule
    assert problem is None or (problem.message and problem.instead)


@pytest.mark.slow
@pytest.mark.parametrize("ask", [reading, checking, entering, framing])
@pytest.mark.parametrize(("where", "text", "rule"), CASES)
def test_all_four_agree(where: str, text: str, rule: str | None, ask: Callable[[str, str, str], bool]) -> None:
    table, column = where.split(".")
    assert ask(table, column, text) == (rule is None)


@st.composite
def texts_near(draw: st.DrawFn, field: Field) -> str:
    """What the column takes, what looks like it, and what does not."""
    taken = re.sub(r"\*\+", "*", field.form or "[a-z0-9]*")
    kinds = [
        st.from_regex(taken, fullmatch=True),
        st.sampled_from([text for _, text, _ in CASES]),
        st.text("ab-+.0123456789e, \n\r\t\x0b\x1c\xa0\u2028٣ə", max_size=6),
        st.integers().map(str),
        st.dates().map(str),
    ]
    text: str = draw(st.one_of(kinds))
    return text


@pytest.mark.slow
@given(st.data())
@settings(max_examples=200)
def test_the_reader_takes_a_column_exactly_if_the_check_takes_each_of_its_cells(data: st.DataObject) -> None:
    schemas = [shipped().schema(name) for name in shipped()._tables.names]  # type: ignore[arg-type]
    of_tables = [field for schema in schemas for field in schema.fields if not field.required]
    field = data.draw(st.sampled_from([*COLUMNS, *of_tables]))
    cells = data.draw(st.lists(texts_near(field), min_size=1, max_size=3))
    read = typed_column(pa.array([cell or None for cell in cells], pa.string()), field)
    assert (read is not None) == all(field.check(cell) is None for cell in cells)


@given(st.sampled_from(READ), st.data())
def test_loading_names_the_file_row_and_column_of_the_first_cell_that_the_check_refuses(
    where: str, data: st.DataObject
) -> None:
    table, column = where.split(".")
    field = small().schema(table).field(column)
    first, second, *others = small()[table].rows
    # In a file a carriage return is the end of a row.
    in_file = texts_near(field).map(lambda text: text.replace("\r", ""))
    cells = data.draw(st.tuples(in_file, in_file))
    rows = [{**row, column: cell} for row, cell in zip((first, second), cells, strict=True)]
    package = small().with_rows({table: [*rows, *others]})
    wrong = next((row for row, cell in enumerate(cells, first.line) if field.check(cell)), None)
    with nullcontext() if wrong is None else pytest.raises(nkevents.DataError) as error:
        package.arrow(table)
    assert error is None or f"{table}.csv, row {wrong}, column {column}: " in str(error.value)
