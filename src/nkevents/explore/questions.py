"""The questions that an event's page puts to the three accounts, and how the answers stand to each other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nkevents.explore.material import Material, Record
from nkevents.explore.weapons import Weapons, weapons_of
from nkevents.store.grammar import grammar
from nkevents.wording.account_phrases import blame, capital, number
from nkevents.wording.days import date, human
from nkevents.wording.other_days import OtherDay
from nkevents.wording.words import ACCEPTANCES, SILENT, says

_COUNT = re.compile(r"(at least )?([\d,]+)")


@dataclass
class Cell:
    """What one side says to one question."""

    side: str
    text: str
    kind: str = "value"


@dataclass
class Question:
    """One question and the answers of the three sides; the verdict says how they stand to each other."""

    name: str
    cells: list[Cell]
    verdict: str = ""
    kind: str = ""


def questions(material: Material, row: Record, claims: Sequence[Record], others: Sequence[OtherDay]) -> list[Question]:
    """Questions that at least one side answers.

    Parameters
    ----------
    row : dict
        The newest state of the event.
    claims : sequence of dict
        Of the event.
    others : sequence of OtherDay
        Who gives another day than the timeline does.
    """
    accounts, of_plan = row["accounts"], material.of_plan(claims)
    planned = row["status"] in grammar().stages.still_to_come
    questions = [_whether(accounts, row)] if not planned else []
    plan = [_value(account, capital("; ".join(of_plan[account["side"]]))) for account in accounts]
    questions.append(Question("What of the plan?" if planned else "What was said of the plan?", plan))
    questions.append(_when(accounts, others))
    questions.append(_compared("Where?", [_value(account, account["place"]) for account in accounts]))
    for column, name in (
        ("killed_armenian", "Armenian dead?"),
        ("killed_azerbaijani", "Azerbaijani dead?"),
        ("killed_civilian", "Civilians among the dead?"),
        ("wounded", "Wounded?"),
        ("captured", "Captured?"),
    ):
        questions.append(_counts(name, [_number(account, column) for account in accounts]))
    questions.append(_weapons(accounts, weapons_of(material, claims)))
    questions.append(_blame(accounts, row, claims))
    return [question for question in questions if any(cell.kind not in ("silent", "none") for cell in question.cells)]


def _whether(accounts: Sequence[Record], row: Record) -> Question:
    cells = [
        Cell(account["side"], capital(says(account["side"], account["says"])), account["says"])
        if account["says"] is not None
        else _value(account, None)
        for account in accounts
    ]
    verdicts = {"agreed": "agree", "contested": "contradict", "one_side": "alone", "reported": "outside"}
    accepted = row["acceptance"]
    verdict = capital(ACCEPTANCES[accepted]) if accepted in verdicts else ""
    return Question("Did it take place?", cells, verdict, verdicts.get(accepted, ""))


def _when(accounts: Sequence[Record], others: Sequence[OtherDay]) -> Question:
    """The day by each account, and who within a side differs from it."""
    question = _compared(
        "When?", [_value(account, account["date"] and human(date(account["date"]))) for account in accounts]
    )
    within = [
        (cell, other)
        for account, cell in zip(accounts, question.cells, strict=True)
        for other in others
        if other.side == account["side"] and other.date != account["date"]
    ]
    for cell, other in within:
        cell.text = f"{cell.text}; {human(str(other))}"
    if within and question.kind != "differ":
        question.verdict, question.kind = "Some differ", "differ"
    return question


def _value(account: Record, text: str | None) -> Cell:
    if text:
        return Cell(account["side"], text)
    silent = not account["n_claims"]
    return Cell(account["side"], capital(SILENT) if silent else "Does not say", "silent" if silent else "none")


def _number(account: Record, column: str) -> Cell:
    cell = _value(account, number(account, column))
    adversary = {"killed_armenian": "azerbaijani", "killed_azerbaijani": "armenian"}.get(column)
    if cell.kind == "value" and account["side"] == adversary:
        cell.text, cell.kind = f"{cell.text} claimed of the adversary", "claimed"
    return cell


def _counts(name: str, cells: list[Cell]) -> Question:
    """Compare numbers: 21 is also "at least 19"."""
    question = _compared(name, cells)
    counts = [_COUNT.fullmatch(cell.text) for cell in cells if cell.kind in ("value", "claimed")]
    if question.kind != "differ" or not all(counts):
        return question
    pairs = [(found[1] is not None, int(found[2].replace(",", ""))) for found in counts if found]
    exact = {number for is_floor, number in pairs if not is_floor}
    if len(exact) == 1 and all(number <= max(exact) for _, number in pairs):
        question.verdict, question.kind = "Compatible", "agree"
    return question


def _compared(name: str, cells: list[Cell]) -> Question:
    """Say whether the answers are the same."""
    given = [cell.text.removesuffix(" claimed of the adversary") for cell in cells if cell.kind in ("value", "claimed")]
    if len(given) < 2:
        return Question(name, cells)
    verdict = ("Same answer", "agree") if len(set(given)) == 1 else ("Differ", "differ")
    return Question(name, cells, *verdict)


def _weapons(accounts: Sequence[Record], weapons: Mapping[str, Weapons]) -> Question:
    """Who names which weapon; that one side names more of them than another contradicts nothing."""
    cells = [
        _value(account, weapons[account["side"]].told() if account["side"] in weapons else None) for account in accounts
    ]
    question = _compared("With what weapon?", cells)
    denied = set().union(*(each.denied for each in weapons.values()))
    named = set().union(*(each.named for each in weapons.values()))
    if denied & named:
        question.verdict, question.kind = "Contested", "contradict"
    elif question.kind == "differ":
        question.verdict, question.kind = "", ""
    return question


def _blame(accounts: Sequence[Record], row: Record, claims: Sequence[Record]) -> Question:
    cells = []
    for account in accounts:
        said = blame(account, _naming(claims) if account["side"] == "third" else ())
        cell = _value(account, capital(said))
        cells.append(Cell(cell.side, cell.text, "blames" if said else cell.kind))
    verdicts = {
        "acknowledged": ("Acknowledged", "agree"),
        "contested": ("Contested", "contradict"),
        "reported": (capital(ACCEPTANCES["reported"]), "outside"),
        "one_sided": (capital(ACCEPTANCES["one_side"]), "alone"),
    }
    verdict, kind = verdicts.get(row["attribution"], ("", ""))
    return Question("Who is to blame?", cells, verdict, kind)


def _naming(claims: Sequence[Record]) -> list[str]:
    """Who of the third parties holds somebody responsible."""
    named = [claim for claim in claims if claim["code"] == "initiator" and claim["polarity"] == "asserts"]
    return list(dict.fromkeys(each["speaker"] for each in named if each["live"] and each["speaks_with"] == "third"))
