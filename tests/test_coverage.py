"""Promises of coverage: what it counts, and that it does not fall unexplained."""

import json
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import nkevents
from conftest import CopyOf, rows_of
from nkevents.cli import app, coverage_page
from nkevents.curate.quality.coverage import LATER, MEASURES, WAR, Coverage, coverage
from nkevents.curate.quality.recorded import SCOPES, Entry, falls, measured, reached, read, record
from nkevents.dataset import shipped
from nkevents.errors import NkeventsError
from nkevents.model.codes import HARM
from small import Rows

RECORDED = Path(__file__).parent / "coverage.toml"
ACCUSATION = {"code": "initiator", "polarity": "asserts", "subject_id": "azerbaijan", "note": ""}
FALL = '[war.claims]\ntarget = 1\nrecorded = 99999\nwhy = ["{line}"]\n'
# A position that denies a charge.
CHARGE = {"kind": "position", "code": "deny", "aspect": "civilian_harm", "subject_id": ""}


# What is printed of the shipped data is measured once.
coverage_kept = cache(coverage)


@pytest.fixture(scope="module")
def found() -> Coverage:
    return coverage_kept(shipped())


@pytest.fixture(autouse=True)
def printed_as_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_page, "coverage", coverage_kept)


def printed(*arguments: str | Path, width: int = 0, code: int = 0) -> str:
    terminal = {"FORCE_COLOR": "1", "COLUMNS": str(width), "TERM": "xterm-256color"}
    plain = {"FORCE_COLOR": None, "TTY_COMPATIBLE": None}
    result = CliRunner(env=terminal if width else plain).invoke(app, ["coverage", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result.output


def a_toml(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def accusations_in(event: str, changes: list[dict[str, str]]) -> Rows:
    """The shipped claims, those on the initiator of one event replaced by others."""
    event_id = next(row["event_id"] for row in rows_of("events") if row["slug"] == event)
    kept = [row for row in rows_of("claims") if row["event_id"] != event_id or row["code"] != "initiator"]
    model = next(row for row in rows_of("claims") if row["code"] == "initiator")
    new = [
        {**model, **ACCUSATION, "claim_id": f"c9{number:04}", "event_id": event_id, **change}
        for number, change in enumerate(changes)
    ]
    return kept + new


def test_no_value_is_worse_than_recorded_without_a_line_that_says_why(found: Coverage) -> None:
    assert falls(found, read(RECORDED)) == []


def test_every_measure_of_the_war_and_of_the_later_episodes_is_recorded(found: Coverage) -> None:
    entries = read(RECORDED)
    assert set(entries) == {(scope, name) for scope in SCOPES for name in found.values(scope)}
    assert {name for name in measured(found) if entries[name].recorded is None} == set()


def test_counts_are_those_of_the_tables(found: Coverage) -> None:
    values, claims = found.values("all"), nkevents.claims()
    expected = {
        "events": len(nkevents.load()),
        "claims": len(claims),
        "sources": claims["source_id"].nunique(),
        "publishers": claims["publisher"].nunique(),
    }
    assert {name: values[name] for name in expected} == expected
    assert found.languages["claims"].sum() == found.sides["claims"].sum() == len(claims)
    assert found.publishers["claims"].sum() == len(claims)


def test_war_and_later_episodes_are_all_that_lies_in_an_episode(found: Coverage) -> None:
    for name in ("events", "claims"):
        assert found.values("all")[name] == found.values(WAR)[name] + found.values(LATER)[name]


def test_share_of_events_on_two_publishers_is_that_of_the_timeline(found: Coverage) -> None:
    assert found.values("all")["two_publishers"] == round(float((nkevents.load()["n_publishers"] > 1).mean()), 3)


def test_reprints_of_one_text_are_one_publisher(copy_of: CopyOf) -> None:
    sources = [{**row, "origin_id": "reuters"} for row in rows_of("sources")]
    values = coverage(copy_of(sources=sources)).values("all")
    assert (values["publishers"], values["largest_publisher"], values["two_publishers"]) == (1, 1, 0)


def test_the_rarer_side_and_the_languages_are_shares_of_claims(copy_of: CopyOf) -> None:
    sides = {row["actor_id"]: row["side"] for row in rows_of("actors")}
    claims = [row for row in rows_of("claims") if sides[row["speaker_id"]] != "armenian"]
    sources = [{**row, "lang": "en"} for row in rows_of("sources")]
    values = coverage(copy_of(claims=claims, sources=sources)).values("all")
    assert (values["smaller_side"], values["not_english"], values["languages"]) == (0, 0, 1)


def test_an_event_of_harm_that_one_side_alone_tells_is_missing_the_other(copy_of: CopyOf) -> None:
    sides = {row["actor_id"]: row["side"] for row in rows_of("actors")}
    claims = [row for row in rows_of("claims") if sides[row["speaker_id"]] == "armenian"]
    found = coverage(copy_of(claims=claims))
    assert found.values("all")["both_sides"] == 0
    assert found.values("all")["two_publishers"] > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "answered"),
    [
        ([{"speaker_id": "armenia-mod"}], [False]),
        ([{"speaker_id": "armenia-mod", "note": "No answer found (searched 2026-11-23)"}], [True]),
        ([{"speaker_id": "armenia-mod"}, {"speaker_id": "azerbaijan-mod", "polarity": "denies"}], [True]),
        ([{"speaker_id": "armenia-mod"}, {"speaker_id": "armenpress", "polarity": "denies"}], [False]),
        ([{"speaker_id": "armenia-mod"}, {"speaker_id": "hajiyev", "subject_id": "armenia"}], [True, True]),
        ([{"speaker_id": "armenia-mod"}, {"speaker_id": "azerbaijan-mfa"}], [True, True]),
        ([{"speaker_id": "armenia-mod"}, {"speaker_id": "reuters"}], [False, False]),
        ([{"speaker_id": "armenia-mod"}, {"speaker_id": "azerbaijan-mfa", **CHARGE}], [True, True]),
        ([{"speaker_id": "armenia-mod"}, {"speaker_id": "armenia-mfa", **CHARGE}], [False, True]),
    ],
    ids=[
        "alone",
        "looked for",
        "denied",
        "denied by another",
        "both named",
        "acknowledged",
        "said twice",
        "charge denied",
        "by the accuser",
    ],
)
def test_an_accusation_is_answered_by_the_accused_or_by_a_note(
    changes: list[dict[str, str]], answered: list[bool], copy_of: CopyOf
) -> None:
    found = coverage(copy_of(claims=accusations_in("border-clash-2021-12-09", changes)))
    missing = set(found.missing.loc[found.missing["measure"] == "answered", "item"])
    assert [f"c9{number:04}" not in missing for number in range(len(answered))] == answered


@pytest.mark.parametrize(
    ("tolls", "short"),
    [(["11"], True), (["10"], False), (["11", "14"], False), (["11", "9"], True)],
    ids=["one publisher", "not above ten", "two publishers", "the second counts ten or fewer"],
)
def test_a_toll_above_ten_rests_on_two_publishers(tolls: list[str], short: bool, copy_of: CopyOf) -> None:
    event = next(row["event_id"] for row in rows_of("events") if row["slug"] == "brussels-meeting")
    model = next(row for row in rows_of("claims") if row["code"] == "killed")
    pages = {row["publisher_id"]: row["source_id"] for row in rows_of("sources") if not row["origin_id"]}
    sources = list(pages.values())[: len(tolls)]
    new = [
        {**model, "claim_id": f"c9{number:04}", "event_id": event, "low": toll, "high": toll, "source_id": source}
        for number, (toll, source) in enumerate(zip(tolls, sources, strict=True))
    ]
    missing = coverage(copy_of(claims=[*rows_of("claims"), *new])).missing
    named = missing.loc[missing["measure"] == "tolls", "item"].str.startswith("brussels-meeting:")
    assert bool(named.any()) == short


def test_a_place_without_a_name_in_one_of_the_four_languages_is_missing_it(copy_of: CopyOf) -> None:
    names = [row for row in rows_of("place_names") if row["lang"] != "hy"]
    found = coverage(copy_of(place_names=names))
    assert found.values("all")["place_names"] == 0
    missing = found.missing[found.missing["measure"] == "place_names"]
    assert set(missing["item"]) == {row["place_id"] for row in rows_of("places")}


def test_what_is_missing_makes_up_the_difference_to_the_whole(found: Coverage) -> None:
    harm = found.missing[found.missing["measure"] == "both_sides"]
    n = len(nkevents.load(event_type=list(HARM)))
    assert found.values("all")["both_sides"] == round(1 - len(harm) / n, 3)


def test_every_day_of_the_war_and_every_week_has_a_row(found: Coverage) -> None:
    war = nkevents.episodes().set_index("slug").loc["war-2020"]
    days = pd.date_range(str(war["date_start"]), str(war["date_end"]))
    assert found.days["period"].tolist() == days.tolist()
    weeks = found.weeks["period"]
    assert (weeks.diff().dropna() == pd.Timedelta(days=7)).all()
    assert found.weeks["events"].sum() == nkevents.counts("W")["n_events"].sum()
    thin = int((found.days["events"] < 2).sum())
    assert found.values(WAR)["thin_days"] == thin


def test_a_war_that_nobody_says_is_over_lasts_to_its_last_day_of_fighting(copy_of: CopyOf) -> None:
    claims = [
        row
        for row in rows_of("claims")
        if row["event_id"] != "e0001" or row["kind"] != "occurrence" or row["date"].endswith("/..")
    ]
    data = copy_of(claims=claims)
    fighting = data.load(episode="war-2020", event_type=list(HARM))
    assert data.episodes().set_index("slug")["date_end"].isna()["war-2020"]
    assert coverage(data).days["period"].max() == fighting["date_start"].max()


def test_data_without_claims_are_measured_too(copy_of: CopyOf) -> None:
    found = coverage(copy_of(claims=[]))
    assert (found.values("all")["claims"], len(found.days), len(found.publishers)) == (0, 0, 0)
    assert falls(found, {("war", "answered"): Entry(recorded=0.9)})


@pytest.mark.parametrize(
    ("line", "explained"),
    [
        ("war.claims {value}: the mirrors were dropped", True),
        ("war.claims 99998: the mirrors were dropped", False),
        ("later.claims {value}: the mirrors were dropped", False),
        ("the mirrors were dropped", False),
    ],
)
def test_a_fall_is_explained_by_a_line_with_the_measure_and_the_new_value(
    line: str, explained: bool, found: Coverage, tmp_path: Path
) -> None:
    text = FALL.format(line=line.format(value=f"{found.values(WAR)['claims']:g}"))
    assert bool(falls(found, read(a_toml(tmp_path / "c.toml", text)))) != explained


def test_a_smaller_share_of_the_largest_publisher_is_no_fall() -> None:
    assert reached("largest_publisher", 0.1, 0.15)
    assert not reached("two_publishers", 0.1, 0.15)


def test_recording_keeps_targets_whys_and_comments(found: Coverage, tmp_path: Path) -> None:
    text = '# head\n\n[war.claims]\n# few\ntarget = 7\nrecorded = 1\nwhy = ["war.claims 1: begun"]\n'
    path = a_toml(tmp_path / "c.toml", text)
    assert set(record(found, path)) == set(measured(found))
    kept = text.replace("recorded = 1\n", f"recorded = {found.values(WAR)['claims']:g}\n")
    assert path.read_text(encoding="utf-8").startswith(kept)
    assert {name: entry.recorded for name, entry in read(path).items()} == measured(found)
    assert record(found, path) == []


def test_recording_a_fall_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    path = a_toml(tmp_path / "c.toml", FALL.format(line="because"))
    before = path.read_bytes()
    assert "war.claims was 99999 and is" in printed("--record", path, code=2)
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["[war.clams]\nrecorded = 1\n", "[war", "war = 1\n", "[war.claims]\nrecordd = 1\n"])
def test_a_file_of_values_that_cannot_be_meant_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(NkeventsError, match=re.escape("c.toml")):
        read(a_toml(tmp_path / "c.toml", text))


def test_json_holds_every_measure_with_its_target_and_no_number_that_is_none(found: Coverage) -> None:
    text = printed("--json")
    assert "NaN" not in text
    values = {(row["scope"], row["measure"]): row for row in json.loads(text)["measures"]}
    assert values["war", "events"]["value"] == found.values(WAR)["events"]
    assert values["war", "events"]["target"] == 220


def test_a_pipe_gets_text_alone_without_bars() -> None:
    text = printed()
    assert "\x1b" not in text
    assert not re.search("[\u2500-\u259f]", text)
    assert all(line == line.rstrip() for line in text.splitlines())
    assert all(measure.label in text for measure in MEASURES.values())


@pytest.mark.parametrize("width", [80, 100])
def test_on_a_terminal_every_row_is_one_line(width: int) -> None:
    text = re.sub(r"\x1b\[[0-9;]*m", "", printed(width=width))
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    assert "█" in text
    for measure in MEASURES.values():
        assert f"  {measure.label} " in text


def test_what_falls_short_of_a_measure_is_listed(found: Coverage) -> None:
    lines = printed("--missing", "answered").splitlines()
    assert len(lines) == int((found.missing["measure"] == "answered").sum())
    assert "did you mean 'answered'" in printed("--missing", "answerd", code=2)
