"""Charts: each draws the shipped data, refuses what it cannot draw, and is saved whole, escaped and signed."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

import nkevents
from nkevents import plot
from nkevents.errors import FileError, MissingExtraError, NkeventsError, WrongArgumentError
from nkevents.plot import account_days, coverage_weeks, dot_key, event_dots, place_dots, source_bars, toll_steps
from nkevents.plot.chart_frame import regular_days
from nkevents.plot.palette import colour
from nkevents.store.grammar import grammar

HOSTILE = """</script><script>alert("x")</script> 'quote' & "double" \u202etxet"""
CHARTS: dict[str, tuple[Callable[..., Any], Callable[[], pd.DataFrame], tuple[str, ...], str]] = {
    "timeline": (plot.timeline, nkevents.load, event_dots._COLUMNS, "load()"),
    "map": (plot.map, nkevents.load, place_dots._COLUMNS, "load()"),
    "tolls": (plot.tolls, lambda: nkevents.tolls("war-2020"), toll_steps._COLUMNS, "tolls()"),
    "accounts": (plot.accounts, lambda: nkevents.claims("ganja-strike-3"), account_days._COLUMNS, "claims()"),
    "coverage": (plot.coverage, nkevents.claims, coverage_weeks._COLUMNS, "claims()"),
    "sources": (plot.sources, nkevents.sources, source_bars._COLUMNS, "sources()"),
}


@cache
def frame(name: str) -> pd.DataFrame:
    """The shipped frame that a function draws."""
    return CHARTS[name][1]()


def values(spec: dict[str, Any], column: str) -> list[Any]:
    """What a chart holds in a column, of the data set that has it."""
    return [row[column] for rows in spec["datasets"].values() for row in rows if column in row]


class Page(HTMLParser):
    """What a saved page loads and runs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.loads += [str(given[name]) for name in ("src", "href") if given.get(name)]
        self._in_script = tag == "script"
        self.scripts += [""] * self._in_script

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


@pytest.mark.parametrize("name", CHARTS)
def test_each_function_draws_the_shipped_data_and_names_their_version(name: str) -> None:
    spec = CHARTS[name][0](frame(name)).to_dict()
    assert any(spec["datasets"].values())
    assert spec["title"]["text"].startswith(f"nkevents {nkevents.__version__}, rule ")


def test_every_event_is_a_dot_of_the_timeline_and_every_event_with_a_place_one_of_the_map() -> None:
    events = frame("timeline")
    assert sorted(values(plot.timeline(events).to_dict(), "title")) == sorted(events["title"])
    titles = values(plot.map(events).to_dict(), "title")
    assert set(titles) < set(events["title"])
    assert len(titles) > 400


def test_a_claim_is_counted_once_in_each_panel_of_coverage_and_each_page_once_among_the_sources() -> None:
    covered = frame("coverage")["known_from"] <= pd.Timestamp("2021-12-31")
    drawn = plot.coverage(frame("coverage")).to_dict()
    assert sum(values(drawn, "claims")) == 2 * covered.sum()
    by_reading = [
        row for rows in drawn["datasets"].values() for row in rows if str(row.get("group")).startswith("checked")
    ]
    checked = frame("coverage")["second_reading"].isin(["right", "mended", "doubtful"])
    assert sum(row["claims"] for row in by_reading) == (covered & checked).sum()
    assert sum(values(plot.sources(frame("sources")).to_dict(), "pages")) == len(frame("sources"))


@pytest.mark.parametrize(("name", "column"), [(name, column) for name in CHARTS for column in CHARTS[name][2]])
def test_a_frame_without_a_column_is_refused_with_its_name_and_the_call_that_has_it(name: str, column: str) -> None:
    function, _, _, view = CHARTS[name]
    with pytest.raises(WrongArgumentError, match=re.escape(f"plot.{name}() takes a frame of nkevents.{view}")) as error:
        function(frame(name).drop(columns=column))
    assert f"no column '{column}'" in str(error.value)


@pytest.mark.parametrize("name", CHARTS)
def test_what_is_no_frame_and_a_frame_without_rows_are_refused(name: str) -> None:
    function = CHARTS[name][0]
    with pytest.raises(WrongArgumentError, match="not list"):
        function([1, 2])
    with pytest.raises(WrongArgumentError, match="nothing to draw"):
        function(frame(name).head(0))


def test_a_map_without_an_event_on_it_says_what_it_shows() -> None:
    with pytest.raises(WrongArgumentError, match="the map, which shows Armenia, Azerbaijan"):
        plot.map(frame("map")[frame("map")["place"] == "Brussels"])


def test_what_was_only_planned_has_a_mark_of_its_own() -> None:
    known = nkevents.load(as_of="2021-11-26")
    marks = dot_key.dots_of(known)["mark"]
    planned = known["status"].isin(grammar().stages.still_to_come).to_numpy()
    assert set(marks[planned]) == {"Planned"}
    assert "Planned" not in set(marks[~planned])
    scale = plot.timeline(known).to_dict()["vconcat"][0]["layer"][2]["encoding"]["shape"]["scale"]
    shapes = dict(zip(scale["domain"], scale["range"], strict=True))
    assert [name for name, shape in shapes.items() if shape == "diamond"] == ["Planned"]


def test_a_frame_as_of_a_day_shows_the_day_in_the_chart_and_in_its_corner() -> None:
    spec = plot.timeline(nkevents.load(as_of="2021-11-26")).to_dict()
    assert "as known on 26 November 2021" in spec["title"]["text"]
    assert "known until here" in values(spec, "name")


def test_a_count_of_one_side_or_of_a_part_is_never_drawn_as_a_whole_one() -> None:
    war = frame("tolls")
    upper = plot.tolls(war).to_dict()["vconcat"][0]["vconcat"][0]
    scale = upper["layer"][2]["encoding"]["strokeDash"]["scale"]
    dashes = dict(zip(scale["domain"], scale["range"], strict=True))
    whole = [words for words, dash in dashes.items() if dash == [1, 0]]
    assert len(whole) == 1
    steps = toll_steps._until(toll_steps._steps(war, "best"), war["day"].max())
    drawn_whole = steps[steps["rests"] == whole[0]]
    assert not drawn_whole["is_floor"].any()
    assert set(drawn_whole["basis"]) == {"one_side"}
    assert set(drawn_whole["side"]) == {"armenian", "azerbaijani"}
    assert {"partial", "one_side"} <= set(steps.loc[steps["side"] == "total", "basis"])


def test_civilians_alone_and_a_lower_bound_have_gaps_that_the_legend_explains() -> None:
    on_the_day = nkevents.tolls("war-2020", as_of="2020-11-09")
    upper = plot.tolls(on_the_day).to_dict()["vconcat"][0]["vconcat"][0]
    shown = upper["layer"][2]["encoding"]["strokeDash"]["scale"]["domain"]
    steps = toll_steps._until(toll_steps._steps(on_the_day, "best"), on_the_day["day"].max())
    last = steps.groupby("side").tail(1).set_index("side")["rests"]
    assert "civilians" in last["azerbaijani"]
    assert "at least" in last["armenian"]
    assert set(last) <= set(shown)


def test_a_timeline_until_a_day_counts_the_later_events_and_draws_none_of_them() -> None:
    events = nkevents.load()
    later = int((events["day"] > "2021-12-31").sum())
    spec = plot.timeline(events, until="2021-12-31").to_dict()
    assert f"{len(events) - later} events, a dot each; {later} later ones are not drawn." in json.dumps(spec)
    assert len(values(spec, "says")) == len(events) - later
    with pytest.raises(WrongArgumentError, match="no row until 2019-01-01"):
        plot.timeline(events, until="2019-01-01")
    with pytest.raises(NkeventsError, match="no day"):
        plot.timeline(events, until="soon")


@pytest.mark.parametrize("days", [1, 5, 20, 43, 99, 101, 300, 461, 700, 1900, 6000])
def test_the_ticks_of_an_axis_of_time_are_as_far_apart_from_each_other_and_few(days: int) -> None:
    first = pd.Timestamp("2020-09-27")
    ticks = regular_days(first, first + pd.Timedelta(days=days))
    months = {12 * (b.year - a.year) + b.month - a.month for a, b in pairwise(ticks)}
    apart = {(b - a).days for a, b in pairwise(ticks)}
    assert 2 <= len(ticks) <= 16
    assert len(apart) == 1 if days < 100 else len(months) == 1 and {tick.day for tick in ticks} == {1}


def test_the_label_at_the_end_of_a_line_says_at_least_where_the_number_is_a_lower_bound() -> None:
    labels = values(plot.tolls(nkevents.tolls("war-2020", as_of="2020-11-09")).to_dict(), "label")
    assert {"Armenian: at least 1,223", "Azerbaijani: 91 (a part only)", "Armenian: at least 550"} <= set(labels)


def test_what_the_adversary_claims_stands_in_a_panel_of_its_own() -> None:
    spec = plot.tolls(frame("tolls")).to_dict()
    upper, lower = spec["vconcat"][0]["vconcat"]
    claimed = set(frame("tolls")["claimed"].dropna().astype(int))

    def numbers(panel: dict[str, Any]) -> set[int]:
        names = {layer["data"]["name"] for layer in panel["layer"]}
        return {int(row["number"]) for name in names for row in spec["datasets"][name] if row.get("number") is not None}

    assert numbers(lower) == claimed
    assert numbers(upper).isdisjoint(claimed - set(frame("tolls")["best"].dropna().astype(int)))


def test_all_sides_have_a_panel_in_the_accounts_also_the_silent_one() -> None:
    told = nkevents.claims("ganja-strike-3")
    panels = plot.accounts(told[told["side"] == "azerbaijani"]).to_dict()["vconcat"][0]["vconcat"]
    assert [panel["title"]["text"] for panel in panels] == ["Armenian side", "Azerbaijani side", "Third parties"]


def test_a_frame_that_lost_its_version_says_so() -> None:
    pages = frame("sources").copy()
    pages.attrs = {}
    assert "not recorded" in plot.sources(pages).to_dict()["title"]["text"]


def test_the_charts_are_found_without_a_second_import() -> None:
    code = "import nkevents; print(nkevents.plot.tolls.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "tolls\n"


@pytest.mark.parametrize("library", ["altair", "vl_convert"])
def test_without_the_libraries_of_its_extra_the_error_says_how_to_get_them(library: str) -> None:
    code = f"import sys; sys.modules[{library!r}] = None; from nkevents import plot"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith(str(MissingExtraError("charts", "plot")))


# --- saved files


@pytest.fixture(scope="module")
def hostile() -> Any:
    events = nkevents.load(episode="sochi-2021")
    events["title"] = HOSTILE
    return plot.timeline(events, title=HOSTILE)


@pytest.mark.slow
def test_saved_html_asks_no_host_and_runs_nothing_of_a_title(hostile: Any, tmp_path: Path) -> None:
    page = Page(plot.save(hostile, tmp_path / "chart.html").read_text(encoding="utf-8"))
    assert page.loads == []
    assert sum("alert(" in script for script in page.scripts) == 1, "the title stands in the specification alone"
    spec = re.search(r"const spec = (\{.*\});$", next(s for s in page.scripts if "const spec" in s), re.M)
    assert spec is not None
    titles = values(json.loads(spec[1]), "title")
    assert set(titles) == {HOSTILE.replace("\u202e", "[U+202E]")}
    assert "<" not in spec[1]


def test_saved_svg_is_well_formed_shows_a_hostile_title_as_text_and_names_the_version(
    hostile: Any, tmp_path: Path
) -> None:
    root = ElementTree.fromstring(plot.save(hostile, tmp_path / "chart.svg").read_text(encoding="utf-8"))
    texts = [element.text for element in root.iter() if element.tag.endswith("}text")]
    assert HOSTILE.replace("\u202e", "[U+202E]") in texts
    assert any(str(text).startswith(f"nkevents {nkevents.__version__}") for text in texts)
    assert not [element.tag for element in root.iter() if element.tag.endswith("}script")]
    addresses = {value for element in root.iter() for value in element.attrib.values() if "://" in value}
    assert addresses == set()


def test_saved_png_is_a_picture(tmp_path: Path) -> None:
    chart = plot.tolls(nkevents.tolls("ganja-strike-3"))
    assert plot.save(chart, str(tmp_path / "chart.PNG")).read_bytes().startswith(b"\x89PNG")


def test_other_endings_and_places_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    chart = plot.tolls(nkevents.tolls("ganja-strike-3"))
    with pytest.raises(WrongArgumentError, match=r"chart.jpg: the name of a chart ends in .*'.png'"):
        plot.save(chart, tmp_path / "chart.jpg")
    with pytest.raises(FileError, match="cannot be written"):
        plot.save(chart, tmp_path / "nowhere" / "chart.svg")


# --- colours


def test_the_colours_are_those_of_the_explorer() -> None:
    sheet = (Path(nkevents.__file__).parent / "explore" / "assets" / "style.css").read_text(encoding="utf-8")
    assert f"--armenian: {colour('armenian')};" in sheet.split("}")[0]
    assert f"--azerbaijani: {colour('azerbaijani')};" in sheet.split("}")[0]


# How people without one kind of cones see linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
    "none": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
}
# CIE 1976: six times what the eye just notices.
APART = 15


def lab(rgb: Any) -> Any:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(to_xyz @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def linear(text: str) -> Any:
    channels = np.array([int(text[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


PAIRS = list(combinations(("armenian", "azerbaijani", "third", "agreed"), 2))


@pytest.mark.parametrize("kind", BLIND)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_colours_of_the_sides_can_be_told_apart_also_by_the_colour_blind(kind: str, one: str, other: str) -> None:
    seen = [lab(np.array(BLIND[kind]) @ linear(colour(name))) for name in (one, other)]
    assert np.linalg.norm(seen[0] - seen[1]) > APART
