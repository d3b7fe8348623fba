"""Promises of what the data can be asked."""

import datetime as dt
import inspect
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import nkevents
from case_files import document
from conftest import assert_same
from nkevents.cli import app

CASES = Path(__file__).parent / "cases" / "asking"


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document(CASES / f"{name}.yaml")
    return found


@pytest.mark.parametrize("case", cases("search"), ids=lambda case: case["text"])
def test_an_event_is_found_by_its_words_in_any_script_and_it_says_why(case: dict[str, Any]) -> None:
    found = nkevents.search(case["text"]).head(case["first"]).set_index("slug")
    assert case["event"] in found.index
    assert case["why"] in found.loc[case["event"], "why"]


def test_the_same_name_in_four_scripts_finds_the_same_events() -> None:
    spellings = ("Erdogan", "Erdoğan", "Эрдоган", "Էրդողան")
    assert len({tuple(nkevents.search(name)["event_id"]) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("asked", "body", "others"),
    [
        ("Azerbaijani Defense Ministry", "Ministry of Defence of Azerbaijan", ("Russia", "Armenia", "Turkey")),
        ("Минобороны Армении", "Ministry of Defence of Armenia", ("Russia", "Azerbaijan", "Turkey")),
        ("Müdafiə Nazirliyi", "Ministry of Defence of Azerbaijan", ("Russia", "Armenia", "Turkey")),
    ],
)
def test_the_name_of_a_body_in_any_order_finds_it_and_no_other_that_shares_a_word(
    asked: str, body: str, others: tuple[str, ...]
) -> None:
    found = nkevents.search(asked)
    assert found["event_id"].isin(set(nkevents.claims(speaker=body)["event_id"])).sum() > 50
    assert sorted(found["slug"]) == sorted(nkevents.search(body)["slug"])
    assert not [why for why in found["why"] for other in others if f"Ministry of Defence of {other}" in why]


def test_what_is_found_comes_best_first_and_holds_every_word() -> None:
    both, one = nkevents.search("Aliyev Sochi"), nkevents.search("Sochi")
    assert both["score"].is_monotonic_decreasing
    assert 0 < len(both) < len(one)
    assert set(both["event_id"]) <= set(one["event_id"]) & set(nkevents.search("Aliyev")["event_id"])
    assert both["why"].notna().all()


def test_a_search_as_of_a_day_finds_only_what_was_public_by_then() -> None:
    then = nkevents.search("Brussels", as_of="2021-11-26")
    assert set(then["event_id"]) <= set(nkevents.load(as_of="2021-11-26", level="all")["event_id"])
    said = nkevents.claims(as_of="2021-11-26")["claim_id"]
    notes = then["why"].str.extractall(r"note: (c\d+)")[0]
    assert set(notes) <= set(said)
    assert len(then) < len(nkevents.search("Brussels"))


def test_a_weapon_finds_every_event_on_which_a_claim_names_it() -> None:
    claims = nkevents.claims()
    for code, asked in (("cluster_munition", "cluster munition"), ("ballistic_missile", "ballistic missiles")):
        named = set(claims.loc[claims["code"] == code, "slug"])
        assert named
        assert named <= set(nkevents.search(asked)["slug"])


def test_a_type_and_a_topic_find_all_their_events() -> None:
    found = set(nkevents.search("detainees")["slug"])
    assert set(nkevents.load(event_type="detainee_release")["slug"]) <= found
    assert set(nkevents.load(topic="detainees")["slug"]) <= found


def test_a_weapon_that_was_named_later_is_not_found_as_of_a_day() -> None:
    claims = nkevents.claims("barda-strike-2")
    first = claims.loc[claims["code"] == "cluster_munition", "known_from"].min()
    before, on = (nkevents.search("cluster munitions Barda", as_of=first - pd.Timedelta(days=days)) for days in (1, 0))
    assert "barda-strike-2" not in set(before["slug"])
    assert "barda-strike-2" in set(on["slug"])


def test_a_misspelled_word_finds_nothing_and_says_which_words_are_like_it() -> None:
    found = nkevents.search("brusels")
    assert found.empty
    assert "brussels" in found.attrs["did_you_mean"]


@pytest.mark.parametrize("case", cases("near"), ids=str)
def test_what_is_near_lies_within_the_distance_and_coarse_places_are_left_out_unless_asked(
    case: dict[str, Any],
) -> None:
    found = nkevents.near(case["where"], case["km"], coarse=case.get("coarse", False))
    assert set(case["among"]) <= set(found["place"])
    assert not set(case["not_among"]) & set(found["place"])
    assert found["distance_km"].is_monotonic_increasing
    if "coarse" not in case:
        assert (found["distance_km"] <= case["km"]).all()
        assert (found["radius_km"] <= case["km"]).all()


@pytest.mark.parametrize("case", cases("filters"), ids=lambda case: str(case["with"]))
def test_events_are_chosen_by_actors_places_topics_and_words(case: dict[str, Any]) -> None:
    slugs = set(nkevents.load(**case["with"])["slug"])
    assert case["kept"] in (None, *slugs)
    assert case["left_out"] not in slugs
    assert case["left_out"] in set(nkevents.load()["slug"])


def test_an_actor_stands_for_all_below_it_and_alone_when_asked() -> None:
    below, alone = nkevents.claims(speaker="European Union"), nkevents.claims(speaker="European Union", within=False)
    assert set(alone["speaker"]) == {"European Union"}
    assert {"European Union", "European Council", "European Parliament", "Charles Michel"} <= set(below["speaker"])
    parts = nkevents.participants()
    wanted = set(parts.loc[parts["actor_id"] == "eu", "event_id"])
    assert set(nkevents.load(actor="EU", within=False, level="all")["event_id"]) == wanted


def test_claims_are_chosen_by_speaker_subject_place_and_topic() -> None:
    claims = nkevents.claims(speaker="Ильхам Алиев", subject="Armenia", topic="nakhchivan_link", within=False)
    assert not claims.empty
    assert set(claims["speaker"]) == {"Ilham Aliyev"}
    assert set(claims["subject"]) == {"Armenia"}
    assert set(claims["aspect"]) == {"nakhchivan_link"}
    assert set(nkevents.claims(place="Гянджа")["place"]) == {"Ganja"}


@pytest.mark.parametrize(
    "case", cases("wrong"), ids=lambda case: f"{case['call']} {case.get('args', case.get('with'))}"
)
def test_a_wrong_type_or_value_is_our_error_with_the_valid_ones(case: dict[str, Any]) -> None:
    with pytest.raises(nkevents.NkeventsError, match=re.escape(case["says"])):
        getattr(nkevents, case["call"])(*case.get("args", []), **case.get("with", {}))


DAY = dt.date(2020, 11, 8)
SAME_DAY = [
    "2020-11-08",
    DAY,
    dt.datetime(2020, 11, 8, 17, 30),
    pd.Timestamp(2020, 11, 8, 17, 30),
    pd.Timestamp("2020-11-08T17:30+04:00"),
    np.datetime64("2020-11-08"),
    np.datetime64("2020-11-08T17:30:00", "ns"),
]


def told_of(day: Any) -> list[pd.DataFrame]:
    loaded = [nkevents.load(as_of=day), nkevents.load(start=day, end=day)]
    return [*loaded, nkevents.counts("D", start=day, end=day), nkevents.revisions(day, day)]


@pytest.fixture(scope="module")
def told_of_the_day() -> list[pd.DataFrame]:
    return told_of(DAY)


@pytest.mark.parametrize("day", SAME_DAY, ids=repr)
def test_a_day_may_be_given_as_any_type_that_is_one(day: Any, told_of_the_day: list[pd.DataFrame]) -> None:
    for found, expected in zip(told_of(day), told_of_the_day, strict=True):
        assert_same(found, expected)
    assert nkevents.cite(as_of=day) == nkevents.cite(as_of=DAY)


def test_a_month_of_numpy_is_the_whole_month_and_no_single_day() -> None:
    month: Any = np.datetime64("2020-10")
    assert_same(nkevents.load(start=month, end=month), nkevents.load(start="2020-10", end="2020-10"))
    wrongs: list[Any] = [month, np.datetime64("2020"), np.datetime64("2020-10-08", "W"), np.datetime64("NaT"), pd.NaT]
    for wrong in wrongs:
        with pytest.raises(nkevents.DateError, match=r"a text such as '2021-11-26', a date"):
            nkevents.load(as_of=wrong)


def test_iterators_may_stand_for_lists() -> None:
    types: Any = ["meeting", "call"]
    assert_same(nkevents.load(event_type=iter(types)), nkevents.load(event_type=types))
    both = ["sochi-2021", "brussels-2021"]
    assert_same(nkevents.load(episode=(each for each in both)), nkevents.load(episode=both))
    kinds: Any = ("figure", "role")
    assert_same(nkevents.claims(kind=iter(kinds)), nkevents.claims(kind=kinds))
    assert_same(nkevents.figures(code=iter(["killed"])), nkevents.figures(code="killed"))
    topics = ["nakhchivan_link"]
    assert_same(nkevents.positions(topic=iter(topics)), nkevents.positions(topic=topics))
    assert_same(nkevents.counts("M", by=iter(["episode"])), nkevents.counts("M", by="episode"))
    assert_same(nkevents.load(actor=iter(["EU"])), nkevents.load(actor="EU"))
    assert_same(nkevents.load(level=["all"]), nkevents.load(level="all"))  # type: ignore[list-item]


def test_counts_end_with_the_coverage_unless_more_is_asked_for() -> None:
    panel = nkevents.counts("M")
    assert panel["period"].max() == pd.Timestamp("2021-12-01")
    late = panel.attrs["after_end"]
    assert (nkevents.load().set_index("event_id").loc[late, "date_start"] > "2021-12-31").all()
    longer = nkevents.counts("M", end="2022-05")
    assert longer["period"].max() == pd.Timestamp("2022-05-01")
    assert longer["n_events"].sum() == panel["n_events"].sum() + len(late)


def test_counts_have_every_period_from_start_to_end() -> None:
    panel = nkevents.counts("D", start="2020-11-01", end="2021-02-10")
    assert panel["period"].tolist() == pd.date_range("2020-11-01", "2021-02-10").tolist()
    frame = nkevents.load()
    first = frame[frame["date_precision"].isin(["day", "range"])]["date_start"]
    assert panel["n_events"].sum() >= first.between("2020-11-01", "2021-02-10").sum() - len(panel.attrs["unplaced"])
    empty = nkevents.counts("M", start="2019-01", end="2019-03")
    assert empty["n_events"].tolist() == [0, 0, 0]


def test_counts_are_of_the_status_asked_for() -> None:
    planned = nkevents.counts("Y", status=["scheduled", "postponed", "not_held", "cancelled"], end="2022")
    frame = nkevents.load(status=["scheduled", "postponed", "not_held", "cancelled"])
    assert 0 < planned["n_events"].sum() <= len(frame)


@pytest.mark.parametrize("by", [(), "episode", ["event_type", "country"]], ids=str)
def test_unknown_deaths_never_become_zero(by: Any) -> None:
    panel = nkevents.counts("W", by=by)
    unknown = (panel["n_events"] > 0) & (panel["n_killed_unknown"] == panel["n_events"])
    assert unknown.any()
    assert panel.loc[unknown, "killed_best"].isna().all()
    assert panel.loc[~unknown, "killed_best"].notna().all()
    known = (
        nkevents.load(status=["occurred", "ongoing"])
        .set_index("event_id")["killed_best"]
        .drop([*panel.attrs["unplaced"], *panel.attrs["after_end"]])
    )
    assert panel["killed_best"].sum() == known.sum()


WRONG: list[Any] = [5, 1.5, True, ["x"], ["x", None], [[1]], {"a": 1}, b"x", object(), float("nan"), "", "xyz"]
RIGHT = {
    "event": "sochi-meeting",
    "text": "sochi",
    "where": "Shusha",
    "km": 5,
    "column": "status",
    "start": "2021-12-20",
}
NAMED = {"table": "claims", "schema": "claims", "find_place": "Shusha", "find_actor": "aliyev"}
# Any word may be searched for, any number above 0 is a distance, and a flag may be true.
FLAGS = {(view, "within"): (True,) for view in ("claims", "load")} | {("near", "coarse"): (True,)}
TAKEN = {("near", "km"): (5, 1.5), **FLAGS, **{(view, "text"): ("xyz",) for view in ("claims", "load", "search")}}
VIEWS = [name for name in nkevents.__all__ if inspect.ismethod(getattr(nkevents, name))]


@pytest.mark.slow
@pytest.mark.parametrize("name", VIEWS)
def test_no_argument_of_a_wrong_type_ends_in_an_error_of_something_else(name: str) -> None:
    view = getattr(nkevents, name)
    arguments = [each for each in inspect.signature(view).parameters.values() if each.kind is not each.VAR_POSITIONAL]
    right = {each.name: NAMED.get(name, RIGHT.get(each.name)) for each in arguments if each.default is each.empty}
    for argument in arguments:
        for wrong in WRONG:
            if wrong in TAKEN.get((name, argument.name), ()):
                continue
            with pytest.raises(nkevents.NkeventsError):
                view(**(right | {argument.name: wrong}))


def test_a_surname_finds_its_bearer_and_no_other_last_word_of_a_name_does() -> None:
    assert nkevents.find_actor("Эрдоган")["actor_id"].tolist() == ["erdogan"]
    assert set(nkevents.find_actor("Grigoryan")["name"]) == {"Anna Grigoryan", "Armen Grigoryan", "Mher Grigoryan"}
    for word in ("Elnur", "mortality"):
        with pytest.raises(nkevents.UnknownValueError):
            nkevents.find_actor(word)


def test_a_word_of_any_length_may_be_searched_for() -> None:
    assert nkevents.search("sochi" + "i" * 1_000_000).empty


def test_claims_are_found_by_words_of_their_notes_and_by_names_in_any_script() -> None:
    found = nkevents.claims(text="Пашинян Şuşa")
    assert len(found) > 0
    pashinyan = (found["speaker"] == "Nikol Pashinyan") | (found["subject"] == "Nikol Pashinyan")
    assert (pashinyan | found["note"].str.contains("Pashinyan").fillna(False)).all()
    noted = nkevents.claims().dropna(subset=["note"]).iloc[0]
    assert noted["claim_id"] in set(nkevents.claims(noted["slug"], text=noted["note"])["claim_id"])
    with pytest.raises(nkevents.WrongArgumentError, match="has no word"):
        nkevents.claims(text="…")


def test_a_panel_counts_by_district_and_by_grid_cell_and_loses_no_event() -> None:
    whole = nkevents.counts("Y")["n_events"].sum()
    for area in ("district", "priogrid_gid"):
        panel = nkevents.counts("Y", by=area)
        assert panel["n_events"].sum() == whole
        assert panel[area].isna().any() and panel[area].nunique() > 10
    cells = nkevents.counts("Y", by="priogrid_gid").groupby("priogrid_gid")["n_events"].sum()
    placed = nkevents.load(status=["occurred", "ongoing"]).query("place == 'Ganja'")
    assert cells[188373] >= len(placed[placed["date_precision"] == "day"])


def test_the_terminal_finds_events_at_a_place_by_any_name() -> None:
    done = CliRunner().invoke(app, ["--place", "Şuşa"])
    expected = nkevents.load(place="Shusha")["slug"]
    assert all(slug in done.output for slug in expected)
    assert len(expected) <= done.output.count("\n") <= len(expected) + 1
