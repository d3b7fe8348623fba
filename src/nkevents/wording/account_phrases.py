"""The account of one side in words: whether the event took place, who is to blame, how many died."""

from collections.abc import Iterable

from nkevents.wording.words import SIDES, SILENT, Row, says

_ADJECTIVES = {"armenian": "Armenian", "azerbaijani": "Azerbaijani"}
# Why a number is not one of all the dead of a side.
CIVILIANS_ONLY, PART_ONLY, AT_LEAST = "civilians only", "a part only", "at least"


def whether(account: Row, *, planned: bool) -> str:
    """Whether an event took place, by one account.

    Parameters
    ----------
    account : mapping
        A row of ``nkevents.accounts()``.
    planned : bool
        Whether the event is still a plan.

    Examples
    --------
    >>> whether({"side": "armenian", "says": None, "n_claims": 9}, planned=False)
    'does not say whether it took place'
    >>> whether({"side": "azerbaijani", "says": None, "n_claims": 0}, planned=True)
    'silent'
    >>> whether({"side": "third", "says": None, "n_claims": 1}, planned=True)
    'speak of the plan'
    """
    side = account["side"]
    if not account["n_claims"]:
        return SILENT
    if account["says"] is not None:
        return says(side, account["says"])
    if planned:
        return "speak of the plan" if side == "third" else "speaks of the plan"
    return f"{'do' if side == 'third' else 'does'} not say whether it took place"


def blame(account: Row, speakers: Iterable[str] = ()) -> str:
    """Whom an account holds responsible, and whether it denies that its own side is.

    Parameters
    ----------
    account : mapping
        A row of ``nkevents.accounts()``.
    speakers : iterable of str
        Who of the third parties names somebody: they are no side that speaks with one voice.

    Examples
    --------
    >>> blame({"side": "armenian", "blames": "azerbaijani", "denies_blame": True})
    'blames the Azerbaijani side; denies its own responsibility'
    >>> blame({"side": "third", "blames": "armenian", "denies_blame": False}, ["Reuters"])
    'the Armenian side is blamed by Reuters'
    """
    parts = []
    if account["blames"]:
        blamed = " and ".join(_side(code) for code in account["blames"].split("; "))
        names = ", ".join(speakers)
        verb = "are" if ";" in account["blames"] else "is"
        if account["side"] != "third":
            parts.append(f"blames {blamed}")
        else:
            parts.append(f"{blamed} {verb} blamed by {names}" if names else f"some blame {blamed}")
    if account["denies_blame"]:
        parts.append("denies its own responsibility")
    return "; ".join(parts)


def qualified(count: int | None, note: str | None) -> str:
    """A number with what must be known to read it; empty where there is none.

    Examples
    --------
    >>> qualified(91, CIVILIANS_ONLY), qualified(1267, AT_LEAST), qualified(3000, None)
    ('91 (civilians only)', 'at least 1,267', '3,000')
    """
    if count is None:
        return ""
    if note == AT_LEAST:
        return f"{AT_LEAST} {count:,}"
    return f"{count:,} ({note})" if note else f"{count:,}"


def number(account: Row, column: str) -> str:
    """A count of one account, with "at least" where it is a lower bound; empty where it gives none.

    Examples
    --------
    >>> number({"killed_armenian": 7000, "at_least": "killed_armenian; wounded"}, "killed_armenian")
    'at least 7,000'
    """
    floors = (account["at_least"] or "").split("; ")
    return qualified(account[column], AT_LEAST if column in floors else None)


def dead(account: Row) -> list[str]:
    """How many died by one account, each number with whose dead they are.

    Examples
    --------
    >>> counts = {"killed_armenian": 60, "killed_azerbaijani": 13, "killed_civilian": 13}
    >>> dead({"side": "azerbaijani", "at_least": "killed_armenian", **counts})
    ['Its own dead: 13, all civilians', 'Claims at least 60 Armenian dead']
    """
    found = []
    for side, whose in sorted(_ADJECTIVES.items(), key=lambda pair: pair[0] != account["side"]):
        count, told = account[f"killed_{side}"], number(account, f"killed_{side}")
        if count is None:
            continue
        if side == account["side"]:
            civilians = ", all civilians" if count and count == account["killed_civilian"] else ""
            found.append(f"Its own dead: {told}{civilians}")
        elif account["side"] == "third":
            found.append(f"{whose} dead: {told}")
        else:
            found.append(f"Claims {told} {whose} dead")
    return found


def capital(text: str) -> str:
    """A text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def _side(code: str) -> str:
    return "a third party" if code == "third" else f"the {SIDES[code]}"
