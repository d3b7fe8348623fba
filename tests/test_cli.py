"""Promises of the command line."""

import datetime as dt
import re
import subprocess
import sys
from collections import Counter

import pytest
import typer
from typer.testing import CliRunner

import nkevents
from nkevents.cli import app
from nkevents.cli.command_sections import CURATING, READING
from nkevents.cli.timeline_page import PIPED
from nkevents.model.plain_values import records
from nkevents.wording.claims import denies
from nkevents.wording.events import dead, event_date
from nkevents.wording.words import OF_DEAD, provision_state, speaker

MAIN = "from nkevents.cli import main; main()"
HELP = "import sys; from nkevents.cli import main\ntry: main()\nfinally: assert 'pandas' not in sys.modules"
# The interrupt comes while the library of the command line is looked for.
INTERRUPTED = """
import sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
from nkevents.__main__ import main
main()
"""
CITATION = re.compile(r" \[([0-9, ]+)\](?: — note: .*)?$")


def piped(*arguments: str) -> str:
    result = CliRunner(env={"FORCE_COLOR": None, "TTY_COMPATIBLE": None}).invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def on_terminal(width: int, *arguments: str) -> str:
    environment = {"FORCE_COLOR": "1", "COLUMNS": str(width), "TERM": "xterm-256color"}
    result = CliRunner(env=environment).invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "\x1b[" in result.output
    return re.sub(r"\x1b\[[0-9;]*m", "", result.output)


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def rows(text: str) -> list[dict[str, str]]:
    header, *lines = text.splitlines()
    assert header.split("\t") == list(PIPED)
    return [dict(zip(PIPED, line.split("\t"), strict=True)) for line in lines]


def column(text: str, name: str, following: str) -> str:
    """What stands in one column of all tables, line after line, with single spaces."""
    found, start, end = [], 0, 0
    for line in text.splitlines():
        if re.match(r" date\b", line):
            start, end = line.index(name), line.index(following)
        elif end:
            found.append(line[start:end].strip())
    return " ".join(" ".join(found).split())


@pytest.mark.parametrize("arguments", [(), ("show", "clash-2021-11-16"), ("--as-of", "2021-11-26")])
def test_piped_output_has_no_ansi_codes_and_no_boxes(arguments: tuple[str, ...]) -> None:
    text = piped(*arguments)
    assert "\x1b" not in text
    assert not re.search("[\u2500-\u257f]", text)
    assert all(line == line.rstrip() for line in text.splitlines())


def test_every_event_appears_exactly_once() -> None:
    expected = sorted(nkevents.load()["slug"])
    assert sorted(row["slug"] for row in rows(piped())) == expected
    assert Counter(re.findall(r"\be[0-9]{4}\b", on_terminal(80, "--all"))) == Counter(nkevents.load()["event_id"])


def test_episodes_stand_together_in_the_order_of_their_first_day() -> None:
    shown = list(dict.fromkeys(row["episode"] for row in rows(piped())))
    assert shown == list(nkevents.episodes()["slug"])
    text = on_terminal(100, "--all")
    titles = [text.index(title) for title in nkevents.episodes()["title"]]
    assert titles == sorted(titles)


def test_episodes_can_be_chosen() -> None:
    text = piped("--episode", "sochi-2021", "--episode", "brussels-2021")
    assert {row["episode"] for row in rows(text)} == {"sochi-2021", "brussels-2021"}


def test_as_of_shows_the_plan_and_the_whole_shows_what_came_of_it() -> None:
    before = {row["slug"]: row for row in rows(piped("--as-of", "2021-11-26"))}["brussels-meeting"]
    after = {row["slug"]: row for row in rows(piped())}["brussels-meeting"]
    assert (before["status"], before["date"]) == ("planned", "2021-12-15")
    assert (after["status"].split(",")[0], after["date"]) == ("took place", "2021-12-14")
    planned = piped("show", "brussels-meeting", "--as-of", "2021-11-26")
    assert "scheduled for 2021-12-15, Brussels" in planned
    assert "2021-12-14" not in planned
    assert "took place on 2021-12-14, Brussels" in piped("show", "brussels-meeting")


def test_the_timeline_tells_nothing_as_more_than_was_said_of_it() -> None:
    told = {row["slug"]: row["status"].split(",")[0] for row in rows(piped())}
    for row in records(nkevents.load(status="occurred")):
        assert (told[row["slug"]] == "took place") == (row["acceptance"] in ("agreed", "reported")), row["slug"]
    goes_on = nkevents.load(status="ongoing")["slug"]
    assert all(re.search(r"under way on 202\d-\d\d-\d\d$", told[slug]) for slug in goes_on) and len(goes_on)
    assert not any(told[slug] == "under way" for slug in told)


@pytest.mark.slow
@pytest.mark.parametrize("width", [70, 80, 100, 140, 200])
def test_the_timeline_keeps_title_and_date_of_each_event_at_any_width(width: int) -> None:
    text = on_terminal(width, "--all")
    titles = column(text, "event", "place" if width >= 110 else "status")
    dates = column(text, "date", "event")
    for row in records(nkevents.load()):
        assert row["title"] in titles
        assert event_date(row) in dates
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("event", ["shusha-shushi-capture", "clash-2021-11-16", "su-25-loss", "war-2020"])
def test_show_prints_every_claim_with_its_source_and_marks_denials(event: str) -> None:
    claims = records(nkevents.claims(event))
    said, sources = piped("show", event).split("\nSources\n")
    said = said.split("\nHow it became known")[0].split("\nProvisions\n")[0]
    listed = [line.split() for line in sources.splitlines()]
    urls = {words[0].strip("[]"): words[-1] for words in listed}
    cited = [
        (urls[number], "DENIES: " in line)
        for line in said.splitlines()
        if (found := CITATION.search(line))
        for number in found[1].split(", ")
    ]
    assert Counter(cited) == Counter((claim["url"], denies(claim)) for claim in claims)
    assert any(denied for _, denied in cited)


@pytest.mark.parametrize("width", [80, 160])
def test_show_names_every_speaker_on_a_terminal(width: int) -> None:
    text = on_terminal(width, "show", "su-25-loss")
    words = set(text.split())
    for claim in records(nkevents.claims("su-25-loss")):
        assert set(claim["speaker"].split()) <= words


def test_show_sets_the_sides_next_to_each_other_where_there_is_room() -> None:
    sides = r"Armenian side +Azerbaijani side +Third parties"
    assert re.search(sides, on_terminal(160, "show", "clash-2021-11-16"))
    assert not re.search(sides, on_terminal(80, "show", "clash-2021-11-16"))


def test_show_marks_what_is_replaced_and_what_is_hedged() -> None:
    text = piped("show", "clash-2021-11-16")
    claims = nkevents.claims("clash-2021-11-16")
    assert (not claims["live"].all()) == ("replaced" in text)
    assert (claims["certainty"] == "hedged").any() == ("hedged" in text)


def test_show_keeps_the_adversarys_dead_apart() -> None:
    row = records(nkevents.load().query("slug == 'clash-2021-11-16'"))[0]
    text = piped("show", "clash-2021-11-16")
    line = next(line for line in text.splitlines() if "Adversary's claim" in line)
    assert f"Azerbaijani dead {row['killed_azerbaijani_claimed']}" in line
    assert re.search(rf"Dead +{re.escape(dead(row))}:", text)


def test_show_prints_the_provisions_of_an_agreement() -> None:
    text = piped("show", "ceasefire-statement-2020")
    for provision in records(nkevents.provisions("ceasefire-statement-2020")):
        assert provision["text"] in text


@pytest.mark.parametrize("as_of", [(), ("--as-of", "2020-11-26")])
def test_provisions_prints_every_state_and_with_all_whoever_decides_it(
    as_of: tuple[str, ...],
) -> None:
    text = piped("provisions", "--all", *as_of)
    day = as_of[1] if as_of else None
    claims = nkevents.claims(kind="compliance", as_of=day)
    live = claims[claims["live"].astype(bool)]
    blocks = re.split(r"\n(?! {4})", text)
    for provision in records(nkevents.provisions(as_of=day)):
        line, *statements = next(each for each in blocks if provision["text"] in each).splitlines()
        assert provision_state(provision["state"]) in line
        for claim in records(live[live["provision_id"] == provision["provision_id"]]):
            who = f" — {speaker(claim)} ({claim['known_from']:%Y-%m-%d})"
            said = [each for each in statements if each.endswith(who)]
            assert said and (any("DENIES: " in each for each in said) or not denies(claim))


def test_a_line_of_a_pipe_holds_one_provision_or_one_speakers_statement() -> None:
    statements = [line for line in piped("provisions", "--all").splitlines() if line.startswith("    ")]
    assert statements and all(
        line.count(" — ") >= 1 and len(re.findall(r" \(\d{4}-\d\d-\d\d\)", line)) == 1 for line in statements
    )
    assert max(map(len, statements)) < 600


def test_provisions_names_the_events_that_carry_one_out_once_that_is_public() -> None:
    def aghdam(day: str) -> str:
        return next(line for line in piped("provisions", "--as-of", day).splitlines() if "Aghdam district" in line)

    assert "aghdam-handover" not in aghdam("2020-11-10")
    assert "aghdam-handover: took place 2020-11-20" in aghdam("2020-11-20")


def test_provisions_of_what_obliges_to_nothing_is_one_line_of_error() -> None:
    result = CliRunner().invoke(app, ["provisions", "ganja-strike-3"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr.strip()
        == "nkevents: 'ganja-strike-3' has no provisions; `nkevents provisions` lists those that have"
    )


def test_notes_are_printed_when_asked_for_and_those_of_positions_always() -> None:
    claims = nkevents.claims("mi-24-loss")
    notes = list(claims["note"].dropna())
    shown = piped("show", "mi-24-loss")
    assert all(note in shown for note in claims.loc[claims["kind"] == "position", "note"].dropna())
    assert not all(note in shown for note in notes)
    text = piped("show", "mi-24-loss", "--notes")
    assert all(note in text for note in notes)


KIND_OF_ROW = ["level", "event_type", "status", "date_precision", "acceptance", "attribution", "killed_basis"]
EVERYTHING = nkevents.load(level="all")


@pytest.mark.slow
@pytest.mark.parametrize("event", EVERYTHING.drop_duplicates(KIND_OF_ROW)["slug"].tolist())
def test_an_event_of_every_kind_of_row_can_be_shown(event: str) -> None:
    assert event in piped("show", event)


@pytest.mark.slow
@pytest.mark.parametrize(
    "event", list(nkevents.table("events").groupby(["level", "event_type"], observed=True)["slug"].first())
)
def test_an_event_of_every_level_and_type_can_be_shown_on_a_terminal_with_its_notes(event: str) -> None:
    assert event in on_terminal(130, "show", event, "--notes")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("show", "brusels-meeting"), "'brussels-meeting'"),
        (("--episode", "war-2021"), "'war-2020'"),
        (("--as-of", "2021-11-31"), "no such day"),
        (("--as-of", "2021-11"), "single day"),
        (("show", "brussels-meeting", "--as-of", "2021-01-01"), "2021-11-19"),
    ],
)
def test_a_wrong_value_ends_with_status_2_and_one_line_that_helps(arguments: tuple[str, ...], hint: str) -> None:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert hint in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_day_before_the_first_claim_shows_no_events() -> None:
    assert rows(piped("--as-of", "2019-01-01")) == []
    assert "0 events" in on_terminal(80, "--as-of", "2019-01-01")


def test_a_closed_pipe_ends_quietly() -> None:
    command = [sys.executable, "-c", MAIN, "show", "war-2020", "--notes"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_an_interrupt_while_the_command_line_is_loaded_ends_quietly() -> None:
    result = run(INTERRUPTED, "show", "war-2020")
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")


@pytest.mark.parametrize(("option", "told"), [("--help", "--as-of"), ("--version", "nkevents ")])
def test_help_and_version_need_no_pandas(option: str, told: str) -> None:
    result = run(HELP, option)
    assert result.returncode == 0, result.stderr
    assert told in result.stdout


@pytest.mark.parametrize("width", [80, 120])
def test_the_help_tells_commands_for_reading_from_those_for_curating_in_whole_sentences(width: int) -> None:
    told = CliRunner(env={"COLUMNS": str(width)}).invoke(app, ["--help"]).output
    reading, curating = re.split(rf"{READING}:\n|{CURATING}:\n", told)[1:]
    assert "..." not in reading + curating
    named = [re.findall(r"^  (\w+)", lines, re.M) for lines in (reading, curating)]
    assert {"search", "show", "export"} <= {*named[0]}
    assert named[1] == ["template", "add", "format", "validate", "agreement", "log", "release"]
    assert [*named[0], *named[1]] == [*getattr(typer.main.get_command(app), "commands")]  # noqa: B009


def test_version_is_that_of_the_data() -> None:
    assert piped("--version") == f"nkevents {nkevents.__version__}\n"


@pytest.mark.parametrize(
    ("precision", "start", "end", "status", "words"),
    [
        ("day", "2020-10-17", "2020-10-17", "occurred", "2020-10-17"),
        ("range", "2020-11-05", "2020-11-08", "occurred", "2020-11-05 to 11-08"),
        ("range", "2020-12-30", "2021-01-02", "occurred", "2020-12-30 to 2021-01-02"),
        ("between", "2020-11-09", "2020-11-10", "occurred", "between 2020-11-09 and 11-10"),
        ("month", "2020-10-01", "2020-10-31", "occurred", "2020-10"),
        ("year", "2020-01-01", "2020-12-31", "occurred", "2020"),
        ("open", None, "2020-11-10", "occurred", "by 2020-11-10"),
        ("open", "2021-11-09", None, "postponed", "from 2021-11-09 on"),
        ("open", "2020-11-09", None, "ongoing", "since 2020-11-09"),
        (None, None, None, None, "–"),
    ],
)
def test_no_date_is_told_more_exactly_than_it_is_known(
    precision: str | None, start: str | None, end: str | None, status: str | None, words: str
) -> None:
    days = [None if day is None else dt.date.fromisoformat(day) for day in (start, end)]
    row = {"date_precision": precision, "date_start": days[0], "date_end": days[1], "status": status}
    assert event_date(row) == words


def test_what_only_the_adversary_claims_is_no_number() -> None:
    row = dict.fromkeys(OF_DEAD) | {"killed_basis": "adversary"}
    assert dead(row) == "claimed by adversary"


def test_a_lower_bound_is_printed_as_one() -> None:
    row = next(row for row in rows(piped()) if row["slug"] == "shusha-shushi-battle")
    assert row["dead"] == "at least 150"
    assert re.search(r"Dead +at least 150: ", piped("show", "shusha-shushi-battle"))


def test_an_ally_speaks_with_the_side_that_it_stands_with_and_is_named_as_one() -> None:
    text = piped("show", "ceasefire-statement-2020")
    claims = nkevents.claims("ceasefire-statement-2020")
    allies = claims.loc[claims["side"] != claims["speaks_with"], "speaker"].unique()
    assert len(allies)
    for part in text.split("\n Third parties\n")[1:]:
        told = part.split("\n\n")[0].split("\n Armenian side\n")[0].split("\n Azerbaijani side\n")[0]
        assert not [name for name in allies if f"— {name} (ally) [" in told]
    for name in allies:
        assert f"{name} (ally) [" in text


def test_provisions_prints_since_when_a_state_holds_and_how_late_it_is() -> None:
    lines = piped("provisions", "ceasefire-statement-2020").splitlines()
    told = {name: next(line for line in lines if line.startswith(f"  {name} ")) for name in ("point 6a", "point 6b")}
    row = nkevents.provisions("ceasefire-statement-2020").set_index("point").loc["6a"]
    late = f"known as such since {row['since']:%Y-%m-%d}; said to be done {row['late_days']} days after it was due"
    assert f"due by 2020-11-15; {late}" in told["point 6a"]
    assert "in time" in told["point 6b"]
    assert "Armenian side: kept; Azerbaijani side: kept" in told["point 6a"]


def test_a_point_that_nobody_calls_done_is_not_called_late_in_a_terminal_unless_it_is_overdue() -> None:
    rows = nkevents.provisions()
    begun = rows[(rows["state"] == "begun") & (rows["late_days"] > 0)]
    overdue = rows[rows["state"] == "overdue"]
    assert len(begun)
    assert piped("provisions").count(" late") == len(overdue)
