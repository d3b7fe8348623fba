"""The order of the codes in a schema means nothing: every answer is the same whatever it is.

The enums are numbered. In copies of the small package those are rotated whose number has a certain binary digit, so
that of each two with the same codes one is rotated without the other; then all are reversed at once.
The copy stands for the shipped package meanwhile, since the schema of the timeline comes from there.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import nkevents
from conftest import assert_same, write_copy
from nkevents.store import editions
from nkevents.views.provisions import provision_vintages
from small import small_root

LEVELS: Any = ["episode", "event", "part", "series"]
DAYS = (None, "2021-11-26")
SCHEMAS = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (small_root() / "schemas").glob("*.json")
}
ENUMS = [
    (table, field["name"])
    for table, schema in sorted(SCHEMAS.items())
    for field in schema["fields"]
    if "enum" in field.get("constraints", {})
]
Order = Callable[[list[str]], list[str]]
Opened = Callable[[set[tuple[str, str]], Order], nkevents.Dataset]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Open a copy of the package in which the enums of some columns have another order."""

    def make(enums: set[tuple[str, str]], order: Order) -> nkevents.Dataset:
        root = write_copy(tmp_path / "copy", {})
        for table, schema in SCHEMAS.items():
            for field in schema["fields"]:
                if (table, field["name"]) in enums:
                    codes = field["constraints"]["enum"]
                    field = field | {"constraints": field["constraints"] | {"enum": order(codes)}}
                    changed = [field if each["name"] == field["name"] else each for each in schema["fields"]]
                    schema = schema | {"fields": changed}
            (root / "schemas" / f"{table}.json").write_text(json.dumps(schema), encoding="utf-8")
        monkeypatch.setattr(editions, "shipped_root", lambda: root)
        return nkevents.open(root)

    return make


def answers(data: nkevents.Dataset, folder: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every public frame and export, with codes as texts; rows of a panel in the order of their texts."""
    frames: dict[str, pd.DataFrame] = {"vintages": data.vintages(), "claims": data.claims()}
    for day in DAYS:
        frames |= {
            f"load as of {day}": data.load(as_of=day, level=LEVELS),
            f"figures as of {day}": data.figures(as_of=day),
            f"participants as of {day}": data.participants(as_of=day),
            f"provisions as of {day}": data.provisions(as_of=day),
        }
    frames |= {"positions": data.positions(), "sources": data.sources()}
    frames |= {f"table {name}": data.table(name) for name in data._tables.names}  # type: ignore[arg-type]
    frames |= {"accounts": data.accounts(), "vintages of accounts": data.vintages(of="accounts")}
    frames |= {"tolls": data.tolls("war-2020", by="week"), "revisions": data.revisions("2020-10-17", "2020-10-18")}
    frames |= {"explanations": data.explanations(), "search": data.search("ganja"), "near": data.near("Ganja", 100)}
    frames["meetings"] = data.load(event_type="meeting", status="occurred")
    frames["history"] = data.history("shusha-shushi-capture")
    frames["provision states"] = provision_vintages(data)
    for column in ("status", "acceptance", "participants", "killed_best"):
        frames[f"explain {column}"] = data.explain("war-2020", column)
    panel = texts(data.counts("M", by=["event_type", "acceptance", "country"]))
    frames["counts"] = panel.sort_values(["period", "event_type", "acceptance", "country"], ignore_index=True)
    book = data.codebook()
    frames["codebook"] = book.assign(codes=book["codes"].fillna("").map(lambda codes: sorted(codes.split("; "))))
    yield from ((name, texts(frame)) for name, frame in frames.items())
    for name in ("csv", "jsonl", "geojson", "ged"):
        path = folder / f"all.{name}"
        getattr(nkevents, f"to_{name}")(path, data=data, level=LEVELS)
        yield name, pd.DataFrame({"line": path.read_text(encoding="utf-8").splitlines()})


def texts(frame: pd.DataFrame) -> pd.DataFrame:
    coded = [name for name, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    return frame.assign(**{str(name): frame[name].astype(object) for name in coded})


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    return dict(answers(nkevents.open(small_root()), tmp_path_factory.mktemp("before")))


def assert_as_before(data: nkevents.Dataset, before: dict[str, pd.DataFrame], folder: Path) -> None:
    for name, frame in answers(data, folder):
        assert_same(frame, before[name], name)


@pytest.mark.slow
@pytest.mark.parametrize("digit", range(len(ENUMS).bit_length()))
def test_the_order_of_some_enums_changes_no_answer(
    digit: int, opened: Opened, before: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    enums = {enum for number, enum in enumerate(ENUMS, 1) if number >> digit & 1}
    assert_as_before(opened(enums, lambda codes: [*codes[1:], codes[0]]), before, tmp_path)


def test_the_order_of_all_enums_changes_no_answer(
    opened: Opened, before: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    assert_as_before(opened(set(ENUMS), lambda codes: codes[::-1]), before, tmp_path)
