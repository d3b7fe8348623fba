"""Each case under cases/rule is a promise of the rule: claims made for the test, and what follows from them.

All cases are events of one package, opened once. A case expects, as of a day (its last, when left out): columns of
`load`, and in the same way

- ``state``, ``since``, ``late_days``, ``by_armenian``, ``by_azerbaijani``, ``by_third`` of its one provision;
- ``figures``: columns of `figures`, by code;
- ``accounts``: columns of `accounts`, by side;
- ``took_part``: actor, side and role of each participant;
- ``live``: which of its claims are, counted from 1;
- ``decides``: by column, which of its claims `explain` says decide it, and ``considered`` and ``replaced`` likewise;
- ``visible: false``: that there is no such row yet.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

import nkevents
from case_files import documents
from conftest import assert_same, rows_of, write_copy
from nkevents.store.opening import shipped_root
from nkevents.store.rows import Row, read_rows
from nkevents.views.provisions import provision_vintages
from small import Rows

FOLDER = Path(__file__).parent / "cases" / "rule"
# Of which types of event it is said that who counts the dead says with it that the event took place.
TRACES = FOLDER.parent / "leaves_traces.csv"
KINDS = {row["code"]: row["kind"] for row in rows_of("claim_codes")}
OF_PROVISIONS = ("state", "since", "late_days", "by_armenian", "by_azerbaijani", "by_third")
WITHOUT_RADIUS = "p0036"
OF_EXPLAIN = ("decides", "considered", "replaced")


class Case(NamedTuple):
    """One promise; its event is number `number` of the package, and its claims follow `before` others."""

    name: str
    stated: dict[str, Any]
    number: int
    before: int

    @property
    def event_id(self) -> str:
        return f"e{self.number:04}"

    @property
    def last_day(self) -> str:
        return max(str(claim["known"]) for claim in self.stated["claims"])

    def own(self, claim_ids: "pd.Series[str]") -> list[int]:
        """Claims as the case counts them."""
        return sorted(int(claim_id[1:]) - self.before for claim_id in claim_ids)


def read_cases() -> Iterator[Case]:
    number, before = 2, 0
    for path in sorted(FOLDER.glob("*.yaml")):
        for nth, stated in enumerate(documents(path)):
            yield Case(path.stem if nth == 0 else f"{path.stem}-{nth + 1}", stated, number, before)
            number, before = number + 1, before + len(stated["claims"])
    for row in types_of_events():
        name = f"a-toll-of-{row['event_type']}".replace("_", "-")
        yield Case(name, told_by_its_toll(row), number, before)
        number, before = number + 1, before + 2


def types_of_events() -> list[Row]:
    """Every type of event, and whether it leaves traces."""
    return read_rows(TRACES.read_text(encoding="utf-8"))


def told_by_its_toll(row: Row) -> dict[str, Any]:
    """An event of a type that one side counted the dead of, and said no more."""
    occurred = {"known": "2020-10-05", "speaker": "reuters", "code": "occurred", "date": "2020-10-05"}
    killed = {"known": "2020-10-05", "speaker": "armenia-mod", "code": "killed", "subject": "armenia", "exactly": 4}
    says = "asserts" if row["leaves_traces"] == "yes" else None
    claims = [occurred, {**killed, "aspect": "military"}]
    return {"event_type": row["event_type"], "claims": claims, "expect": [{"armenian_says": says}]}


CASES = list(read_cases())


def tables_of(cases: list[Case]) -> dict[str, Rows]:
    """Tables of a data package that holds an event per case, an episode, and a source per publisher."""
    blank = {name: dict.fromkeys(rows_of(name)[0], "") for name in ("events", "claims", "sources", "provisions")}
    episode = {**blank["events"], "event_id": "e0001", "slug": "episode", "event_type": "process"}
    episode |= {"level": "episode", "title": "Episode", "summary": "An episode."}
    events, claims, provisions = [episode], [], []
    publishers = sorted({publisher_of(claim) for case in cases for claim in case.stated["claims"]})
    for case in cases:
        event = {**episode, "event_id": case.event_id, "slug": case.name, "event_type": case.stated["event_type"]}
        events.append(event | {"level": "event", "episode_id": "e0001"})
        if any(KINDS[claim["code"]] == "compliance" for claim in case.stated["claims"]) or "due" in case.stated:
            provision = {**blank["provisions"], "provision_id": f"o{case.number:04}", "event_id": case.event_id}
            provision |= {"point": "1", "text": "Do it.", "topic": "ceasefire", "due": case.stated.get("due", "")}
            provisions.append({**provision, "obligor_id": case.stated.get("obligor", "")})
        for nth, claim in enumerate(case.stated["claims"], case.before + 1):
            claims.append(claim_row(blank["claims"], case, nth, claim, publishers))
    sources = [
        {
            **blank["sources"],
            "source_id": f"s{number:04}",
            "publisher_id": publisher,
            "origin_id": origin,
            "kind": "news",
            "lang": "en",
        }
        | {"url": f"https://example.org/{publisher}/{origin}", "date_basis": "unknown", "accessed": "2026-11-23"}
        | {"read": "whole"}
        for number, (publisher, origin) in enumerate(publishers, 1)
    ]
    return {
        "events": events,
        "claims": claims,
        "sources": sources,
        "provisions": provisions,
        "relations": [],
        "actors": rows_of("actors", shipped_root()),
        "places": [
            {**row, "source_id": "", "radius_km": "" if row["place_id"] == WITHOUT_RADIUS else row["radius_km"]}
            for row in rows_of("places", shipped_root())
        ],
    }


def publisher_of(claim: dict[str, Any]) -> tuple[str, str]:
    """Who printed a claim, and from whom it was reprinted."""
    return claim.get("publisher", "reuters"), claim.get("origin", "")


def claim_row(
    blank: dict[str, str], case: Case, number: int, claim: dict[str, Any], publishers: list[tuple[str, str]]
) -> dict[str, str]:
    given = {key: str(value) for key, value in claim.items() if key not in ("publisher", "origin")}
    code, source = given["code"], publishers.index(publisher_of(claim)) + 1
    row = {**blank, "claim_id": f"c{number:05}", "event_id": case.event_id, "kind": KINDS[code]}
    row |= {"polarity": "asserts", "certainty": "firm", "source_id": f"s{source:04}"}
    row["provision_id"] = f"o{case.number:04}" if KINDS[code] == "compliance" else ""
    if "exactly" in given:
        given["low"] = given["high"] = given.pop("exactly")
    names = {"known": "known_from", "speaker": "speaker_id", "subject": "subject_id", "place": "place_id"}
    return row | {names.get(key, key): value for key, value in given.items()}


class Package:
    """The package of all cases, and its frames by day, made once."""

    def __init__(self, root: Path) -> None:
        self.data = nkevents.open(write_copy(root, tables_of(CASES)))
        self.load, self.figures, self.claims = cache(self._load), cache(self._figures), cache(self._claims)
        self.vintages = self.data.vintages()

    def _load(self, day: str) -> pd.DataFrame:
        return self.data.load(as_of=day).set_index("event_id")

    def _figures(self, day: str) -> pd.DataFrame:
        return self.data.figures(as_of=day).set_index(["event_id", "code"])

    def _claims(self, day: str) -> pd.DataFrame:
        return self.data.claims(as_of=day)


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return Package(tmp_path_factory.mktemp("cases") / "package")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rule_keeps(case: Case, package: Package) -> None:
    for expected in case.stated["expect"]:
        day = str(expected.get("as_of", case.last_day))
        wanted = {name: value for name, value in expected.items() if name != "as_of"}
        assert observed(package, case, day, wanted) == plain(wanted), f"as of {day}"


def test_each_type_of_event_is_said_to_leave_traces_or_not() -> None:
    listed, shipped = types_of_events(), rows_of("event_types", shipped_root())
    assert [row["event_type"] for row in listed] == [row["event_type"] for row in shipped]


def test_rows_read_the_same_in_the_vintages(package: Package) -> None:
    states = package.vintages
    days = {str(expected.get("as_of", case.last_day)) for case in CASES for expected in case.stated["expect"]}
    for day in sorted(days):
        held = states[(states["valid_from"] <= day) & ~(states["valid_to"] < day)]
        held = held.drop(columns=["valid_from", "valid_to"]).reset_index(drop=True)
        rows = package.load(day).reset_index().sort_values("event_id", ignore_index=True)[held.columns]
        rows = rows[rows["level"] == "event"]
        # Frames that are equal need not be compared cell by cell.
        if not held.equals(rows):
            assert_same(held, rows, f"rows as of {day}")


@pytest.mark.parametrize("case", CASES[::6], ids=lambda case: case.name)
def test_the_status_then_is_that_of_the_day(case: Case, package: Package) -> None:
    told = package.data.history(case.event_id)
    states = package.vintages[package.vintages["event_id"] == case.event_id]
    for day, status in zip(told["known_from"], told["status_then"], strict=True):
        held = states.loc[(states["valid_from"] <= day) & ~(states["valid_to"] < day), "status"]
        assert [plain(status)] == ([plain(each) for each in held] or [None])


def test_a_provision_is_shown_once_its_agreement_is(package: Package) -> None:
    agreements, provisions = (
        frame.groupby("event_id")["valid_from"].min() for frame in (package.vintages, provision_vintages(package.data))
    )
    assert len(provisions)
    assert provisions.equals(agreements[agreements.index.isin(provisions.index)])


def observed(package: Package, case: Case, day: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """What the package answers to what a case expects."""
    rows, data = package.load(day), package.data
    if case.event_id not in rows.index:
        return {"visible": False}
    row = rows.loc[case.event_id]
    got = {column: plain(row[column]) for column in wanted if column in rows.columns}
    if of_provision := [column for column in OF_PROVISIONS if column in wanted]:
        provision = data.provisions(case.event_id, as_of=day).iloc[0]
        got |= {column: plain(provision[column]) for column in of_provision}
    if "figures" in wanted:
        found = package.figures(day)
        got["figures"] = {
            code: {column: plain(found.loc[(case.event_id, code), column]) for column in columns}
            for code, columns in wanted["figures"].items()
        }
    if "accounts" in wanted:
        found = data.accounts(case.event_id, as_of=day).set_index("side")
        got["accounts"] = {
            side: {column: plain(found.loc[side, column]) for column in columns}
            for side, columns in wanted["accounts"].items()
        }
    if "took_part" in wanted:
        found = data.participants(case.event_id, as_of=day)
        got["took_part"] = found[["actor_id", "side", "role"]].astype(object).to_numpy().tolist()
    if "live" in wanted:
        claims = package.claims(day)
        got["live"] = case.own(claims.loc[(claims["event_id"] == case.event_id) & claims["live"], "claim_id"])
    for use in (use for use in OF_EXPLAIN if use in wanted):
        behind = {column: data.explain(case.event_id, column, as_of=day) for column in wanted[use]}
        got[use] = {column: case.own(rows.loc[rows["use"] == use, "claim_id"]) for column, rows in behind.items()}
    return got


def plain(value: Any) -> Any:
    """Days as texts, missing as None, so that a case file can state them."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if pd.isna(value):
        return None
    return (
        value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value) if hasattr(value, "year") else value
    )
