"""Titles and summaries: what their patterns find, and that the shipped ones say nothing that was not looked at."""

from pathlib import Path

import pandas as pd
import pytest

import nkevents
from conftest import shipped_findings
from nkevents.checks import own_texts
from nkevents.checks.own_texts.account_checks import account_of
from nkevents.store.rows import read_rows
from nkevents.wording.own_texts.double_names import single_mentions
from nkevents.wording.own_texts.leaning_words import culprit_in, hedge_in
from nkevents.wording.own_texts.who_spoke import said_in, speakers
from nkevents.wording.own_texts.whose_account import first_sentence, hedged_otherwise
from small import Rows
from test_validation import rules_in

CASES = Path(__file__).parent / "cases" / "texts"
SETTLED = Path(__file__).parent / "settled_texts.csv"


def case_rows(name: str) -> Rows:
    return [dict(row) for row in read_rows((CASES / f"{name}.csv").read_text(encoding="utf-8"))]


# --- the shipped texts


def test_each_warning_on_a_shipped_text_was_looked_at_and_no_settled_one_is_gone() -> None:
    found = shipped_findings()
    messages = found.loc[found["rule"].isin(rules_in(Path(own_texts.__file__).parent)), ["rule", "message"]]
    settled = [row for row in read_rows(SETTLED.read_text(encoding="utf-8")) if row["reason"]]
    expected = {(row["rule"], f"{row['event']} has {row['words']!r}") for row in settled}
    assert {(rule, start) for rule, start in expected if not _begins(messages, rule, start)} == set()
    assert len(messages) == len(expected), messages.to_dict("records")


def _begins(messages: pd.DataFrame, rule: str, start: str) -> bool:
    return bool(messages.loc[messages["rule"] == rule, "message"].str.startswith(start).any())


def test_every_actor_that_a_name_of_the_summaries_stands_for_is_in_the_data() -> None:
    named = {actor for actors in speakers().values() for actor in actors}
    assert named - set(nkevents.table("actors")["actor_id"]) == set()


# --- words that lean


@pytest.mark.parametrize("case", case_rows("hedged_titles"), ids=lambda case: case["title"])
def test_a_word_by_which_a_title_hedges_is_found(case: dict[str, str]) -> None:
    assert (hedge_in(case["title"]) or "") == case["hedge"]


@pytest.mark.parametrize("case", case_rows("culprit_titles"), ids=lambda case: case["title"])
def test_a_culprit_or_a_direction_of_fire_in_a_title_is_found(case: dict[str, str]) -> None:
    assert (culprit_in(case["title"]) is not None) == (case["found"] == "true")


# --- whose account it is, and who spoke


def test_accounts_told_in_another_form_are_seen() -> None:
    assert hedged_otherwise("According to Armenia, a village was shelled.") == "According to"
    assert hedged_otherwise("A village, Azerbaijan said, was shelled.") is None
    assert first_sentence("A village was shelled. Armenia denied it.") == "A village was shelled"


@pytest.mark.parametrize(
    ("acceptance", "armenian", "azerbaijani", "account"),
    [
        ("agreed", "asserts", "asserts", ""),
        ("one_side", "asserts", None, "armenian"),
        ("one_side", None, "asserts", "azerbaijani"),
        ("contested", "asserts", "denies", "armenian"),
        ("contested", "both", "asserts", "azerbaijani"),
        ("contested", "asserts", "both", "armenian"),
        ("contested", "both", None, "armenian"),
        ("contested", "both", "both", ""),
        ("contested", "asserts", "asserts", ""),
        ("reported", None, None, ""),
    ],
)
def test_the_account_is_that_of_the_side_that_alone_says_so(
    acceptance: str, armenian: str | None, azerbaijani: str | None, account: str
) -> None:
    assert account_of(acceptance, armenian, azerbaijani) == account


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("Shells fell; Armenia denied it.", ["Armenia"]),
        (
            "Shells fell; Armenia and the Nagorno-Karabakh authorities denied it.",
            ["Armenia", "Nagorno-Karabakh authorities"],
        ),
        ("It fought. Armenia spoke of attacks stopped, Azerbaijan of an advance.", ["Armenia", "Azerbaijan"]),
        ("Azerbaijan spoke of an advance, which Armenia denied.", ["Azerbaijan", "Armenia"]),
        ("The prime minister of Armenia and the president of Russia spoke by telephone.", []),
    ],
)
def test_who_a_summary_says_to_have_spoken_is_found(summary: str, found: list[str]) -> None:
    assert [said.name for said in said_in(summary)] == found


# --- names


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
    assert single_mentions(text, ("Khankendi", "Stepanakert")) == single
