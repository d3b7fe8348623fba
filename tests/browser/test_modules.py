"""The small modules by themselves, in an empty page."""

import json
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from nkevents.wording.days import MONTHS


@pytest.fixture
def modules(page: Page) -> Page:
    """A page with nothing but the modules that draw nothing."""
    page.goto("about:blank")
    assets = files("nkevents.explore") / "assets"
    for name in (
        "lib/minisearch.js",
        *(f"js/{each}.js" for each in ("dom", "model", "address", "filters", "search", "downloads")),
    ):
        page.add_script_tag(content=(assets / name).read_text(encoding="utf-8"))
    return page


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Şuşa", "susa"),
        ("Əliyev", "eliyev"),
        ("Ağdərə", "agdere"),
        ("Շուշի", "շուշի"),
        ("Алёна", "алена"),
        ("d’Arc", "darc"),
    ],
)
def test_folding(modules: Page, text: str, folded: str) -> None:
    assert modules.evaluate("(text) => NK.search.fold(text)", text) == folded


def test_an_address_reads_back_what_was_written(modules: Page) -> None:
    state = {"asof": "2021-11-26", "type": ["meeting", "call"], "q": "Շուշի & more=#", "map": "1~2~3"}
    told: Any = modules.evaluate(
        "(given) => NK.address.read('#' + NK.address.write(Object.assign(NK.address.empty(), given)))", state
    )
    assert {name: told[name] for name in state} == state
    assert modules.evaluate("NK.address.write(NK.address.empty())") == ""


def test_a_state_is_the_one_that_held_on_the_day(modules: Page) -> None:
    told = modules.evaluate("""() => {
        const model = NK.model.build({meta: {epoch: "2020-01-01"}, cells: ["status", "day"], news: [], events: [
            {slug: "a", states: [[10, {0: "scheduled", 1: 20}], [20, {0: "occurred"}]]}]});
        const event = model.data.events[0];
        return [9, 10, 19, 20, null].map((day) => { const row = model.stateOn(event, day); return row && row.status; });
    }""")
    assert told == [None, "scheduled", "scheduled", "occurred", "occurred"]


def test_days_are_read_and_written(modules: Page) -> None:
    given = json.dumps({"meta": {"epoch": "2020-01-01"}, "cells": [], "news": [], "events": [], "months": MONTHS})
    make = f"NK.model.build({given})"
    assert modules.evaluate(f"{make}.toIso({make}.fromIso('2021-11-26'))") == "2021-11-26"
    assert modules.evaluate(f"{make}.inWords({make}.fromIso('2021-11-26'))") == "26 November 2021"
    assert modules.evaluate(f"{make}.fromIso('26 November')") is None


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(modules: Page) -> None:
    told = modules.evaluate("""() => {
        const event = {id: "e1", slug: "s", title: '=HYPERLINK("x")', summary: 'a, "b"', episode: null};
        event.states = [[1, {0: 1}]];
        const data = {meta: {epoch: "2020-01-01"}, news: [], actors: [], places: [], events: [event]};
        data.cells = ["day", "place", "first", "last"];
        data.as_they_are = ["status"];
        const model = NK.model.build(data);
        return NK.downloads.csv(model.rowsOn(null), model);
    }""")
    assert '"\'=HYPERLINK(""x"")"' in told and '"a, ""b"""' in told
