"""On which days a state of an event, of a side's account or of a provision begins, and which claims it rests on."""

from typing import Any

import numpy as np
import pytest

import nkevents
from conftest import rows_of
from nkevents.rule import states
from nkevents.rule.claim_arrays import ClaimArrays
from small import Rows, small_package

PLAN, OTHER = "e0005", "e0010"
BLANK = dict.fromkeys(rows_of("claims")[0], "") | {"source_id": "s0005", "polarity": "asserts", "certainty": "firm"}
OCCURRENCE = {"event_id": PLAN, "kind": "occurrence", "code": "scheduled"}
COMPLIANCE = {"event_id": PLAN, "kind": "compliance", "code": "fulfilled", "speaker_id": "armenia-mod"}
# As they stand here, the claims have the numbers 0 to 10.
CLAIMS: Rows = [
    # Says nothing of whether the plan is known.
    {"event_id": PLAN, "kind": "figure", "code": "captured", "low": "1", "high": "1", "subject_id": "armenia"}
    | {"aspect": "any", "speaker_id": "azerbaijan-mod", "known_from": "2020-10-01"},
    {**COMPLIANCE, "provision_id": "o0001", "known_from": "2020-10-02"},
    {**OCCURRENCE, "polarity": "denies", "date": "2020-10", "speaker_id": "reuters", "known_from": "2020-10-03"},
    {**OCCURRENCE, "date": "2020-10-10", "speaker_id": "azerbaijan-mod", "known_from": "2020-10-05"},
    {**OCCURRENCE, "date": "2020-10-12/..", "speaker_id": "armenia-mod", "known_from": "2020-10-07"},
    {**COMPLIANCE, "provision_id": "o0001", "known_from": "2020-10-08"},
    {**COMPLIANCE, "provision_id": "o0002", "known_from": "2020-10-08"},
    {**COMPLIANCE, "provision_id": "o0003", "event_id": OTHER, "known_from": "2020-10-08"},
    {**OCCURRENCE, "event_id": OTHER, "polarity": "denies", "date": "2020-10-10", "speaker_id": "azerbaijan-mod"}
    | {"known_from": "2020-10-08"},
    # Turkey speaks with Azerbaijan.
    {**OCCURRENCE, "date": "2020-10-10", "speaker_id": "turkey", "known_from": "2020-10-09"},
    {**COMPLIANCE, "code": "breached", "provision_id": "o0001", "speaker_id": "turkey", "known_from": "2020-10-20"},
]
PROVISIONS: Rows = [
    {"provision_id": "o0001", "event_id": PLAN, "due": "2020-10-10"},
    {"provision_id": "o0002", "event_id": PLAN, "due": ""},
    {"provision_id": "o0003", "event_id": OTHER, "due": "2020-10-10"},
]


@pytest.fixture
def data() -> ClaimArrays:
    """Encoded anew for each test: a test that changes the rule line by line must see every one fail."""
    claims = [{**BLANK, **row, "claim_id": f"c{number:05}"} for number, row in enumerate(CLAIMS, 1)]
    provisions = [{**rows_of("provisions")[0], **row} for row in PROVISIONS]
    return nkevents.Dataset(
        small_package().with_rows({"claims": claims, "readings": [], "provisions": provisions})
    )._encoded


def day(text: str) -> int:
    return int(np.datetime64(f"2020-10-{text}", "D").astype(np.int64))


def days(*texts: str) -> list[int]:
    return [day(text) for text in texts]


def positions(*events: str) -> list[int]:
    ids = [row["event_id"] for row in rows_of("events")]
    return [ids.index(event) for event in events]


def by_group(found: Any) -> list[list[int]]:
    """Numbers of the claims that each group rests on."""
    return [found.rows[found.group == group].tolist() for group in range(len(found.event))]


PLAN_DAYS = ("01", "02", "03", "05", "07", "08", "09", "11", "20")
OTHER_DAYS = ("08", "11")
KNOWN = {"01": 1, "02": 2, "03": 3, "05": 4, "07": 5, "08": 7, "09": 8, "11": 8, "20": 9}
OF_PLAN = [0, 1, 2, 3, 4, 5, 6, 9, 10]


def test_an_event_has_a_state_on_each_day_of_a_claim_and_on_each_day_after_one_on_which_it_was_due(
    data: ClaimArrays,
) -> None:
    # The whole month that a denial names ends on 31 October.
    after_the_month = day("31") + 1
    plan, other = positions(PLAN, OTHER)
    found = states.every_state(data)
    assert found.event.tolist() == [plan] * 10 + [other] * 2
    assert found.as_of.tolist() == [*days(*PLAN_DAYS), after_the_month, *days(*OTHER_DAYS)]
    assert by_group(found) == [*(OF_PLAN[: KNOWN[text]] for text in PLAN_DAYS), OF_PLAN, [7, 8], [7, 8]]
    assert found.n_claims.tolist() == [1, 2, 3, 4, 5, 7, 8, 8, 9, 9, 2, 2]
    assert found.visible.tolist() == [False] * 3 + [True] * 7 + [False] * 2
    assert found.occurrence.overdue.tolist() == [False] * 7 + [True] * 3 + [False] * 2
    one = states.one_event(data, plan)
    assert one.as_of.tolist() == found.as_of[:10].tolist()
    assert by_group(one) == by_group(found)[:10]


def test_an_account_has_a_state_for_each_side_on_each_of_these_days(data: ClaimArrays) -> None:
    every, found = states.every_state(data), states.every_state_by_side(data)
    assert found.event.tolist() == np.repeat(every.event, 3).tolist()
    assert found.as_of.tolist() == np.repeat(every.as_of, 3).tolist()
    sides = [[1, 4, 5, 6], [0, 3, 9, 10], [2]]
    expected = [[[row for row in side if row in rows] for side in sides] for rows in by_group(every)[:10]]
    expected += [[[7], [8], []]] * 2
    assert by_group(found) == [rows for state in expected for rows in state]
    assert found.occurrence.overdue[18:30].tolist() == [False, False, False] + [False, True, False] * 3


@pytest.mark.parametrize("text", ["09", "20", None])
def test_the_accounts_of_a_day_are_those_of_each_side_alone(data: ClaimArrays, text: str | None) -> None:
    found = states.by_side(data, None if text is None else day(text))
    plan, other = positions(PLAN, OTHER)
    assert found.event.tolist() == np.repeat(np.arange(data.n_events), 3).tolist()
    # Without a day it is that of the newest claim.
    assert set(found.as_of.tolist()) == {day(text or "20")}
    late = [] if text == "09" else [10]
    groups = by_group(found)
    assert groups[3 * plan : 3 * plan + 3] == [[1, 4, 5, 6], [0, 3, 9, *late], [2]]
    assert groups[3 * other : 3 * other + 3] == [[7], [8], []]
    assert sum(map(len, groups)) == 10 + len(late)
    assert found.occurrence.overdue[3 * plan : 3 * plan + 3].tolist() == [False, bool(late), False]


def test_a_provision_has_a_state_from_the_day_of_its_agreement_on(data: ClaimArrays) -> None:
    found = states.every_provision_state(data)
    # The third's agreement was only denied. What was said of the first before it was agreed counts from that day on.
    assert found.provision.tolist() == [0, 0, 0, 0, 1, 1]
    assert found.as_of.tolist() == days("05", "08", "11", "20", "05", "08")
    assert found.n_claims.tolist() == [1, 2, 2, 3, 0, 1]
    assert found.rows.tolist() == [1, 1, 5, 1, 5, 1, 5, 10, 6]


@pytest.mark.parametrize(("text", "counts"), [("07", [1, 0, 0]), ("08", [2, 1, 1]), ("20", [3, 1, 1])])
def test_the_provisions_of_a_day_rest_on_what_was_said_by_then(data: ClaimArrays, text: str, counts: list[int]) -> None:
    found = states.provisions_as_of(data, day(text))
    assert found.provision.tolist() == [0, 1, 2]
    assert found.as_of.tolist() == [day(text)] * 3
    assert found.n_claims.tolist() == counts


def test_what_is_live_as_of_a_day_holds_the_live_claims_on_provisions(data: ClaimArrays) -> None:
    found = states.as_of(data, day("08"))
    assert found.rows.tolist() == [*range(9)]
    # All but the first word on the first provision, which its speaker said again.
    assert found.rows[found.alive].tolist() == [0, 2, 3, 4, 5, 6, 7, 8]
