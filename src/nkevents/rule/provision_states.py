"""The state of each obligation, from who is said to have kept or broken it."""

import numpy as np

from nkevents.rule.claim_arrays import ARMENIAN, AZERBAIJANI, THIRD, Claims, Encoded
from nkevents.rule.grouping import Bools, Ints, any_per, pack

# Where an obligation binds several parties, the state that comes first here is the obligation's.
STATES = ("disputed", "broken", "alleged", "begun", "claimed", "fulfilled", "overdue", "pending")
_KEPT = ("fulfilled",)
_BROKEN = ("not_fulfilled", "breached", "void")


def obligations(data: Encoded, claims: Claims, alive: Bools, past_due: Bools) -> Ints:
    """Derive the state of each provision.

    Parameters
    ----------
    data : Encoded
    claims : Claims
        The visible claims.
    alive : array of bool, shape (claims,)
    past_due : array of bool, shape (provisions,)

    Returns
    -------
    array of int, shape (provisions,)
        Positions in ``STATES``.
    """
    _, said = claims.where(alive & data.of_kind("compliance", claims))
    bound, head, into = np.unique(pack(said.provision, said.subject), return_index=True, return_inverse=True)
    n = len(bound)
    says_kept = np.isin(said.code, data.code(*_KEPT))
    says_broken = np.isin(said.code, data.code(*_BROKEN))
    side = data.actors.voice(said.speaker)

    def agreed(flags: Bools) -> Bools:
        armenian, azerbaijani, third = (
            any_per(into, n, flags & (side == each)) for each in (ARMENIAN, AZERBAIJANI, THIRD)
        )
        return (armenian & azerbaijani) | ((armenian | azerbaijani) & third)

    kept, broken = says_kept & ~said.denies, says_broken & ~said.denies
    against_kept = any_per(into, n, broken | (says_kept & said.denies))
    against_broken = any_per(into, n, kept | (says_broken & said.denies))
    any_kept, any_broken = any_per(into, n, kept), any_per(into, n, broken)
    tests = {
        "disputed": (any_kept & against_kept) | (any_broken & against_broken),
        "broken": any_broken & agreed(broken),
        "alleged": any_broken,
        "fulfilled": any_kept & agreed(kept),
        "claimed": any_kept,
    }
    order = [STATES.index(name) for name in tests]
    states = np.select(list(tests.values()), order, STATES.index("begun"))
    out = np.where(past_due, STATES.index("overdue"), STATES.index("pending"))
    np.minimum.at(out, said.provision[head], states)
    return out
