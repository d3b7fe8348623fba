"""Words of the pages: days, states, sides and changes, as a reader who is new to the data would say them."""

import re
from collections.abc import Mapping
from typing import Any

from nkevents.cli.phrasing import date, denies, event_date

Row = Mapping[str, Any]
SIDES = {"armenian": "Armenian side", "azerbaijani": "Azerbaijani side", "third": "Others"}
# The map, the timeline and the list mark an event by who says that it took place.
VOICES = {
    "agreed": "Agreed: both sides say so, or one side and an outsider",
    "contested": "Contested: somebody denies it",
    "armenian": "Only the Armenian side says so",
    "azerbaijani": "Only the Azerbaijani side says so",
    "third": "Only outsiders say so",
}
STATUSES = {
    "proposed": "proposed",
    "scheduled": "planned",
    "rescheduled": "planned for another day",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "not_held": "did not take place",
    "occurred": "took place",
    "ongoing": "under way",
    "ended": "ended",
}
PLANNED = ("proposed", "scheduled", "rescheduled", "postponed")
OFF = ("cancelled", "not_held")
ACCEPTANCES = {
    "agreed": "agreed",
    "contested": "contested",
    "one_side": "one side only",
    "reported": "outsiders only",
}
LANES = {
    "Fighting and harm": (
        "battle shelling air_drone_strike aircraft_loss territory_capture force_advance violence_against_persons "
        "mine_explosion"
    ),
    "Talks and agreements": "meeting call statement agreement ceasefire cooperation",
    "People and land handed over": (
        "capture_of_persons detainee_release remains_exchange displacement return_of_displaced territory_transfer"
    ),
    "Troops, roads, heritage": "peacekeeping route_change exercise heritage",
    "Politics, law, protest": "decision election legal_proceeding protest",
}
PROVISION_STATES = {
    "pending": "nobody says whether it was kept",
    "overdue": "overdue; nobody has said that it was done",
    "begun": "begun",
    "claimed": "said to be kept; not confirmed by both sides or by an outsider",
    "fulfilled": "kept",
    "alleged": "said to be broken; not confirmed by both sides or by an outsider",
    "broken": "broken",
    "disputed": "disputed",
}
PROVISION_WORDS = {"kept": "kept", "begun": "begun", "broken": "broken", "both": "both kept and broken"}
BASES = {
    "sides": "what each side says of its own dead, added up",
    "partial": "a part of the dead only, such as the civilians of one side",
    "overall": "one count of all the dead together",
    "one_side": "the dead of one side; nothing is known of the other",
    "adversary": "nothing but what the adversary claims, which is not counted",
    "none": "no count",
}
BLAMES = {
    "none": "nobody is said to have begun it or to be responsible",
    "acknowledged": "the side that is named says so itself",
    "contested": "the side that is named denies it, or each side names the other",
    "reported": "outsiders name somebody, and nobody denies it",
    "one_sided": "one side alone, or only an adversary, names somebody",
}
LANGUAGES = {"en": "English", "hy": "Armenian", "az": "Azerbaijani", "ru": "Russian", "fr": "French", "tr": "Turkish"}
READ = {"whole": "read in full", "opening": "opening read"}
READINGS = {
    "right": "checked again",
    "mended": "checked again and mended",
    "doubtful": "checked again, doubtful",
    "not_found": "checked again; the page no longer shows it",
}
_CHANGED = {
    "armenian_says": "Armenian side",
    "azerbaijani_says": "Azerbaijani side",
    "third_says": "Others",
    "by_armenian": "Armenian side",
    "by_azerbaijani": "Azerbaijani side",
    "by_third": "Others",
    "status": "Status",
    "date": "Date",
    "place": "Place",
    "acceptance": "Accounts",
    "attribution": "Blame",
    "killed_best": "Deaths",
    "killed_armenian": "Armenian dead",
    "killed_azerbaijani": "Azerbaijani dead",
    "killed_civilian": "Civilians among the dead",
    "killed_armenian_claimed": "Armenian dead, as the adversary claims",
    "killed_azerbaijani_claimed": "Azerbaijani dead, as the adversary claims",
    "state": "State",
}
_SAID = {"asserts": "says it took place", "denies": "denies it", "both": "is divided", None: "is silent"}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]  # not strftime: the words do not depend on the machine's language
_WHOLE_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_SHORTENED = re.compile(r"\b(\d{4})-(\d\d)-(\d\d) (to|and) (\d\d)-(\d\d)\b")
_MONTH = re.compile(r"\b(\d{4})-(\d\d)\b(?!-)")


def human(text: str) -> str:
    """Write the ISO days and months in a text out.

    Examples
    --------
    >>> human("occurred on 2020-10-17")
    'occurred on 17 October 2020'
    >>> human("2020-11-05 to 11-08, or 2020-12")
    '5 to 8 November 2020, or December 2020'
    """
    text = _SHORTENED.sub(_interval, text)
    text = _WHOLE_DAY.sub(lambda found: _day(*found.groups()), text)
    return _MONTH.sub(
        lambda found: f"{_MONTHS[int(found[2]) - 1]} {found[1]}" if int(found[2]) < 13 else found[0], text
    )


def _day(year: str, month: str, day: str) -> str:
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}" if 0 < int(month) < 13 else f"{year}-{month}-{day}"


def _interval(found: re.Match[str]) -> str:
    year, month, first, word, last_month, last = found.groups()
    if month == last_month:
        return f"{int(first)} {word} {_day(year, month, last)}"
    return f"{int(first)} {_MONTHS[int(month) - 1]} {word} {_day(year, last_month, last)}"


def sentence(claim: Row, statement: str) -> str:
    """A statement as a sentence: days in words, a capital letter, and plain words for its code."""
    text = human(statement)
    if claim["kind"] == "occurrence" and claim["code"] == "occurred":
        text = text.replace("occurred", "took place", 1)
    # After the word "Denies" the sentence goes on.
    return text if denies(claim) else text[:1].upper() + text[1:]


def day(moment: Any) -> str:
    """A day in words; empty without one."""
    return "" if moment is None else human(f"{moment:%Y-%m-%d}")


def when(row: Row) -> str:
    """The date of a row in words; empty where it is not known."""
    return human(event_date(row)) if row["date_precision"] is not None else ""


def status(code: str | None) -> str:
    """A status in words."""
    return "no longer maintained by anybody" if code is None else STATUSES[code]


def voice(row: Row) -> str | None:
    """Who says that an event took place: a key of `VOICES`; None for plans."""
    if row["status"] in PLANNED or row["acceptance"] is None:
        return None
    if row["acceptance"] == "reported":
        return "third"
    if row["acceptance"] != "one_side":
        return str(row["acceptance"])
    return "armenian" if row["armenian_says"] in ("asserts", "both") else "azerbaijani"


def deaths(row: Row) -> str:
    """The count of the dead, with its range where there is one; empty where there is none."""
    best, low, high = row["killed_best"], row["killed_low"], row["killed_high"]
    if best is None:
        return ""
    return (
        f"{best:,}"
        if low == high
        else f"{best:,} (at least {low:,})"
        if high is None
        else f"{best:,} ({low:,}–{high:,})"
    )


def lane(event_type: str) -> int:
    """Number of the lane of the timeline on which a type of event stands.

    Examples
    --------
    >>> lane("battle"), lane("meeting")
    (0, 1)
    """
    for number, types in enumerate(LANES.values()):
        if event_type in types.split():
            return number
    return len(LANES) - 1


def change(row: Row) -> str:
    """One change of what was known, as a sentence without its event."""
    column, old, new = row["column"], row["old"], row["new"]
    if row["what"] == "new":
        return f"First report: {status(new)}" if new not in PLANNED else f"First announced: {status(new)}"
    name = _CHANGED.get(column, column.replace("_", " ").capitalize())
    if column == "overdue":
        return "Its day has passed without a report" if new == "True" else "No longer overdue"
    if column.endswith("_says"):
        return f"{name}: {_SAID.get(new, new)} (before: {_SAID.get(old, old)})"
    if column == "participants":
        return _participants(old, new)
    if column == "acceptance":
        return f"{name}: {ACCEPTANCES.get(old, 'plan')} → {ACCEPTANCES.get(new, 'plan')}"
    if column == "attribution":
        return f"{name}: {(old or 'none').replace('_', ' ')} → {(new or 'none').replace('_', ' ')}"
    if column == "status":
        return f"{name}: {status(old)} → {status(new)}"
    if column == "date":
        return f"{name}: {_date(old)} → {_date(new)}"
    if column == "state":
        return f"Point {row['point']}: {_state(old)} → {_state(new)}"
    if column.startswith("by_"):
        return (
            f"Point {row['point']}, {name}: {PROVISION_WORDS.get(old, 'silent')} → {PROVISION_WORDS.get(new, 'silent')}"
        )
    return f"{name}: {_number(old)} → {_number(new)}"


def _state(code: str | None) -> str:
    return "unknown" if code is None else PROVISION_STATES[code].split(";")[0]


def _date(text: str | None) -> str:
    return "unknown" if text is None else human(date(text))


def _number(text: str | None) -> str:
    return "unknown" if text is None else f"{int(text):,}" if text.isdigit() else text


def _participants(old: str | None, new: str | None) -> str:
    before, after = (set((names or "").split("; ")) - {""} for names in (old, new))
    came, went = sorted(after - before), sorted(before - after)
    parts = [f"now named as taking part: {', '.join(came)}"] if came else []
    parts += [f"no longer named: {', '.join(went)}"] if went else []
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]
