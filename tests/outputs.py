"""What every public function answers on a small package that never changes; ``python tests/outputs.py`` writes it anew.

The package is tests/cases/outputs/package: a copy of some events as they once were, so that new data change nothing
here. ``python tests/outputs.py --package`` takes that copy from today's data. Code lists and schemas are today's.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

import nkevents
from nkevents.store.opening import shipped_root

FOLDER = Path(__file__).parent / "cases" / "outputs"
PACKAGE, FRAMES = FOLDER / "package", FOLDER / "frames"
LISTS = ("event_types", "claim_codes", "claim_aspects", "releases")
LEVELS: Any = "all"
# The last day of the data, and days on which much was still open.
DAYS = {"": None, "-on-2020-10-17": "2020-10-17", "-on-2021-11-26": "2021-11-26"}
# One column of each group that is explained by the same claims.
EXPLAINED = (
    *("date", "date_contested", "status", "place", "participants", "killed_low", "killed_best", "killed_high"),
    *("killed_armenian", "killed_civilian"),
    *("killed_armenian_claimed", "attribution", "known_from"),
)
Frames = Iterator[tuple[str, pd.DataFrame]]


def write_package(to: Path) -> Path:
    """Write the data package of the outputs: kept rows, today's code lists and schemas, version 0.0.0."""
    root = shipped_root()
    shutil.copytree(root / "schemas", to / "schemas")
    shutil.copytree(PACKAGE, to / "data")
    for name in LISTS:
        shutil.copy(root / "data" / f"{name}.csv", to / "data")
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    (to / "datapackage.json").write_text(json.dumps({**descriptor, "version": "0.0.0"}), encoding="utf-8")
    return to


def outputs(group: str) -> dict[str, str]:
    """Path and CSV text of everything that the public functions of a group answer."""
    with tempfile.TemporaryDirectory() as folder:
        data = nkevents.open(write_package(Path(folder) / "package"))
        made = dict(GROUPS[group](data))
    types = [(name, column, str(kind)) for name, frame in made.items() for column, kind in frame.dtypes.items()]
    made["dtypes"] = pd.DataFrame(types, columns=["output", "column", "dtype"])
    return {f"{group}/{name}.csv": frame.to_csv(index=False, lineterminator="\n") for name, frame in made.items()}


def _by_day(data: nkevents.Dataset) -> Frames:
    for suffix, day in DAYS.items():
        yield f"load{suffix}", data.load(level=LEVELS, as_of=day)
        yield f"episodes{suffix}", data.episodes(as_of=day)
        yield f"figures{suffix}", data.figures(as_of=day)
        yield f"participants{suffix}", data.participants(as_of=day)
        yield f"provisions{suffix}", data.provisions(as_of=day)
        yield f"accounts{suffix}", data.accounts(as_of=day)
        claims = data.claims(as_of=day)
        yield f"claims{suffix}", claims if day is None else claims[["claim_id", "live"]]
        yield f"positions{suffix}", data.positions(as_of=day)[["claim_id"]]
        yield f"sources{suffix}", data.sources(as_of=day)[["source_id"]]
    yield "vintages", data.vintages()
    yield "vintages-of-provisions", data.vintages(of="provisions")
    yield "revisions-2020-11-01-to-2020-12-01", data.revisions("2020-11-01", "2020-12-01")
    tolls = [data.tolls(event).assign(slug=event) for event in ("war-2020", "ganja-strike-3", "clash-2021-11-16")]
    yield "tolls", pd.concat(tolls, ignore_index=True)
    yield "load-in-azerbaijani", data.load(level=LEVELS, lang="az")[["event_id", "place"]]
    yield "load-from-2020-10-10-to-2021-11", data.load(start="2020-10-10", end="2021-11")[["event_id"]]


def _others(data: nkevents.Dataset) -> Frames:
    yield "codebook", data.codebook().drop(columns=["description"])
    yield "changes", data.changes()
    yield "sources-of-an-event", data.sources("brussels-meeting")
    yield "positions-of-an-event", data.positions("brussels-meeting")
    for freq in ("D", "W", "M"):
        yield f"counts-by-{freq}", _nonzero(data.counts(freq, by=["episode", "country"]))
    for name in ("events", "places", "provisions", "relations"):
        yield f"table-{name}", data.table(name)
    found = [data.find_place(name).assign(asked=name) for name in ("Gəncə", "Шуша", "Sochi")]
    yield "find_place", pd.concat(found, ignore_index=True)
    yield "validate", nkevents.validate(data.load())
    cited = {
        f"{style} {event or ''}".strip(): data.cite(style, event=event).replace(data.sha256, "SHA-256")
        for style in ("text", "apa", "bibtex", "csl-json")
        for event in (None, "su-25-loss")
    }
    yield "cite", pd.DataFrame({"asked": list(cited), "answer": list(cited.values())})


def _nonzero(panel: pd.DataFrame) -> pd.DataFrame:
    return panel[panel["n_events"] > 0]


def _by_event(data: nkevents.Dataset) -> Frames:
    events = data.table("events")["event_id"].tolist()
    told = [data.history(event).assign(event_id=event) for event in events]
    yield "history", pd.concat([frame for frame in told if len(frame)], ignore_index=True)
    behind = [
        data.explain(event, column)[["claim_id", "use"]].assign(event_id=event, column=column)
        for event in data.load(level=LEVELS)["event_id"]
        for column in EXPLAINED
    ]
    # One row per cell: the claims of each use.
    joined = pd.concat(behind, ignore_index=True).groupby(["event_id", "column", "use"], observed=True, sort=True)
    yield "explain", joined["claim_id"].agg(" ".join).reset_index()


def _exported(data: nkevents.Dataset) -> Frames:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        nkevents.to_ged(folder / "ged.csv", data=data, level=LEVELS)
        yield "to_ged", pd.read_csv(folder / "ged.csv", dtype=str)
        nkevents.to_csv(folder / "all.csv", data=data, level=LEVELS)
        yield "to_csv", pd.read_csv(folder / "all.csv", dtype=str)
        nkevents.to_jsonl(folder / "all.jsonl", data=data, event_type=["meeting", "shelling"])
        nkevents.to_geojson(folder / "all.geojson", data=data, event_type=["meeting", "shelling"])
        for name in ("jsonl", "geojson"):
            lines = (folder / f"all.{name}").read_text(encoding="utf-8").splitlines()
            yield f"to_{name}", pd.DataFrame({"line": lines})
        nkevents.to_excel(folder / "all.xlsx", data=data, event_type=["meeting", "shelling"])
        yield "to_excel", pd.read_excel(folder / "all.xlsx", sheet_name="timeline", dtype=str)


GROUPS: dict[str, Callable[[nkevents.Dataset], Frames]] = {
    "by_day": _by_day,
    "by_event": _by_event,
    "others": _others,
    "exports": _exported,
}


def main() -> None:
    """Write the outputs, and with ``--package`` the package before them."""
    if "--package" in sys.argv[1:]:
        from small import small_root

        shutil.rmtree(PACKAGE, ignore_errors=True)
        today = shutil.ignore_patterns(*(f"{each}.csv" for each in LISTS))
        shutil.copytree(small_root() / "data", PACKAGE, ignore=today)
    shutil.rmtree(FRAMES, ignore_errors=True)
    for group in GROUPS:
        made = outputs(group)
        (FRAMES / group).mkdir(parents=True)
        for path, text in made.items():
            (FRAMES / path).write_text(text, encoding="utf-8", newline="")
        print(f"{(FRAMES / group).relative_to(Path(__file__).parents[1])}: {len(made)} outputs")


if __name__ == "__main__":
    main()
