"""Whether an accusation stands beside its answer: one definition, for validation and for coverage."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from nkevents.dataset import Dataset
from nkevents.rule.acceptance import LEAVES_TRACES
from nkevents.store.rows import Row

NOT_FOUND = "No answer found"


class Accusation(NamedTuple):
    """A claim that names an initiator, the side of the accused, and what came of it.

    Attributes
    ----------
    found : bool
        Whether the accused answered.
    """

    claim: Row
    accused: str
    found: bool

    @property
    def answered(self) -> bool:
        """Whether the accused answered, or the coder looked for an answer."""
        return self.found or NOT_FOUND in self.claim["note"]


def accusations(data: Dataset) -> list[Accusation]:
    """Find every claim that names who is responsible for an event that leaves traces, with whether it is answered.

    The accused answers by owning up, by denying its part, by denying that anything happened, or by denying a charge;
    where both sides are accused, each accusation answers the other. Whoever is said to have called a meeting is
    accused of nothing.
    """
    table = data._tables.arrow("actors")
    actors = {actor: at for at, actor in enumerate(table["actor_id"].to_pylist())}
    sides = dict(zip(actors, table["side"].to_pylist(), strict=True))
    named: dict[str, list[Row]] = defaultdict(list)
    answers: dict[str, list[Row]] = defaultdict(list)
    types = {row["event_id"]: row["event_type"] for row in data._tables["events"].rows}
    for row in data._tables["claims"].rows:
        if row["code"] == "initiator" and row["polarity"] == "asserts" and types[row["event_id"]] in LEAVES_TRACES:
            named[row["event_id"]].append(row)
        if (
            row["code"] == "initiator"
            or (row["kind"] == "occurrence" and row["polarity"] == "denies")
            or (row["kind"] == "position" and row["code"] == "deny")
        ):
            answers[row["event_id"]].append(row)
    pairs = [(claim, answer) for event, claims in named.items() for claim in claims for answer in answers[event]]
    own = data._encoded.actors.speaks_for(
        np.array([actors[answer["speaker_id"]] for _, answer in pairs], dtype=np.int64),
        np.array([actors[claim["subject_id"]] for claim, _ in pairs], dtype=np.int64),
    )
    answered = {
        claim["claim_id"]
        for (claim, answer), is_own in zip(pairs, own, strict=True)
        if _answers(answer, sides[claim["subject_id"]], sides, bool(is_own))
    }
    for claims in named.values():
        if {sides[claim["subject_id"]] for claim in claims} >= set(data._tables.grammar.belligerents):
            answered.update(claim["claim_id"] for claim in claims)
    return [
        Accusation(claim, sides[claim["subject_id"]], claim["claim_id"] in answered)
        for claims in named.values()
        for claim in claims
    ]


def _answers(answer: Row, accused: str, sides: dict[str, str], is_own: bool) -> bool:
    """Whether a claim answers an accusation of a side; `is_own` says that its speaker speaks for the accused."""
    if answer["kind"] == "position" and sides[answer["speaker_id"]] == accused:
        return True
    return is_own and (answer["kind"] == "occurrence" or sides.get(answer["subject_id"]) == accused)
