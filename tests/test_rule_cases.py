"""Each file under cases/rule is a promise of the rule: claims made for the test, and what follows from them."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import nkevents
from conftest import CopyOf, rows_of
from nkevents.store.package import shipped_root
from small import Rows

CASES = sorted((Path(__file__).parent / "cases" / "rule").glob("*.yaml"))
KINDS = {row["code"]: row["kind"] for row in rows_of("claim_codes")}


def tables_of(case: dict[str, Any]) -> dict[str, Rows]:
    """Tables of a data package that holds just the case's event, an episode, and a source per publisher."""
    blank = {name: dict.fromkeys(rows_of(name)[0], "") for name in ("events", "claims", "sources", "provisions")}
    episode = {**blank["events"], "event_id": "e0001", "slug": "episode", "event_type": "process"}
    episode |= {"level": "episode", "title": "Episode", "summary": "An episode."}
    event = {**episode, "event_id": "e0002", "slug": "event", "event_type": case["event_type"]}
    event |= {"level": "event", "episode_id": "e0001", "title": "Event", "summary": "An event."}
    provisions = [
        {**blank["provisions"], "provision_id": "o0001", "event_id": "e0002", "point": "1", "text": "Do it."}
        | {"topic": "ceasefire", "due": case["due"]}
        for _ in range("due" in case)
    ]
    publishers = sorted({claim.get("publisher", "reuters") for claim in case["claims"]})
    sources = [
        {
            **blank["sources"],
            "source_id": f"s{number:04}",
            "publisher_id": publisher,
            "kind": "news",
            "lang": "en",
        }
        | {"url": f"https://example.org/{publisher}", "date_basis": "unknown", "accessed": "2026-11-23"}
        | {"read": "whole"}
        for number, publisher in enumerate(publishers, 1)
    ]
    claims = [claim_row(blank["claims"], number, claim, publishers) for number, claim in enumerate(case["claims"], 1)]
    return {
        "events": [episode, event],
        "claims": claims,
        "sources": sources,
        "provisions": provisions,
        "relations": [],
        "actors": rows_of("actors", shipped_root()),
        "places": [{**row, "source_id": ""} for row in rows_of("places")],
    }


def claim_row(blank: dict[str, str], number: int, claim: dict[str, Any], publishers: list[str]) -> dict[str, str]:
    given = {key: str(value) for key, value in claim.items()}
    publisher, code = given.pop("publisher", "reuters"), given["code"]
    row = {**blank, "claim_id": f"c{number:05}", "event_id": "e0002", "kind": KINDS[code]}
    row |= {"polarity": "asserts", "certainty": "firm", "source_id": f"s{publishers.index(publisher) + 1:04}"}
    row["provision_id"] = "o0001" if KINDS[code] == "compliance" else ""
    if "exactly" in given:
        given["low"] = given["high"] = given.pop("exactly")
    names = {"known": "known_from", "speaker": "speaker_id", "subject": "subject_id", "place": "place_id"}
    return row | {names.get(key, key): value for key, value in given.items()}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_rule_keeps(path: Path, copy_of: CopyOf) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    data = copy_of(**tables_of(case))
    for expected in case["expect"]:
        as_of = expected.pop("as_of", None)
        row = the_event(data, as_of)
        got = {column: plain(row[column]) for column in expected if column in row}
        if "state" in expected:
            got["state"] = data.provisions("event", as_of=as_of)["state"].iloc[0]
        if "released" in expected:
            got["released"] = data.figures("event", code="released", as_of=as_of)["best"].iloc[0]
        assert got == {name: plain(value) for name, value in expected.items()}, f"as of {as_of}"


def the_event(data: nkevents.Dataset, as_of: Any) -> "pd.Series[Any]":
    frame = data.load(as_of=as_of)
    assert len(frame) == 1, f"as of {as_of}"
    return frame.iloc[0]


def plain(value: Any) -> Any:
    """Days as texts, missing as None, so that a case file can state them."""
    if pd.isna(value):
        return None
    return (
        value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value) if hasattr(value, "year") else value
    )
