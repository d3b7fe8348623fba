"""Promises of what a terminal shows at once, and of asking from it."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from typer.testing import CliRunner

import nkevents
from nkevents.cli import app
from nkevents.dataset import shipped
from nkevents.model.plain_values import records
from nkevents.wording.claims import Labels
from nkevents.wording.events import event_date
from nkevents.wording.labels import labels_in
from test_cli import piped, rows

CASES = Path(__file__).parent / "cases" / "asking"
OPTIONS: list[dict[str, Any]] = yaml.safe_load((CASES / "options.yaml").read_text(encoding="utf-8"))
NEAR_POINTS: list[dict[str, Any]] = yaml.safe_load((CASES / "near_points.yaml").read_text(encoding="utf-8"))


PROVISIONS = (("provisions",), ("provisions", "ceasefire-statement-2020"))
NEAR = ("near", "Shusha", "--km", "30")
EXPLAIN = ("explain", "war-2020", "killed_best")
CELLS = (
    ("ganja-strike-3", "killed_best", None),
    ("ghazanchetsots-cathedral-strike", "attribution", None),
    ("brussels-meeting", "status", "2021-11-26"),
    ("war-2020", "killed_high", "2020-10-22"),
)


def on_terminal(lines: int, *arguments: str, width: int = 100) -> str:
    environment = {"FORCE_COLOR": "1", "COLUMNS": str(width), "LINES": str(lines), "TERM": "xterm-256color"}
    result = CliRunner(env=environment).invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return re.sub(r"\x1b\[[0-9;]*m", "", result.output)


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [(), ("--type", "meeting"), ("search", "Lachin"), NEAR, *PROVISIONS, EXPLAIN], ids=str
)
@pytest.mark.parametrize("lines", [24, 40])
def test_a_terminal_shows_a_screenful_and_how_to_go_on(lines: int, arguments: tuple[str, ...]) -> None:
    text = on_terminal(lines, *arguments)
    assert lines / 2 < len(text.splitlines()) < lines
    assert "--all" in text
    everything = on_terminal(lines, *arguments, "--all")
    assert len(everything.splitlines()) > lines
    assert "more" not in everything.splitlines()[-2]


def test_what_fits_is_shown_whole_without_a_word_on_going_on() -> None:
    text = on_terminal(40, "--episode", "sochi-2021")
    assert "--all" not in text
    assert text.count("\n") < 40
    assert all(number in text for number in nkevents.load(episode="sochi-2021")["event_id"])


@pytest.mark.parametrize("case", OPTIONS, ids=lambda case: " ".join(case["options"]))
def test_options_choose_what_load_chooses(case: dict[str, Any]) -> None:
    expected = nkevents.load(**case["load"])["slug"]
    assert len(expected) > 0
    assert sorted(row["slug"] for row in rows(piped(*case["options"]))) == sorted(expected)


def test_a_search_in_a_pipe_has_one_line_per_event_best_first_and_says_why() -> None:
    header, *lines = piped("search", "Эрдоган", "Şuşa").splitlines()
    found = nkevents.search("Эрдоган Şuşa")
    assert header.split("\t")[-2:] == ["slug", "why"]
    assert [line.split("\t")[-2:] for line in lines] == found[["slug", "why"]].to_numpy().tolist()


@pytest.mark.parametrize("day", ["2020-10-17", "17 октября 2020", "17 oktyabr 2020", "17 հոկտեմբերի 2020"])
def test_a_day_finds_the_same_events_in_any_spelling(day: str) -> None:
    written = piped("search", "17 October 2020")
    assert piped("search", day) == written
    assert "\tganja-strike-3\t" in written.splitlines()[1]


def test_what_is_near_has_one_line_per_event_in_a_pipe_the_nearest_first() -> None:
    columns = ["slug", "distance_km", "radius_km"]
    for options, coarse in (([], False), (["--coarse"], True)):
        header, *lines = piped("near", "Laçın", "--km", "20", *options).splitlines()
        found = nkevents.near("Lachin", 20, coarse=coarse)
        assert header.split("\t")[-3:] == columns
        told = [line.split("\t")[-3:] for line in lines]
        assert told == [[str(cell) for cell in row] for row in found[columns].to_numpy().tolist()]
        assert len(told) > 1


def test_on_a_terminal_what_is_near_says_how_well_each_place_is_known_and_what_is_left_out() -> None:
    text = on_terminal(60, "near", "Lachin")
    assert f"{len(nkevents.near('Lachin', 20))} events within 20 km of 'Lachin'" in text
    assert "somewhere within 4 km" in text
    assert "--coarse" in text
    assert "left out" not in on_terminal(60, "near", "Lachin", "--coarse")


@pytest.mark.parametrize("case", NEAR_POINTS, ids=lambda case: case["written"])
def test_near_takes_latitude_and_longitude_and_says_what_is_none(case: dict[str, Any]) -> None:
    result = CliRunner().invoke(app, ["near", case["written"], "--km", "15"])
    if "says" in case:
        assert (result.exit_code, result.stdout) == (2, "") and case["says"] in result.stderr
    else:
        slugs = nkevents.near(case["point"], 15)["slug"].tolist()
        assert [line.split("\t")[-3] for line in result.stdout.splitlines()[1:]] == slugs
        assert slugs


def test_where_nothing_is_near_the_command_says_what_else_may_be() -> None:
    result = CliRunner().invoke(app, ["near", "Lachin", "--as-of", "2020-09-27"])
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert "no event within 20 km of 'Lachin'; --coarse keeps it" in result.stderr


def test_a_search_that_finds_nothing_says_what_is_like_it() -> None:
    result = CliRunner().invoke(app, ["search", "brusels"])
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert "did you mean 'brussels'" in result.stderr


@pytest.mark.parametrize(("event", "column", "day"), CELLS, ids=str)
def test_explain_prints_each_claim_behind_a_cell_deciding_ones_first(event: str, column: str, day: str | None) -> None:
    claims = nkevents.explain(event, column, as_of=day)
    text = piped("explain", event, column, *(["--as-of", day] if day else []))
    printed = re.findall(r"(?m)^  (\S+)  (decides|weighed|replaced) .* — (.+), in .+ \((c\d+)\) — (\S+)$", text)
    assert sorted(each[3] for each in printed) == sorted(claims["claim_id"])
    uses = [each[1] for each in printed]
    assert uses == sorted(uses, key=("decides", "weighed", "replaced").index)
    assert "decides" in uses
    known = {row["claim_id"]: row for row in records(claims)}
    for public, use, who, claim_id, url in printed:
        row = known[claim_id]
        assert (public, url) == (f"{row['known_from']:%Y-%m-%d}", row["url"])
        assert str(row["speaker"]) in who
        assert use == {"considered": "weighed"}.get(row["use"], row["use"])


def test_explain_prints_the_value_of_the_cell_as_known_on_the_day() -> None:
    for day in ("2020-10-17", "2021-01-13"):
        frame = nkevents.load(as_of=day).set_index("slug")
        best = int(frame["killed_best"]["ganja-strike-3"])
        assert f"\nkilled_best = {best}\n" in piped("explain", "ganja-strike-3", "killed_best", "--as-of", day)


def test_show_marks_the_claims_that_decide_the_dead_and_says_how_to_ask_why() -> None:
    for event in ("ganja-strike-3", "clash-2021-11-16"):
        behind = nkevents.explain(event, "killed_best")
        deciding = behind[behind["use"] == "decides"]
        marked = [line for line in piped("show", event).splitlines() if " · decides the dead" in line]
        assert 0 < len(marked) <= len(deciding)
        for row in records(deciding):
            assert any(str(row["speaker"]) in line and f"{row['low']}" in line for line in marked)
    assert "nkevents explain ganja-strike-3 killed_best" in " ".join(on_terminal(40, "show", "ganja-strike-3").split())


@pytest.mark.parametrize("command", [("show",), ("explain",), ("provisions",), ("cite", "--event")], ids=str)
def test_an_unknown_event_points_to_commands_and_to_no_python(command: tuple[str, ...]) -> None:
    last = ["killed_best"] if command == ("explain",) else []
    result = CliRunner().invoke(app, [*command, "x", *last])
    assert result.exit_code == 2
    assert "`nkevents search TEXT`" in result.stderr
    assert "nkevents.table" not in result.stderr


def test_options_before_a_command_are_refused() -> None:
    for options in (["--actor", "EU"], ["--search", "x"], ["--all"]):
        result = CliRunner().invoke(app, [*options, "show", "sochi-meeting"])
        assert result.exit_code == 2
        assert "put the options after the command" in result.stderr


def test_no_date_of_any_state_is_since_none() -> None:
    states = records(nkevents.vintages())
    dates = {event_date(row) for row in states}
    assert not [each for each in dates if "None" in each or "NaT" in each]
    goes_on = [row for row in states if row["status"] == "ongoing" and row["date_start"] is None]
    assert {event_date(row) for row in goes_on} == {f"begun by {row['date'][3:]}" for row in goes_on}


def test_what_was_put_off_is_not_said_to_be_moved_to_the_day_that_fell() -> None:
    codes = nkevents.table("claim_codes")
    labels = Labels({(row["kind"], row["code"]): row["label"] for row in records(codes)}, {}, {})
    claims = nkevents.claims("geneva-meeting-2020", kind="occurrence")
    said = {row["code"]: labels.statement(row) for row in records(claims[claims["known_from"] <= "2020-10-29"])}
    assert said["postponed"].startswith("postponed, planned for 2020-10-29")
    assert said["rescheduled"].startswith("rescheduled to 2020-10-30")


@pytest.mark.parametrize(
    ("code", "subject", "said"),
    [
        ("reject", None, "rejects or condemns something, on the subject of civilian harm"),
        ("threaten", "Armenia", "threatens Armenia, on the subject of civilian harm"),
        ("threaten", "Azerbaijan", "threatens Azerbaijan, on the subject of civilian harm"),
        ("deny", "Azerbaijan", "what Azerbaijan says, on the subject of civilian harm"),
    ],
)
def test_a_position_says_what_was_done_to_whom_before_its_subject(code: str, subject: str | None, said: str) -> None:
    labels = Labels({("position", code): code}, {"civilian_harm": "Civilian harm"}, {})
    claim = {"kind": "position", "code": code, "aspect": "civilian_harm", "subject": subject, "provision_id": None}
    assert labels.statement(claim) == said


def test_every_position_has_words_and_its_note_is_printed() -> None:
    labels = labels_in(shipped())
    for claim in records(nkevents.claims(kind="position").drop_duplicates("code")):
        assert ", on the subject of " in labels.statement({**claim, "provision_id": None})
    told = piped("show", "war-2020")
    assert "note: " in told


def test_what_is_exported_can_be_chosen_by_actor_and_words(tmp_path: Path) -> None:
    piped("export", "csv", str(tmp_path / "out.csv"), "--actor", "Евросоюз", "--search", "Brussels")
    exported = pd.read_csv(tmp_path / "out.csv")["slug"].tolist()
    assert exported == nkevents.load(actor="EU", text="Brussels")["slug"].tolist()
