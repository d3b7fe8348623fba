"""Costs of the package as ratios within one run; ``python benchmarks/bench.py`` prints a Markdown table.

Absolute times are the machine's, ratios mostly the package's: both sides of each are timed in turn, so that
whatever else the machine does falls on both, and medians are taken.
"""

import gc
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nkevents.dataset import Dataset
from nkevents.model.codes import Level
from nkevents.store.opening import shipped_root
from nkevents.store.package import Package

PAIRS = 31
REPETITIONS = 7
LARGE, SMALL = 1_000_000, 100_000
LEVELS: tuple[Level, ...] = get_args(Level)
SEED = 20200927
_LOAD = "import nkevents; nkevents.load()"
_ADD = "import sys; from nkevents.cli import main; sys.argv[1:] = {arguments!r}; main()"
_DOCUMENT = Path(__file__).parents[1] / "tests" / "cases" / "entry" / "new.yaml"
_SHIFT_DAYS = 3
_STRETCH = 0.1
_MEMORY_FLAG = "--memory"
_MEMORY_PROCESSES = 3
_CLEAR_REFS = Path("/proc/self/clear_refs")
_RESET_PEAK = "5"

Ints = npt.NDArray[np.int64]


class Row(NamedTuple):
    """One line of the report."""

    figure: str
    limit: str
    measured: str
    spread: str


def main() -> None:
    if sys.argv[1:] == [_MEMORY_FLAG]:
        print(*_memory_rise())
        return
    with TemporaryDirectory() as bytecode:
        rows = [_import_cost(bytecode), _first_frame(bytecode), _entry(bytecode), _validation(bytecode)]
    rows += [*_million(), _memory()]
    print("| figure | limit | measured | spread |\n|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


# Whole processes


def _import_cost(bytecode: str) -> Row:
    bare, package = _in_turn([_process(code, bytecode) for code in ("pass", "import nkevents")], PAIRS)
    extra = [1000 * (mine - base) for mine, base in zip(package, bare, strict=True)]
    return Row(
        "`import nkevents` over a bare interpreter",
        "5 ms",
        f"{median(extra):.1f} ms",
        f"pairs {min(extra):.1f} to {max(extra):.1f} ms",
    )


def _first_frame(bytecode: str) -> Row:
    base = "import pandas"
    package, pandas, again = _in_turn([_process(each, bytecode) for each in (_LOAD, base, base)], PAIRS)
    ratios, noise = _ratios(package, pandas), _ratios(again, pandas)
    return Row(
        f"`{_LOAD}` / `{base}`, whole processes",
        "1.25",
        f"{median(ratios):.2f}",
        f"pairs {_span(ratios)}; `{base}` against itself {_span(noise)}, median {median(noise):.2f}",
    )


def _entry(bytecode: str) -> Row:
    """Each process enters the event into a copy of the shipped data of its own, made before."""
    with TemporaryDirectory() as folder:
        copies = [Path(folder) / str(number) for number in range(REPETITIONS + 1)]
        for copy in copies:
            for name in ("data", "schemas"):
                shutil.copytree(shipped_root() / name, copy / name)
            shutil.copy(shipped_root() / "datapackage.json", copy)
        adding = (
            _process(_ADD.format(arguments=["add", str(_DOCUMENT), "--data", str(copy)]), bytecode) for copy in copies
        )
        added, loaded = _in_turn([lambda: next(adding)(), _process(_LOAD, bytecode)], REPETITIONS)
    ratios = _ratios(added, loaded)
    figure = f"`nkevents add` of one event into the shipped data / `{_LOAD}`, whole processes"
    return Row(f"{figure} ({median(added):.2f} s)", "2.5", f"{median(ratios):.2f}", f"pairs {_span(ratios)}")


def _validation(bytecode: str) -> Row:
    package = f"validate({str(shipped_root() / 'datapackage.json')!r})"
    codes = ("import nkevents; nkevents.validate()", f"import frictionless; frictionless.{package}")
    ours, theirs = _in_turn([_process(code, bytecode) for code in codes], REPETITIONS)
    ratios = _ratios(ours, theirs)
    figure = "`nkevents.validate()` of the shipped data / frictionless alone, whole processes"
    return Row(figure, "1.3", f"{median(ratios):.2f}", f"pairs {_span(ratios)}")


def _process(code: str, bytecode: str) -> Callable[[], object]:
    """A whole interpreter that runs the code, with everybody's bytecode at hand, as after an installation."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": bytecode}
    command = [sys.executable, "-c", code]
    return lambda: subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


# A million claims


def synthetic(n_claims: int) -> Package:
    """Make a data set in memory by copying whole events with all their claims.

    Every copy has its own ids; kinds, codes, subjects, polarities, dates, vagueness, speakers and texts keep
    their shares exactly. The days on which claims became known move by up to three, numbers by up to a tenth.
    """
    tables, draw = Package(shipped_root()), np.random.default_rng(SEED)
    claims, events = tables.arrow("claims"), tables.arrow("events")
    others = {name: tables.arrow(name) for name in ("provisions", "relations", "readings")}
    copies = round(n_claims / claims.num_rows)
    copy, source = _copies(events.num_rows, copies)
    ids = _numbered("e", events.num_rows * copies, len(str(LARGE)))
    own_episode = pc.index_in(events["episode_id"], value_set=events["event_id"].combine_chunks())
    episode = ids.take(_shifted(own_episode, source, copy * events.num_rows))
    slugs = pc.binary_join_element_wise(events["slug"].combine_chunks().take(source), ids, "-")
    large_events = _replaced(events.take(source), {"event_id": ids, "slug": slugs, "episode_id": episode})

    copy, source = _copies(claims.num_rows, copies)
    event = pc.index_in(claims["event_id"], value_set=events["event_id"].combine_chunks())
    days = draw.integers(-_SHIFT_DAYS, _SHIFT_DAYS + 1, len(copy)).astype("timedelta64[D]")
    known = claims["known_from"].to_numpy()[source] + days
    stretch = pa.array(draw.uniform(1 - _STRETCH, 1 + _STRETCH, len(copy)))
    numbers = {
        # Stretched alike, so that exact figures, floors and ceilings stay what they are.
        name: pc.round(pc.multiply(claims[name].combine_chunks().take(source).cast(pa.float64()), stretch))
        for name in ("low", "high")
    }
    large_claims = _replaced(
        claims.take(source),
        {
            "claim_id": _numbered("c", len(copy), 5),
            "event_id": ids.take(_shifted(event, source, copy * events.num_rows)),
            "known_from": pa.array(known),
            **{name: values.cast(pa.int64()) for name, values in numbers.items()},
        },
    )
    tables._arrow |= {"events": large_events, "claims": large_claims}
    # What else refers to events and claims stays that of the first copy; the claims of all copies speak of it.
    for name, column, target, new_ids in (
        ("provisions", "event_id", events, ids),
        ("relations", "from_event_id", events, ids),
        ("relations", "to_event_id", events, ids),
        ("readings", "claim_id", claims, large_claims["claim_id"]),
    ):
        table = others[name]
        row = pc.index_in(table[column], value_set=target.column(0).combine_chunks())
        others[name] = _replaced(table, {column: new_ids.take(row)})
    tables._arrow |= others
    for name in tables.names:
        tables.arrow(name)
    return tables


def _copies(n_rows: int, copies: int) -> tuple[Ints, Ints]:
    """Number of the copy and row in the original, for each row."""
    return np.repeat(np.arange(copies), n_rows), np.tile(np.arange(n_rows), copies)


def _numbered(prefix: str, n: int, digits: int) -> pa.Array:
    return pa.array([f"{prefix}{number:0{digits}}" for number in range(1, n + 1)])


def _shifted(positions: pa.ChunkedArray, source: Ints, offset: Ints) -> pa.Array:
    """Positions within one copy as positions within all copies; null stays null."""
    return pc.add(positions.combine_chunks().take(source).cast(pa.int64()), offset)


def _replaced(table: pa.Table, columns: dict[str, pa.Array]) -> pa.Table:
    for name, values in columns.items():
        at = table.schema.get_field_index(name)
        field = table.schema.field(at)
        table = table.set_column(at, field, values.cast(field.type))
    return table.combine_chunks()


def _derive(tables: Package) -> pd.DataFrame:
    """Make the frame from the typed tables, as the first ``load()`` does; nothing is kept between calls."""
    return Dataset(tables).load(level=LEVELS)


def _million() -> list[Row]:
    large, small = synthetic(LARGE), synthetic(SMALL)
    claims = large.frame("claims")
    keys = ["event_id", "known_from", "claim_id"]
    calls = [lambda: _derive(large), lambda: _derive(small), lambda: claims.sort_values(keys)]
    derived, tenth, sort = _in_turn(calls, REPETITIONS)
    against_sort, growth = _ratios(derived, sort), _ratios(derived, tenth)
    n, few = (f"{tables.arrow('claims').num_rows:,}" for tables in (large, small))
    figure = f"frame from {n} claims / one sort of them by three keys"
    seconds = f"{median(derived):.2f} s / {median(sort):.2f} s"
    return [
        Row(f"{figure} ({seconds})", "3", f"{median(against_sort):.2f}", f"pairs {_span(against_sort)}"),
        Row(f"frame from {n} claims / frame from {few}", "12", f"{median(growth):.1f}", f"pairs {_span(growth)}"),
    ]


def _memory() -> Row:
    """Measured in fresh processes, where nothing that was used and freed before can be used again."""
    figure, limit = "peak memory rise meanwhile / the claims' Arrow bytes", "6"
    if not _CLEAR_REFS.exists():
        return Row(figure, limit, "not measured", f"needs {_CLEAR_REFS}")
    command = [sys.executable, __file__, _MEMORY_FLAG]
    answers = [subprocess.check_output(command, text=True) for _ in range(_MEMORY_PROCESSES)]
    rises, sizes = zip(*(map(int, answer.split()) for answer in answers), strict=True)
    ratios = _ratios(rises, sizes)
    megabytes = f"{median(rises) / 1e6:.0f} MB / {median(sizes) / 1e6:.0f} MB"
    return Row(f"{figure} ({megabytes})", limit, f"{median(ratios):.2f}", f"processes {_span(ratios)}")


def _memory_rise() -> tuple[int, int]:
    """Bytes by which resident memory peaks over what it is with the tables in memory, and the claims' own."""
    tables = synthetic(LARGE)
    gc.collect()
    pa.default_memory_pool().release_unused()
    _CLEAR_REFS.write_text(_RESET_PEAK, encoding="ascii")
    before = _resident("VmRSS")
    _derive(tables)
    return _resident("VmHWM") - before, tables.arrow("claims").nbytes


def _resident(what: str) -> int:
    """A figure of this process, in bytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"^{what}:\s+(\d+) kB$", status, re.MULTILINE)
    assert found, f"/proc/self/status has no {what}"
    return 1024 * int(found[1])


# Timing


def _in_turn(calls: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Seconds of each call in each round; every other round runs backwards, the first one is not counted."""
    seconds: list[list[float]] = [[] for _ in calls]
    for number in range(rounds + 1):
        order = range(len(calls)) if number % 2 else reversed(range(len(calls)))
        for at in order:
            gc.collect()
            begun = perf_counter()
            calls[at]()
            if number:
                seconds[at].append(perf_counter() - begun)
    return seconds


def _ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]


def _span(ratios: Sequence[float]) -> str:
    return f"{min(ratios):.2f} to {max(ratios):.2f}"


if __name__ == "__main__":
    main()
