"""How much each decision about who counts as third weighs: rows of the timeline that would read differently."""

from collections.abc import Iterable, Mapping
from copy import copy
from pathlib import Path
from typing import NamedTuple, get_args

import pandas as pd
import pyarrow as pa

from nkevents.dataset import Dataset
from nkevents.model.codes import Level
from nkevents.store.rows import read_rows

_DECISIONS = Path(__file__).with_name("standing_decisions.csv")
# Change of an actor: its id, the column, and the code it would have instead (empty: none).
Change = tuple[str, str, str]


class Decision(NamedTuple):
    """A decision, with what would stand in the table of actors had it been taken the other way.

    Attributes
    ----------
    taken, instead : str
        Sentences for the page.
    changes : tuple of Change
        What would stand instead.
    """

    taken: str
    instead: str
    changes: tuple[Change, ...]


def decisions() -> list[Decision]:
    """The decisions on record, in their order.

    Returns
    -------
    list of Decision
    """
    found: dict[tuple[str, str], list[Change]] = {}
    for row in read_rows(_DECISIONS.read_text(encoding="utf-8")):
        changes = found.setdefault((row["taken"], row["instead"]), [])
        changes += [(actor, row["column"], row["code"]) for actor in row["actors"].split()]
    return [Decision(taken, instead, tuple(changes)) for (taken, instead), changes in found.items()]


def weights(dataset: Dataset, of: Iterable[Decision]) -> pd.DataFrame:
    """Count what each decision moves, taken alone.

    Parameters
    ----------
    dataset : Dataset
    of : iterable of Decision

    Returns
    -------
    pandas.DataFrame
        Columns taken, instead, actors, claims (that these actors make), rows (of the timeline, all levels, that would
        read differently), acceptance, attribution, killed (rows on which that cell would), agreed (change in the
        number of agreed events, were the decision the other one).
    """
    before, spoken = _timeline(dataset), dataset.claims()["speaker_id"]
    known = set(dataset.table("actors")["actor_id"])
    rows = []
    for decision in of:
        changes = [change for change in decision.changes if change[0] in known]
        after = _timeline(with_actors(dataset, changes))
        moved = (before != after) & ~(before.isna() & after.isna())
        actors = {actor for actor, _, _ in changes}
        rows.append(
            {
                "taken": decision.taken,
                "instead": decision.instead,
                "actors": len(actors),
                "claims": int(spoken.isin(actors).sum()),
                "rows": int(moved.any(axis=1).sum()),
                **{name: int(moved[name].sum()) for name in ("acceptance", "attribution")},
                "killed": int(moved.filter(like="killed").any(axis=1).sum()),
                "agreed": int((after["acceptance"] == "agreed").sum() - (before["acceptance"] == "agreed").sum()),
            }
        )
    return pd.DataFrame(rows)


def _timeline(dataset: Dataset) -> pd.DataFrame:
    return dataset.load(level=list(get_args(Level))).set_index("event_id").sort_index().astype(object)


def with_actors(dataset: Dataset, changes: Iterable[Change]) -> Dataset:
    """The same data with other codes in the table of actors.

    Parameters
    ----------
    dataset : Dataset
    changes : iterable of Change

    Returns
    -------
    Dataset
    """
    by_column: dict[str, dict[str, str]] = {}
    for actor, column, code in changes:
        by_column.setdefault(column, {})[actor] = code
    return with_table(dataset, "actors", by_column)


def with_table(dataset: Dataset, name: str, cells: Mapping[str, Mapping[str, str]]) -> Dataset:
    """The same data with other codes in some cells of a table.

    Parameters
    ----------
    dataset : Dataset
    name : str
    cells : mapping of str to mapping of str to str
        For each coded column the new code of each row, by the row's key; an empty text for none.

    Returns
    -------
    Dataset
    """
    tables = copy(dataset._tables)
    table, schema = tables.arrow(name), tables.schemas[name]
    keys = table.column(0).to_pylist()
    for column, values in cells.items():
        codes = tables.codes(schema.field(column))
        texts = [values.get(key, old) for key, old in zip(keys, table[column].to_pylist(), strict=True)]
        at = pa.array([codes.index(text) if text else None for text in texts], pa.int32())
        coded = pa.DictionaryArray.from_arrays(at, pa.array(codes)).cast(table.schema.field(column).type)
        table = table.set_column(table.schema.get_field_index(column), table.schema.field(column), coded)
    tables._arrow = {**tables._arrow, name: table}
    return Dataset(tables)
