"""The explorer's pages, without a browser: all there, escaped, self-contained, and saying what the data say."""

import gzip
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import nkevents
from conftest import CopyOf, rows_of
from nkevents.cli import app
from nkevents.errors import DataError, FileError, NkeventsError
from nkevents.explore import build
from nkevents.explore.agreement_values import agreement_values
from nkevents.explore.event_values import event_values
from nkevents.explore.main_data import CELLS, main_data, number
from nkevents.explore.material import Material
from nkevents.explore.notes import linked
from nkevents.explore.questions import Cell, _counts, _when
from nkevents.explore.toll_chart import toll_chart
from nkevents.model.plain_values import records
from nkevents.store.opening import shipped_root
from nkevents.wording.account_phrases import dead, whether
from nkevents.wording.changes import change
from nkevents.wording.events import LANES
from nkevents.wording.other_days import OtherDay, other_days
from nkevents.wording.words import COMPLIANCE, OPENED, READINGS, SIDES, late, provision_told, status_of
from small import small_root

HOSTILE = """<script>alert("x")</script> 'quote' & "double" \u202etxet"""
_LOADING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "use": "href"}


class Page(HTMLParser):
    """What a page loads, links to and says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.scripts: list[dict[str, str | None]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if address := given.get(_LOADING.get(tag, "")):
            self.loads.append(address)
        if tag == "a" and (address := given.get("href")):
            self.links.append(address)
        if name := given.get("id"):
            self.ids.add(name)
        if tag == "script":
            self.scripts.append(given)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("site") / "out", nkevents.open(small_root())).index.parent


@pytest.fixture(scope="module")
def material() -> Material:
    return Material(nkevents.open(small_root()))


@pytest.fixture(scope="module")
def shipped() -> Material:
    return Material(nkevents.open(shipped_root()))


def pages(site: Path) -> Iterator[tuple[Path, Page]]:
    for path in sorted(site.rglob("*.html")):
        yield path, Page(path.read_text(encoding="utf-8"))


def data_of(site: Path) -> Any:
    text = (site / "data" / "events.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("window.nkeventsData=").removesuffix(";\n"))


def test_every_event_has_a_page_at_a_permanent_address(site: Path) -> None:
    slugs = set(nkevents.open(small_root()).vintages()["slug"])
    assert {path.stem for path in (site / "events").iterdir()} == slugs


def test_the_day_of_every_statement_leads_to_the_address_of_the_statement(site: Path) -> None:
    for path, _ in pages(site):
        text = path.read_text(encoding="utf-8")
        if path.parent.name == "events" and 'class="statement' in text:
            ids = re.findall(r'<li class="statement[^"]*" id="(c\d+)"', text)
            assert re.findall(r'href="#(c\d+)" title="Address of this statement"', text) == ids


def test_every_agreement_and_every_speaker_has_a_page(site: Path) -> None:
    data = nkevents.open(small_root())
    assert {path.stem for path in (site / "agreements").iterdir()} == set(data.provisions()["slug"])
    assert {path.stem for path in (site / "actors").iterdir()} == set(data.claims()["speaker_id"])


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    for path, page in pages(site):
        for address in page.loads:
            assert not re.match(r"[a-z]+:|//", address), (path, address)
            assert (path.parent / address).resolve().is_file(), (path, address)
    for path in (site / "assets").rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?![\"'#]|data:)|@import", path.read_text(encoding="utf-8")), path


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    read = {path.resolve(): page for path, page in pages(site)}
    for path, page in read.items():
        for address in page.links:
            if re.match(r"https?://", address):
                continue
            name, _, anchor = address.partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.exists(), (path, address)
            if anchor and "=" not in anchor:
                assert anchor in read[target].ids, (path, address)


def test_a_strict_policy_stands_in_every_page_and_no_script_or_style_is_inline(site: Path) -> None:
    for path, page in pages(site):
        policies = [given["content"] or "" for tag, given in page.tags if tag == "meta" and "http-equiv" in given]
        assert len(policies) == 1 and "default-src 'none'" in policies[0] and "unsafe" not in policies[0], path
        assert all(given.get("src") or given.get("type") == "application/ld+json" for given in page.scripts), path
        assert not any(name.startswith("on") or name == "style" for _, given in page.tags for name in given), path


def test_json_ld_is_an_event_of_schema_org(site: Path) -> None:
    for path in (site / "events").iterdir():
        text = path.read_text(encoding="utf-8")
        found = re.findall(r'<script type="application/ld\+json">\n(.*?)\n</script>', text, re.S)
        event = json.loads(found[0])
        assert event["@type"] == "Event" and event["@context"] == "https://schema.org" and event["name"], path
    brussels = json.loads(
        re.findall(r'ld\+json">\n(.*?)\n</script>', (site / "events/brussels-meeting.html").read_text(), re.S)[0]
    )
    assert brussels["startDate"] == "2021-12-14"


def test_a_hostile_text_is_shown_and_never_obeyed(copy_of: CopyOf, tmp_path: Path) -> None:
    events, sources, actors = rows_of("events"), rows_of("sources"), rows_of("actors")
    for row in events:
        row["title"] = row["summary"] = HOSTILE
    for row in sources:
        row["title"] = HOSTILE
    for row in actors:
        row["name"] = HOSTILE + row["actor_id"]
    site = build(tmp_path / "out", copy_of(events=events, sources=sources, actors=actors)).index.parent
    for path, page in pages(site):
        text = path.read_text(encoding="utf-8")
        assert "<script>alert" not in text and "\u202e" not in text, path
        assert not any(link.startswith("javascript:") for link in page.links), path
    event = Page((site / "events" / "sochi-meeting.html").read_text(encoding="utf-8"))
    assert """<script>alert("x")</script> 'quote' & "double" [U+202E]txet""" in event.text
    assert data_of(site)["events"][0]["title"].startswith('<script>alert("x")</script>')
    assert "\u202e" not in (site / "data" / "events.js").read_text(encoding="utf-8")


def test_a_slug_that_leads_out_of_the_site_is_refused(copy_of: CopyOf, tmp_path: Path) -> None:
    events = rows_of("events")
    events[0]["slug"] = "../../elsewhere"
    with pytest.raises(DataError, match="elsewhere"):
        build(tmp_path / "out", copy_of(events=events))


def test_the_states_are_those_of_vintages(material: Material) -> None:
    """The page joins the cells of a state with those before; the result is the row of load() on that day."""
    data = main_data(material)
    names = {actor["name"] for actor in data["actors"]}
    for event in data["events"]:
        cells: dict[str, Any] = dict.fromkeys(CELLS)
        rows = material.states[event["id"]]
        assert [state[0] for state in event["states"]] == [number(row["valid_from"]) for row in rows]
        for (_, changed), row in zip(event["states"], rows, strict=True):
            cells |= {CELLS[int(at)]: value for at, value in changed.items()}
            for name in ("status", "acceptance", "killed_best", "killed_armenian_claimed", "n_claims", "third_says"):
                assert cells[name] == row[name], (event["slug"], name)
            place = None if cells["place"] is None else data["places"][cells["place"]]["id"]
            assert place == row["place_id"]
            assert {data["actors"][at]["name"] for at in cells["participants"] or ()} == {
                name for name in (row["participants"] or "").split("; ") if name in names
            }


def test_brussels_is_planned_on_26_november_and_took_place_later(material: Material) -> None:
    event = next(event for event in main_data(material)["events"] if event["slug"] == "brussels-meeting")
    cells: dict[str, Any] = dict.fromkeys(CELLS)
    told = []
    for day, changed in event["states"]:
        cells |= {CELLS[int(at)]: value for at, value in changed.items()}
        told.append((day, cells["status"], cells["when"]))
    known = number(nkevents.load().iloc[0]["day"].replace(year=2021, month=11, day=26))
    assert [each for each in told if each[0] <= known][-1][1:] == ("scheduled", "15 December 2021")
    assert told[-1][1:] == ("occurred", "14 December 2021")


def cells_of(material: Material, slug: str) -> dict[str, Any]:
    """The newest cells of an event, as the main page has them."""
    event = next(event for event in main_data(material)["events"] if event["slug"] == slug)
    cells: dict[str, Any] = {}
    for _, changed in event["states"]:
        cells |= {CELLS[int(at)]: value for at, value in changed.items()}
    return cells


@pytest.mark.parametrize(
    ("slug", "harmed", "other", "number"),
    [
        ("khankendi-stepanakert-shelling-october-28", "armenian", "azerbaijani", 1),
        ("ganja-strike-3", "azerbaijani", "armenian", 13),
    ],
)
def test_a_card_credits_each_side_with_what_it_says_itself(
    material: Material, slug: str, harmed: str, other: str, number: int
) -> None:
    cells = cells_of(material, slug)
    assert cells[f"{harmed}_account"][::3] == ["asserts", f"Its own dead: {number}, all civilians"]
    told = ["else", "Does not say whether it took place", "Denies its own responsibility"]
    assert cells[f"{other}_account"] == told


def test_a_plan_is_no_word_of_a_side_that_said_nothing() -> None:
    told = {side: {"side": side, "says": None, "n_claims": n} for side, n in (("armenian", 0), ("azerbaijani", 2))}
    assert whether(told["armenian"], planned=True) == "silent"
    assert whether(told["azerbaijani"], planned=True) == "speaks of the plan"


def test_the_page_and_the_card_of_a_plan_name_who_announced_denied_and_postponed_it(shipped: Material) -> None:
    row = row_of(shipped, "november-anniversary-summit")
    asked = event_values(shipped, row)["questions"][0]
    told = dict(zip(SIDES, (cell.text for cell in asked.cells), strict=True))
    assert asked.name == "What of the plan?" and told["azerbaijani"] == "Silent"
    assert "Not planned, according to Ararat Mirzoyan" in told["armenian"]
    assert "postponed, according to The Armenian Weekly" in told["armenian"]
    # Media are named last; of many speakers the first ones and how many more.
    then = [each for each in shipped.states["e0060"] if f"{each['valid_from']:%Y-%m-%d}" <= "2021-11-26"][-1]
    of_plan = then["of_plan"]
    assert of_plan["azerbaijani"] == ["planned, according to Ministry of Foreign Affairs of Azerbaijan, Turan"]
    assert re.fullmatch(r"planned, according to European Union, Charles Michel and \d more", of_plan["third"][0])
    assert not shipped.states["e0060"][-1]["of_plan"]


def test_a_note_names_sources_and_events_in_words_and_leads_to_them(shipped: Material) -> None:
    parts = linked(shipped, "Russia's own words: s0481; see sochi-meeting and ceasefire-statement-2020/4a, not x-y.")
    (source, event, point) = (part for part in parts if part.address)
    assert source.address == "sources.html#s0481" and str(shipped.sources["s0481"]["publisher"]) in source.text
    assert event == (f"“{shipped.by_slug['sochi-meeting']['title']}”", "events/sochi-meeting.html")
    assert point.address == "agreements/ceasefire-statement-2020.html" and point.text.startswith("point 4a of “")
    assert "".join(part.text for part in parts).endswith(", not x-y.")


def test_what_somebody_denies_is_only_said_to_have_taken_place() -> None:
    assert status_of({"status": "occurred", "acceptance": "contested"}) == "said to have taken place"
    assert status_of({"status": "occurred", "acceptance": "one_side"}) == "said by one side to have taken place"


def test_what_goes_on_is_told_with_the_last_day_for_which_it_is_said(shipped: Material) -> None:
    going_on = [row for row in shipped.rows.values() if row["status"] == "ongoing"]
    assert going_on
    for row in going_on:
        told = event_values(shipped, row)["derived_status"]
        assert re.search(r"under way on \d+ \w+ \d{4}; nobody was found who says that it ended$", told, re.IGNORECASE)
    first = shipped.states[row_of(shipped, "shusha-shushi-battle")["event_id"]][0]
    assert status_of(first) == "said by one side to have been under way on 2020-11-04"
    assert status_of({"status": "ongoing", "acceptance": "agreed"}) == "was under way when last heard of"


def test_a_claim_is_counted_as_checked_only_if_its_page_was_opened(material: Material) -> None:
    row = row_of(material, "ganja-strike-3")
    page = event_values(material, row)
    read = nkevents.claims("ganja-strike-3")["second_reading"]
    assert (page["n_again"], page["n_lost"]) == (read.isin(OPENED).sum(), read.eq("not_found").sum())
    assert page["n_lost"]
    assert sum(each["n_lost"] for each in page["sources"]) == page["n_lost"]
    assert not any(word in READINGS["not_found"] for word in ("checked", "no longer"))


def test_numbers_of_the_sides_that_do_not_make_the_whole_are_explained(material: Material) -> None:
    assert "a newer one overtook" in event_values(material, row_of(material, "ganja-strike-3"))["range_note"]
    assert event_values(material, row_of(material, "brussels-meeting"))["range_note"] == ""


def test_an_event_page_holds_what_was_known_of_it_before(material: Material) -> None:
    known = [text for _, text in event_values(material, row_of(material, "brussels-meeting"))["known_as"]]
    assert "planned for 15 December 2021" in known
    assert known[-1].startswith("took place, 14 December 2021")


def test_the_claims_that_an_agreements_page_counts_are_all_on_it(shipped: Material) -> None:
    for each in agreement_values(shipped, row_of(shipped, "ceasefire-statement-2020"))["points"]:
        shown = sum(len(column) for name in ("claims", "replaced") for column in each[name])
        assert shown == each["point"]["n_claims"], each["point"]["point"]
        assert (each["since"] is None) == (each["point"]["state"] == "pending")
        if each["since"] and each["point"]["state"] != "overdue":
            assert each["since"][1], each["point"]["point"]


@pytest.mark.parametrize(
    ("state", "days", "told"),
    [
        ("fulfilled", 16, "said to be done 16 days after it was due"),
        ("claimed", 1, "said to be done 1 day after it was due"),
        ("overdue", 2209, "2,209 days late"),
        ("begun", 2094, ""),
        ("fulfilled", 0, ""),
    ],
)
def test_a_point_is_said_to_be_done_late_only_where_somebody_says_that_it_is_done(
    state: str, days: int, told: str
) -> None:
    assert late({"state": state, "late_days": days}) == told


def row_of(material: Material, slug: str) -> dict[str, Any]:
    return next(row for row in material.rows.values() if row["slug"] == slug)


def test_a_count_of_civilians_alone_is_marked_as_one() -> None:
    states = Material(nkevents.open(shipped_root())).states["e0001"]
    then = [state for state in states if state["valid_from"] <= pd.Timestamp("2020-11-09")][-1]
    assert (then["armenian_counts"], then["azerbaijani_counts"]) == ("at least", "civilians only")
    assert (then["armenian_dead"], then["azerbaijani_dead"]) == ("at least 1,223", "91 (civilians only)")
    assert (states[-1]["armenian_counts"], states[-1]["azerbaijani_counts"]) == (None, None)
    chart = toll_chart(states)
    assert chart is not None
    drawn = {side: [partial for _, of, partial in chart.panels[0].lines if of == side] for side in SIDES}
    assert all(set(drawn[side]) == {True, False} and not drawn[side][-1] for side in ("armenian", "azerbaijani"))
    assert any(cells[2] == "91 (civilians only)" for _, cells in chart.rows)


def test_a_curve_ends_with_the_number_of_its_label_and_no_label_runs_out_of_the_chart() -> None:
    charts = [toll_chart(states) for states in Material(nkevents.open(shipped_root())).states.values()]
    drawn = [chart for chart in charts if chart is not None]
    assert len(drawn) > 5
    for chart in drawn:
        _, newest = chart.rows[-1]
        labels = [label for panel in chart.panels for label in panel.labels]
        assert {label.text.split(": ")[1] for label in labels} == {cell for cell in newest if cell}
        assert all(label.x + 5.5 * len(label.text) < chart.width for label in labels)
        places = sorted((label.x, label.y) for label in chart.days)
        assert all(right[0] - left[0] > 60 for left, right in pairwise(places))


def test_the_dead_of_both_sides_and_of_neither_add_up_to_all_the_dead_of_the_war() -> None:
    for state in Material(nkevents.open(shipped_root())).states["e0001"]:
        sides = [state[f"killed_{side}"] for side in SIDES]
        if state["killed_basis"] in ("sides", "partial"):
            assert state["killed_best"] == sum(each or 0 for each in sides)


@pytest.mark.parametrize("column", ["killed_armenian", "killed_azerbaijani"])
def test_an_account_says_at_least_where_its_number_is_a_lower_bound(column: str) -> None:
    accounts = records(nkevents.accounts())
    floors = [row for row in accounts if column in (row["at_least"] or "").split("; ")]
    claims = nkevents.claims(kind="figure")
    claims = claims[(claims["code"] == "killed") & claims["live"] & claims["high"].isna()]
    assert floors
    for row in floors:
        said = claims[(claims["event_id"] == row["event_id"]) & (claims["speaks_with"] == row["side"])]
        assert row[column] in set(said["low"]) and f"at least {row[column]:,}" in " ".join(dead(row))


def test_a_disputed_date_says_who_gives_which_other_day() -> None:
    frame = nkevents.load(level="all")
    disputed = records(frame[frame["date_contested"].fillna(False)])
    assert disputed
    for row in disputed:
        others = other_days(row, records(nkevents.claims(row["event_id"])))
        assert others and all(other.speakers and other.date != row["date"] for other in others), row["slug"]


def test_equal_answers_are_called_so_only_if_nobody_of_a_side_gives_another_day() -> None:
    accounts = [{"side": side, "n_claims": 1, "date": "2021-09-08"} for side in SIDES]
    other = OtherDay("2021-09-07", "third", ["Reuters"])
    assert _when(accounts, []).verdict == "Same answer"
    told = _when(accounts, [other])
    assert (told.verdict, told.cells[2].text) == (
        "Some differ",
        "8 September 2021; 7 September 2021 according to Reuters",
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        ("21", "at least 21", "Compatible"),
        ("at least 1,013", "1,021", "Compatible"),
        ("13", "21", "Differ"),
        ("21", "at least 22", "Differ"),
        ("at least 13", "at least 21", "Differ"),
        ("up to 21", "21", "Differ"),
        ("21", "21", "Same answer"),
    ],
)
def test_a_lower_bound_differs_from_a_number_only_if_it_is_larger(ours: str, theirs: str, verdict: str) -> None:
    cells = [Cell("armenian", ours), Cell("azerbaijani", theirs), Cell("third", "Does not say", "none")]
    assert _counts("Wounded?", cells).verdict == verdict


def test_an_adversarys_claim_is_never_called_compatible_with_a_sides_own_count() -> None:
    cells = [Cell("armenian", "21"), Cell("azerbaijani", "at least 19 claimed of the adversary", "claimed")]
    assert _counts("Armenian dead?", cells).verdict == "Differ"


def weapons_on(material: Material, slug: str) -> tuple[list[str], str]:
    asked = event_values(material, row_of(material, slug))["questions"]
    found = next(question for question in asked if question.name == "With what weapon?")
    return [cell.text for cell in found.cells], found.verdict


@pytest.mark.parametrize(
    ("slug", "armenian", "azerbaijani", "verdict"),
    [
        ("barda-strike-2", "Does not say", "Cluster munition, rocket artillery, used by the Armenian side", ""),
        (
            "khankendi-stepanakert-shelling-2020-10-08",
            "Rocket artillery, used by the Azerbaijani side",
            "Silent",
            "Same answer",
        ),
        (
            "phosphorus-fires-2020-10-30",
            "Incendiary, used by the Azerbaijani side",
            "Incendiary, used by the Armenian side; denies incendiary, used by the Azerbaijani side",
            "Contested",
        ),
    ],
)
def test_an_event_page_says_which_side_names_which_weapon_and_which_denies_it(
    shipped: Material, slug: str, armenian: str, azerbaijani: str, verdict: str
) -> None:
    told, compared = weapons_on(shipped, slug)
    assert told[:2] == [armenian, azerbaijani]
    assert compared == verdict


def test_the_same_weapon_in_the_hands_of_either_side_is_no_same_answer(shipped: Material) -> None:
    told, verdict = weapons_on(shipped, "clash-2021-11-16")
    assert "used by the Azerbaijani side" in told[0] and "used by the Armenian side" in told[1]
    assert verdict == ""


def test_a_related_event_is_listed_once_however_many_pages_say_how_it_is_related(shipped: Material) -> None:
    row = row_of(shipped, "clash-2021-11-16")
    rows = [each for each in shipped.relations[row["event_id"]] if each["relation"] == "ends"]
    assert len(rows) > len({each["other"] for each in rows})
    shown = [(word, other["slug"]) for word, other in event_values(shipped, row)["relations"]]
    assert len(shown) == len(set(shown))
    assert ("Ended by", "truce-2021-11-16") in shown


def test_a_count_of_one_partys_dead_is_never_told_as_all_that_was_known_of_the_dead(shipped: Material) -> None:
    known = [text for _, text in event_values(shipped, row_of(shipped, "clash-2021-11-16"))["known_as"]]
    assert any(text.endswith("15 dead (one party's dead; nothing is known of another's)") for text in known)
    assert known[-1].endswith("13 (13–22) dead")


def test_every_type_of_event_has_a_lane() -> None:
    named = " ".join(LANES.values()).split()
    levels = nkevents.vintages()[["event_type", "level"]].astype(str)
    missing = set(levels.loc[levels["level"] != "episode", "event_type"]) - set(named)
    assert not missing, f"{missing} stand on no lane of the timeline; add them to LANES in wording/events.py"


def test_a_change_reads_as_a_sentence() -> None:
    def told(column: str, old: str | None, new: str | None, what: str = "changed") -> str:
        return change({"what": what, "column": column, "old": old, "new": new, "point": "6"})

    assert told("status", None, "scheduled", "new") == "First announced: planned"
    assert told("status", "scheduled", "occurred") == "Status: planned → took place"
    assert told("killed_armenian", "5", "1300") == "Armenian dead: 5 → 1,300"
    assert told("azerbaijani_says", None, "denies") == "Azerbaijani side: denies it (before: silent)"
    assert told("participants", "A; B", "A; C") == "Now named as taking part: C; no longer named: B"
    assert told("by_third", None, "kept", "provision") == "Point 6, Third parties: silent → kept"


def test_the_adversarys_claims_stand_in_a_panel_of_their_own(material: Material) -> None:
    war = next(states for states in material.states.values() if states[0]["slug"] == "war-2020")
    chart = toll_chart(war)
    assert chart is not None and [panel.title.text.split(",")[0] for panel in chart.panels] == [
        "Dead as counted by their own side or by third parties",
        "Dead as claimed by the adversary",
    ]
    assert len(chart.rows[0][1]) == len(chart.columns)


@pytest.mark.parametrize(("side", "name"), [("armenian", "Armenian"), ("azerbaijani", "Azerbaijani")])
def test_a_state_that_some_claim_says_who_claims_it(side: str, name: str) -> None:
    row = {"by_armenian": None, "by_azerbaijani": None, "by_third": None, f"by_{side}": "broken", "state": "alleged"}
    assert provision_told(row) == f"said not to be kept, by the {name} side alone"


def test_a_point_names_the_events_that_are_said_to_carry_it_out(shipped: Material) -> None:
    row = row_of(shipped, "ceasefire-statement-2020")
    told = {
        event["slug"]: known
        for each in agreement_values(shipped, row)["points"]
        for event, known in each["carried_out"]
    }
    assert told["aghdam-handover"] == "took place, 20 November 2020"


def test_a_point_says_when_each_side_said_what_it_says_of_it(shipped: Material) -> None:
    row = row_of(shipped, "ceasefire-statement-2020")
    for each in agreement_values(shipped, row)["points"]:
        for side, _, code in each["says"]:
            assert code == "silent" or each["said"][side].startswith(("on ", "from ")), (each["point"]["point"], side)


def test_every_code_of_a_claim_on_a_point_has_its_word() -> None:
    codes = nkevents.table("claim_codes")
    assert set(codes.loc[codes["kind"] == "compliance", "code"]) == set(COMPLIANCE)


def test_explanations_are_those_of_explain() -> None:
    data = nkevents.open(small_root())
    every = data.explanations()
    for slug in ("ganja-strike-3", "shusha-shushi-capture", "sochi-meeting"):
        event_id = data.history(slug).merge(data.claims(slug), on="claim_id")["event_id"].iloc[0]
        for column in every["column"].unique():
            mine = every[(every["event_id"] == event_id) & (every["column"] == column)]
            told = data.explain(slug, column)
            assert mine[["claim_id", "use"]].to_numpy().tolist() == told[["claim_id", "use"]].to_numpy().tolist()


def test_a_folder_that_cannot_be_made_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(FileError, match=r"notes.+: cannot be written: a part of the path is no directory"):
        build(tmp_path / "notes" / "site", nkevents.open(small_root()))


def test_somebody_elses_directory_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(NkeventsError, match="holds something else"):
        build(tmp_path, nkevents.open(small_root()))
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_an_earlier_site_is_replaced(tmp_path: Path) -> None:
    data = nkevents.open(small_root())
    build(tmp_path / "site", data)
    stale = tmp_path / "site" / "events" / "gone.html"
    stale.write_text("old")
    build(tmp_path / "site", data)
    assert not stale.exists()


def test_the_command_writes_the_site_and_says_where(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["explore", str(tmp_path / "site"), "--data", str(small_root())])
    assert result.exit_code == 0, result.output
    assert "index.html" in result.output and (tmp_path / "site" / "index.html").exists()


def test_libraries_and_outlines_keep_within_their_limits() -> None:
    assets = files("nkevents.explore") / "assets"

    def packed(name: str) -> int:
        return len(gzip.compress((assets / name).read_bytes(), 9))

    assert packed("lib/d3.min.js") + packed("lib/minisearch.js") <= 350_000
    assert packed("outlines.js") <= 120_000
    for name in ("D3 7.9.0", "MiniSearch 7.2.0", "Natural Earth"):
        assert name in (assets / "lib" / "LICENCES.txt").read_text(encoding="utf-8")


def test_an_agreements_page_shows_no_state_that_reads_like_the_one_before(material: Material) -> None:
    for event_id in material.provisions:
        for point in agreement_values(material, material.rows[event_id])["points"]:
            told = [(state["code"], tuple(state["says"])) for state in point["states"]]
            assert all(now != before for now, before in zip(told[1:], told, strict=False))


def test_an_ally_stands_in_the_column_of_the_side_that_it_speaks_with(material: Material) -> None:
    event_id = next(event for event, row in material.rows.items() if row["slug"] == "shusha-shushi-capture")
    page = event_values(material, material.rows[event_id])
    placed = [
        (statement.claim["speaks_with"], side)
        for _, matters in page["kinds"]
        for matter in matters
        for side, column in zip(SIDES, matter.columns, strict=True)
        for statement in column
        if statement.claim["side"] != statement.claim["speaks_with"]
    ]
    assert placed and all(speaks_with == side for speaks_with, side in placed)
