"""What became known, in words."""

from nkevents.store.grammar import grammar
from nkevents.wording.days import date
from nkevents.wording.words import (
    ACCEPTANCES,
    PROVISION_WORDS,
    SIDES,
    SILENT,
    Row,
    provision_state,
    says,
    status,
)

_CELLS = {
    "status": "Status",
    "date": "Date",
    "date_start": "First day",
    "place": "Place",
    "acceptance": "Accounts",
    "attribution": "Blame",
    "killed_best": "Deaths",
    "killed_low": "Deaths, lowest number",
    "killed_high": "Deaths, highest number",
    "killed_armenian": "Armenian dead",
    "killed_azerbaijani": "Azerbaijani dead",
    "killed_civilian": "Civilians among the dead",
    "killed_armenian_claimed": "Armenian dead, as the adversary claims",
    "killed_azerbaijani_claimed": "Azerbaijani dead, as the adversary claims",
}
# Cells that hold a yes or a no: the sentence for no and that for yes.
_SENTENCES = {
    "overdue": ("No longer overdue", "Its day has passed without a report"),
    "killed_is_floor": ("Deaths: no longer a lower bound", "Deaths: a lower bound"),
}


def change(row: Row) -> str:
    """One change of what was known, as a sentence without its event; days stay in ISO form.

    Parameters
    ----------
    row : mapping
        A row of ``nkevents.revisions()``.

    Examples
    --------
    >>> change({"what": "changed", "column": "third_says", "old": None, "new": "asserts"})
    'Third parties: say so (before: silent)'
    """
    column, old, new = row["column"], row["old"], row["new"]
    if row["what"] == "new":
        announced = new in grammar().stages.still_to_come
        return f"First announced: {status(new)}" if announced else f"First report: {status(new)}"
    if column in _SENTENCES:
        return _SENTENCES[column][new == "True"]
    if column == "participants":
        return _participants(old, new)
    side = column.removesuffix("_says").removeprefix("by_")
    if column.endswith("_says"):
        return f"{SIDES[side]}: {says(side, new)} (before: {says(side, old)})"
    name = _CELLS.get(column, column.replace("_", " ").capitalize())
    if row["what"] == "provision":
        name = f"Point {row['point']}" if column == "state" else f"Point {row['point']}, {SIDES[side]}"
    return f"{name}: {_value(column, old)} → {_value(column, new)}"


def _value(column: str, text: str | None) -> str:
    if column.startswith("by_"):
        return PROVISION_WORDS.get(str(text), SILENT)
    if column == "acceptance":
        return ACCEPTANCES.get(str(text), "plan")
    if column == "attribution":
        return str(text or "none").replace("_", " ")
    if column == "status":
        return status(text)
    if text is None:
        return "unknown"
    words = {"state": provision_state, "date": date}
    return words[column](text) if column in words else f"{int(text):,}" if text.isdigit() else text


def _participants(old: str | None, new: str | None) -> str:
    before, after = (set((names or "").split("; ")) - {""} for names in (old, new))
    came, went = sorted(after - before), sorted(before - after)
    parts = [f"now named as taking part: {', '.join(came)}"] if came else []
    parts += [f"no longer named: {', '.join(went)}"] if went else []
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]
