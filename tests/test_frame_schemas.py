"""Every frame that a user gets has a schema, which it fits as it is and a changed copy does not."""

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any, get_args

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

import nkevents
from conftest import assert_same
from nkevents.checks import validate
from nkevents.dataset import Dataset
from nkevents.model.codes import TableName, ViewName
from nkevents.model.table_schema import Field
from small import small_package

EVENT = "ganja-strike-3"
VIEWS: dict[str, Callable[[Dataset], list[pd.DataFrame]]] = {
    "timeline": lambda data: [data.load(level="all", lang="az"), data.load(as_of="2020-10-17"), data.episodes()],
    "accounts": lambda data: [data.accounts(), data.accounts(as_of="2020-10-17")],
    "figures": lambda data: [data.figures()],
    "participants": lambda data: [data.participants()],
    "provisions_view": lambda data: [data.provisions(), data.provisions(as_of="2020-12-01")],
    "claims_view": lambda data: [data.claims(), data.positions()],
    "sources_view": lambda data: [data.sources()],
    "counts": lambda data: [data.counts(), data.counts("Y", by=["episode", "event_type", "district"])],
    "tolls": lambda data: [data.tolls(EVENT)],
    "revisions": lambda data: [data.revisions("2020-01-01")],
    "explanations": lambda data: [data.explanations()],
    "vintages": lambda data: [data.vintages()],
    "vintages_of_accounts": lambda data: [data.vintages(of="accounts")],
    "vintages_of_provisions": lambda data: [data.vintages(of="provisions")],
}
NAMES = [*get_args(TableName), *get_args(ViewName)]
AS_IT_IS = object()


@pytest.fixture(scope="module")
def data() -> Dataset:
    return Dataset(small_package())


def frames(data: Dataset, name: Any) -> list[pd.DataFrame]:
    return VIEWS[name](data) if name in VIEWS else [data.table(name)]


def wrong_cells(field: Field) -> Iterator[Any]:
    """Cells that the column cannot have."""
    if field.coded:
        yield "nonsense"
    elif field.type != "string":
        yield {"integer": -1, "number": 1000.55555, "boolean": "maybe", "date": "tomorrow"}[field.type]
    elif field.is_edtf or "pattern" in field.constraints:
        yield "?!"
    if field.required:
        yield None


@pytest.mark.parametrize("name", NAMES)
def test_every_frame_fits_its_schema_and_keeps_its_types(data: Dataset, name: Any) -> None:
    schema = data.schema(name)
    checker = schema.to_pandera()
    for frame in frames(data, name):
        assert len(frame) or name == "changes"
        assert_same(checker.validate(frame, lazy=True), frame)
        stated = [field.name for field in schema.fields if field.name in frame or not field.is_reserved]
        assert stated == [column for column in frame if column in stated or not schema.is_open]


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_tells_of_each_column_what_the_codebook_does(data: Dataset, name: Any) -> None:
    schema = data.schema(name)
    checker = schema.to_pandera()
    assert (schema.title == checker.title) and schema.description == checker.description
    for field in schema.fields:
        column = checker.columns[field.name]
        assert field.title and field.description and field.question and field.unit
        assert (column.title, column.description) == (field.title, field.description)
        assert column.nullable is not field.required
        if field.coded:
            assert list(column.dtype.type.categories) == list(field.codes or ())


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_changed_cell_is_refused(data: Dataset, name: Any) -> None:
    """One cell of each column at a time, in the last row: the check names each of these columns and no other."""
    checker, first = data.schema(name).to_pandera(), frames(data, name)[0].head(3).reset_index(drop=True)
    # Else every step of pandera would copy them.
    first.attrs = {}
    fields = [field for field in data.schema(name).fields if field.name in first]
    for wrong in zip_longest(*(list(wrong_cells(field)) for field in fields), fillvalue=AS_IT_IS):
        cells = {field.name: cell for field, cell in zip(fields, wrong, strict=True) if cell is not AS_IT_IS}
        changed = first.astype(object)
        for column, cell in cells.items():
            changed.loc[len(first) - 1, column] = cell
        with pytest.raises(SchemaErrors) as error:
            checker.validate(changed, lazy=True)
        refused = {*error.value.failure_cases["column"], *error.value.failure_cases["failure_case"]}
        assert refused >= cells.keys()
        # In a table without a row the last one is new, and all that it lacks is wrong.
        assert first.empty or refused & {field.name for field in fields} == cells.keys()


@pytest.mark.parametrize("name", VIEWS)
def test_validate_takes_the_name_of_a_view(data: Dataset, name: Any) -> None:
    shipped = VIEWS[name](data)[0].head(2)
    found = validate(shipped, table=name)
    assert found.empty, found
    column = shipped.columns[-1]
    assert validate(shipped.drop(columns=column), table=name)["column"].tolist() == [column]


@pytest.mark.parametrize("name", VIEWS)
def test_a_frame_read_from_csv_gets_the_types_of_the_view(data: Dataset, name: Any, tmp_path: Any) -> None:
    frame = VIEWS[name](data)[0]
    frame.to_csv(tmp_path / "frame.csv", index=False)
    read = pd.read_csv(tmp_path / "frame.csv", dtype={"point": str})
    assert_same(data.schema(name).to_pandera().validate(read), frame)


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
    frame = nkevents.load().assign(**{column: value})
    assert column in set(validate(frame)["column"])
    with pytest.raises(SchemaErrors):
        nkevents.schema("timeline").to_pandera().validate(frame, lazy=True)


def test_a_name_that_is_none_gets_the_names_that_there_are() -> None:
    with pytest.raises(nkevents.UnknownValueError, match="did you mean 'timeline'"):
        nkevents.schema("timelin")  # type: ignore[arg-type]
    with pytest.raises(nkevents.UnknownValueError) as error:
        nkevents.schema("nonsense")  # type: ignore[arg-type]
    assert all(repr(name) in str(error.value) for name in NAMES)
