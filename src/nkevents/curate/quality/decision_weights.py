"""How much each decision about who counts as third weighs: rows of the timeline that would read differently."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from nkevents.curate.quality.actor_groups import GROUPS, group
from nkevents.dataset import Dataset
from nkevents.model.page_address import is_below
from nkevents.rule.grouping import Ints
from nkevents.store.rows import read_rows

_DECISIONS = Path(__file__).with_name("side_decisions.csv")


class Change(NamedTuple):
    """Another code of an actor, or of an edition of an outlet, which would then speak by itself.

    Attributes
    ----------
    actor : str
        Its id.
    column, code : str
        What would stand in the table of actors; an empty code is none.
    hosts : tuple of str
        Of an edition: whatever the outlet says on pages of these hosts, and of hosts below them.
    """

    actor: str
    column: str
    code: str
    hosts: tuple[str, ...] = ()


class Decision(NamedTuple):
    """A decision, with what would stand in the data had it been taken the other way.

    Attributes
    ----------
    taken, instead : str
        Sentences for the page.
    test : str
        In words, by what test the actors were found in the data; empty where they are named.
    changes : tuple of Change
        What would stand instead in the table of actors.
    """

    taken: str
    instead: str
    test: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def actors(self) -> list[str]:
        """Ids of those about whom it was taken, each once."""
        return list(dict.fromkeys(change.actor for change in self.changes))


def decisions(dataset: Dataset) -> list[Decision]:
    """The decisions on record, in their order, about the actors that a data set has."""
    names = dataset.table("actors").set_index("actor_id")["name"]
    found: dict[tuple[str, str], Decision] = {}
    for row in read_rows(_DECISIONS.read_text(encoding="utf-8")):
        about = group(dataset, row["group"]) if row["group"] else row["actors"].split()
        apart = [actor for actor in row["apart"].split() if actor in names]
        actors = [actor for actor in about if actor in names and actor not in apart]
        test = ", but not ".join([GROUPS[row["group"]].test, *names[apart]]) if row["group"] else ""
        changes = [Change(actor, row["column"], row["code"], tuple(row["pages"].split())) for actor in actors]
        before = found.get((row["taken"], row["instead"]), Decision(row["taken"], row["instead"], test))
        found[row["taken"], row["instead"]] = before._replace(changes=(*before.changes, *changes))
    return list(found.values())


def weights(dataset: Dataset, of: Iterable[Decision]) -> pd.DataFrame:
    """Count what each decision moves, taken alone.

    Returns
    -------
    pandas.DataFrame
        Columns taken, instead, test, about (the names of those about whom it was taken), said (by the name of each
        speaker who would stand otherwise, a state's bodies and officials among them, the number of its claims that
        would count otherwise; most claims first), rows (of the timeline, all levels, that would read differently),
        acceptance, attribution, killed (rows on which that cell would), agreed (change in the number of agreed events,
        were the decision the other one).
    """
    before, names = _timeline(dataset), dataset.table("actors").set_index("actor_id")["name"]
    rows = []
    for decision in of:
        otherwise = with_decision(dataset, decision)
        after = _timeline(otherwise)
        moved = (before != after) & ~(before.isna() & after.isna())
        rows.append(
            {
                "taken": decision.taken,
                "instead": decision.instead,
                "test": decision.test,
                "about": names[decision.actors].tolist(),
                "said": _moved_claims(dataset, otherwise),
                "rows": int(moved.any(axis=1).sum()),
                **{name: int(moved[name].sum()) for name in ("acceptance", "attribution")},
                "killed": int(moved.filter(like="killed").any(axis=1).sum()),
                "agreed": int((after["acceptance"] == "agreed").sum() - (before["acceptance"] == "agreed").sum()),
            }
        )
    return pd.DataFrame(rows)


def _moved_claims(before: Dataset, after: Dataset) -> dict[str, int]:
    """Claims whose speakers would speak with another side, or be independent counters or none, by name of speaker."""
    moved = (_sides_and_independence(before) != _sides_and_independence(after)).any(axis=0)
    speakers = before._encoded.claims.speaker[moved]
    names = before.table("actors")["name"].iloc[speakers]
    return {str(name): int(claims) for name, claims in names.value_counts().items()}


def _sides_and_independence(dataset: Dataset) -> Ints:
    """Of each claim, in the order of their numbers, the side its speaker speaks with and whether it is independent."""
    actors, speaker = dataset._encoded.actors, dataset._encoded.claims.speaker
    return np.stack([actors.effective_side(speaker), actors.independent[speaker]])


def _timeline(dataset: Dataset) -> pd.DataFrame:
    return dataset.load(level="all").set_index("event_id").sort_index().astype(object)


def with_decision(dataset: Dataset, decision: Decision) -> Dataset:
    """The same data had a decision been taken the other way."""
    other = with_actors(dataset, [change for change in decision.changes if not change.hosts])
    for change in decision.changes:
        if change.hosts:
            other = _with_edition(other, change)
    return other


def _with_edition(dataset: Dataset, edition: Change) -> Dataset:
    """The same data where an edition speaks as an actor of its own."""
    name = f"{edition.actor}-{edition.code}"
    actors, sources, claims = (dataset._tables[table].rows for table in ("actors", "sources", "claims"))
    own = [
        {**row, "actor_id": name, edition.column: edition.code} for row in actors if row["actor_id"] == edition.actor
    ]
    pages = {row["source_id"] for row in sources if any(is_below(row["url"], host) for host in edition.hosts)}
    said = [
        {**row, "speaker_id": name} if row["speaker_id"] == edition.actor and row["source_id"] in pages else row
        for row in claims
    ]
    return _with_rows(dataset, {"actors": [*actors, *own], "claims": said})


def with_actors(dataset: Dataset, changes: Iterable[Change]) -> Dataset:
    """The same data with other codes in the table of actors."""
    codes: dict[str, dict[str, str]] = defaultdict(dict)
    for change in changes:
        codes[change.actor][change.column] = change.code
    return _with_rows(dataset, {"actors": [row | codes[row["actor_id"]] for row in dataset._tables["actors"].rows]})


def _with_rows(dataset: Dataset, changed: Mapping[str, Sequence[Mapping[str, str]]]) -> Dataset:
    """The same data with other rows in some tables, the rest of which need not be read again."""
    tables = dataset._tables.with_rows(changed)
    tables._arrow |= {name: table for name, table in dataset._tables._arrow.items() if name not in changed}
    return Dataset(tables)
