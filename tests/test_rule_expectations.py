"""Rows of the shipped data that everybody knows, and what rule 3 was made for them to say."""

from typing import Any

import pytest

import nkevents


def row(slug: str, as_of: str | None = None) -> dict[Any, Any]:
    frame = nkevents.load(as_of=as_of, level=["event", "episode", "series"])
    (found,) = frame[frame["slug"] == slug].to_dict("records")
    return found


@pytest.mark.parametrize(
    ("slug", "first_day"), [("shusha-shushi-battle", "2020-11-04"), ("mine-explosions-since-2020-11", "2020-11-10")]
)
def test_what_went_on_begins_when_it_was_first_seen(slug: str, first_day: str) -> None:
    assert str(row(slug)["date_start"])[:10] == first_day


@pytest.mark.parametrize(
    ("as_of", "acceptance"),
    [("2020-11-08", "contested"), ("2020-11-09", "contested"), ("2020-11-16", "agreed"), (None, "agreed")],
)
def test_the_capture_of_shusha_is_contested_until_it_is_conceded(as_of: str | None, acceptance: str) -> None:
    assert row("shusha-shushi-capture", as_of)["acceptance"] == acceptance


def test_the_strike_on_ganja_counts_the_civilians_that_were_counted() -> None:
    strike = row("ganja-strike-3")
    assert [strike[f"killed_{name}"] for name in ("low", "best", "high", "civilian")] == [15, 21, 21, 21]


def test_two_thousand_each_is_no_count_of_the_war() -> None:
    before, after = row("war-2020", "2020-10-21"), row("war-2020", "2020-10-22")
    assert before["killed_basis"] == after["killed_basis"] == "partial"
    assert 900 <= int(before["killed_best"]) <= 1_000 <= int(after["killed_best"]) <= 1_200
    assert int(after["killed_high"]) == 5_000


def test_point_five_of_the_ceasefire_is_fulfilled_by_february_2021() -> None:
    points = nkevents.provisions("ceasefire-statement-2020", as_of="2021-02-28").set_index("point")
    assert points.loc["5", "state"] == "fulfilled"


def test_the_belligerents_take_part_in_the_war_and_all_three_leaders_in_sochi() -> None:
    assert row("war-2020")["participants"] == "Armenia; Azerbaijan; Nagorno-Karabakh (de facto authorities)"
    assert row("sochi-meeting")["participants"] == "Ilham Aliyev; Nikol Pashinyan; Vladimir Putin"


def test_the_first_columns_answer_the_first_questions() -> None:
    first = ["day", "title", "place", "event_type", "status", "acceptance", "killed_best", "participants"]
    assert list(nkevents.load().columns[: len(first)]) == first
