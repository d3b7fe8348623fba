"""Even-handed on the whole: shares, names and general answers are the same for the harm of either side."""

from pathlib import Path

import pandas as pd
import pytest

import nkevents
from conftest import rows_of, shipped_fairness, shipped_findings
from nkevents.curate.quality.decision_weights import Change, with_actors
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
from nkevents.dataset import shipped
from nkevents.model.codes import HARM
from nkevents.store.opening import shipped_root
from nkevents.store.rows import read_rows
from nkevents.wording.own_texts.double_names import name_pairs

SETTLED_STATEMENTS = Path(__file__).parent / "settled_statements.csv"


@pytest.fixture(scope="module")
def told() -> pd.DataFrame:
    return events_told(shipped())


@pytest.fixture(scope="module")
def found() -> Fairness:
    return shipped_fairness()


# --- shares by side


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


# --- names


def test_the_two_names_of_a_pair_stand_in_alphabetical_order() -> None:
    pairs = name_pairs(nkevents.table("places")["name"])
    assert [pair for pair in pairs if pair[0] >= pair[1]] == []


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
        Change(row["actor_id"], column, exchanged[row[column]])
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
