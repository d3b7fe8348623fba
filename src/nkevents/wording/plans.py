"""What was said of a plan: who announced it, postponed it, called it off or denied it."""

from collections.abc import Collection, Iterable

from nkevents.store.grammar import grammar
from nkevents.wording.words import STATUSES, Row, speaker

# So many names and a number fit into a cell.
_NAMED = 2


def said_of_plan(claims: Iterable[Row], outlets: Collection[str] = ()) -> list[str]:
    """Who said what of a plan, by each speaker's newest word on it; empty where nobody spoke of one.

    Parameters
    ----------
    claims : iterable of mapping
        Rows of ``nkevents.claims()`` on one event, such as those of one side.
    outlets : collection of str
        Ids of the speakers that are media: they are named after the others.

    Examples
    --------
    >>> import datetime as dt
    >>> said = {"kind": "occurrence", "code": "scheduled", "polarity": "asserts", "known_from": dt.date(2021, 11, 20)}
    >>> by = lambda name: {"speaker": name, "speaker_id": name, "side": "third", "speaks_with": "third"}
    >>> said_of_plan([{**said, **by("Sputnik")}, {**said, **by("Charles Michel")}], {"Sputnik"})
    ['planned, according to Charles Michel, Sputnik']
    """
    codes = grammar().stages.plans
    newest: dict[str, list[Row]] = {}
    for claim in sorted(claims, key=lambda claim: claim["known_from"]):
        if claim["kind"] != "occurrence" or claim["code"] not in codes:
            continue
        mine = newest.setdefault(claim["speaker_id"], [])
        mine[:] = [each for each in mine if each["known_from"] == claim["known_from"]]
        mine.append(claim)
    found: dict[str, list[str]] = {}
    for claim in sorted((each for mine in newest.values() for each in mine), key=lambda each: _rank(each, outlets)):
        said = STATUSES[claim["code"]]
        names = found.setdefault(f"not {said}" if claim["polarity"] == "denies" else said, [])
        if speaker(claim) not in names:
            names.append(speaker(claim))
    return [f"{said}, according to {_listed(names)}" for said, names in found.items()]


def _rank(claim: Row, outlets: Collection[str]) -> tuple[bool, object]:
    return claim["speaker_id"] in outlets, claim["known_from"]


def _listed(names: list[str]) -> str:
    if len(names) <= _NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
