"""Promises of the public functions."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import nkevents
from conftest import CopyOf, rows_of
from nkevents.rule.roles import TAKING_PART

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("case", yaml.safe_load((CASES / "refused.yaml").read_text()), ids=lambda case: case["call"])
def test_an_unknown_value_is_refused_with_the_nearest_valid_one(case: dict[str, Any]) -> None:
    with pytest.raises(nkevents.NkeventsError, match=re.escape(case["says"])):
        getattr(nkevents, case["call"].split(" ")[0])(*case.get("args", []), **case.get("with", {}))


PLAN_CODES = ("proposed", "scheduled", "rescheduled", "postponed", "cancelled", "not_held")


def test_filters_keep_what_they_say() -> None:
    everything = nkevents.load()
    assert set(nkevents.load(episode="sochi-2021")["episode"]) == {"sochi-2021"}
    number = str(nkevents.episodes().set_index("slug").loc["sochi-2021", "event_id"])
    pd.testing.assert_frame_equal(nkevents.load(episode=number), nkevents.load(episode="sochi-2021"))
    two = nkevents.load(event_type=["meeting", "call"])
    assert len(two) == everything["event_type"].isin(["meeting", "call"]).sum()
    assert (nkevents.load(status="postponed")["status"] == "postponed").all()
    assert nkevents.load(level="part")["level"].unique().tolist() == ["part"]


def test_a_month_as_bound_is_the_whole_month() -> None:
    october = nkevents.load(start="2020-10", end="2020-10")
    assert not october.empty
    days = nkevents.load(start="2020-10-01", end="2020-10-31")
    pd.testing.assert_frame_equal(october, days)
    assert (october["date_start"].isna() | (october["date_start"] <= "2020-10-31")).all()


def test_coarse_dates_are_kept_by_overlap(copy_of: CopyOf) -> None:
    rows = [row for row in rows_of("claims") if row["kind"] == "occurrence"][:1]
    data = copy_of(claims=[{**rows[0], "date": "2020-10", "code": "occurred", "polarity": "asserts"}])
    levels: Any = ["episode", "event", "part", "series"]
    assert len(data.load(level=levels, start="2020-10-20")) == 1
    assert len(data.load(level=levels, end="2020-10-05")) == 1
    assert data.load(level=levels, start="2020-11").empty


@pytest.mark.parametrize(
    ("date", "code", "days"),
    [
        ("../2020-10-05", "occurred", [5]),
        ("2020-10-05/..", "occurred", [5]),
        ("2020-10-05/..", "ongoing", [5, 6]),
        ("2020-10-04/2020-10-05", "occurred", [4, 5]),
    ],
)
def test_an_open_bound_counts_as_the_bound_that_is_known_but_what_goes_on_has_no_end(
    copy_of: CopyOf, date: str, code: str, days: list[int]
) -> None:
    claim = next(row for row in rows_of("claims") if row["kind"] == "occurrence")
    data = copy_of(claims=[{**claim, "date": date, "code": code, "polarity": "asserts"}])
    asked = {day: data.load(level="all", start=f"2020-10-0{day}", end=f"2020-10-0{day}") for day in (3, 4, 5, 6)}
    assert [day for day, frame in asked.items() if len(frame)] == days


def test_frames_carry_what_is_needed_to_cite_them() -> None:
    attrs = nkevents.load(as_of="2021-11-26").attrs
    assert attrs["data_version"] == nkevents.__version__
    assert attrs["as_of"] == "2021-11-26"
    assert attrs["rule_version"] == 3
    assert attrs["latest_known_from"] == str(nkevents.claims()["known_from"].max().date())


def test_names_come_in_the_language_asked_for_and_in_english_where_there_is_none() -> None:
    english, azerbaijani = nkevents.load(), nkevents.load(lang="az")
    capture = english["slug"] == "shusha-shushi-capture"
    assert azerbaijani.loc[capture, "place"].tolist() == ["Şuşa"]
    assert nkevents.load(lang="hy").loc[capture, "place"].tolist() == ["Շուշի"]
    assert (azerbaijani["place"].isna() == english["place"].isna()).all()


@pytest.mark.parametrize("name", ["Şuşa", "SHUSHI", "Шуша", "Շուշի", "susa", "Shusha / Shushi"])
def test_a_place_is_found_by_any_spelling_and_script(name: str) -> None:
    assert "Shusha / Shushi" in nkevents.find_place(name)["name"].tolist()


@pytest.mark.parametrize("freq", ["D", "W", "M", "Q", "Y"])
def test_a_panel_is_balanced_and_counts_every_placed_event_once(freq: Any) -> None:
    panel = nkevents.counts(freq, by=["episode", "country"])
    assert not panel.duplicated(["period", "episode", "country"]).any()
    sizes = [panel[column].nunique(dropna=False) for column in ("period", "episode", "country")]
    assert len(panel) == sizes[0] * sizes[1] * sizes[2]
    happened = nkevents.load(status=["occurred", "ongoing"])
    assert panel["n_events"].sum() + len(panel.attrs["unplaced"]) + len(panel.attrs["after_end"]) == len(happened)
    gaps = panel["period"].drop_duplicates().sort_values().diff().dropna()
    assert (gaps <= pd.Timedelta(days={"D": 1, "W": 7, "M": 31, "Q": 92, "Y": 366}[freq])).all()


def test_an_event_is_found_by_id_and_slug_alike() -> None:
    number = str(nkevents.load().set_index("slug").loc["sochi-meeting", "event_id"])
    pd.testing.assert_frame_equal(nkevents.claims(number), nkevents.claims("sochi-meeting"))


def test_brussels_is_a_plan_on_the_day_of_sochi_and_held_a_day_earlier_than_planned() -> None:
    then, now = (nkevents.load(as_of=day).set_index("slug").loc["brussels-meeting"] for day in ("2021-11-26", None))
    assert (then["status"], str(then["date_start"].date())) == ("scheduled", "2021-12-15")
    assert (now["status"], str(now["date_start"].date())) == ("occurred", "2021-12-14")


@pytest.mark.parametrize("day", ["2020-10-17", "2020-11-09", "2021-11-26"])
def test_vintages_of_accounts_that_held_on_a_day_are_the_accounts_of_that_day(day: str) -> None:
    every = nkevents.vintages("accounts")
    on = pd.Timestamp(day)
    held = every[(every["valid_from"] <= on) & ~(every["valid_to"] < on)].drop(columns=["valid_from", "valid_to"])
    wanted = nkevents.accounts(as_of=day).sort_values(["event_id", "side"], ignore_index=True)
    pd.testing.assert_frame_equal(held.reset_index(drop=True), wanted)


def test_the_clash_of_16_november_cost_thirteen_lives_as_known_on_the_day_of_sochi() -> None:
    assert nkevents.load(as_of="2021-11-26").set_index("slug").loc["clash-2021-11-16", "killed_best"] == 13


def test_own_war_dead_never_fall_but_where_a_speaker_took_a_number_back() -> None:
    states = nkevents.vintages()
    war = states[states["slug"] == "war-2020"]
    for column in ("killed_armenian", "killed_azerbaijani", "killed_civilian", "killed_best"):
        assert (war[column].dropna().diff().dropna() >= 0).all(), column


def test_provisions_of_the_ceasefire_are_pending_at_first_and_said_to_be_kept_or_broken_later() -> None:
    first = nkevents.provisions("ceasefire-statement-2020", as_of="2020-11-10").set_index("point")["state"]
    later = nkevents.provisions("ceasefire-statement-2020").set_index("point")["state"]
    assert first["6a"] == "pending"
    assert later["6a"] in ("fulfilled", "claimed")
    assert (later != "pending").sum() > (first != "pending").sum()


def test_the_dispute_over_point_nine_stands_with_both_sides() -> None:
    positions = nkevents.positions("ceasefire-statement-2020", topic="nakhchivan_link")
    assert {"armenian", "azerbaijani", "third"} <= set(positions["side"])


def test_positions_have_the_columns_of_claims_and_say_which_of_them_are_always_empty() -> None:
    positions, claims = nkevents.positions(), nkevents.claims()
    assert positions.dtypes.to_dict() == claims.dtypes.to_dict()
    empty = {column for column in positions if positions[column].isna().all()}
    _, _, returns = str(nkevents.positions.__doc__).partition("empty in")
    sentence = returns.partition("Raises")[0]
    assert empty == {column for column in claims if re.search(rf"\b{column}\b", sentence)} - {"kind"}


def test_a_toll_tells_of_each_side_what_its_value_rests_on_and_whether_it_is_a_lower_bound() -> None:
    war = nkevents.tolls("war-2020").set_index(["day", "side"])
    day = pd.Timestamp("2020-10-21")
    partial = war.loc[pd.IndexSlice[:day, :], :].groupby("side", observed=True).tail(1).droplevel("day")
    assert partial["basis"].to_dict() == {
        "armenian": "one_side",
        "azerbaijani": "partial",
        "third": "one_side",
        "total": "partial",
    }
    assert partial.loc[["azerbaijani", "total"], "is_floor"].all()
    assert bool(partial["high"].isna()["total"])
    battle = nkevents.tolls("shusha-shushi-battle").set_index("side")[["best", "is_floor", "basis"]]
    assert battle.astype(object).to_dict("index")["armenian"] == {"best": 150, "is_floor": True, "basis": "one_side"}


def test_each_change_names_the_claims_that_changed_that_cell() -> None:
    claims = nkevents.claims().set_index("claim_id")
    changes = nkevents.revisions("2020-09-27")
    by_calendar = (changes["column"] == "overdue") | (changes["new"] == "overdue")
    assert changes.loc[~by_calendar, "claims"].notna().all()
    told = changes.assign(claim=changes["claims"].str.split()).explode("claim").dropna(subset=["claim"])
    told = told.merge(claims, left_on="claim", right_index=True, suffixes=("", "_of_claim"))
    assert (told["known_from"] == told["day"]).all()

    def codes(*columns: str) -> set[str]:
        return set(told.loc[told["column"].isin(columns), "code"].astype(str))

    assert codes("killed_best", "killed_low", "killed_high", "killed_armenian", "killed_civilian") == {"killed"}
    assert codes("attribution") == {"initiator"}
    assert codes("participants") <= set(TAKING_PART)
    assert codes("status", "date", "place") <= {"occurred", "ended", "ongoing", *PLAN_CODES}
    claimed = told[told["column"] == "killed_armenian_claimed"]
    assert len(claimed) and (claimed["standing"] == "adversary").all()
    spoken = told[(told["column"] == "by_third") & (told["what"] == "provision")]
    assert len(spoken) and (spoken["speaks_with"] == "third").all()


def test_a_change_of_the_toll_names_no_figure_that_it_does_not_rest_on() -> None:
    changes = nkevents.revisions("2021-11-17", "2021-11-26")
    row = changes[(changes["slug"] == "clash-2021-11-16") & (changes["column"] == "killed_armenian")].iloc[-1]
    behind = nkevents.explain("clash-2021-11-16", "killed_armenian", as_of=row["day"])
    assert set(row["claims"].split()) <= set(behind.loc[behind["use"] == "decides", "claim_id"])


@pytest.mark.parametrize(
    "view",
    ["load", "episodes", "accounts", "claims", "positions", "figures", "participants", "provisions", "sources"],
)
def test_before_anything_was_known_each_frame_is_empty_and_has_its_columns_and_types(view: str) -> None:
    now, then = getattr(nkevents, view)(), getattr(nkevents, view)(as_of="2000-01-01")
    assert len(now) and not len(then)
    assert then.dtypes.equals(now.dtypes)


def test_days_on_which_nothing_changed_give_an_empty_table_with_all_columns() -> None:
    silent, busy = (nkevents.revisions(day, day) for day in ("2019-01-01", "2020-10-17"))
    assert silent.empty and len(busy)
    assert silent.dtypes.equals(busy.dtypes)
