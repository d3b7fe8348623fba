"""Attribution and participants, from who is said to have had which role."""

from typing import NamedTuple

import numpy as np

from nkevents.rule.claim_arrays import ADVERSARY, ARMENIAN, AZERBAIJANI, THIRD, ClaimArrays, Claims, is_belligerent
from nkevents.rule.grouping import Bools, Groups, Ints, pack

ATTRIBUTIONS = ("none", "acknowledged", "contested", "reported", "one_sided")
HOLDING = ("control_from", "control_to")
TAKING_PART = ("party", "host", "mediator", "signatory", "giver", "receiver", *HOLDING)


class Attribution(NamedTuple):
    """Whether anyone is held responsible for each group's event, and how far that is shared.

    Attributes
    ----------
    attribution : array of int, shape (groups,)
        Positions in ``ATTRIBUTIONS``.
    decides : array of bool, shape (claims,)
        The claims that make it so.
    """

    attribution: Ints
    decides: Bools


def attribution(data: ClaimArrays, claims: Claims, group: Ints, alive: Bools, n: int) -> Attribution:
    """Derive the attribution: the first of ``ATTRIBUTIONS`` that any claim makes so.

    `claims` are the visible ones, each with its `group` of `n` and whether it is `alive`.
    """
    rows, said = claims.where(alive & (claims.code == data.code("initiator")))
    groups, actors = Groups(group[rows], n), data.actors
    named = ~said.denies
    by_own_side = actors.speaks_for(said.speaker, said.subject)
    whose = actors.side[said.subject]
    accused, _ = Groups.by(groups.of, said.subject)
    answers = said.denies & by_own_side & accused.any(named)[accused.of]
    answered = named & accused.any(answers)[accused.of]
    both_named = groups.any(named & (whose == ARMENIAN)) & groups.any(named & (whose == AZERBAIJANI))
    of_both = named & is_belligerent(whose) & both_named[groups.of]
    is_third = (actors.effective_side(said.speaker) == THIRD) & (data.standing(said) != ADVERSARY)
    by_third = groups.any(named & is_third)[groups.of]
    makes = {
        "acknowledged": named & by_own_side,
        "contested": of_both | answers | answered,
        "reported": named & is_third & ~groups.any(said.denies)[groups.of],
        # Had nobody denied what a third side says, it would be reported.
        "one_sided": named | (said.denies & by_third),
    }
    order = [ATTRIBUTIONS.index(name) for name in makes]
    found = np.select([groups.any(each) for each in makes.values()], order, ATTRIBUTIONS.index("none"))
    decides = np.zeros(len(group), dtype=bool)
    decides[rows] = np.select([found[groups.of] == each for each in order], list(makes.values()), False)
    return Attribution(found, decides)


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
