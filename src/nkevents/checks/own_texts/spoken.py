"""The claims on each event, with everybody in whose name each of them speaks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from nkevents.checks.loaded import Loaded
from nkevents.rule.claim_arrays import SIDES
from nkevents.store.grammar import grammar
from nkevents.store.rows import Row
from nkevents.wording.own_texts.who_spoke import names_in, speakers


class Speaker(NamedTuple):
    """Somebody who makes claims.

    Attributes
    ----------
    chain : frozenset of str
        The speaker and the actors above it: a ministry's claim is its state's.
    side : str
        The side with which the speaker speaks.
    medium : bool
        Whether the speaker is a medium.
    """

    chain: frozenset[str]
    side: str
    medium: bool


class Spoken(NamedTuple):
    """A claim, who makes it, and the side of its subject, which is empty for none."""

    claim: Row
    by: Speaker
    of_side: str

    @property
    def denies(self) -> bool:
        """Whether something is denied or rejected."""
        return self.claim["polarity"] == "denies" or self.claim["code"] in ("deny", "reject")

    @property
    def denies_event(self) -> bool:
        """Whether it is denied that the event took place."""
        return self.claim["polarity"] == "denies" and self.claim["code"] == "occurred"


@lru_cache(maxsize=1)
def spoken(loaded: Loaded) -> Mapping[str, list[Spoken]]:
    """Claims by event."""
    actors, known = loaded.package["actors"].by_key(), _speakers(loaded)
    found: dict[str, list[Spoken]] = defaultdict(list)
    for claim in loaded.package["claims"].rows:
        subject = actors.get(claim["subject_id"])
        of_side = subject["side"] if subject else ""
        found[claim["event_id"]].append(Spoken(claim, known[claim["speaker_id"]], of_side))
    return found


def by_name(claims: Iterable[Spoken], name: str) -> list[Spoken]:
    """Claims of those who speak for a name that summaries use."""
    wanted = speakers()[name]
    return [each for each in claims if not wanted.isdisjoint(each.by.chain)]


def side_of(loaded: Loaded, owner: str) -> str:
    """The one side of all whom a text names; third where they are of several, or none is known."""
    known = _speakers(loaded)
    sides = {known[actor].side for name in names_in(owner) for actor in speakers()[name] if actor in known}
    return sides.pop() if len(sides) == 1 else "third"


@lru_cache(maxsize=1)
def _speakers(loaded: Loaded) -> Mapping[str, Speaker]:
    """Chain of actors above each one, below the blocs of the belligerents; its side; whether it is a medium."""
    actors = loaded.package["actors"].by_key()
    order = loaded.data._tables.arrow("actors")["actor_id"].to_pylist()
    sides = loaded.data._encoded.actors.effective_side(np.arange(len(order)))
    blocs = {actor for actor, row in actors.items() if row["kind"] == "bloc" and row["side"] in grammar().belligerents}

    def chain(actor: str) -> set[str]:
        above = actors[actor]["parent_id"]
        return {actor} if not above or above in blocs else {actor, *chain(above)}

    return {
        actor: Speaker(frozenset(chain(actor)), SIDES[side], actors[actor]["kind"] == "media")
        for actor, side in zip(order, sides.tolist(), strict=True)
    }
