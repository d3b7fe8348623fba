"""Everything that the pages show, asked of the data once and sorted by event."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeAlias

from nkevents.dataset import Dataset
from nkevents.explore.side_states import with_sides
from nkevents.model.plain_values import grouped, records
from nkevents.store.grammar import grammar
from nkevents.wording.claims import Labels
from nkevents.wording.events import last_under_way
from nkevents.wording.labels import labels_in
from nkevents.wording.plans import said_of_plan
from nkevents.wording.words import SIDES

Record: TypeAlias = dict[str, Any]
# Changes that say nothing which their whole does not say.
_LEFT_OUT = ("date_start", "killed_low", "killed_high")


@dataclass(frozen=True)
class Material:
    """One copy of the data, as the pages need it; each part is computed when it is first asked for, and kept."""

    data: Dataset

    @cached_property
    def states(self) -> dict[str, list[Record]]:
        """Every state of every event with the accounts of its time, by its id; the newest comes last."""
        accounts = grouped(records(self.data.vintages("accounts")), "event_id")
        return {
            event_id: with_sides(
                [self._with_claims(state) for state in states], accounts[event_id], partial(self._tolls, event_id)
            )
            for event_id, states in grouped(records(self.data.vintages()), "event_id").items()
        }

    @cached_property
    def rows(self) -> dict[str, Record]:
        """The newest state of every event, by its id, sorted by day."""
        newest = {event_id: states[-1] for event_id, states in self.states.items()}
        return dict(sorted(newest.items(), key=lambda item: (item[1]["day"], item[0])))

    @cached_property
    def by_slug(self) -> dict[str, Record]:
        """The newest state of every event, by its slug."""
        return {row["slug"]: row for row in self.rows.values()}

    @cached_property
    def claims(self) -> dict[str, list[Record]]:
        """Claims by event, sorted by the day on which they became known."""
        return grouped(self.every_claim, "event_id")

    @cached_property
    def every_claim(self) -> list[Record]:
        """All claims."""
        return records(self.data.claims())

    @cached_property
    def allies(self) -> dict[str, str]:
        """The side that each ally speaks with, of those who make a claim."""
        spoken = ((claim["speaker_id"], claim["side"], claim["speaks_with"]) for claim in self.every_claim)
        return {actor: speaks_with for actor, side, speaks_with in spoken if speaks_with != side}

    @cached_property
    def compliance(self) -> dict[str, list[Record]]:
        """Claims that a point of an agreement was kept or broken, by point."""
        return grouped((claim for claim in self.every_claim if claim["kind"] == "compliance"), "provision_id")

    @cached_property
    def changes(self) -> list[Record]:
        """What became known, day by day."""
        first = min(state["valid_from"] for states in self.states.values() for state in states)
        rows = records(self.data.revisions(f"{first:%Y-%m-%d}"))
        return [row for row in rows if row["column"] not in _LEFT_OUT]

    @cached_property
    def changes_of(self) -> dict[str, list[Record]]:
        """Changes by event."""
        return grouped(self.changes, "event_id")

    @cached_property
    def explanations(self) -> dict[str, list[Record]]:
        """Which claims stand behind which cell, by event."""
        return grouped(records(self.data.explanations()), "event_id")

    @cached_property
    def sources(self) -> dict[str, Record]:
        """Sources by id."""
        return {row["source_id"]: row for row in records(self.data.sources())}

    @cached_property
    def actors(self) -> dict[str, Record]:
        """Actors by id."""
        return {row["actor_id"]: row for row in self._table("actors")}

    @cached_property
    def places(self) -> dict[str, Record]:
        """Places by id."""
        return {row["place_id"]: row for row in self._table("places")}

    @cached_property
    def actor_names(self) -> dict[str, list[Record]]:
        """Names in other languages, by actor."""
        return grouped(self._table("actor_names"), "actor_id")

    @cached_property
    def place_names(self) -> dict[str, list[Record]]:
        """Names in every language and spelling, by place."""
        return grouped(self._table("place_names"), "place_id")

    @cached_property
    def event_types(self) -> dict[str, str]:
        """Labels of the types of events."""
        return {row["event_type"]: row["label"] for row in self._table("event_types")}

    @cached_property
    def provisions(self) -> dict[str, list[Record]]:
        """Points of agreements with their newest state, by agreement."""
        return grouped(records(self.data.provisions()), "event_id")

    @cached_property
    def provision_states(self) -> dict[str, list[Record]]:
        """Every state of every point."""
        return grouped(records(self.data.vintages(of="provisions")), "provision_id")

    @cached_property
    def relations(self) -> dict[str, list[Record]]:
        """Relations of each event, in both directions."""
        found: dict[str, list[Record]] = defaultdict(list)
        for row in self._table("relations"):
            if row["from_event_id"] in self.rows and row["to_event_id"] in self.rows:
                found[row["from_event_id"]].append(row | {"other": row["to_event_id"], "forward": True})
                found[row["to_event_id"]].append(row | {"other": row["from_event_id"], "forward": False})
        return dict(found)

    @cached_property
    def participants(self) -> dict[str, list[Record]]:
        """Who took part, by event."""
        return grouped(records(self.data.participants()), "event_id")

    @cached_property
    def labels(self) -> Labels:
        """Words for claims."""
        return labels_in(self.data)

    def _with_claims(self, state: Record) -> Record:
        """A state with what claims known then say: the last day of what goes on, and by side who spoke of a plan."""
        known = [claim for claim in self.claims[state["event_id"]] if claim["known_from"] <= state["valid_from"]]
        last = last_under_way(known) if state["status"] == "ongoing" else None
        planned = state["status"] in grammar().stages.still_to_come
        return state | {"under_way_on": last, "of_plan": self.of_plan(known) if planned else {}}

    def of_plan(self, claims: Iterable[Record]) -> dict[str, list[str]]:
        """Who of each side said what of a plan, in words."""
        mine = grouped(claims, "speaks_with")
        return {side: said_of_plan(mine.get(side, ()), self._outlets) for side in SIDES}

    @cached_property
    def _outlets(self) -> set[str]:
        return {actor_id for actor_id, actor in self.actors.items() if actor["kind"] == "media"}

    def _tolls(self, event_id: str) -> list[Record]:
        return records(self.data.tolls(event_id))

    def _table(self, name: Any) -> list[Record]:
        return records(self.data.table(name))
