"""The public functions answer what they answered before, cell by cell, on a package that never changes."""

import csv
import io

import pytest

from outputs import FRAMES, GROUPS, outputs

MEANT = "if the difference is meant, run: python tests/outputs.py"


def differences(before: str, now: str) -> list[str]:
    """The first cells in which two CSV texts differ, by row and column."""
    old, new = (list(csv.reader(io.StringIO(text))) for text in (before, now))
    if old[0] != new[0]:
        return [f"the columns were {old[0]} and are {new[0]}"]
    found = [
        f"row {number}, {column}: {was!r} is now {is_now!r}"
        for number, (one, other) in enumerate(zip(old, new, strict=False), 1)
        for column, was, is_now in zip(old[0], one, other, strict=True)
        if was != is_now
    ]
    return found[:10] + [f"{len(old) - 1} rows are now {len(new) - 1}"] * (len(old) != len(new))


SLOW = ("by_event", "others", "exports")


@pytest.mark.parametrize("group", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in GROUPS])
def test_no_cell_of_any_output_differs_from_before(group: str) -> None:
    paths = (FRAMES / group).glob("*.csv")
    before = {path.relative_to(FRAMES).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    now = outputs(group)
    assert sorted(now) == sorted(before), MEANT
    changed = {name: differences(before[name], now[name]) for name in now}
    assert {name: cells for name, cells in changed.items() if cells} == {}, MEANT


def test_a_cell_or_a_row_that_differs_is_told_with_its_place() -> None:
    assert differences("a,b\n1,2\n", "a,b\n1,2\n") == []
    assert differences("a,b\n1,2\n", "a,b\n1,3\n4,5\n") == ["row 2, b: '2' is now '3'", "1 rows are now 2"]
    assert differences("a,b\n1,2\n", "a\n1\n") == ["the columns were ['a', 'b'] and are ['a']"]
