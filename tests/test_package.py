"""Promises of the package as a whole: light to import, typed, data read once and handed out fresh."""

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import MethodType

import pandas as pd
import pytest

import nkevents
from conftest import CopyOf, rows_of
from nkevents.dataset import shipped
from nkevents.errors import DataError
from nkevents.store.memory_path import MemoryPath
from nkevents.store.opening import shipped_root
from nkevents.store.package import Package
from small import small_files

PACKAGE = Path(nkevents.__file__).parent
HEAVY = ("pandas", "numpy", "pyarrow", "pandera", "frictionless", "typer", "rich", "yaml")


def in_fresh_process(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_importing_the_package_imports_nothing_heavy() -> None:
    loaded = in_fresh_process("import sys, nkevents; print(*sorted(sys.modules))").split()
    assert set(HEAVY) & set(loaded) == set()


def test_the_data_are_read_with_pandas_and_pyarrow_alone_as_in_a_browser() -> None:
    absent = ("pandera", "frictionless", "typer", "rich", "yaml", "lzma", "ssl", "sqlite3")
    block = f"import sys; sys.modules.update(dict.fromkeys({absent}))"
    # Nor has a browser threads.
    block += "\nimport _thread, threading\ndef refuse(*_): raise RuntimeError\nthreading._start_new_thread = refuse"
    ask = "import nkevents; nkevents.search('Erdogan'); print(len(nkevents.load()))"
    assert in_fresh_process(f"{block}\n{ask}") == str(len(nkevents.load()))


def test_tables_read_ahead_are_those_read_when_used_and_new_rows_replace_them() -> None:
    files = small_files()
    plain, ahead = (Package(MemoryPath("small", files)) for _ in range(2))
    ahead.read_ahead("claims")
    kept = ahead["claims"].rows[:9]
    assert ahead.with_rows({"claims": kept}).arrow("claims").num_rows == 9
    assert all(ahead.arrow(name).equals(plain.arrow(name)) for name in plain.names)


def test_a_fault_of_a_table_read_ahead_is_told_when_the_table_is_used() -> None:
    package = Package(MemoryPath("small", {**small_files(), "data/actors.csv": b"actor_id\nbaku\n"}))
    package.read_ahead("claims")
    assert package.arrow("event_types").num_rows
    with pytest.raises(DataError, match=r"data/actors\.csv: the columns are actor_id"):
        package.arrow("claims")


def test_functions_can_be_given_to_another_process_before_any_table_is_used() -> None:
    code = "import pickle, nkevents; print(len(pickle.loads(pickle.dumps(nkevents.load))()))"
    assert in_fresh_process(code) == str(len(nkevents.load()))


@pytest.mark.skipif(sys.platform == "win32", reason="fork")
def test_a_process_forked_while_tables_are_read_ahead_has_them_too() -> None:
    code = "import os, nkevents; load = nkevents.load\nif not os.fork(): print(len(load()))\nelse: os.wait()"
    assert in_fresh_process(code) == str(len(nkevents.load()))


def test_every_public_name_is_there_and_unknown_ones_are_not() -> None:
    for name in nkevents.__all__:
        assert getattr(nkevents, name) is not None
    assert set(nkevents.__all__) < set(dir(nkevents))
    with pytest.raises(AttributeError, match="no attribute 'laod'"):
        getattr(nkevents, "laod")  # noqa: B009


def test_dataset_lists_all_that_it_answers_in_the_order_of_the_reference() -> None:
    listed = [name for name in vars(nkevents.Dataset) if not name.startswith("_")]
    assert set(listed) == {name for name in dir(nkevents.Dataset) if not name.startswith("_")}
    methods = {name for name in nkevents.__all__ if isinstance(getattr(nkevents, name), MethodType)}
    reference = (PACKAGE.parents[1] / "docs/reference/python.md").read_text(encoding="utf-8")
    in_order = [name for name in re.findall(r"autofunction:: nkevents\.(\w+)", reference) if name in methods]
    assert listed == [*in_order, "version", "sha256"]
    assert set(in_order) == methods


def test_each_call_returns_a_frame_of_its_own() -> None:
    calls: list[Callable[[], pd.DataFrame]] = [nkevents.load, nkevents.claims, lambda: nkevents.table("places")]
    for call in calls:
        first = call()
        before = first.copy(deep=True)
        for column in first.columns:
            first[column] = None
        pd.testing.assert_frame_equal(call(), before)


@pytest.mark.parametrize("name", shipped()._tables.names)
def test_dtypes_of_tables_are_those_of_the_schema(name: str) -> None:
    tables = shipped()._tables
    frame = tables.frame(name)
    for field in tables.frame_schema(name).fields:
        codes = tables.codes(field) if field.coded else None
        assert frame[field.name].dtype == field.pandas_dtype(codes), field.name
    assert len(frame) == len(rows_of(name, shipped_root()))


@pytest.mark.parametrize("name", shipped()._tables.names)
def test_arrow_tables_carry_types_descriptions_and_units(name: str) -> None:
    table = shipped()._tables.arrow(name)
    assert table.schema.equals(shipped()._tables.schemas[name].arrow(), check_metadata=True)
    assert all(field.metadata[b"unit"] and field.metadata[b"description"] for field in table.schema)


@pytest.mark.parametrize("as_of", [None, "2021-11-26", "2019-01-01"])
def test_dtypes_of_the_timeline_do_not_depend_on_what_is_in_it(as_of: str | None) -> None:
    tables = shipped()._tables
    frame = nkevents.load(as_of=as_of)
    schema = tables.frame_schema("timeline")
    assert list(frame.columns) == schema.names
    for field in schema.fields:
        codes = tables.codes(field) if field.coded else None
        assert frame[field.name].dtype == field.pandas_dtype(codes), field.name
    assert frame.empty == (as_of == "2019-01-01")


def test_a_package_without_claims_is_an_empty_timeline(copy_of: CopyOf) -> None:
    data = copy_of(claims=[], relations=[])
    assert data.load().empty
    assert data.vintages().empty
    assert data.figures().empty
    assert list(data.load().columns) == list(nkevents.load().columns)


@pytest.mark.parametrize("name", [["events"], {"events": 1}])
def test_a_resource_whose_name_is_no_text_is_refused(name: object) -> None:
    descriptor = json.loads(small_files()["datapackage.json"])
    descriptor["resources"][0]["name"] = name
    with pytest.raises(DataError, match="not a data package of nkevents"):
        Package(MemoryPath("copy", {**small_files(), "datapackage.json": json.dumps(descriptor).encode()}))


def test_the_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


ARCHITECTURE = (PACKAGE.parents[1] / "docs/architecture.md").read_text(encoding="utf-8")
LAYERS = re.findall(r"^\| `([\w/]+?)(?:/|\.py)` \|", ARCHITECTURE, re.M)


def modules_of(layer: str) -> list[Path]:
    return [*(PACKAGE / layer).rglob("*.py")] or [PACKAGE / f"{layer}.py"]


def imported_by(path: Path) -> set[str]:
    """Modules of the package that a module imports, as paths within the package."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name.removeprefix("nkevents.").replace(".", "/") for name in names if name.startswith("nkevents.")}


@pytest.mark.parametrize("layer", LAYERS)
def test_no_layer_imports_one_that_docs_architecture_lists_below_it(layer: str) -> None:
    below = LAYERS[LAYERS.index(layer) + 1 :]
    for path in modules_of(layer):
        imported = imported_by(path)
        assert [(name, low) for name in imported for low in below if f"{name}/".startswith(f"{low}/")] == [], path


def test_every_module_of_the_package_lies_in_a_layer_that_docs_architecture_lists() -> None:
    listed = {path for layer in LAYERS for path in modules_of(layer)}
    beside = {PACKAGE / name for name in ("__init__.py", "__main__.py", "errors.py", "curate/__init__.py")}
    assert set(PACKAGE.rglob("*.py")) - listed == beside


def test_a_file_name_occurs_once() -> None:
    names = [path.name for path in PACKAGE.rglob("*.py")]
    assert [name for name, n in Counter(names).items() if n > 1] == ["__init__.py"]
