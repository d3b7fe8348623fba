"""The state of each provision, from who is said to have kept or broken it."""

from typing import NamedTuple

import numpy as np

from nkevents.rule.claim_arrays import ARMENIAN, AZERBAIJANI, MISSING, SIDES, THIRD, ClaimArrays, Claims
from nkevents.rule.grouping import Bools, Groups, Ints, marked

# Where a provision binds several parties, the state that comes first here is the provision's.
STATES = ("disputed", "broken", "alleged", "begun", "claimed", "fulfilled", "overdue", "pending")
WORDS = ("kept", "begun", "broken", "both")
_KEPT = ("fulfilled",)
_BROKEN = ("not_fulfilled", "breached", "void")


class Compliance(NamedTuple):
    """What is said of each obligor of a provision; arrays of shape (statements,).

    A statement on a whole point is one row for each obligor that is named.

    Attributes
    ----------
    row : array of int
        Position among the visible claims.
    group : array of int
        The provision, or state of a provision.
    """

    row: Ints
    group: Ints
    obligor: Ints


class ProvisionStates(NamedTuple):
    """What became of each group's provision.

    Attributes
    ----------
    state : array of int, shape (groups,)
        Positions in ``STATES``.
    by_side : array of int, shape (3, groups)
        What each of ``SIDES`` says of it: positions in ``WORDS``, -1 where it is silent.
    alive : array of bool, shape (claims,)
        The live compliance claims.
    """

    state: Ints
    by_side: Ints
    alive: Bools


def provision_states(data: ClaimArrays, claims: Claims, group: Ints, obligor: Ints, past_due: Bools) -> ProvisionStates:
    """Derive the state of each provision.

    Parameters
    ----------
    claims : Claims
        The visible compliance claims.
    group : array of int, shape (claims,)
        The provision, or state of a provision, that each speaks of.
    obligor : array of int, shape (groups,)
        Whom the text of the provision binds, -1 for all parties.
    past_due : array of bool, shape (groups,)
    """
    n = len(past_due)
    said = _live(data, claims, _read_out(claims, group, obligor))
    spoken = claims.take(said.row)
    bound, first = Groups.by(said.group, said.obligor)
    says_kept = data.of_codes(_KEPT, spoken.code)
    says_broken = data.of_codes(_BROKEN, spoken.code)
    kept, broken = says_kept & ~spoken.denies, says_broken & ~spoken.denies
    begun = ~says_kept & ~says_broken & ~spoken.denies
    side = data.actors.effective_side(spoken.speaker)

    def agreed(flags: Bools) -> Bools:
        armenian, azerbaijani, third = (bound.any(flags & (side == each)) for each in (ARMENIAN, AZERBAIJANI, THIRD))
        return (armenian & azerbaijani) | ((armenian | azerbaijani) & third)

    # Who denies a breach says that it is kept, who denies that it was fulfilled that it is not.
    good, bad = kept | (says_broken & spoken.denies), broken | (says_kept & spoken.denies)
    against_kept, against_broken = bound.any(bad), bound.any(good)
    any_kept, any_broken = bound.any(kept), bound.any(broken)
    tests = {
        "disputed": (any_kept & against_kept) | (any_broken & against_broken),
        "broken": any_broken & agreed(broken),
        "alleged": any_broken,
        "fulfilled": any_kept & agreed(kept),
        "claimed": any_kept,
        "begun": bound.any(begun),
    }
    order = [STATES.index(name) for name in tests]
    states = np.select(list(tests.values()), order, len(STATES))
    state = np.where(past_due, STATES.index("overdue"), STATES.index("pending"))
    np.minimum.at(state, said.group[first], states)
    whole = Groups(said.group, n)
    words = [_words(whole, side == each, good, bad, begun) for each in range(len(SIDES))]
    return ProvisionStates(state, np.stack(words), marked(len(group), said.row))


def _words(whole: Groups, by: Bools, good: Bools, bad: Bools, begun: Bools) -> Ints:
    says_good, says_bad = whole.any(by & good), whole.any(by & bad)
    tests = {"both": says_good & says_bad, "kept": says_good, "broken": says_bad, "begun": whole.any(by & begun)}
    return np.select(list(tests.values()), [WORDS.index(name) for name in tests], MISSING)


def _read_out(claims: Claims, group: Ints, obligor: Ints) -> Compliance:
    """Read a statement on a whole point as one about each obligor whom its text or another statement names."""
    by_text = np.flatnonzero(obligor != MISSING)
    named, whole = np.flatnonzero(claims.subject != MISSING), np.flatnonzero(claims.subject == MISSING)
    # Each pair of a provision and an obligor that is named, once, ordered by provision.
    of = np.append(by_text, group[named])
    whom = np.append(obligor[by_text], claims.subject[named])
    pairs = Groups.by(of, whom)[1]
    of, whom = of[pairs], whom[pairs]
    start, stop = (np.searchsorted(of, group[whole], side=side) for side in ("left", "right"))
    count = stop - start
    nobody = whole[count == 0]
    each = np.repeat(whole, count)
    nth = np.arange(len(each)) - np.repeat(np.cumsum(count) - count, count)
    rows = np.concatenate([named, each, nobody])
    obligors = np.concatenate(
        [claims.subject[named], whom[np.repeat(start, count) + nth], np.full(len(nobody), MISSING, dtype=np.int64)]
    )
    order = np.argsort(rows, kind="stable")
    return Compliance(rows[order], group[rows][order], obligors[order])


def _live(data: ClaimArrays, claims: Claims, said: Compliance) -> Compliance:
    """The newest firm statement of each root on each obligor.

    A newer statement on the whole point takes no charge against a named obligor back, unless it says fulfilled.
    """
    spoken = claims.take(said.row)
    matters, _ = Groups.by(said.group, said.obligor, data.actors.root[spoken.speaker])
    about_all = spoken.subject == MISSING
    charge = data.of_codes(_BROKEN, spoken.code) & ~spoken.denies
    fulfils = data.of_codes(_KEPT, spoken.code) & ~spoken.denies
    named = matters.last(~spoken.hedged, spoken.known, where=~about_all)
    charged = named.of(charge, False)[matters.of]
    newest = matters.last(~spoken.hedged, spoken.known, where=~(about_all & ~fulfils & charged))
    rows = np.sort(newest.value[newest.found])
    return Compliance(said.row[rows], said.group[rows], said.obligor[rows])
