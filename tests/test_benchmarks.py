"""The package that the benchmark makes up is one that opens, and as large as it was asked for."""

import sys
from pathlib import Path

import nkevents

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from bench import LEVELS, synthetic


def test_the_synthetic_package_holds_every_event_and_claim_twice_and_nothing_points_nowhere() -> None:
    n_claims = len(nkevents.table("claims"))
    package = synthetic(2 * n_claims)
    # Reading a table follows its references.
    assert [len(package.frame(name)) for name in ("claims", "events")] == [
        2 * n_claims,
        2 * len(nkevents.table("events")),
    ]
    for table, columns, other, keys in package.references():
        if len(columns) == 1:
            used, known = package.arrow(table.name)[columns[0]], package.arrow(other.name)[keys[0]]
            assert set(used.to_pylist()) - {None} <= set(known.to_pylist()), (table.name, columns)
    assert len(nkevents.Dataset(package).load(level=LEVELS)) == 2 * len(nkevents.load(level=LEVELS))
