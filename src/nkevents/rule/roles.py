"""Attribution and participants, from who is said to have had which role."""

from typing import NamedTuple

import numpy as np

from nkevents.rule.claim_arrays import ADVERSARY, ARMENIAN, AZERBAIJANI, INDEPENDENT, OTHER, THIRD, Claims, Encoded
from nkevents.rule.grouping import Bools, Ints, any_per, pack

ATTRIBUTIONS = ("none", "acknowledged", "contested", "reported", "one_sided")
TAKING_PART = ("party", "host", "mediator", "signatory")


def attribution(data: Encoded, claims: Claims, group: Ints, alive: Bools, n: int) -> Ints:
    """Say of each group whether anyone is held responsible, and how far that is shared.

    Parameters
    ----------
    data : Encoded
    claims : Claims
        The visible claims.
    group : array of int, shape (claims,)
    alive : array of bool, shape (claims,)
    n : int
        Number of groups.

    Returns
    -------
    array of int, shape (groups,)
        Positions in ``ATTRIBUTIONS``.
    """
    rows, said = claims.where(alive & (claims.code == data.code("initiator")))
    of, actors = group[rows], data.actors
    named = ~said.denies
    by_own_side = actors.speaks_for(said.speaker, said.subject)
    whose = actors.side[said.subject]
    accused = pack(of, said.subject)
    answered = said.denies & by_own_side & np.isin(accused, accused[named])
    both_named = any_per(of, n, named & (whose == ARMENIAN)) & any_per(of, n, named & (whose == AZERBAIJANI))
    is_third = (actors.side[said.speaker] == THIRD) & (data.standing(said) != ADVERSARY)
    tests = [
        ~any_per(of, n, named),
        any_per(of, n, named & by_own_side),
        both_named | any_per(of, n, answered),
        any_per(of, n, named & is_third) & ~any_per(of, n, said.denies),
    ]
    return np.select(tests, np.arange(len(tests)), ATTRIBUTIONS.index("one_sided"))


class Participants(NamedTuple):
    """Who took part, one row per group, actor and role, and the rows of the claims that say so."""

    group: Ints
    actor: Ints
    code: Ints
    gave: Ints


def participants(data: Encoded, claims: Claims, group: Ints, alive: Bools) -> Participants:
    """Find who took part, as named by themselves, by both sides, or by a speaker who is no adversary of theirs.

    Parameters
    ----------
    data : Encoded
    claims : Claims
        The visible claims.
    group : array of int, shape (claims,)
    alive : array of bool, shape (claims,)

    Returns
    -------
    Participants
    """
    taking_part = alive & np.isin(claims.code, data.code(*TAKING_PART)) & ~claims.denies
    rows, said = claims.where(taking_part)
    key, into = np.unique(pack(group[rows], said.code, said.subject), return_inverse=True)
    side = data.actors.voice(said.speaker)
    counts = (
        data.actors.speaks_for(said.speaker, said.subject)
        | np.isin(data.standing(said), (INDEPENDENT, OTHER))
        | (any_per(into, len(key), side == ARMENIAN) & any_per(into, len(key), side == AZERBAIJANI))[into]
    )
    gave = np.flatnonzero(counts)
    first = gave[np.unique(into[gave], return_index=True)[1]]
    return Participants(group[rows][first], said.subject[first], said.code[first], rows[gave])
