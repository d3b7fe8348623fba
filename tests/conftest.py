"""Copies of the data, changed for a test."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import typer
from hypothesis import HealthCheck, Phase, settings
from pandas.testing import assert_frame_equal

import nkevents
from answered_before import answered_before
from nkevents.checks import frictionless_process
from nkevents.curate.quality.fairness_figures import Fairness, fairness
from nkevents.dataset import shipped
from nkevents.store.canonical_csv import serialise
from nkevents.store.rows import Row, read_rows
from read_before import read_before
from small import Rows, small_package, small_root

# What is imported and collected leaves nothing to collect.
gc.disable()
# Processes that tests start keep the bytecode of the package, as those of an installed one do.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# `pytest --hypothesis-profile=quick` draws few examples, the same ones each time, and does not look for simpler ones.
settings.register_profile("thorough", max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile(
    "quick",
    settings.get_profile("thorough"),
    max_examples=3,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
# `just fuzz`: what comes in from outside, in every shape, and the properties of the rule.
settings.register_profile(
    "fuzz",
    settings.get_profile("thorough"),
    max_examples=2_000,
    deadline=30_000,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("thorough")

CopyOf = Callable[..., nkevents.Dataset]


def rows_of(name: str, root: Path | None = None) -> Rows:
    """Rows of a table of the small package, or of another, as texts."""
    return [dict(row) for row in _rows((root or small_root()) / "data" / f"{name}.csv")]


@cache
def _rows(path: Path) -> list[Row]:
    return read_rows(path.read_text(encoding="utf-8"))


@cache
def shipped_findings() -> pd.DataFrame:
    """What `validate` finds in the shipped data by our own checks, not to be changed; frictionless has its own test."""
    with pytest.MonkeyPatch.context() as patch:
        leave_frictionless_out(patch)
        return nkevents.validate()


@cache
def shipped_fairness() -> Fairness:
    """How evenly the shipped data treat both sides, not to be changed."""
    return fairness(shipped())


def leave_frictionless_out(patch: pytest.MonkeyPatch) -> None:
    """Validate by our own checks alone: frictionless takes a second, whatever it reads."""
    patch.setattr(frictionless_process, "frictionless_reading", lambda _: nullcontext())


def assert_same(one: pd.DataFrame, other: pd.DataFrame, what: str = "frame") -> None:
    """Frames that are equal need not be compared cell by cell."""
    if list(one.dtypes) != list(other.dtypes) or not one.equals(other):
        assert_frame_equal(one, other, check_flags=False, obj=what)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests come first, so that no worker is left with one when the others have nothing more to do."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What is imported and collected stays: Python need not look through it for cycles, over and over."""
    gc.freeze()
    gc.set_threshold(200_000)
    gc.enable()


def write_copy(to: Path, tables: Mapping[str, Rows]) -> Path:
    """Write the small data package with some tables replaced."""
    root, tables = small_root(), with_readings(tables)
    shutil.copytree(root / "schemas", to / "schemas")
    shutil.copy(root / "datapackage.json", to)
    (to / "data").mkdir()
    for name, schema in shipped()._tables.schemas.items():
        if name == "timeline":
            continue
        target = to / "data" / f"{name}.csv"
        if name not in tables:
            shutil.copy(root / "data" / f"{name}.csv", target)
        else:
            target.write_bytes(serialise(tables[name], schema))
    return to


def with_readings(tables: Mapping[str, Rows]) -> Mapping[str, Rows]:
    """These tables; where the claims are among them, with the readings of the claims that are left."""
    if "claims" not in tables or "readings" in tables:
        return tables
    there, readings = {row["claim_id"] for row in tables["claims"]}, small_package()["readings"].rows
    left: Rows = [row for row in readings if row["claim_id"] in there]
    return tables if len(left) == len(readings) else {**tables, "readings": left}


def as_they_come(name: str, rows: Rows) -> bytes:
    """A table with its rows in this order."""
    schema = shipped()._tables.schemas[name]
    lines = [serialise([row], schema).split(b"\n", 1)[1] for row in rows]
    return serialise([], schema) + b"".join(lines)


@pytest.fixture(scope="session", autouse=True)
def one_command_line() -> Iterator[None]:
    """The commands are put together once, not anew for each run of one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.testing._get_command", cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session", autouse=True)
def what_was_read_before() -> Iterator[None]:
    """A file of a content that was read before is not read again, neither by us nor by frictionless."""
    with read_before(), answered_before():
        yield


@pytest.fixture
def without_frictionless(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that ask nothing of frictionless."""
    leave_frictionless_out(monkeypatch)


@pytest.fixture
def copy_of() -> CopyOf:
    """Open the small package with some tables replaced, in memory."""

    def make(**tables: Rows) -> nkevents.Dataset:
        return nkevents.Dataset(small_package().with_rows(with_readings(tables)))

    return make
