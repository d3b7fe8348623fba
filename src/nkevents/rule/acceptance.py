"""Who says that an event took place, and how far that is shared."""

from typing import NamedTuple

import numpy as np

from nkevents.rule.claim_arrays import (
    ARMENIAN,
    AZERBAIJANI,
    BELLIGERENTS,
    MISSING,
    SIDES,
    THIRD,
    ClaimArrays,
    Claims,
)
from nkevents.rule.current import value
from nkevents.rule.grouping import Bools, Groups, Ints
from nkevents.rule.occurrence import NEVER, PLANNED, Occurrence, class_of
from nkevents.rule.roles import TAKING_PART

ACCEPTANCES = ("agreed", "contested", "one_side", "reported")
SAYS = ("asserts", "denies", "both")
# Of events that leave traces, also who counts its dead, names a weapon, or blames or excuses somebody for it. Talks
# and texts are not implied so: a figure or a blame is said of what was agreed there, not of the meeting.
LEAVES_TRACES = frozenset(
    [
        "air_drone_strike",
        "aircraft_loss",
        "battle",
        "capture_of_persons",
        "detainee_release",
        "displacement",
        "escalation",
        "force_advance",
        "heritage",
        "mine_explosion",
        "protest",
        "remains_exchange",
        "route_change",
        "shelling",
        "territory_capture",
        "territory_transfer",
        "violence_against_persons",
        "war",
    ]
)
_BLAMES = ("initiator", "target", "supporter")
_NO_TRACE = ("deployed",)


class Acceptance(NamedTuple):
    """How far each group's event is accepted.

    Attributes
    ----------
    acceptance : array of int, shape (groups,)
        Positions in ``ACCEPTANCES``.
    says : array of int, shape (3, groups)
        What each of ``SIDES`` says of what took place or goes on: positions in ``SAYS``, -1 where it is silent.
    decides : array of bool, shape (claims,)
        The claims by which a side asserts or denies.
    """

    acceptance: Ints
    says: Ints
    decides: Bools


def acceptance(data: ClaimArrays, claims: Claims, group: Ints, alive: Bools, said: Occurrence) -> Acceptance:
    """Derive who says that each event takes place.

    `claims` are the visible ones, each with its `group` and whether it is `alive`.
    """
    groups = Groups(group, len(said.status))
    of_plan = said.status[group] == PLANNED
    occurrence = alive & data.of_kind("occurrence", claims)
    # A denied plan says nothing against what happened, nor the other way round.
    denies = occurrence & claims.denies & ((class_of(data, claims) == PLANNED) == of_plan)
    asserts = np.zeros(len(group), dtype=bool)
    asserts[said.gave_status] = True
    asserts |= ~of_plan & (said.status[group] != NEVER) & _says_it_took_place(data, claims, groups, alive, denies, said)
    side = data.actors.effective_side(claims.speaker)
    asserted = np.stack([groups.any(asserts & (side == each)) for each in range(len(SIDES))])
    denied = np.stack([groups.any(denies & (side == each)) for each in range(len(SIDES))])
    says = np.select(
        [asserted & denied, asserted, denied],
        [SAYS.index("both"), SAYS.index("asserts"), SAYS.index("denies")],
        MISSING,
    )
    maintained = said.status != NEVER
    plan = said.status == PLANNED
    belligerents = np.array(BELLIGERENTS)
    both = asserted[ARMENIAN] & asserted[AZERBAIJANI]
    contested = ~maintained | denied[belligerents].any(axis=0) | (denied[THIRD] & (plan | ~both))
    one = asserted[belligerents].any(axis=0)
    codes = [ACCEPTANCES.index(name) for name in ("contested", "agreed", "one_side")]
    return Acceptance(
        acceptance=np.select([contested, both | (one & asserted[THIRD]), one], codes, ACCEPTANCES.index("reported")),
        says=np.where(maintained & ~plan, says, MISSING),
        decides=asserts | denies,
    )


def _says_it_took_place(
    data: ClaimArrays, claims: Claims, groups: Groups, alive: Bools, denies: Bools, said: Occurrence
) -> Bools:
    """Live claims that say, or imply, that an event took place or goes on.

    What is implied counts from the event's first day on, and only while its speaker has not denied the event since.
    """
    since_first_day = claims.known >= said.start[groups.of]
    outright = data.of_codes(data.stages.took_place, claims.code) & ~claims.denies
    took_part = data.of_codes(TAKING_PART, claims.code)
    known_types = [name in LEAVES_TRACES for name in data.event_types]
    leaves_traces = np.array(known_types, dtype=bool)[data.event_type[claims.event]]
    counted = data.of_kind("figure", claims) & ~data.of_codes(_NO_TRACE, claims.code) & (value(claims) >= 1)
    traces = counted | data.of_kind("means", claims) | data.of_codes(_BLAMES, claims.code)
    implied = (took_part | (leaves_traces & traces)) & ~claims.hedged & ~claims.denies
    spoken, _ = Groups.by(groups.of, data.actors.root[claims.speaker])
    denied = spoken.greatest(claims.known, where=denies)
    implied &= ~denied.found[spoken.of] | (claims.known > denied.value[spoken.of])
    return alive & since_first_day & (outright | implied)
