"""All kinds of pages in Chromium: from the file system, below a path of a server, for every reader and width."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import nkevents
from conftest import rows_of, write_copy
from nkevents.explore import build
from test_explore import HOSTILE

PAGES = [
    "index.html",
    "index.html#asof=2021-11-26&event=brussels-meeting",
    "about.html",
    "agreements.html",
    "agreements/ceasefire-statement-2020.html",
    "events/ganja-strike-3.html",
    "events/khankendi-stepanakert-shelling-2020-10-17.html",
    "events/war-2020.html",
    "actors/aliyev.html",
    "actors/pashinyan.html",
    "places.html",
    "sources.html",
]


def go(page: Page, address: str) -> None:
    page.goto(address)
    if "index.html" in address:
        page.wait_for_selector("html[data-ready]")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(new_page: Any, site: Path, name: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    go(page, f"{site.as_uri()}/{name}")
    found = Axe().run(page, options={"preload": False}).response["violations"]
    serious = [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert not serious, "\n".join(serious)


def test_long_lists_keep_the_rows_that_hold_all_words_typed_in_any_spelling(page: Page, site: Path) -> None:
    for name, typed, kept in (
        ("sources", "ARMENPRESS november 2020", "Armenpress"),
        ("actors", "Эрдоган", "Recep Tayyip Erdoğan"),
        ("places", "susa", "Shusha / Shushi"),
    ):
        go(page, f"{site.as_uri()}/{name}.html")
        rows = page.locator("table.list tbody tr")
        n = rows.count()
        page.get_by_label("Show only").fill(typed)
        expect(page.locator("#narrowed")).to_contain_text(f"of {n:,}")
        expect(rows.filter(has_text=kept, visible=True).first).to_be_visible()
        assert 0 < rows.filter(visible=True).count() < n / 10
        page.get_by_label("Show only").fill("qqqq")
        expect(page.locator("#narrowed")).to_have_text(f"0 of {n:,}")


def test_what_an_actor_said_of_a_matter_is_read_on_its_page(page: Page, site: Path) -> None:
    go(page, f"{site.as_uri()}/actors/aliyev.html")
    page.get_by_label("Show only").fill("Sochi peace treaty")
    kept = page.locator(".said-of li").filter(visible=True)
    expect(page.locator("#narrowed")).to_contain_text(" of ")
    assert 0 < kept.count() < 12 and page.locator(".said-of").filter(visible=True).count() < 6
    said = nkevents.claims("sochi-meeting", kind="position", speaker="Ilham Aliyev")
    note = str(said.loc[said["aspect"] == "peace_treaty", "note"].iloc[0])
    expect(kept.filter(has_text=note[:40]).first).to_be_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_needs_no_sideways_scrolling(new_page: Any, site: Path, name: str) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    go(page, f"{site.as_uri()}/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_of_an_agreement_begins_with_all_points_and_since_when_their_state_is_known(site: Path) -> None:
    text = (site / "agreements" / "ceasefire-statement-2020.html").read_text(encoding="utf-8")
    glance = text.split('id="glance"')[1].split("</table>")[0]
    points = nkevents.provisions("ceasefire-statement-2020")
    assert glance.count('href="#point-') == len(points) > 2
    assert glance.count("known since ") == (points["state"] != "pending").sum() > 0


@pytest.mark.parametrize("name", ["agreements.html", "agreements/ceasefire-statement-2020.html"])
def test_on_a_phone_what_became_of_a_point_is_read_without_scrolling_sideways(
    new_page: Any, site: Path, name: str
) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    go(page, f"{site.as_uri()}/{name}")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    wide = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter((box) => box.scrollWidth > box.clientWidth).length"
    )
    assert page.locator("table").count() and wide == 0
    cell = page.locator("td[data-side='Armenian side']").first
    assert "Armenian side" in cell.evaluate("(cell) => getComputedStyle(cell, '::before').content")


def test_on_a_phone_the_day_s_news_and_the_list_are_seen_at_once_and_filters_are_folded(
    new_page: Any, site: Path
) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    go(page, f"{site.as_uri()}/index.html#asof=2021-11-26")
    expect(page.locator("#news li").first).to_be_in_viewport()
    expect(page.locator("#list .entry").first).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-facet=type]")).to_be_hidden()
    page.locator("#fold").click()
    page.locator("[data-facet=type] summary").click()
    page.locator("[data-facet=type] input[value=meeting]").check()
    page.locator("#fold").click()
    expect(page.locator("[data-facet=type]")).to_be_hidden()
    expect(page.locator("#fold")).to_have_text("Filters · 1")
    count = page.evaluate("NK.explorer.shown().length")
    expect(page.locator("#switch button").first).to_have_text(f"Events {count}")


def test_on_a_phone_one_view_is_seen_at_a_time_and_the_address_says_which(new_page: Any, site: Path) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    go(page, f"{site.as_uri()}/index.html")
    for name, seen in (("Timeline", "timeline"), ("Map", "map"), ("Deaths", "tolls")):
        page.locator("#switch button", has_text=name).click()
        expect(page.locator(f"[data-view={seen}]")).to_be_visible()
        expect(page.locator(f"#{seen}")).to_be_in_viewport()
        expect(page.locator("#list")).to_be_hidden()
        page.wait_for_function("(view) => location.hash.includes('view=' + view)", arg=seen)
        assert page.evaluate("document.documentElement.scrollHeight") < 2 * 844, f"blank below {name}"
    other = new_page(viewport={"width": 390, "height": 844})
    go(other, page.url)
    expect(other.locator("#tolls")).to_be_visible()


def test_on_a_phone_a_chosen_event_comes_into_view(new_page: Any, site: Path) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    go(page, f"{site.as_uri()}/index.html")
    page.locator("#list .entry").nth(3).click()
    expect(page.locator("#card-title")).to_be_in_viewport()


def test_the_site_works_below_any_path_of_a_server(page: Page, served: str) -> None:
    go(page, f"{served}index.html#event=sochi-meeting")
    page.locator("#card a.button").click()
    expect(page.locator("h1")).to_contain_text("Sochi")
    page.locator("header nav a", has_text="Agreements").click()
    expect(page.locator("h1")).to_have_text("Agreements and truces")
    page.locator("header nav a", has_text="Explore").click()
    page.wait_for_selector("html[data-ready]")


def test_a_citation_of_a_claim_leads_to_the_claim(page: Page, site: Path) -> None:
    go(page, f"{site.as_uri()}/events/shusha-shushi-capture.html")
    page.locator("#derived ~ details summary").click()
    link = page.locator(".derived .ids a").first
    claim = link.inner_text()
    link.click()
    assert page.url.endswith(f"#{claim}")
    expect(page.locator(f"#{claim}").first).to_be_attached()


def test_light_and_dark_can_be_chosen_and_stay(page: Page, served: str) -> None:
    go(page, f"{served}about.html")
    page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    go(page, f"{served}places.html")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_hostile_title_is_shown_as_text_everywhere(new_page: Any, tmp_path: Path) -> None:
    events = rows_of("events")
    for row in events:
        row["title"] = HOSTILE
    site = build(tmp_path / "site", nkevents.open(write_copy(tmp_path / "copy", {"events": events}))).index.parent
    page = new_page()
    go(page, f"{site.as_uri()}/index.html#event=sochi-meeting")
    told = """<script>alert("x")</script> 'quote' & "double" [U+202E]txet"""
    expect(page.locator("#card-title")).to_have_text(told)
    expect(page.locator("#list .entry-title").first).to_have_text(told)
    page.locator("#card a.button").click()
    expect(page.locator("h1")).to_have_text(told)


def test_a_print_shows_the_list_and_no_controls(page: Page, site: Path) -> None:
    go(page, f"{site.as_uri()}/index.html")
    page.emulate_media(media="print")
    expect(page.locator(".controls")).to_be_hidden()
    expect(page.locator("#list .entry").last).to_be_visible()
