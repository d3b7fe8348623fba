"""No input ends in a traceback, and nothing that cannot be loaded is called valid."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nkevents
from conftest import rows_of, write_copy
from nkevents.checks import check_package, validate
from nkevents.dataset import shipped
from nkevents.errors import NkeventsError
from nkevents.store.package import Package

TABLES = [name for name in shipped()._tables.schemas if name != "timeline"]
DATA = [f"data/{name}.csv" for name in TABLES]
DESCRIPTIONS = ["datapackage.json", *(f"schemas/{name}.json" for name in TABLES)]
NASTY = [
    *(
        "",
        " ",
        "NA",
        "nan",
        "inf",
        "1e9",
        "99999999999999999999",
        "-0",
        "00",
        "1_000",
        "٣",
        "²",
        "½",
        "\x00",
        "\r",
        "\n",
    ),
    *(
        '"',
        "=1+1",
        "../..",
        "[..]",
        "/",
        "[2021..",
        "0000-00-00",
        "9999-12-31",
        "2021-02-30/..",
        "2020-10-01/2020-10-01",
    ),
    *(
        "true",
        "True",
        "e0001",
        "p0001",
        "armenia",
        "killed",
        "occurred",
        "https://[::1",
        "http://a.b:x/",
        "\ufeff",
        "\ud7ff",
    ),
    *("e\u0301", "Ã©", "https://пример.рф/%ff?utm_source", "x" * 5000, "0" * 400, "-1", "1.5", "90.00001"),
]
CELLS = st.one_of(st.sampled_from(NASTY), st.text(max_size=20))
MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["replace", "insert", "delete", "truncate", "repeat"]),
        st.floats(0, 1, exclude_max=True),
        st.one_of(st.sampled_from([0, 9, 10, 13, 34, 44, 48, 59, 0xC3, 0xEF, 0xFF]), st.integers(0, 255)),
    ),
    min_size=1,
    max_size=4,
)
FRAME = nkevents.load()
FUZZ = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, int, str, str]]:
    """Cells to overwrite: table, row, column, value."""
    found = []
    for table in draw(st.lists(st.sampled_from([name for name in TABLES if rows_of(name)]), min_size=1, max_size=4)):
        row = draw(st.integers(0, len(rows_of(table)) - 1))
        column = draw(st.sampled_from(shipped()._tables.schemas[table].names))
        found.append((table, row, column, draw(CELLS)))
    return found


def _is_loadable(root: Path) -> bool:
    try:
        tables = Package(root)
        for name in tables.names:
            tables.arrow(name)
        nkevents.open(root).load()
    except (NkeventsError, LookupError, TypeError, ValueError):
        return False
    return True


def _check(edit: Callable[[Path], object], *, with_frictionless: bool = False) -> None:
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory) / "copy"
        edit(root)
        found = check_package(root, with_frictionless=with_frictionless)
        for finding in found:
            assert finding.message and finding.instead and finding.rule and finding.file, finding
        if not any(finding.severity == "error" for finding in found):
            assert _is_loadable(root)


def _overwrite(root: Path, changes: list[tuple[str, int, str, str]]) -> None:
    tables = {table: rows_of(table) for table, *_ in changes}
    for table, row, column, value in changes:
        tables[table][row][column] = value
    write_copy(root, tables)


def _mutate(root: Path, file: str, mutations: list[tuple[str, float, int]]) -> None:
    write_copy(root, {})
    content = bytearray((root / file).read_bytes())
    for what, where, byte in mutations:
        at = int(where * len(content))
        if what == "replace" and content:
            content[at] = byte
        elif what == "insert":
            content.insert(at, byte)
        elif what == "delete":
            del content[at : at + 1 + byte]
        elif what == "truncate":
            del content[at:]
        else:
            content[at:at] = content[at : at + 40 * byte]
    (root / file).write_bytes(content)


@pytest.mark.slow
@FUZZ
@given(edits())
def test_any_cell_may_hold_anything(changes: list[tuple[str, int, str, str]]) -> None:
    _check(lambda root: _overwrite(root, changes))


@pytest.mark.slow
@FUZZ
@given(st.sampled_from(DATA), MUTATIONS)
def test_any_byte_of_the_data_may_be_any_other(file: str, mutations: list[tuple[str, float, int]]) -> None:
    _check(lambda root: _mutate(root, file, mutations))


@FUZZ
@given(st.sampled_from(DESCRIPTIONS), MUTATIONS)
def test_any_byte_of_the_description_may_be_any_other(file: str, mutations: list[tuple[str, float, int]]) -> None:
    _check(lambda root: _mutate(root, file, mutations))


@pytest.mark.slow
@pytest.mark.parametrize("file", ["data/claims.csv", "data/event_types.csv", "datapackage.json", "schemas/claims.json"])
@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\xff", b"\x00", b'"', b"null", b"{}", b"[[]]", b'{"resources": [{}]}']
)
def test_any_file_may_hold_anything(file: str, content: bytes, tmp_path: Path) -> None:
    root = write_copy(tmp_path / "copy", {})
    (root / file).write_bytes(content)
    assert any(finding.severity == "error" for finding in check_package(root, with_frictionless=False))


@pytest.mark.slow
@settings(FUZZ, max_examples=25)
@given(
    st.sampled_from(shipped()._tables.schemas["timeline"].names),
    st.lists(
        st.one_of(CELLS, st.none(), st.integers(), st.floats(), st.booleans(), st.dates(), st.binary(max_size=3)),
        min_size=1,
    ),
)
def test_any_column_of_a_frame_may_hold_anything(column: str, cells: list[object]) -> None:
    df = FRAME.head(len(cells))
    found = validate(df.assign(**{column: pd.Series(cells[: len(df)], index=df.index, dtype=object)}))
    assert found["message"].notna().all()
