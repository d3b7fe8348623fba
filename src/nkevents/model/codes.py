"""Closed vocabularies as types, so that an editor offers them; a test holds them equal to schemas/ and data/."""

from typing import Literal, get_args

EventType = Literal[
    "agreement",
    "air_drone_strike",
    "aircraft_loss",
    "battle",
    "call",
    "capture_of_persons",
    "ceasefire",
    "cooperation",
    "decision",
    "detainee_release",
    "displacement",
    "election",
    "escalation",
    "exercise",
    "force_advance",
    "heritage",
    "legal_proceeding",
    "meeting",
    "mine_explosion",
    "peacekeeping",
    "process",
    "protest",
    "remains_exchange",
    "route_change",
    "shelling",
    "statement",
    "territory_capture",
    "territory_transfer",
    "violence_against_persons",
    "war",
]
# What harms people, or takes ground from a side.
HARM: tuple[EventType, ...] = (
    "battle",
    "shelling",
    "air_drone_strike",
    "aircraft_loss",
    "territory_capture",
    "force_advance",
    "violence_against_persons",
    "mine_explosion",
    "capture_of_persons",
)
Level = Literal["episode", "event", "part", "series"]
ALL_LEVELS: tuple[Level, ...] = get_args(Level)
Status = Literal["occurred", "ongoing", "proposed", "scheduled", "rescheduled", "postponed", "cancelled", "not_held"]
ClaimKind = Literal["occurrence", "figure", "role", "means", "compliance", "position"]
Lang = Literal["en", "az", "hy", "ru"]
Frequency = Literal["D", "W", "M", "Q", "Y"]
TableName = Literal[
    "events",
    "claims",
    "actors",
    "actor_names",
    "places",
    "place_names",
    "sources",
    "relations",
    "provisions",
    "readings",
    "event_types",
    "claim_codes",
    "claim_aspects",
    "changes",
    "releases",
]
ViewName = Literal[
    "timeline",
    "accounts",
    "figures",
    "participants",
    "provisions_view",
    "claims_view",
    "sources_view",
    "counts",
    "tolls",
    "revisions",
    "explanations",
    "vintages",
    "vintages_of_accounts",
    "vintages_of_provisions",
]
FrameName = TableName | ViewName
