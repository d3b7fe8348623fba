"""Attribution and participants, from who is said to have had which role."""

from typing import NamedTuple

import numpy as np

from nkevents.rule.claim_arrays import ADVERSARY, ARMENIAN, AZERBAIJANI, THIRD, ClaimArrays, Claims, is_belligerent
from nkevents.rule.grouping import Bools, Groups, Ints, pack

ATTRIBUTIONS = ("none", "acknowledged", "contested", "reported", "one_sided")
HOLDING = ("control_from", "control_to")
TAKING_PART = ("party", "host", "mediator", "signatory", "giver", "receiver", *HOLDING)


def attribution(data: ClaimArrays, claims: Claims, group: Ints, alive: Bools, n: int) -> Ints:
    """Say of each group whether anyone is held responsible, and how far that is shared.

    `claims` are the visible ones, each with its `group` of `n` and whether it is `alive`.

    Returns
    -------
    array of int, shape (groups,)
        Positions in ``ATTRIBUTIONS``.
    """
    rows, said = claims.where(alive & (claims.code == data.code("initiator")))
    groups, actors = Groups(group[rows], n), data.actors
    named = ~said.denies
    by_own_side = actors.speaks_for(said.speaker, said.subject)
    whose = actors.side[said.subject]
    accused = pack(groups.of, said.subject)
    answered = said.denies & by_own_side & np.isin(accused, accused[named])
    both_named = groups.any(named & (whose == ARMENIAN)) & groups.any(named & (whose == AZERBAIJANI))
    is_third = (actors.effective_side(said.speaker) == THIRD) & (data.standing(said) != ADVERSARY)
    tests = {
        "none": ~groups.any(named),
        "acknowledged": groups.any(named & by_own_side),
        "contested": both_named | groups.any(answered),
        "reported": groups.any(named & is_third) & ~groups.any(said.denies),
    }
    order = [ATTRIBUTIONS.index(name) for name in tests]
    return np.select(list(tests.values()), order, ATTRIBUTIONS.index("one_sided"))


class Participants(NamedTuple):
    """Who took part, one row per group, actor and role, and the rows of the claims that say so."""

    group: Ints
    actor: Ints
    code: Ints
    gave: Ints


def participants(data: ClaimArrays, claims: Claims, group: Ints, alive: Bools) -> Participants:
    """Find who took part: whom a live claim names, unless another denies that role of that actor.

    A denial that somebody holds a place denies the outcome, not that he fought for it.
    A third party that stands with one belligerent does not take part by the word of the other one alone. A
    belligerent side as a whole is left out where one of its members is named.
    """
    rows, said = claims.where(alive & data.of_codes(TAKING_PART, claims.code))
    roles, first = Groups.by(group[rows], said.code, said.subject)
    actors = data.actors
    stands_with = actors.aligned[said.subject]
    allied = (actors.side[said.subject] == THIRD) & is_belligerent(stands_with)
    by = actors.effective_side(said.speaker)
    by_its_adversary = allied & is_belligerent(by) & (by != stands_with)
    denied = said.denies & ~data.of_codes(HOLDING, said.code)
    named = roles.any(~said.denies & ~by_its_adversary) & ~roles.any(denied)
    # "The Armenian side" says no more than its members who are named themselves.
    side = actors.side[said.subject[first]]
    bloc = actors.is_bloc[said.subject[first]] & is_belligerent(side)
    members = pack(group[rows][first], side)
    named &= ~bloc | ~np.isin(members, members[named & ~bloc])
    gave = rows[~said.denies & named[roles.of]]
    first = first[named]
    return Participants(group[rows][first], said.subject[first], said.code[first], gave)
