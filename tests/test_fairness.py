"""Even-handed in every line: wording, accounts, names and general answers are the same for the harm of either side."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import nkevents
from conftest import rows_of, shipped_fairness, shipped_findings
from nkevents.curate.quality.decision_weights import with_actors
from nkevents.curate.quality.exact_test import fisher
from nkevents.curate.quality.fairness_figures import (
    CAPTURE,
    CHANCE,
    MEASURES,
    SIDE_NAMES,
    Fairness,
    events_told,
    fairness,
)
from nkevents.curate.quality.fairness_page import REASONS, fairness_page, uneven
from nkevents.curate.quality.required import HARM
from nkevents.curate.quality.wording import PRESS, account_in, first_sentence, hedge_in, hedged_otherwise
from nkevents.dataset import shipped
from nkevents.store.opening import shipped_root
from nkevents.store.rows import read_rows
from small import Rows

CASES = Path(__file__).parent / "cases" / "fairness"
SETTLED_STATEMENTS = Path(__file__).parent / "settled_statements.csv"


def case_rows(name: str) -> Rows:
    return [dict(row) for row in read_rows((CASES / f"{name}.csv").read_text(encoding="utf-8"))]


def own_texts() -> Iterator[tuple[str, str]]:
    """Every title and summary, with the event's name."""
    events = nkevents.table("events")
    for column in ("title", "summary"):
        yield from zip(events["slug"], events[column].astype(object), strict=True)


@pytest.fixture(scope="module")
def told() -> pd.DataFrame:
    return events_told(shipped())


@pytest.fixture(scope="module")
def found() -> Fairness:
    return shipped_fairness()


# --- words that hedge


@pytest.mark.parametrize("case", case_rows("hedged_titles"), ids=lambda case: case["title"])
def test_a_word_by_which_a_title_hedges_is_found(case: dict[str, str]) -> None:
    assert (hedge_in(case["title"]) or "") == case["hedge"]


def test_no_title_says_that_something_may_not_be_so() -> None:
    titles = nkevents.table("events").set_index("slug")["title"]
    assert {slug: title for slug, title in titles.items() if hedge_in(title)} == {}


@pytest.mark.parametrize("scope", ["harm", "captures"])
@pytest.mark.parametrize("measure", [name for name, measure in MEASURES.items() if measure.ours])
def test_what_depends_on_us_alone_differs_by_harmed_side_no_more_than_by_chance(
    measure: str, scope: str, found: Fairness
) -> None:
    row = found.shares[(found.shares["scope"] == scope) & (found.shares["measure"] == measure)]
    assert row["p"].min() >= CHANCE, row.to_dict("records")


def test_the_wording_of_what_is_not_agreed_does_not_differ_by_whose_account_it_is(found: Fairness) -> None:
    rows = found.accounts.set_index("measure")
    assert rows[rows["p"] < CHANCE].to_dict("index") == {}
    assert (rows.loc["attributed_not_agreed", ["of_armenian", "of_azerbaijani"]] > 50).all()


# --- whose account it is


def test_every_event_that_is_not_agreed_begins_with_whose_account_it_is(told: pd.DataFrame) -> None:
    open_ = told[told["acceptance"] != "agreed"]
    assert open_.loc[~open_["attributed"], ["slug", "summary"]].to_numpy().tolist() == []


def test_no_agreed_event_is_told_as_somebodys_account(told: pd.DataFrame) -> None:
    agreed = told[told["acceptance"] == "agreed"]
    hedged = agreed["attributed"] | (agreed["attributed_otherwise"].notna() & agreed["event_type"].isin(HARM))
    assert agreed.loc[hedged, ["slug", "summary"]].to_numpy().tolist() == []


def test_the_account_that_a_summary_tells_is_that_of_the_side_that_says_so(told: pd.DataFrame) -> None:
    sides = {row["owner"]: row["side"] for row in case_rows("accounts")}
    settled = {row["event"] for row in case_rows("accounts_settled")}
    wrong = {}
    for row in told[told["acceptance"].ne("agreed") & told["attributed"]].itertuples():
        account = account_in(str(row.summary))
        assert account is not None
        owner = f"{account.press} {PRESS}" if account.press else account.owner
        if sides[owner] != (row.account or "third"):
            wrong[row.slug] = owner
    assert set(wrong) == settled, wrong


def test_accounts_told_in_another_form_are_seen() -> None:
    assert hedged_otherwise("According to Armenia, a village was shelled.") == "According to"
    assert hedged_otherwise("A village, Azerbaijan said, was shelled.") is None
    assert first_sentence("A village was shelled. Armenia denied it.") == "A village was shelled"


# --- denials


def denials_told(summary: str) -> dict[str, str]:
    """Side that a summary says to have denied, and what: ``it`` or ``responsibility``."""
    sides = {row["owner"]: row["side"] for row in case_rows("accounts")}
    owners = "|".join(sorted(map(re.escape, sides), key=len, reverse=True))
    found = re.finditer(rf"({owners}) denied (it|responsibility)\b", summary)
    return {sides[match[1]]: match[2] for match in found}


def fire_denied() -> dict[str, dict[str, set[str]]]:
    """By shelling or strike: which side denies the event itself, and which its own part alone."""
    claims = nkevents.claims()
    events = nkevents.table("events").set_index("event_id")
    fire = events["event_type"].isin({"shelling", "air_drone_strike"})
    of_fire = claims["event_id"].map(fire) & claims["speaks_with"].isin({"armenian", "azerbaijani"})
    denied = claims[of_fire & (claims["polarity"] == "denies") & claims["code"].isin({"occurred", "initiator"})]
    found: dict[str, dict[str, set[str]]] = {}
    for slug, code, side in zip(denied["slug"], denied["code"], denied["speaks_with"], strict=True):
        found.setdefault(slug, {}).setdefault(side, set()).add(code)
    return found


def test_a_summary_says_of_fire_what_was_denied_the_event_or_the_part_in_it(told: pd.DataFrame) -> None:
    denied, wrong = fire_denied(), {}
    for slug, summary in zip(told["slug"], told["summary"].astype(str), strict=True):
        for side, what in denials_told(summary).items():
            codes = denied.get(slug, {}).get(side, set())
            if codes and (what == "it") != ("occurred" in codes):
                wrong[slug] = (what, codes)
    assert wrong == {}


def test_whoever_denied_fire_is_told_to_have_denied_it_though_all_others_agree(told: pd.DataFrame) -> None:
    summaries = told.set_index("slug")["summary"].astype(str)
    told_so = re.compile(r"\bdenied\b|said that it had not|Each side blamed")
    silent = [slug for slug in fire_denied() if not told_so.search(summaries[slug])]
    assert silent == []


# --- names


def pairs() -> list[tuple[str, str]]:
    """Both English names of each place that has two: from the table of places, and of villages that are no place."""
    named = [
        tuple(name.split(" / ")) for name in nkevents.table("places")["name"] if re.fullmatch(r"[^(,]+ / [^,]+", name)
    ]
    towns = [
        (one, other) for one, other in named if not re.search(r" (?:district|near|and)\b|\bnear ", f"{one} {other}")
    ]
    return sorted({*towns, *((row["first"], row["second"]) for row in case_rows("names"))})


def single_mentions(text: str, one: str, other: str) -> list[str]:
    """Mentions of either name that do not stand as ``one / other``."""
    alone = re.sub(rf"\b{re.escape(one)} / {re.escape(other)}\b", "", text)
    return re.findall(rf"\b(?:{re.escape(one)}|{re.escape(other)})\b", alone)


def test_the_two_names_of_a_pair_stand_in_alphabetical_order() -> None:
    assert [pair for pair in pairs() if pair[0] >= pair[1]] == []


def test_every_mention_of_a_place_with_two_names_has_both() -> None:
    settled, both = {row["name"] for row in case_rows("names_settled")}, pairs()
    single = {
        (slug, name)
        for slug, text in own_texts()
        for one, other in both
        for name in single_mentions(text, one, other)
        if name not in settled
    }
    assert single == set()


def test_a_slash_joins_the_two_names_of_one_place_and_nothing_else() -> None:
    known = {f"{one} / {other}" for one, other in pairs()}
    joined = set()
    for _, text in own_texts():
        for pair in known:
            text = text.replace(pair, "")
        joined |= set(re.findall(r"\S+ / \S+", text))
    # Between brackets stands what a place outside the oblast is called in either language.
    assert {each for each in joined if not each.startswith("(Garagol")} == set()


def test_no_other_spelling_of_a_place_with_two_names_is_used() -> None:
    names, places = nkevents.table("place_names"), nkevents.table("places").set_index("place_id")["name"]
    english = names[names["lang"] == "en"]
    other = {
        name
        for place, name in zip(english["place_id"], english["name"], strict=True)
        if " / " in places[place] and name not in places[place] and places[place] not in name
    }
    texts = list(own_texts())
    assert {
        (slug, name) for slug, text in texts for name in other if re.search(rf"\b{re.escape(name)}\b", text)
    } == set()


@pytest.mark.parametrize(
    ("text", "single"),
    [
        ("Shelling of Khankendi / Stepanakert", []),
        ("Shelling of Stepanakert", ["Stepanakert"]),
        ("Khankendi / Stepanakert and Khankendi", ["Khankendi"]),
        ("Stepanakert / Khankendi", ["Stepanakert", "Khankendi"]),
    ],
)
def test_a_single_name_is_found(text: str, single: list[str]) -> None:
    assert single_mentions(text, "Khankendi", "Stepanakert") == single


# --- culprits


def culprit_in(title: str) -> bool:
    patterns = (CASES / "culprit_patterns.txt").read_text(encoding="utf-8").splitlines()
    return any(re.search(pattern, title, re.IGNORECASE) for pattern in patterns)


@pytest.mark.parametrize("case", case_rows("culprit_titles"), ids=lambda case: case["title"])
def test_a_culprit_or_a_direction_of_fire_in_a_title_is_found(case: dict[str, str]) -> None:
    assert culprit_in(case["title"]) == (case["found"] == "true")


def test_no_title_of_harm_names_a_culprit_or_where_fire_came_from() -> None:
    events = nkevents.table("events")
    harm = events[events["event_type"].isin([*HARM, "displacement", "heritage", "war"])]
    assert [title for title in harm["title"] if culprit_in(title)] == []


# --- general answers


def test_each_statement_that_stands_on_many_events_was_looked_at() -> None:
    found = shipped_findings()
    said = found.loc[found["rule"] == "one-statement-many-events", "message"]
    words = said.str.extract(
        r"^(?P<speaker>\S+) (?P<polarity>\S+) (?P<code>\S+) of \d+ events on one page, (?P<source>\S+)$"
    )
    settled = read_rows(SETTLED_STATEMENTS.read_text(encoding="utf-8"))
    columns = ["source", "speaker", "code", "polarity"]
    assert {*words[columns].itertuples(index=False, name=None)} == {
        tuple(row[column] for column in columns) for row in settled if row["reason"]
    }


# --- the page


def test_the_page_in_the_documentation_is_that_of_the_data(found: Fairness) -> None:
    page = (shipped_root() / "docs" / "fairness.md").read_text(encoding="utf-8")
    assert page == fairness_page(found), "run: nkevents fairness docs/fairness.md"


def test_the_page_gives_a_reason_for_each_uneven_figure(found: Fairness) -> None:
    assert [name for name in uneven(found) if name not in REASONS] == []


def test_the_median_radius_of_all_leaves_captures_apart(told: pd.DataFrame, found: Fairness) -> None:
    harm = told[told["event_type"].isin(HARM)]
    radius, capture = harm["radius_km"].astype(float), harm["event_type"] == CAPTURE
    medians = found.radius.set_index(["scope", "event_type"])
    for side in SIDE_NAMES:
        of_side = harm["harmed"] == side
        assert medians.loc[("harm", "all"), side] == radius[of_side & ~capture].median()
        assert medians.loc[("captures", CAPTURE), side] == radius[of_side & capture].median()
    assert ("harm", CAPTURE) not in medians.index


# --- the test of difference, and the sides exchanged


@pytest.mark.parametrize(
    ("table", "p"),
    [
        ((3, 4, 1, 4), 0.4857142857142857),
        ((1, 10, 11, 14), 0.0027594561852200836),
        ((0, 5, 0, 7), 1.0),
        ((5, 5, 7, 7), 1.0),
        ((0, 0, 3, 9), 1.0),
    ],
    ids=["tea", "diet", "no case", "all cases", "nothing on one side"],
)
def test_fishers_exact_test_gives_the_published_values(table: tuple[int, int, int, int], p: float) -> None:
    assert fisher(*table) == pytest.approx(p, rel=1e-12)
    one, of_one, two, of_two = table
    assert fisher(two, of_two, one, of_one) == pytest.approx(p, rel=1e-12)


def test_with_the_sides_exchanged_the_figures_are_exchanged(found: Fairness) -> None:
    exchanged = dict(zip(SIDE_NAMES, reversed(SIDE_NAMES), strict=True))
    changes = [
        (row["actor_id"], column, exchanged[row[column]])
        for row in rows_of("actors", shipped_root())
        for column in ("side", "aligned_with")
        if row[column] in exchanged
    ]
    mirrored = fairness(with_actors(shipped(), changes))
    names = {f"{of}{one}": f"{of}{other}" for one, other in exchanged.items() for of in ("", "of_")}
    # A claim's language is its source's and does not change sides with its speaker.
    kept = found.shares["measure"] != "own_language"
    assert_same(mirrored.shares[kept].rename(columns=names), found.shares[kept])
    assert_same(mirrored.accounts.rename(columns=names), found.accounts)
    assert_same(mirrored.episodes.rename(columns=names), found.episodes)
    assert_same(mirrored.harm.rename(columns=names), found.harm)


def assert_same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one[other.columns], other, check_exact=False, rtol=1e-9)
