"""The main page in Chromium: slider, filters, selection, search, addresses, downloads, keyboard."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import nkevents


def shown(page: Page) -> list[str]:
    """Slugs of the events that are shown."""
    slugs: list[str] = page.evaluate("NK.explorer.shown().map((item) => item.event.slug)")
    return slugs


def until(page: Page, expression: str) -> None:
    """Wait until an expression is true; the policy of the pages lets no waiting be done inside them."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def settle(page: Page) -> None:
    """Wait for the address, which is written a little later."""
    page.wait_for_timeout(320)


@pytest.mark.parametrize("day", ["2020-10-17", "2020-11-09", "2021-11-26", "2022-01-01"])
def test_the_rows_of_a_day_are_those_of_load(explore: Any, day: str) -> None:
    page = explore(f"asof={day}")
    assert set(shown(page)) == set(nkevents.load(as_of=day)["slug"])


def test_brussels_is_planned_for_the_15th_and_then_took_place_on_the_14th(explore: Any) -> None:
    page = explore("asof=2021-11-26&event=brussels-meeting")
    card = page.locator("#card")
    expect(card).to_contain_text("planned")
    expect(card).to_contain_text("15 December 2021")
    page.evaluate("NK.explorer.actions.setDay(NK.explorer.model.fromIso('2021-12-15'))")
    expect(card).to_contain_text("took place")
    expect(card).to_contain_text("14 December 2021")
    expect(page.locator("#news")).to_contain_text("Meeting of Aliyev, Pashinyan and Michel in Brussels")


def test_a_capture_turns_from_contested_to_agreed(explore: Any) -> None:
    page = explore("asof=2020-11-08&event=shusha-shushi-capture")
    card = page.locator("#card")
    expect(card).to_contain_text("Contested")
    expect(card.locator(".account.side-armenian")).to_contain_text("Denies it")
    page.locator("#asof-all").click()
    expect(card).to_contain_text("Agreed")


def test_the_toll_of_the_war_is_that_of_the_day(explore: Any) -> None:
    page = explore("asof=2020-11-09")
    war = nkevents.episodes(as_of="2020-11-09").set_index("slug").loc["war-2020"]
    for column in ("killed_armenian", "killed_azerbaijani", "killed_armenian_claimed", "killed_azerbaijani_claimed"):
        expect(page.locator("#tolls-words")).to_contain_text(f"{war[column]:,}")


@pytest.mark.parametrize("hash", ["", "asof=2020-11-09", "asof=2022-08-01"])
def test_the_curve_of_the_war_ends_at_the_number_below_it(explore: Any, hash: str) -> None:
    page = explore(hash)
    ends = page.evaluate("""() => {
        const ticks = [...document.querySelectorAll("#tolls text.tick[text-anchor=end]")]
            .map((tick) => [Number(tick.textContent.replace(",", "")), tick.getAttribute("y") - 4])
            .filter((tick) => !Number.isNaN(tick[0]));
        const [low, high] = [ticks[0], ticks[ticks.length - 1]];
        return ["armenian", "azerbaijani"].map((side) => {
            const lines = [...document.querySelectorAll(`#tolls .line.side-${side}:not(.claimed)`)];
            const path = lines[lines.length - 1].getAttribute("d").match(/[\\d.]+/g).map(Number);
            return low[0] + (path[path.length - 1] - low[1]) / (high[1] - low[1]) * (high[0] - low[0]);
        });
    }""")
    war = nkevents.episodes(as_of=hash.removeprefix("asof=") or None).set_index("slug").loc["war-2020"]
    assert ends == pytest.approx([war["killed_armenian"], war["killed_azerbaijani"]], abs=5)


def test_a_list_says_at_least_and_the_timeline_says_how_many_lie_beyond_its_edge(explore: Any) -> None:
    frame = nkevents.load()
    floor = frame[frame["killed_is_floor"].fillna(False) & (frame["killed_basis"] != "partial")].iloc[0]
    page = explore(f"event={floor['slug']}")
    entry = page.locator("#list [aria-current] .entry-dead")
    expect(entry).to_have_text(f"at least {floor['killed_best']:,} dead")
    beyond = page.evaluate("""() => {
        const wide = document.querySelector("#timeline").clientWidth;
        return NK.explorer.views.timeline.positions().filter((each) => each.x < 0 || each.x > wide).length;
    }""")
    assert beyond
    expect(page.locator("#timeline-outside")).to_have_text(f"{beyond} beyond the edge")
    page.locator("#timeline-all").click()
    expect(page.locator("#timeline-outside")).to_have_text("")


def test_the_slider_moves_by_keyboard_one_day_at_a_time(explore: Any) -> None:
    page = explore("asof=2021-11-26")
    page.locator("#asof").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#asof-day")).to_have_text("27 November 2021")
    expect(page.locator("#asof")).to_have_attribute("aria-valuetext", "27 November 2021")
    settle(page)
    assert "asof=2021-11-27" in page.url


def test_play_goes_on_by_itself_and_stops(explore: Any) -> None:
    page = explore("asof=2020-10-01")
    page.locator("#speed").select_option("50")
    page.locator("#play").click()
    until(page, "NK.explorer.state().asof > '2020-10-05'")
    page.locator("#play").click()
    stopped = page.evaluate("NK.explorer.state().asof")
    page.wait_for_timeout(250)
    assert page.evaluate("NK.explorer.state().asof") == stopped


@pytest.mark.parametrize(
    ("facet", "value", "column", "code"),
    [
        ("episode", "sochi-2021", "episode", "sochi-2021"),
        ("type", "meeting", "event_type", "meeting"),
        ("acceptance", "contested", "acceptance", "contested"),
        ("status", "scheduled", "status", "scheduled"),
        ("account", "azerbaijani.denies", "azerbaijani_says", ("denies", "both")),
        ("account", "armenian.denies", "armenian_says", ("denies", "both")),
    ],
)
def test_a_filter_keeps_what_the_frame_has(explore: Any, facet: str, value: str, column: str, code: Any) -> None:
    page = explore()
    page.locator(f"[data-facet={facet}] summary").click()
    page.locator(f"[data-facet={facet}] input[value='{value}']").check()
    frame = nkevents.load()
    wanted = frame[frame[column].isin([code] if isinstance(code, str) else code)]
    assert set(shown(page)) == set(wanted["slug"]) and len(wanted)
    expect(page.locator("#count")).to_contain_text(str(len(wanted)))
    settle(page)
    assert f"{facet}={value}" in page.url
    page.locator("#chosen button").first.click()
    assert len(shown(page)) == len(frame)


def test_dead_place_actor_and_days_filter_too(explore: Any) -> None:
    page = explore()
    frame = nkevents.load()
    page.locator("[data-facet=dead] summary").click()
    page.locator("[data-facet=dead] select").select_option("10")
    assert set(shown(page)) == set(frame.loc[(frame["killed_best"] >= 10).fillna(False), "slug"])
    page = explore("from=2020-10-17&to=2020-10-17")
    assert set(shown(page)) == set(nkevents.load(start="2020-10-17", end="2020-10-17")["slug"])
    page = explore()
    page.locator("[data-facet=place] summary").click()
    page.locator("[data-facet=place] input").fill("Գանձակ")
    page.keyboard.press("Enter")
    assert set(shown(page)) == set(frame.loc[frame["place"] == "Ganja", "slug"])
    page = explore("actor=putin")
    assert "sochi-meeting" in shown(page) and len(shown(page)) < 200


def test_a_menu_stays_within_the_window(explore: Any, new_page: Any) -> None:
    for width in (1280, 390):
        page = explore(to=new_page(viewport={"width": width, "height": 900}))
        if page.locator("#fold").is_visible():
            page.locator("#fold").click()
        for facet in ("account", "from", "level"):
            page.locator(f"[data-facet={facet}] summary").click()
            box = page.locator(f"[data-facet={facet}] .facet-body").bounding_box()
            assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width, (width, facet)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, facet)
            page.keyboard.press("Escape")


def test_both_countries_are_named_on_a_narrow_map(explore: Any, new_page: Any) -> None:
    for width in (1280, 390):
        page = explore(to=new_page(viewport={"width": width, "height": 900}))
        for country in ("Armenia", "Azerbaijan"):
            name = page.locator("#map .countries text").filter(has_text=country)
            expect(name).not_to_have_attribute("visibility", "hidden")


def test_an_actor_is_found_by_a_surname_and_a_name_of_nobody_is_said_to_be_one(explore: Any) -> None:
    page = explore()
    page.locator("[data-facet=actor] summary").click()
    for name, chosen in (("Erdogan", "Recep Tayyip Erdoğan"), ("Pashinyan", "Nikol Pashinyan")):
        page.locator("[data-facet=actor] input").fill(name)
        page.keyboard.press("Enter")
        expect(page.locator("#chosen")).to_contain_text(chosen)
    page.locator("[data-facet=actor] input").fill("Nobody Known")
    page.keyboard.press("Enter")
    expect(page.locator("[data-facet=actor]")).to_contain_text("No actor here is called “Nobody Known”.")


@pytest.mark.parametrize("text", ["Shushi", "Şuşa", "susa", "Շուշի", "Шуша", "shusha capture"])
def test_search_finds_a_place_in_every_script(explore: Any, text: str) -> None:
    page = explore()
    page.locator("#q").fill(text)
    until(page, "NK.explorer.shown().length < 200")
    assert "shusha-shushi-capture" in shown(page)


@pytest.mark.parametrize(
    "spellings",
    [
        ["Shusha", "Shushi", "Şuşa", "susa", "Шуша", "Շուշի"],
        ["Khankendi", "Xankəndi", "Ханкенди", "Stepanakert", "Ստեփանակերտ"],
        ["Ministry of Defence of Azerbaijan", "Минобороны Азербайджана"],
        ["Ministry of Defence of Armenia", "Минобороны Армении"],
        ["17 October 2020", "2020-10-17", "17 октября 2020", "17 հոկտեմբերի 2020", "17 oktyabr 2020"],
    ],
)
def test_search_finds_the_same_for_every_spelling(explore: Any, spellings: list[str]) -> None:
    page = explore()
    found = []
    for text in spellings:
        page.evaluate("(text) => NK.explorer.actions.update({ q: text })", text)
        found.append(shown(page))
    assert found[0]
    assert all(each == found[0] for each in found), dict(zip(spellings, map(len, found), strict=True))


@pytest.mark.parametrize(
    ("text", "slug"),
    [("cluster munitions", "barda-strike-2"), ("release of detainees", "prisoner-exchange-2020-12-14")],
)
def test_search_finds_a_weapon_and_a_type_that_no_title_and_no_summary_names(
    explore: Any, text: str, slug: str
) -> None:
    page = explore()
    page.locator("#q").fill(text)
    until(page, "NK.explorer.shown().length < 100")
    assert slug in shown(page)


def test_a_search_that_finds_nothing_says_what_to_try(explore: Any) -> None:
    page = explore()
    page.locator("#q").fill("Shusha xylophone")
    expect(page.locator("#list")).to_have_text("No event holds all these words: try fewer words, or a name alone.")
    page = explore("asof=2020-10-01&q=xylophone")
    expect(page.locator("#list")).to_contain_text("or choose a later day")


def test_a_count_that_is_new_on_the_day_of_the_slider_is_a_line_that_can_be_seen(explore: Any) -> None:
    page = explore("asof=2021-11-16&event=clash-2021-11-16")
    assert page.locator("#tolls path.side-armenian").first.bounding_box()["width"] > 1


def test_an_event_page_opened_from_a_past_day_says_so_and_what_was_known_then(explore: Any) -> None:
    page = explore("asof=2021-11-26&event=brussels-meeting")
    page.locator("#card a", has_text="as known today").click()
    told = "What is known today. On 26 November 2021 it was known as: planned for 15 December 2021."
    expect(page.locator("#then")).to_have_text(told, use_inner_text=True)
    page.goto(page.url.replace("2021-11-26", "2021-11-01"))
    expect(page.locator("#then")).to_have_text(
        "What is known today. On 1 November 2021 nothing was known of it.", use_inner_text=True
    )
    page.goto(page.url.split("?")[0])
    expect(page.locator("#then")).to_be_hidden()


def test_an_event_page_opened_from_a_past_day_marks_what_was_said_later_and_unfolds_what_was_said_by_then(
    explore: Any,
) -> None:
    page = explore("asof=2021-11-16&event=clash-2021-11-16")
    page.locator("#card a", has_text="as known today").click()
    statements = page.locator(".statement")
    known = statements.evaluate_all("all => all.map(each => each.dataset.known)")
    later = statements.evaluate_all("all => all.map(each => each.querySelector('.later') !== null)")
    assert True in later and False in later
    assert later == [day > "2021-11-16" for day in known]
    expect(page.locator(".statement", has_text="Killed: 15 (military, Armenia)").first).to_be_visible()
    expect(page.locator("#then-said")).to_contain_text("What was said after 16 November 2021 is marked")
    page.goto(page.url.split("?")[0])
    expect(page.locator("#then-said")).to_be_hidden()
    assert page.locator(".later").count() == 0


def test_what_goes_on_says_when_it_was_last_said_to(explore: Any) -> None:
    slug = nkevents.load(status="ongoing")["slug"].iloc[0]
    told = re.compile(r"under way on \d+ \w+ \d{4}; nobody was found who says that it ended")
    expect(explore(f"event={slug}").locator("#card")).to_contain_text(told)
    page = explore("event=shusha-shushi-battle&asof=2020-11-05")
    expect(page.locator("#card .status")).to_have_text("was under way on 5 November 2020")


@pytest.mark.parametrize("status", ["occurred", "ongoing"])
def test_what_one_side_alone_says_is_not_told_as_a_fact(explore: Any, status: Any) -> None:
    events = nkevents.load(status=status, level="all")
    slug = events.loc[events["acceptance"] == "one_side", "slug"].iloc[0]
    expect(explore(f"event={slug}").locator("#card .status")).to_contain_text("said by one side to have")


@pytest.mark.parametrize("text", ["Aliyev Brussels", "Ալիև", "İlham Əliyev", "Ильхам Алиев"])
def test_search_finds_people_in_every_script(explore: Any, text: str) -> None:
    page = explore()
    page.locator("#q").fill(text)
    until(page, "NK.explorer.shown().length < 400")
    assert "brussels-meeting" in shown(page)


def test_selecting_in_the_list_selects_everywhere(explore: Any) -> None:
    page = explore("type=meeting&episode=sochi-2021")
    page.locator("#list .entry").filter(has_text="Sochi").first.click()
    expect(page.locator("#card-title")).to_contain_text("Sochi")
    slug = page.evaluate("NK.explorer.state().event")
    expect(page.locator("#list [aria-current]")).to_have_count(1)
    settle(page)
    assert f"event={slug}" in page.url
    expect(page.locator("#card a.button")).to_have_attribute("href", f"events/{slug}.html")


def test_selecting_on_the_timeline_selects_everywhere(explore: Any) -> None:
    page = explore("type=call")
    page.wait_for_timeout(100)
    dot = page.evaluate("""() => {
        const found = NK.explorer.views.timeline.positions()[3];
        return [found.x, found.y, found.event.slug, found.event.title];
    }""")
    box = page.locator("#timeline canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + dot[0], box["y"] + dot[1])
    expect(page.locator("#card-title")).to_have_text(dot[3])
    expect(page.locator("#list [aria-current]")).to_contain_text(dot[3])


def test_a_selected_event_shows_its_place_and_radius_on_the_map(explore: Any) -> None:
    page = explore("event=ganja-strike-3")
    expect(page.locator("#map .place.chosen")).to_have_count(1)
    expect(page.locator("#map .radius")).to_have_count(1)
    expect(page.locator("#map .labels .chosen")).to_have_text("Ganja")
    page.locator("#names").select_option("az")
    expect(page.locator("#map .labels .chosen")).to_have_text("Gəncə")


def test_a_place_on_the_map_filters_timeline_and_list(explore: Any) -> None:
    page = explore("event=ganja-strike-3")
    page.locator("#map .place.chosen").click()
    frame = nkevents.load()
    assert set(shown(page)) == set(frame.loc[frame["place"] == "Ganja", "slug"])
    expect(page.locator("#chosen")).to_contain_text("Ganja")


def test_an_address_holds_the_whole_view(explore: Any, new_page: Any) -> None:
    page = explore("asof=2021-11-26&q=meeting&status=scheduled,occurred&names=hy&event=brussels-meeting")
    for _ in range(3):
        page.locator("#timeline-in").click()
    page.locator("#map-in").click()
    settle(page)
    url, before = page.url, (shown(page), page.evaluate("NK.explorer.state()"))
    other = new_page()
    other.goto(url)
    other.wait_for_selector("html[data-ready]")
    assert (shown(other), other.evaluate("NK.explorer.state()")) == before
    assert "t=" in url and "map=" in url
    settle(other)
    assert other.url == url


def test_going_back_to_another_address_shows_it(explore: Any) -> None:
    page = explore("asof=2020-11-09")
    settle(page)
    page.evaluate("location.hash = '#asof=2021-11-26'")
    expect(page.locator("#asof-day")).to_have_text("26 November 2021")


def test_going_back_closes_an_event_that_was_opened(explore: Any) -> None:
    page = explore("type=meeting")
    page.locator("#list .entry").first.click()
    expect(page.locator("#card")).to_be_visible()
    settle(page)
    page.go_back()
    expect(page.locator("#card")).to_be_hidden()
    assert "type=meeting" in page.url


def test_what_is_shown_downloads_as_csv_and_geojson(explore: Any) -> None:
    page = explore("asof=2020-11-09&type=shelling")
    wanted = nkevents.load(as_of="2020-11-09", event_type="shelling").set_index("slug")
    with page.expect_download() as download:
        page.locator("#csv").click()
    assert download.value.suggested_filename.endswith(f"-as-of-2020-11-09-{len(wanted)}-events.csv")
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"), newline="")))
    assert {row["slug"] for row in rows} == set(wanted.index)
    assert all(row["acceptance"] == wanted.loc[row["slug"], "acceptance"] for row in rows)
    with page.expect_download() as download:
        page.locator("#geojson").click()
    collection = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert len(collection["features"]) == len(wanted) and collection["as_of"] == "2020-11-09"
    point = next(feature for feature in collection["features"] if feature["geometry"])
    assert point["geometry"]["coordinates"][0] == pytest.approx(wanted.loc[point["properties"]["slug"], "longitude"])


def test_the_page_can_be_used_with_the_keyboard_alone(explore: Any) -> None:
    page = explore()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#play")).to_be_focused()
    page.locator("#timeline").focus()
    page.keyboard.press("Home")
    first = page.evaluate("NK.explorer.state().event")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("NK.explorer.state().event") not in ("", first)
    page.locator("[data-facet=type] summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#chosen button")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-facet=type]")).not_to_have_attribute("open", "")
    expect(page.locator("[data-facet=type] summary")).to_be_focused()


def test_who_chooses_by_keyboard_reads_in_the_card_and_comes_back_from_it(explore: Any) -> None:
    page = explore("type=meeting")
    entry = page.locator("#list .entry").nth(2)
    entry.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#card")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#card a.button")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    expect(entry).to_be_focused()
    page.locator("#timeline").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator("#card")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#timeline")).to_be_focused()


@pytest.mark.parametrize("day", ["2020-10-17", "2021-11-16", "2021-03-14"])
def test_the_news_of_a_day_lead_to_what_happened_on_it(explore: Any, day: str) -> None:
    page = explore()
    page.locator("#asof-date").fill(day)
    page.locator("#news button", has_text="What happened on this day").click()
    assert set(shown(page)) == set(nkevents.load(start=day, end=day, as_of=day)["slug"])


def test_all_the_news_of_a_day_can_be_seen_at_once(explore: Any) -> None:
    page = explore("asof=2021-11-26")
    box, every = page.locator("#news"), page.locator("#news-all")
    n = box.locator("li").count()
    expect(every).to_have_text(f"All {n}")
    closed = box.evaluate("each => each.clientHeight")
    every.click()
    assert box.evaluate("each => each.clientHeight") > 3 * closed
    box.locator("li button").first.click()
    expect(every).to_have_attribute("aria-expanded", "false")
    assert box.evaluate("each => each.clientHeight") == closed
    page.locator("#asof-all").click()
    expect(every).to_be_hidden()


def test_no_filter_offers_what_holds_on_no_day(explore: Any) -> None:
    page = explore()
    states = nkevents.vintages()
    for name in ("status", "acceptance"):
        offered = page.locator(f"[data-facet={name}] input").evaluate_all("all => all.map((each) => each.value)")
        assert set(offered) == set(states[name].dropna()), name


def test_the_deaths_of_a_day_begin_with_the_number_of_all_and_its_range(explore: Any) -> None:
    page = explore("asof=2020-11-09")
    war = nkevents.load(as_of="2020-11-09", level="episode").set_index("slug").loc["war-2020"]
    first = page.locator("#tolls-words .toll-word").first
    expect(first).to_contain_text(f"at least {war['killed_best']:,} ({war['killed_low']:,}–{war['killed_high']:,})")


def test_the_timeline_shows_the_chosen_days_from_near(explore: Any) -> None:
    page = explore("from=2020-10-17&to=2020-10-17")
    settle(page)
    from_day, to_day = page.evaluate("NK.explorer.state().t").split("~")
    assert "2020-10-10" < from_day < "2020-10-17" < to_day < "2020-10-25"
    page.locator("#chosen button", has_text="Clear all").click()
    settle(page)
    assert page.evaluate("NK.explorer.state().t") == ""


def test_a_day_before_the_first_is_not_taken_for_another_without_a_word(explore: Any) -> None:
    page = explore()
    page.locator("#asof-date").fill("2020-09-01")
    expect(page.locator("#asof-title")).to_have_text("Nothing is recorded before")


def test_the_card_of_a_plan_leads_to_what_became_of_it(explore: Any) -> None:
    page = explore("asof=2021-11-26&status=scheduled&event=brussels-meeting")
    page.locator("#card button", has_text="What became of it").click()
    expect(page.locator("#asof-day")).to_have_text("everything known today")
    expect(page.locator("#card")).to_contain_text("took place")
    expect(page.locator("#card")).to_contain_text("14 December 2021")
    assert "brussels-meeting" in shown(page)
    expect(page.locator("#card button", has_text="What became of it")).to_have_count(0)


def test_the_card_of_a_plan_that_nobody_spoke_of_again_says_so(explore: Any) -> None:
    page = explore("asof=2021-11-26&event=working-group-second-part-2021")
    expect(page.locator("#card")).to_contain_text("No later word on what became of it was found.")


def test_an_event_not_known_yet_says_when_it_became_known(explore: Any) -> None:
    page = explore("asof=2020-10-01&event=brussels-meeting")
    expect(page.locator("#card")).to_contain_text("Nothing was known of this event by 1 October 2020")


def test_an_address_that_means_nothing_does_no_harm(explore: Any) -> None:
    page = explore("asof=yesterday&event=none&type=nothing&place=<b>&map=x~y~z&t=a~b")
    expect(page.locator("#count")).to_contain_text("0 events")
    expect(page.locator("#list")).to_contain_text("No event fits: remove a filter")
