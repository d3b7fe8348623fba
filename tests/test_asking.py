"""Promises of what the data can be asked."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import nkevents

CASES = Path(__file__).parent / "cases" / "asking"


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("case", cases("search"), ids=lambda case: case["text"])
def test_an_event_is_found_by_its_words_in_any_script_and_it_says_why(case: dict[str, Any]) -> None:
    found = nkevents.search(case["text"]).head(case["first"]).set_index("slug")
    assert case["event"] in found.index
    assert case["why"] in found.loc[case["event"], "why"]


def test_the_same_name_in_four_scripts_finds_the_same_events() -> None:
    spellings = ("Erdogan", "Erdoğan", "Эрдоган", "Էրդողան")
    assert len({tuple(nkevents.search(name)["event_id"]) for name in spellings}) == 1


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


def test_a_misspelled_word_finds_nothing_and_says_which_words_are_like_it() -> None:
    found = nkevents.search("brusels")
    assert found.empty
    assert "brussels" in found.attrs["did_you_mean"]


@pytest.mark.parametrize("text", ["", "  —  ", 5, None, ["Sochi"]])
def test_a_search_for_no_words_is_refused(text: Any) -> None:
    with pytest.raises(nkevents.WrongArgumentError, match="such as 'Erdoğan'"):
        nkevents.search(text)


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


@pytest.mark.parametrize(
    ("where", "km", "says"),
    [
        ("Shushaa", 5, "did you mean"),
        ("Sos", 5, "no coordinates"),
        ((39.7,), 5, r"such as \(39.76, 46.75\)"),
        ((139.7, 46), 5, "no place"),
        (None, 5, "no place"),
        ("Shusha", -5, "kilometres above 0"),
        ("Shusha", "5", "kilometres above 0"),
        ("Shusha", float("nan"), "kilometres above 0"),
    ],
)
def test_what_is_no_place_and_no_distance_is_refused_with_what_is_right(where: Any, km: Any, says: str) -> None:
    with pytest.raises(nkevents.NkeventsError, match=says):
        nkevents.near(where, km)
