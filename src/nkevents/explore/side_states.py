"""What each side itself said at each state of an event, and each side's dead in words."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from nkevents.wording.account_phrases import AT_LEAST, CIVILIANS_ONLY, PART_ONLY, number, qualified
from nkevents.wording.words import SIDES

Record = dict[str, Any]
ADVERSARIES = {"armenian": "azerbaijani", "azerbaijani": "armenian"}


def with_sides(
    states: Sequence[Record], accounts: Sequence[Record], tolls: Callable[[], Sequence[Record]]
) -> list[Record]:
    """States of one event, each with the accounts that held then and with each side's dead in words.

    Parameters
    ----------
    states : sequence of dict
        Rows of ``vintages()`` of one event.
    accounts : sequence of dict
        Rows of ``vintages("accounts")`` of this event.
    tolls : callable
        Gives the rows of ``tolls()`` of this event; called only where a count is not the whole of two sides.

    Returns
    -------
    list of dict
        ``accounts``: the three accounts. ``killed_third``: the dead of neither side. Per side,
        ``armenian_counts`` and so on: why the number is not all of the side's dead ("civilians only", "a part only",
        "at least"), or None; ``armenian_dead`` and so on: the number in words; ``armenian_dead_claimed`` and
        ``azerbaijani_dead_claimed``: what the adversary claims.
    """
    by_side = {side: [row for row in accounts if row["side"] == side] for side in SIDES}
    grown = tolls() if any(map(_needs_tolls, states)) else ()
    steps = {side: [row for row in grown if row["side"] == side] for side in SIDES}
    found = []
    for state in states:
        day = state["valid_from"]
        told = {side: then for side in SIDES if (then := _on(by_side[side], "valid_from", day)) is not None}
        third = _on(steps["third"], "day", day)
        cells: Record = {"accounts": list(told.values()), "killed_third": None if third is None else third["best"]}
        for side in SIDES:
            note = _note(_on(steps[side], "day", day), told.get(side))
            count = cells["killed_third"] if side == "third" else state[f"killed_{side}"]
            cells |= {f"{side}_counts": note, f"{side}_dead": qualified(count, note)}
        for side, adversary in ADVERSARIES.items():
            cells[f"{side}_dead_claimed"] = _claimed(state, side, told.get(adversary))
        found.append(state | cells)
    return found


def _needs_tolls(state: Record) -> bool:
    sides = (state["killed_armenian"] or 0) + (state["killed_azerbaijani"] or 0)
    has_others = state["killed_basis"] != "overall" and (state["killed_best"] or 0) != sides
    return bool(has_others or state["killed_basis"] == "partial" or state["killed_is_floor"])


def _on(rows: Sequence[Record], column: str, day: Any) -> Record | None:
    """The row that held on a day."""
    at = bisect_right(rows, day, key=lambda row: row[column])
    return rows[at - 1] if at else None


def _note(step: Record | None, account: Record | None) -> str | None:
    """Why a side's number is not one of all its dead."""
    if step is None or step["best"] is None:
        return None
    if step["basis"] == "partial":
        civilians = account is not None and step["best"] == account["killed_civilian"]
        return CIVILIANS_ONLY if civilians else PART_ONLY
    return AT_LEAST if step["is_floor"] else None


def _claimed(state: Record, side: str, account: Record | None) -> str:
    count, column = state[f"killed_{side}_claimed"], f"killed_{side}"
    if account is not None and account[column] == count:
        return number(account, column)
    return qualified(count, None)
