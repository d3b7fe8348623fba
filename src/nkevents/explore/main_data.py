"""What the main page reads: every state of every event, names, and the news of each day.

The page looks states up; it derives none. Words that follow from several cells are written here.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from nkevents.explore.material import Material, Record
from nkevents.explore.projection import BOX, project
from nkevents.model.codes import ALL_LEVELS
from nkevents.model.plain_values import grouped
from nkevents.model.scope import LAST_DAY
from nkevents.store.grammar import grammar
from nkevents.views.found_by import FoundBy
from nkevents.wording import words
from nkevents.wording.account_phrases import blame, capital, dead, whether
from nkevents.wording.changes import change
from nkevents.wording.days import MONTHS, MONTHS_ELSEWHERE, human
from nkevents.wording.events import LANES, accepted_by, lane, voice, when

_EPOCH = dt.date(2020, 1, 1)
# Columns of the timeline that a state and a download have as they are, in this order.
_AS_THEY_ARE = (
    "status",
    "acceptance",
    "armenian_says",
    "azerbaijani_says",
    "third_says",
    "overdue",
    "date_contested",
    "killed_low",
    "killed_best",
    "killed_high",
    "killed_basis",
    "killed_is_floor",
    "killed_armenian",
    "killed_azerbaijani",
    "killed_civilian",
    "killed_armenian_claimed",
    "killed_azerbaijani_claimed",
    "attribution",
    "n_claims",
    "n_publishers",
)
_ACCOUNTS = tuple(f"{side}_account" for side in words.SIDES)
# Each side's dead in words, and why a number is not one of all its dead.
_DEAD = (
    "killed_third",
    *(f"{side}_{what}" for side in words.SIDES for what in ("dead", "counts")),
    "armenian_dead_claimed",
    "azerbaijani_dead_claimed",
)
# Cells of a state, in this order; a later state of an event holds only what differs from the one before.
CELLS = (
    "voice",
    "accepted_by",
    "told",
    "when",
    "deaths",
    "day",
    "first",
    "last",
    "place",
    "participants",
    *_ACCOUNTS,
    *_DEAD,
    *_AS_THEY_ARE,
)
_NAME_ORDER = {lang: place for place, lang in enumerate(("en", *words.NAME_LANGUAGES))}


def number(moment: dt.date) -> int:
    """A day as a number, counted from 1 January 2020."""
    return (dt.date(moment.year, moment.month, moment.day) - _EPOCH).days


def main_data(material: Material) -> dict[str, Any]:
    """Everything that the main page reads.

    Returns
    -------
    dict
        Plain values, ready for JSON.
    """
    ids = list(material.rows)
    at = {event_id: position for position, event_id in enumerate(ids)}
    actors, places = _actors(material), _places(material)
    actor_at = {actor["id"]: position for position, actor in enumerate(actors)}
    by_name = {actor["name"]: position for position, actor in enumerate(actors)}
    place_at = {place["id"]: position for position, place in enumerate(places)}
    slugs = {row["slug"]: at[event_id] for event_id, row in material.rows.items()}
    events = []
    for event_id, row in material.rows.items():
        states, before = [], dict.fromkeys(CELLS)
        for state in material.states[event_id]:
            cells = _cells(state, by_name, place_at)
            changed = {str(i): cells[name] for i, name in enumerate(CELLS) if cells[name] != before[name]}
            states.append([number(state["valid_from"]), changed])
            before = cells
        events.append(
            {
                "id": event_id,
                "slug": row["slug"],
                "title": row["title"],
                "summary": row["summary"] or "",
                "type": row["event_type"],
                "level": row["level"],
                "episode": slugs.get(row["episode"]),
                "weapons": _weapons(material, event_id),
                "speakers": _speakers(material.claims.get(event_id, ()), actor_at),
                "states": states,
            }
        )
    news = [
        [day, [[at[event_id], _sentences(rows)] for event_id, rows in grouped(of_day, "event_id").items()]]
        for day, of_day in grouped(material.changes, lambda row: number(row["day"])).items()
    ]
    return {
        "meta": {
            "version": material.data.version,
            "citation": material.data.cite(),
            "epoch": _EPOCH.isoformat(),
            "last_day": LAST_DAY.isoformat(),
            "box": list(BOX),
        },
        "cells": CELLS,
        "as_they_are": _AS_THEY_ARE,
        "statuses": words.STATUSES,
        "no_end": words.NO_END,
        "months": MONTHS,
        "months_elsewhere": [forms.split("/") for forms in MONTHS_ELSEWHERE.values()],
        "planned": grammar().stages.still_to_come,
        "off": grammar().stages.called_off,
        "acceptances": words.ACCEPTANCES,
        "sides": words.SIDES,
        "says": {
            side: {code or "silent": words.says(side, code) for code in ("asserts", "denies", "both", None)}
            for side in words.SIDES
        },
        "bases": words.BASES,
        # Who names whom stands in the boxes of the card.
        "blames": words.ATTRIBUTIONS | {"contested": "disputed"},
        "levels": [level for level in ALL_LEVELS if level != "episode"],
        "lanes": list(LANES),
        "types": {code: [label, lane(code)] for code, label in material.event_types.items()},
        "stops": _stops(material),
        "actors": actors,
        "places": places,
        "names": [
            [names, [at[event_id] for event_id in found if event_id in at]]
            for names, found in FoundBy(material.data).events_by_names()
        ],
        "events": events,
        "news": news,
    }


def _cells(state: Record, by_name: dict[str, int], place_at: dict[str, int]) -> dict[str, Any]:
    """The cells of one state."""
    names = (state["participants"] or "").split("; ")
    start, end = state["date_start"], state["date_end"]
    return {
        "voice": voice(state),
        "accepted_by": accepted_by(state),
        "told": human(words.status_of(state)),
        "when": when(state),
        "deaths": words.number_of_dead(state),
        "day": number(state["day"]),
        "first": None if start is None else number(start),
        "last": None if end is None else number(end),
        "place": place_at.get(state["place_id"]),
        "participants": [by_name[name] for name in names if name in by_name] or None,
        **{f"{account['side']}_account": _account(account, state) for account in state["accounts"]},
        **{name: _plain(state[name]) or None for name in _DEAD},
        **{name: _plain(state[name]) for name in _AS_THEY_ARE},
    }


def _account(account: Record, state: Record) -> list[str]:
    """How an account is marked, whether the event took place by it, and what else it says."""
    planned = state["status"] in grammar().stages.still_to_come
    told = "silent" if not account["n_claims"] else account["says"] or "else"
    of_plan = [capital(said) for said in state["of_plan"].get(account["side"], ())]
    first = of_plan or [capital(whether(account, planned=planned))]
    blamed = capital(blame(account))
    return ["plan" if of_plan else told, *first, *([blamed] if blamed else []), *dead(account)]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    return bool(value) if str(value) in ("True", "False") else int(value)


def _speakers(claims: Iterable[Record], actor_at: dict[str, int]) -> list[list[int]]:
    """Who speaks on an event, and since when."""
    first: dict[int, int] = {}
    for claim in claims:
        first.setdefault(actor_at[claim["speaker_id"]], number(claim["known_from"]))
    return [[actor, day] for actor, day in first.items()]


def _weapons(material: Material, event_id: str) -> list[str]:
    """The weapons that claims on an event name."""
    labels = material.labels.codes
    used = {claim["code"] for claim in material.claims.get(event_id, ()) if claim["kind"] == "means"}
    return [labels["means", code] for code in sorted(used - {"other"})]


def _sentences(rows: list[Record]) -> list[str]:
    return [human(change(row)) for row in rows]


def _stops(material: Material) -> list[int]:
    """Days of the slider: each day to the end of the busy time, then only days on which something became known."""
    days = sorted({number(state["valid_from"]) for states in material.states.values() for state in states})
    last = min(number(LAST_DAY), days[-1])
    return [*range(days[0], last + 1), *(day for day in days if day > last)]


def _actors(material: Material) -> list[dict[str, Any]]:
    """Actors that take part in an event or speak on one."""
    used = {claim["speaker_id"] for claim in material.every_claim}
    used |= {row["actor_id"] for rows in material.participants.values() for row in rows}
    names = {actor["name"]: actor_id for actor_id, actor in material.actors.items()}
    for states in material.states.values():
        for state in states:
            used |= {names[name] for name in (state["participants"] or "").split("; ") if name in names}
    return [
        {
            "id": actor_id,
            "name": actor["name"],
            "side": actor["side"],
            "names": sorted({row["name"] for row in material.actor_names.get(actor_id, ())} - {actor["name"]}),
        }
        for actor_id, actor in material.actors.items()
        if actor_id in used
    ]


def _places(material: Material) -> list[dict[str, Any]]:
    used = {state["place_id"] for states in material.states.values() for state in states}
    return [_place(material, place) for place_id, place in material.places.items() if place_id in used]


def _place(material: Material, place: Record) -> dict[str, Any]:
    rows = sorted(material.place_names.get(place["place_id"], ()), key=lambda row: _NAME_ORDER.get(row["lang"], 9))
    latitude, longitude = place["latitude"], place["longitude"]
    known = latitude is not None
    inside = known and BOX.west < longitude < BOX.east and BOX.south < latitude < BOX.north
    x, y = project(longitude, latitude) if inside else (0, 0)
    return {
        "id": place["place_id"],
        "name": place["name"],
        "kind": place["kind"],
        "at": [longitude, latitude] if known else None,
        "xy": [round(x), round(y)] if inside else None,
        "radius": place["radius_km"],
        "own": {row["lang"]: row["name"] for row in rows if row["preferred"] and row["lang"] != "en"},
        "names": list(dict.fromkeys(row["name"] for row in rows if row["name"] != place["name"])),
    }
