"""One event in words: its day, its marks, its place among the kinds of events."""

from collections.abc import Iterable

from nkevents.model.edtf import parse
from nkevents.store.grammar import grammar
from nkevents.wording.account_phrases import capital
from nkevents.wording.days import date, human
from nkevents.wording.words import ACCEPTANCES, CONTESTED, NOTHING, VOICES, Row, number_of_dead

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
_WHO = {"armenian": "the Armenian side", "azerbaijani": "the Azerbaijani side", "third": "third parties"}
_VERBS = {"asserts": ("says so", "say so"), "denies": ("denies it", "deny it"), "both": ("is divided", "are divided")}
# What needs no mark is as agreed as a reader would think, or told without a side.
_MARKED = ("contested", "one_side")


def event_date(row: Row) -> str:
    """Date of a row of the timeline in words."""
    start, end = (None if row[name] is None else f"{row[name]:%Y-%m-%d}" for name in ("date_start", "date_end"))
    precision = row["date_precision"]
    if precision is None:
        return NOTHING
    if precision == "open" and row["status"] == "ongoing":
        # Where only a last day is known, it is that by which it had begun; what goes on has no end.
        return f"since {start}" if start else f"begun {date(row['date'])}"
    forms = {
        "day": start,
        "month": str(start)[:7],
        "year": str(start)[:4],
        "range": f"{start}/{end}",
        "between": f"[{start}..{end}]",
        "open": f"{start or '..'}/{end or '..'}",
    }
    return date(str(forms[precision]))


def last_under_way(claims: Iterable[Row]) -> str | None:
    """The last day for which somebody says that an event goes on, in ISO form; None where nobody does.

    Parameters
    ----------
    claims : iterable of mapping
        Rows of ``nkevents.claims()`` on the event, as of the day that is shown.

    Examples
    --------
    >>> said = {"kind": "occurrence", "code": "ongoing", "polarity": "asserts"}
    >>> days = [("2020-11-05", "2020-11-06"), ("2020-11-04/..", "2020-11-09")]
    >>> import datetime as dt
    >>> last_under_way({**said, "date": date, "known_from": dt.date.fromisoformat(known)} for date, known in days)
    '2020-11-09'
    """
    under_way = grammar().stages.under_way
    return max(
        (
            _last_day(str(claim["date"]), f"{claim['known_from']:%Y-%m-%d}")
            for claim in claims
            if claim["kind"] == "occurrence" and claim["code"] in under_way and claim["polarity"] == "asserts"
        ),
        default=None,
    )


def _last_day(text: str, known: str) -> str:
    """The last day of a date text; of what has none the day on which it was said."""
    end = parse(text).end
    return known if end is None else min(f"{end:%Y-%m-%d}", known)


def marks(row: Row) -> list[str]:
    """Mark what a reader must know beside the words of `status_of`: that a day is disputed, or a plan overdue.

    Of a plan, also that it is contested or one side's alone; other statuses say so themselves.

    Examples
    --------
    >>> row = {"status": "scheduled", "acceptance": "one_side", "date_contested": False, "overdue": True}
    >>> marks(row), marks({**row, "status": "occurred", "overdue": False})
    (['one side only', 'overdue'], [])
    """
    told = row["status"] in CONTESTED or row["status"] == "ongoing"
    found = [ACCEPTANCES[row["acceptance"]]] if row["acceptance"] in _MARKED and not told else []
    if row["date_contested"]:
        found.append("date disputed")
    return [*found, "overdue"] if row["overdue"] else found


def dead(row: Row) -> str:
    """Deaths of a row of the timeline for a cell; what only an adversary claims is no number."""
    if row["killed_best"] is None:
        return "claimed by adversary" if row["killed_basis"] == "adversary" else NOTHING
    return number_of_dead(row)


def when(row: Row) -> str:
    """The date of a row in words; empty where it is not known."""
    return human(event_date(row)) if row["date_precision"] is not None else ""


def voice(row: Row) -> str | None:
    """Who says that an event took place: a key of `VOICES`; None for plans."""
    if row["status"] in grammar().stages.still_to_come or row["acceptance"] is None:
        return None
    if row["acceptance"] == "reported":
        return "third"
    if row["acceptance"] != "one_side":
        return str(row["acceptance"])
    return "armenian" if row["armenian_says"] in ("asserts", "both") else "azerbaijani"


def who_says(row: Row) -> str:
    """Who says that an event took place, who denies it and who is divided; empty where no side is told to say so.

    Examples
    --------
    >>> who_says({"armenian_says": None, "azerbaijani_says": "asserts", "third_says": "asserts"})
    'the Azerbaijani side and third parties say so'
    >>> who_says({"armenian_says": "denies", "azerbaijani_says": "asserts", "third_says": "both"})
    'the Azerbaijani side says so; the Armenian side denies it; third parties are divided'
    """
    told = []
    for code, (one, several) in _VERBS.items():
        mine = [side for side in _WHO if row[f"{side}_says"] == code]
        if mine:
            *others, last = (_WHO[side] for side in mine)
            names = f"{', '.join(others)} and {last}" if others else last
            told.append(f"{names} {one if mine in (['armenian'], ['azerbaijani']) else several}")
    return "; ".join(told)


def accepted_by(row: Row) -> str:
    """How far it is agreed that an event took place, with who says what; empty for plans.

    Examples
    --------
    >>> said = {"armenian_says": "denies", "azerbaijani_says": "asserts", "third_says": None}
    >>> accepted_by({"status": "occurred", "acceptance": "contested", **said})
    'Contested: the Azerbaijani side says so; the Armenian side denies it'
    """
    code = voice(row)
    if code in ("agreed", "contested") and (told := who_says(row)):
        return f"{capital(ACCEPTANCES[code])}: {told}"
    return VOICES.get(code or "", "")


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
