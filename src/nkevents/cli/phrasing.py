"""Claims and states in words, as a journalist would read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
NOTHING = "–"
SIDES = {"armenian": "Armenian side", "azerbaijani": "Azerbaijani side", "third": "Third parties"}
ACCEPTANCE = {
    "agreed": "both sides say so, or one side and a third party",
    "contested": "contested: somebody denies it",
    "one_side": "one side alone says so, or one side and its ally",
    "reported": "third parties alone say so",
}
BASIS = {
    "sides": "the sum of what each side says of its own",
    "partial": "one part of the people only, civilians or soldiers, of at least one side: more died than it says",
    "overall": "a count of all together",
    "one_side": "one party's dead; nothing is known of another's",
    "adversary": "nothing but an adversary's claim",
    "none": "no claim",
}
ATTRIBUTION = {
    "none": "none: nobody is said to have begun it or to be responsible",
    "acknowledged": "acknowledged: the side that is named says so itself",
    "contested": "contested: the side that is named denies it, or each side names the other",
    "reported": "reported: third parties name somebody, nobody denies it",
    "one_sided": "one-sided: only one side, or nobody but an adversary, names somebody",
}
_MARKS = {"contested": "contested", "one_side": "one side only"}
_BEFORE_DAY = {
    "scheduled": "for",
    "proposed": "for",
    "rescheduled": "to",
}
_BEFORE_ADDRESSEE = {
    "accuse": "",
    "appeal": "to ",
    "demand": "from ",
    "discuss": "with ",
    "offer": "to ",
    "praise": "",
    "support": "",
    "threaten": "",
}


def counted(n: int, what: str) -> str:
    """A number and what it counts: "1 claim", "2 claims"."""
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def date(text: str) -> str:
    """Say a date text in words, never more exactly than it is.

    Examples
    --------
    >>> [date(each) for each in ("2020-11", "2020-11-05/2020-11-08", "[2020-11-09..2020-11-10]")]
    ['2020-11', '2020-11-05 to 11-08', 'between 2020-11-09 and 11-10']
    >>> [date(each) for each in ("../2020-11-20", "2020-11/..", "2020-12-30/2021-01-02")]
    ['by 2020-11-20', 'from 2020-11 on', '2020-12-30 to 2021-01-02']
    """
    if text.startswith("["):
        first, last = text[1:-1].split("..")
        return f"between {first} and {_shortened(first, last)}"
    if "/" not in text:
        return text
    first, last = text.split("/")
    if first == "..":
        return f"by {last}"
    return f"from {first} on" if last == ".." else f"{first} to {_shortened(first, last)}"


def _shortened(first: str, last: str) -> str:
    """Write the last day of an interval without a year that the first one has said."""
    both_days = len(first) == len(last) == len("2020-11-05")
    return last[5:] if both_days and first[:4] == last[:4] else last


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


def event_status(code: str | None) -> str:
    """Status in words; it is empty where nobody maintains any more what was said."""
    return "withdrawn" if code is None else code.replace("_", " ")


def marks(row: Row) -> list[str]:
    """Mark what a reader must know of a status: that it is contested, one side's alone, or overdue."""
    found = [_MARKS[row["acceptance"]]] if row["acceptance"] in _MARKS else []
    if row["date_contested"]:
        found.append("date disputed")
    return [*found, "overdue"] if row["overdue"] else found


def amount(row: Row, low: str, best: str, high: str) -> str:
    """Best value, with its range where there is one."""
    if row[best] is None:
        return NOTHING
    return f"{row[best]}" if row[low] == row[high] else f"{row[best]} ({row[low]}–{row[high]})"


def dead(row: Row) -> str:
    """Deaths of a row of the timeline; what only an adversary claims is no number."""
    if row["killed_best"] is None and row["killed_basis"] == "adversary":
        return "claimed by adversary"
    return amount(row, "killed_low", "killed_best", "killed_high")


@dataclass(frozen=True)
class Labels:
    """Labels of the codes in claims.

    Attributes
    ----------
    codes : dict
        By kind and code.
    aspects : dict
        By aspect.
    points : dict
        Each obligation by its id, as in "point 6a".
    """

    codes: dict[tuple[str, str], str]
    aspects: dict[str, str]
    points: dict[str, str]

    def statement(self, claim: Row) -> str:
        """Say in words what a claim says; a denial is told by `denies`.

        Parameters
        ----------
        claim : mapping
            A row of ``nkevents.claims()``.
        """
        code = _lowered(self.codes[claim["kind"], claim["code"]])
        if claim["kind"] == "occurrence":
            place = f", {claim['place']}" if claim["place"] else ""
            return f"{_when(code, claim)}{place}"
        if claim["kind"] == "figure":
            return self._figure(code, claim)
        if claim["kind"] == "means":
            return f"{code}, used by {claim['subject']}" if claim["subject"] else f"{code}, user not named"
        if claim["kind"] == "compliance":
            who = f" ({claim['subject']})" if claim["subject"] else ""
            return f"{self.points[claim['provision_id']]}{who}: {code}"
        if claim["kind"] == "position":
            return self._position(code, claim)
        return f"{code}: {claim['subject']}"

    def _figure(self, code: str, claim: Row) -> str:
        low, high = claim["low"], claim["high"]
        if low is None or high is None:
            number = f"up to {high:,}" if low is None else f"at least {low:,}"
        else:
            number = f"{low:,}" if low == high else f"{low:,}–{high:,}"
        whose = [claim["subject"] or "all sides together"]
        if claim["aspect"] not in (None, "any"):
            whose.insert(0, _lowered(self.aspects[claim["aspect"]]))
        if claim["date"] and claim["date"] != f"{claim['known_from']:%Y-%m-%d}":
            whose.append(f"as of {claim['date']}" if _exact(claim["date"]) else date(claim["date"]))
        return f"{code}: {number} ({', '.join(whose)})"

    def _position(self, code: str, claim: Row) -> str:
        topic = self.aspects[claim["aspect"]]
        if claim["provision_id"]:
            topic += f", {self.points[claim['provision_id']]}"
        to = _BEFORE_ADDRESSEE.get(claim["code"], "towards ")
        who = f"{to}{claim['subject']}" if claim["subject"] else ""
        if claim["code"] == "deny":
            return f"{topic} ({who})" if who else topic
        return f"{code} {who}: {topic}" if who else f"{code}: {topic}"


def denies(claim: Row) -> bool:
    """Whether a claim says that something is not so."""
    return bool(claim["polarity"] == "denies" or claim["code"] == "deny")


def _when(label: str, claim: Row) -> str:
    text = str(claim["date"])
    said, exact = date(text), _exact(text)
    from nkevents.store.grammar import grammar

    if claim["code"] in grammar().called_off:
        return f"{label}, planned for {said}" if exact else f"{label}, planned {said}"
    if claim["code"] not in grammar().took_place:
        return f"{label} {_BEFORE_DAY[claim['code']]} {said}" if exact else f"{label}, {said}"
    if exact:
        return f"{label} {'on' if len(text) == len('2020-11-05') else 'in'} {said}"
    if claim["code"] == "ongoing" and text.endswith("/.."):
        return f"{label} since {text[:-3]}"
    return f"{label} {said}" if said.startswith(("between", "by", "from")) else f"{label} from {said}"


def _exact(text: str) -> bool:
    """Whether a date text is one day, month or year."""
    return "/" not in text and not text.startswith("[")


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
