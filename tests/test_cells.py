"""Whether a text may stand in a column is asked in four places, and all give one answer."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import nkevents
from case_files import document
from conftest import assert_same
from nkevents.checks import validate
from nkevents.checks.cell_checks import check_cells
from nkevents.curate.entry.document import Document, Record
from nkevents.curate.entry.document_entry import Entry
from nkevents.curate.entry.enter import enter
from nkevents.curate.entry.report import Report
from nkevents.curate.entry.workspace import Workspace
from nkevents.dataset import shipped
from nkevents.store.package import Package
from small import small_root

CASES = document(Path(__file__).parent / "cases" / "cells.yaml")


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


@pytest.mark.parametrize("ask", [reading, checking, entering, framing])
@pytest.mark.parametrize(("where", "text", "rule"), CASES)
def test_all_four_agree(where: str, text: str, rule: str | None, ask: Callable[[str, str, str], bool]) -> None:
    table, column = where.split(".")
    assert ask(table, column, text) == (rule is None)


@pytest.mark.parametrize("name", [*shipped()._tables.names, "timeline"])
def test_every_schema_is_a_pandera_schema_that_its_own_frame_fits(name: Any) -> None:
    frame = nkevents.load() if name == "timeline" else nkevents.table(name)
    schema = nkevents.schema(name)
    checker = schema.to_pandera()
    # pandera knows one missing value of texts only, nan, and days as datetime64[ns] only.
    own = {"string": object, "date": "datetime64[ms]"}
    # Reserved columns that no row fills are not in the frame.
    fields = [field for field in schema.fields if field.name in frame.columns or not field.is_reserved]
    types: Any = {field.name: own[field.type] for field in fields if field.type in own and not field.coded}
    checked, plain = (each.astype(types).where(each.notna(), None) for each in (checker.validate(frame), frame))
    assert_same(checked, plain)
    for field in schema.fields:
        column = checker.columns[field.name]
        assert (column.title, column.description, column.nullable) == (
            field.title,
            field.description,
            not field.required,
        )
        if field.coded:
            assert list(column.dtype.type.categories) == list(field.codes or ())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("latitude", 139.0),
        ("latitude", 39.81771),
        ("killed_best", -1),
        ("event_type", "meetings"),
        ("date", "2021-1-3"),
    ],
)
def test_the_pandera_schema_refuses_what_validate_refuses(column: str, value: Any) -> None:
    import pandera.errors

    frame = nkevents.load().assign(**{column: value})
    assert column in set(validate(frame)["column"])
    with pytest.raises(pandera.errors.SchemaErrors):
        nkevents.schema("timeline").to_pandera().validate(frame, lazy=True)


def test_an_unknown_schema_is_refused() -> None:
    with pytest.raises(nkevents.UnknownValueError, match="did you mean 'timeline'"):
        nkevents.schema("timelin")  # type: ignore[arg-type]
