"""Actors and places by any name, and all that lies below them."""

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nkevents.errors import UnknownValueError, WrongArgumentError
from nkevents.model.names import STATE_BODIES, fold, state_body
from nkevents.rule.claim_arrays import MISSING
from nkevents.rule.grouping import Bools, Ints
from nkevents.store.package import Package

Named = Literal["actor", "place"]
_WORDS_OF_A_NAME = 4


class Names:
    """The names of actors and places, by which the views take what a user means.

    Parameters
    ----------
    tables : Package
        Places and actors with their spellings and what they belong to.
    """

    def __init__(self, tables: Package) -> None:
        self._tables = tables

    def spellings(self, what: Named) -> pd.DataFrame:
        """Every spelling of every actor or place: the column of its id, and name, which may be the id or the label."""
        rows, spellings, key = self._tables.frame(f"{what}s"), self._tables.frame(f"{what}_names"), f"{what}_id"
        ids = rows[[key]].assign(name=rows[key])
        return pd.concat([ids, rows[[key, "name"]], spellings[[key, "name"]]], ignore_index=True)

    @cached_property
    def _ids_by_name(self) -> dict[Named, dict[str, set[str]]]:
        """Ids of the places and actors by each of their spellings, folded."""
        found: dict[Named, dict[str, set[str]]] = {"actor": {}, "place": {}}
        for what, ids in found.items():
            for key, name in self.spellings(what).itertuples(index=False):
                ids.setdefault(fold(name), set()).add(key)
        return found

    @cached_property
    def surnames(self) -> pd.DataFrame:
        """Columns actor_id and name: the folded surname of each spelling of each person, which is its last word."""
        actors, spelled = self._tables.frame("actors"), self.spellings("actor")
        persons = actors.loc[actors["kind"] == "person", "actor_id"]
        # Neither an id nor what more is said of somebody ends with a surname.
        spelled = spelled[spelled["actor_id"].isin(persons) & (spelled["name"] != spelled["actor_id"])]
        folded = spelled["name"].map(fold).str.split()
        surnames = spelled.assign(name=folded.str[-1])[folded.map(len).between(2, _WORDS_OF_A_NAME)]
        return surnames.drop_duplicates(ignore_index=True)

    def found(self, what: Named, name: str) -> pd.DataFrame:
        """Rows of the actors or places that have a name, as id, label or spelling.

        Else the persons of that surname, or the state body whose English name is another order of these words.
        """
        if not isinstance(name, str):
            raise WrongArgumentError(f"{what}={name!r} is no name: give a text, such as {_EXAMPLES[what]}")
        found = self._ids_by_name[what].get(fold(name), set())
        if not found and what == "actor":
            found = set(self.surnames.loc[self.surnames["name"] == fold(name), "actor_id"])
        if not found and what == "actor" and (body := self.state_bodies.get(state_body(name))):
            found = {body}
        if not found:
            known = {*self.spellings(what)["name"], *(self.surnames["name"] if what == "actor" else ())}
            raise UnknownValueError(what, name, known, f"nkevents.table('{what}_names')")
        rows = self._tables.frame(f"{what}s")
        return rows[rows[f"{what}_id"].isin(found)].reset_index(drop=True)

    @cached_property
    def state_bodies(self) -> dict[str, str]:
        """Id of each state body by its English name without the order of its words, as `state_body` gives it."""
        rows = self._tables.frame("actors")
        bodies = rows[rows["kind"].isin(STATE_BODIES)]
        reduced = bodies["name"].map(state_body)
        # Where two bodies share the words, either would be a guess.
        alone = (reduced != "") & ~reduced.duplicated(keep=False)
        return dict(zip(reduced[alone], bodies.loc[alone, "actor_id"], strict=True))

    def chosen(self, what: Named, names: Iterable[str], *, within: bool) -> Bools:
        """Mark the actors or places that have one of the names and, with `within`, all below them.

        Returns
        -------
        numpy.ndarray
            Shape (actors or places + 1,); the last is False, so that the position -1 of a missing one is not marked.
        """
        key = f"{what}_id"
        ids = self._tables.arrow(f"{what}s")[key].combine_chunks()
        chosen = np.zeros(len(ids) + 1, dtype=bool)
        for name in names:
            found = self.found(what, name)
            if len(found) > 1 and (found["kind"] == "person").all():
                persons = ", ".join(f"{row['name']} ({row[key]})" for _, row in found.iterrows())
                raise WrongArgumentError(f"{what}={name!r} may be {persons}; give the id or the whole name")
            chosen[:-1] |= np.asarray(pc.is_in(ids, value_set=pa.array(found[key], ids.type)))
        parent = self._parents(what)
        while within:
            below = chosen.copy()
            below[:-1] |= chosen[parent]
            if (below == chosen).all():
                break
            chosen = below
        return chosen

    def districts(self) -> dict[str, str]:
        """Name of the district or province in which each place lies, by place_id; places in none are left out."""
        places = self._tables.frame("places").set_index("place_id")
        within = dict(zip(places.index, places["parent_id"].fillna(""), strict=True))
        found = {}
        for place in places.index:
            above = place
            while above and places.loc[above, "kind"] != "district":
                above = within[above]
            if above:
                found[place] = str(places.loc[above, "name"])
        return found

    def _parents(self, what: Named) -> Ints:
        """Position of what each actor or place belongs to, -1 where it belongs to none."""
        table = self._tables.arrow(f"{what}s")
        at = pc.index_in(table["parent_id"].combine_chunks(), value_set=table[f"{what}_id"].combine_chunks())
        return np.asarray(at.fill_null(MISSING)).astype(np.int64)


_EXAMPLES = {"actor": "'European Union'", "place": "'Shusha'"}
