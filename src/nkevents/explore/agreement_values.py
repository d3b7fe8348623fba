"""What the page of an agreement shows: its points, their state over time, and who says so."""

from typing import Any

from nkevents.explore.lists import followed
from nkevents.explore.material import Material, Record
from nkevents.wording.claims import Labels, sentence
from nkevents.wording.days import date, day, human
from nkevents.wording.events import when
from nkevents.wording.words import NOTHING, PROVISION_WORDS, SIDES, SILENT, late, provision_told, status_of

# States that more than one side must have said.
_CONFIRMED = ("fulfilled", "broken")


def agreement_values(material: Material, row: Record) -> dict[str, Any]:
    """Values for the template of an agreement's page.

    Parameters
    ----------
    row : dict
        The newest state of the agreement.
    """
    points = sorted(material.provisions[row["event_id"]], key=lambda point: _order(point["point"]))
    return {"row": row, "when": when(row), "points": [_point(material, point) for point in points]}


def _order(point: str) -> tuple[int, str]:
    digits = "".join(letter for letter in point if letter.isdigit())
    return int(digits or 0), point


def _point(material: Material, point: Record) -> dict[str, Any]:
    states = material.provision_states.get(point["provision_id"], [])
    every = material.compliance.get(point["provision_id"], [])
    claims = [claim for claim in every if claim["live"]]
    labels = material.labels.on(point["event_id"])
    by_side = [[_told(material, claim, labels) for claim in every if claim["speaks_with"] == side] for side in SIDES]
    return {
        "point": point,
        "state": provision_told(point),
        "due": human(date(point["due"])) if point["due"] else "",
        "since": _since(point, every),
        "late": late(point),
        "says": [
            (side, PROVISION_WORDS.get(point[f"by_{side}"], SILENT), point[f"by_{side}"] or SILENT) for side in SIDES
        ],
        "said": {side: _said(claims, side) for side in SIDES},
        "states": _changes(states),
        "carried_out": _carried_out(material, point),
        "claims": [[told for told in mine if told["claim"]["live"]] for mine in by_side],
        "replaced": [[told for told in mine if not told["claim"]["live"]] for mine in by_side],
    }


def _told(material: Material, claim: Record, labels: Labels) -> dict[str, Any]:
    return {
        "claim": claim,
        "event": material.rows.get(claim["event_id"]),
        "text": sentence(claim, labels.statement(claim)),
        "day": day(claim["known_from"]),
        "url": followed(claim["url"]),
    }


def _since(point: Record, claims: list[Record]) -> tuple[str, list[Record]] | None:
    """Since when the state holds, in words, and each speaker's first claim of that day; None while it is pending."""
    if point["state"] == "pending":
        return None
    on_day = [claim for claim in claims if claim["known_from"] == point["since"]]
    # A day that passes in silence is nobody's word.
    first = {claim["speaker_id"]: claim for claim in reversed(on_day)} if point["state"] != "overdue" else {}
    by = "said by both sides, or by one and a third party, " if point["state"] in _CONFIRMED else ""
    return f"{by}since {day(point['since'])}", list(first.values())


def _said(claims: list[Record], side: str) -> str:
    """When a side said what still stands of it."""
    days = sorted(claim["known_from"] for claim in claims if claim["speaks_with"] == side)
    if not days:
        return ""
    first, last = day(days[0]), day(days[-1])
    return f"on {first}" if first == last else f"from {first} to {last}"


def _carried_out(material: Material, point: Record) -> list[tuple[Record, str]]:
    """Events that are said to carry a point out, each with what is known of it."""
    events = {
        each["other"]: material.rows[each["other"]]
        for each in material.relations.get(point["event_id"], ())
        if each["relation"] == "implements" and each["provision_id"] == point["provision_id"] and not each["forward"]
    }
    return [(event, ", ".join(filter(None, (human(status_of(event)), when(event))))) for event in events.values()]


def _changes(states: list[Record]) -> list[Record]:
    """The states of a point as the page shows them, without those that read like the one before."""
    shown: list[Record] = []
    for state in states:
        row = {
            "code": state["state"],
            "state": provision_told(state),
            "says": [(side, PROVISION_WORDS.get(state[f"by_{side}"], NOTHING)) for side in SIDES],
        }
        if not shown or row != {name: shown[-1][name] for name in row}:
            shown.append(row | {"from": day(state["valid_from"])})
    return shown
