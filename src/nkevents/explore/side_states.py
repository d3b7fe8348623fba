"""What each side itself said at each state of an event, and whom its count of the dead leaves out."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from nkevents.wording.accounts import CIVILIANS_ONLY, PART_ONLY
from nkevents.wording.words import SIDES

Record = dict[str, Any]


def with_sides(
    states: Sequence[Record], accounts: Sequence[Record], tolls: Callable[[], Sequence[Record]]
) -> list[Record]:
    """States of one event, each with the accounts that held then and with what the sides' counts leave out.

    Parameters
    ----------
    states : sequence of dict
        Rows of ``vintages()`` of one event.
    accounts : sequence of dict
        Rows of ``vintages("accounts")`` of this event.
    tolls : callable
        Gives the rows of ``tolls()`` of this event; called only where a count leaves people out.

    Returns
    -------
    list of dict
        ``accounts``: the three accounts; ``armenian_counts`` and ``azerbaijani_counts``: "civilians only",
        "a part only", or None.
    """
    by_side = {side: [row for row in accounts if row["side"] == side] for side in SIDES}
    grown = tolls() if any(state["killed_basis"] == "partial" for state in states) else ()
    steps = {side: [row for row in grown if row["side"] == side] for side in SIDES}
    found = []
    for state in states:
        day = state["valid_from"]
        told = [then for side in SIDES if (then := _on(by_side[side], "valid_from", day)) is not None]
        counts = {
            f"{account['side']}_counts": _left_out(_on(steps[account["side"]], "day", day), account)
            for account in told
            if account["side"] != "third"
        }
        found.append(state | {"accounts": told} | counts)
    return found


def _on(rows: Sequence[Record], column: str, day: Any) -> Record | None:
    """The row that held on a day."""
    at = bisect_right(rows, day, key=lambda row: row[column])
    return rows[at - 1] if at else None


def _left_out(step: Record | None, account: Record) -> str | None:
    if step is None or step["basis"] != "partial":
        return None
    return CIVILIANS_ONLY if step["best"] == account["killed_civilian"] else PART_ONLY
