"""What each derived code is called; the one table that the terminal, the explorer and the charts read."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]
NOTHING = "–"
SIDES = {"armenian": "Armenian side", "azerbaijani": "Azerbaijani side", "third": "Third parties"}
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
# The same where somebody denies it.
CONTESTED = {
    "cancelled": "said to be cancelled",
    "not_held": "said not to have taken place",
    "occurred": "said to have taken place",
    "ended": "said to have ended",
}
# What goes on: nobody says of most of it that it ended, so it is told with the last day for which it is said.
ON_LAST_DAY = {"contested": "said to have been under way", "one_side": "said by one side to have been under way"}
NO_END = "nobody was found who says that it ended"
# The status of an event that nobody maintains any more.
WITHDRAWN = "withdrawn"
ACCEPTANCES = {
    "agreed": "agreed",
    "contested": "contested",
    "one_side": "one side only",
    "reported": "third parties only",
}
ACCEPTANCE_MEANS = {
    "agreed": "both sides say so, or one side and a third party",
    "contested": "somebody denies it",
    "one_side": "no more than one side and its allies say so",
    "reported": "neither side says so, third parties do",
}
# The map, the timeline and the list mark an event by who says that it took place.
VOICES = {
    "agreed": f"Agreed: {ACCEPTANCE_MEANS['agreed']}",
    "contested": f"Contested: {ACCEPTANCE_MEANS['contested']}",
    "armenian": "Only the Armenian side says so",
    "azerbaijani": "Only the Azerbaijani side says so",
    "third": "Only third parties say so",
}
_SAYS = {"asserts": "says so", "denies": "denies it"}
_THEY_SAY = {"asserts": "say so", "denies": "deny it"}
DIVIDED = "divided: some say so, some deny it"
BASES = {
    "sides": "what each side says of its own dead, added up",
    "partial": "a part of the dead only, such as the civilians of one side: more died than it says",
    "overall": "one count of all the dead together",
    "one_side": "one party's dead; nothing is known of another's",
    "adversary": "nothing but what the adversary claims, which is not counted",
    "none": "no count",
}
ATTRIBUTIONS = {
    "none": "nobody is said to have begun it or to be responsible",
    "acknowledged": "the side that is named says so itself",
    "contested": "the side that is named denies it, or each side names the other",
    "reported": "third parties name somebody, and nobody denies it",
    "one_sided": "one side alone, or only an adversary, names somebody",
}
_UNCONFIRMED = "not confirmed by both sides, or by one and a third party"
# Before the semicolon what fits into a cell.
PROVISION_STATES = {
    "pending": "pending; no statement found on whether it was kept",
    "overdue": "overdue; nobody has said that it was done",
    "begun": "begun",
    "claimed": f"said to be kept; {_UNCONFIRMED}",
    "fulfilled": "kept",
    "alleged": f"said not to be kept; {_UNCONFIRMED}",
    "broken": "not kept",
    "disputed": "disputed; some say that it was kept, some that it was not",
}
# States of a point that somebody says is done.
_DONE = ("claimed", "fulfilled")
# What a claim says of a point, in the words of its state.
COMPLIANCE = {
    "begun": "begun",
    "breached": "broken",
    "fulfilled": "kept",
    "not_fulfilled": "not kept",
    "partly": "kept in part",
    "void": "void",
}
# A side may say "broken", or no more than that something was not done yet: "not kept" is true of both.
PROVISION_WORDS = {"kept": "kept", "begun": "begun", "broken": "not kept", "both": "kept and not kept"}
SILENT = "silent"
LANGUAGES = {
    **{"en": "English", "hy": "Armenian", "az": "Azerbaijani", "ru": "Russian", "fr": "French", "tr": "Turkish"},
    **{"ar": "Arabic", "bg": "Bulgarian", "bs": "Bosnian", "ca": "Catalan", "de": "German", "el": "Greek"},
    **{"es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "he": "Hebrew", "hi": "Hindi"},
    **{"hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ka": "Georgian", "ko": "Korean"},
    **{"lt": "Lithuanian", "lv": "Latvian", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian"},
    **{"sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "uk": "Ukrainian", "zh": "Chinese"},
}
# Of places and actors, beside English, in the order in which their names are printed.
NAME_LANGUAGES = ("hy", "az", "ru")
READ = {"whole": "read in full", "opening": "opening read"}
READINGS = {
    "right": "checked again",
    "mended": "checked again and mended",
    "doubtful": "checked again, doubtful",
    "not_found": "not found again when it was looked for",
}
# Outcomes of a second reading in which the page was open again.
OPENED = ("right", "mended", "doubtful")


def counted(n: int, what: str) -> str:
    """A number and what it counts: "1 claim", "2 claims"."""
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def status(code: str | None) -> str:
    """A status in words; it is empty where nobody maintains any more what was said.

    Examples
    --------
    >>> status("occurred"), status(None)
    ('took place', 'withdrawn')
    """
    return WITHDRAWN if code is None else STATUSES[code]


def status_of(row: Row) -> str:
    """The status of a row in words that assert nothing which somebody denies or one side alone says.

    Parameters
    ----------
    row : mapping
        A row of the timeline. Of what goes on it may hold ``under_way_on``, as `last_under_way` finds it; that day
        is told in ISO form.

    Examples
    --------
    >>> [status_of({"status": "occurred", "acceptance": code}) for code in ("agreed", "contested", "one_side")]
    ['took place', 'said to have taken place', 'said by one side to have taken place']
    >>> status_of({"status": "ongoing", "acceptance": "agreed", "under_way_on": "2020-11-09"})
    'was under way on 2020-11-09'
    """
    code, accepted = row["status"], row["acceptance"]
    if code == "ongoing":
        last = row.get("under_way_on")
        return f"{ON_LAST_DAY.get(accepted, 'was under way')} {f'on {last}' if last else 'when last heard of'}"
    if code not in CONTESTED or accepted not in ("contested", "one_side"):
        return status(code)
    return CONTESTED[code] if accepted == "contested" else CONTESTED[code].replace("said ", "said by one side ", 1)


def says(side: str, code: str | None) -> str:
    """What a side says of an event.

    Examples
    --------
    >>> says("armenian", "asserts"), says("third", "asserts"), says("third", None)
    ('says so', 'say so', 'silent')
    """
    if code is None:
        return SILENT
    words = _THEY_SAY if side == "third" else _SAYS
    return words.get(code, DIVIDED)


def provision_state(code: str | None) -> str:
    """The state of a point of an agreement, in a word or two.

    Examples
    --------
    >>> provision_state("alleged"), provision_state("disputed")
    ('said not to be kept', 'disputed')
    """
    return "unknown" if code is None else PROVISION_STATES[code].split(";")[0]


def provision_told(row: Row) -> str:
    """The state of a point of an agreement, with who says it where only some do.

    Parameters
    ----------
    row : mapping
        A row of ``nkevents.provisions()``.

    Examples
    --------
    >>> row = {"state": "claimed", "by_armenian": "kept", "by_azerbaijani": None, "by_third": None}
    >>> provision_told(row)
    'said to be kept, by the Armenian side alone'
    """
    wanted = {"claimed": "kept", "alleged": "broken"}.get(row["state"])
    if wanted is None:
        return PROVISION_STATES[row["state"]]
    who = [side for side in SIDES if row[f"by_{side}"] in (wanted, "both")]
    # Two who say it of different parties to the point confirm neither.
    if len(who) != 1:
        return PROVISION_STATES[row["state"]]
    name = "third parties" if who[0] == "third" else f"the {SIDES[who[0]]}"
    return f"{provision_state(row['state'])}, by {name} alone"


def late(row: Row) -> str:
    """How late a point of an agreement is, or how long after its due day it was said to be done; empty otherwise.

    Parameters
    ----------
    row : mapping
        A row of ``nkevents.provisions()``.

    Examples
    --------
    >>> late({"state": "overdue", "late_days": 1}), late({"state": "fulfilled", "late_days": 16})
    ('1 day late', 'said to be done 16 days after it was due')
    """
    if not row["late_days"]:
        return ""
    days = "1 day" if row["late_days"] == 1 else f"{row['late_days']:,} days"
    said = {"overdue": f"{days} late"} | dict.fromkeys(_DONE, f"said to be done {days} after it was due")
    return said.get(row["state"], "")


def speaker(claim: Row) -> str:
    """Who makes a claim; an ally speaks with the side that it stands with, and is named as one.

    Parameters
    ----------
    claim : mapping
        A row of ``nkevents.claims()``.

    Examples
    --------
    >>> speaker({"speaker": "Recep Tayyip Erdoğan", "side": "third", "speaks_with": "azerbaijani"})
    'Recep Tayyip Erdoğan (ally)'
    """
    ally = claim["side"] != claim["speaks_with"]
    return f"{claim['speaker']} (ally)" if ally else str(claim["speaker"])


# What `number_of_dead` reads of a row of the timeline.
OF_DEAD = ("killed_low", "killed_best", "killed_high", "killed_is_floor")


def number_of_dead(row: Row) -> str:
    """The dead of a row of the timeline, with their range where there is one; empty where nobody counts them.

    Examples
    --------
    >>> row = {"killed_low": 150, "killed_best": 150, "killed_high": None, "killed_is_floor": True}
    >>> number_of_dead(row)
    'at least 150'
    >>> number_of_dead({"killed_low": 13, "killed_best": 13, "killed_high": 22, "killed_is_floor": False})
    '13 (13–22)'
    """
    return amount(row, *OF_DEAD)


def amount(row: Row, low: str, best: str, high: str, is_floor: str) -> str:
    """A best value with its range, from the columns of these names; "at least" where it is a lower bound.

    Examples
    --------
    >>> names = ("low", "best", "high", "is_floor")
    >>> amount({"low": 120, "best": 1150, "high": None, "is_floor": True}, *names)
    'at least 1,150 (120–?)'
    >>> amount({"low": None, "best": None, "high": None, "is_floor": None}, *names)
    ''
    """
    if row[best] is None:
        return ""
    text = f"at least {row[best]:,}" if row[is_floor] else f"{row[best]:,}"
    most = "?" if row[high] is None else f"{row[high]:,}"
    bounded = row[low] == row[best] and row[high] in (row[best], None)
    return text if bounded else f"{text} ({row[low]:,}–{most})"
