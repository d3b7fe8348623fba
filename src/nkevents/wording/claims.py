"""Claims in words, as a journalist would read them."""

from dataclasses import dataclass, field, replace

from nkevents.store.grammar import grammar
from nkevents.wording.days import date, human, is_exact
from nkevents.wording.words import COMPLIANCE, STATUSES, Row

_BEFORE_DAY = {
    "scheduled": "for",
    "proposed": "for",
    "rescheduled": "to",
}
# What is done towards somebody, and what towards nobody in particular; "denies" stands before what is denied.
_POSITIONS = {
    "accuse": ("accuses {}", "makes an accusation"),
    "appeal": ("appeals to {}", "makes an appeal"),
    "assert": ("makes a statement about {}", "makes a statement"),
    "concede": ("makes an admission to {}", "makes an admission"),
    "demand": ("makes a demand of {}", "makes a demand"),
    "deny": ("what {} says", "something"),
    "discuss": ("discusses matters with {}", "discusses matters"),
    "offer": ("makes an offer to {}", "makes an offer"),
    "praise": ("praises {}", "praises or welcomes something"),
    "reject": ("rejects or condemns what {} says or does", "rejects or condemns something"),
    "support": ("supports {}", "supports something"),
    "threaten": ("threatens {}", "makes a threat"),
}
# Topics whose label begins with a name.
_NAMES = ("EU ", "Lachin ", "Minsk ", "Nakhchivan ")


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
        Each provision by its id, as in "point 6a".
    own : dict
        The points of each agreement as its own page names them, by the agreement's id.
    """

    codes: dict[tuple[str, str], str]
    aspects: dict[str, str]
    points: dict[str, str]
    own: dict[str, dict[str, str]] = field(default_factory=dict)

    def on(self, event_id: str) -> "Labels":
        """The same for the claims on an event, where points of the event itself are named alone."""
        return replace(self, points=self.points | self.own.get(event_id, {}))

    def statement(self, claim: Row) -> str:
        """Say in words what a claim says; a denial is told by `denies`.

        Parameters
        ----------
        claim : mapping
            A row of ``nkevents.claims()``.
        """
        code = _lowered(self.codes[claim["kind"], claim["code"]])
        if claim["kind"] == "occurrence":
            code = STATUSES["occurred"] if claim["code"] == "occurred" else code
            place = f", {claim['place']}" if claim["place"] else ""
            return f"{_when(code, claim)}{place}"
        if claim["kind"] == "figure":
            return self._figure(code, claim)
        if claim["kind"] == "means":
            return f"{code}, used by {claim['subject']}" if claim["subject"] else f"{code}, user not named"
        if claim["kind"] == "compliance":
            who = f" ({claim['subject']})" if claim["subject"] else ""
            return f"{self.points[claim['provision_id']]}{who}: {COMPLIANCE[claim['code']]}"
        if claim["kind"] == "position":
            return self._position(claim)
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
            whose.append(f"as of {claim['date']}" if is_exact(claim["date"]) else date(claim["date"]))
        return f"{code}: {number} ({', '.join(whose)})"

    def _position(self, claim: Row) -> str:
        topic = self.aspects[claim["aspect"]]
        topic = topic if topic.startswith(_NAMES) else _lowered(topic)
        if claim["provision_id"]:
            topic += f", {self.points[claim['provision_id']]}"
        towards, alone = _POSITIONS[claim["code"]]
        said = towards.format(claim["subject"]) if claim["subject"] else alone
        return f"{said}, on the subject of {topic}"


def denies(claim: Row) -> bool:
    """Whether a claim says that something is not so."""
    return bool(claim["polarity"] == "denies" or claim["code"] == "deny")


def _when(label: str, claim: Row) -> str:
    text = str(claim["date"])
    said, exact = date(text), is_exact(text)
    if claim["code"] in grammar().stages.not_on_the_day:
        return f"{label}, planned for {said}" if exact else f"{label}, planned {said}"
    if claim["code"] not in grammar().stages.took_place:
        return f"{label} {_BEFORE_DAY[claim['code']]} {said}" if exact else f"{label}, {said}"
    if exact:
        return f"{label} {'on' if len(text) == len('2020-11-05') else 'in'} {said}"
    if claim["code"] == "ongoing" and text.endswith("/.."):
        return f"{label} since {text[:-3]}"
    return f"{label} {said}" if said.startswith(("between", "by", "from")) else f"{label} from {said}"


def sentence(claim: Row, statement: str) -> str:
    """A statement as a sentence: days in words, and a capital letter."""
    text = human(statement)
    # After the word "Denies" the sentence goes on.
    if not denies(claim):
        return text[:1].upper() + text[1:]
    return f"that it {text}" if claim["code"] in ("occurred", "ended") else text


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
