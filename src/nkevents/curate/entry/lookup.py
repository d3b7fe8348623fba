"""Actors, places, events and points of agreements by id, name or any known spelling."""

from collections import defaultdict

from nkevents.curate.entry.workspace import Workspace
from nkevents.model.misspelling import misspelled
from nkevents.model.names import STATE_BODIES, fold, state_body


class LookupFailed(Exception):
    """Nothing, or more than one thing, has the name; the message says which are near."""


class Names:
    """Ids by id, name and spelling; an id goes before a name, a name before a spelling.

    Parameters
    ----------
    what : str
        What is looked for, for the error.
    where : str
        Section in which a new one is written.
    """

    def __init__(self, what: str, where: str) -> None:
        self._what, self._where = what, where
        self.labels: dict[str, str] = {}
        self._ranks: tuple[dict[str, set[str]], ...] = (defaultdict(set), defaultdict(set), defaultdict(set))
        self._spelled: dict[str, set[str]] = defaultdict(set)
        self._bodies: dict[str, set[str]] = defaultdict(set)

    def add(self, name: str, target: str, rank: int) -> None:
        """Let a name (rank 0 an id, 1 a name, 2 a spelling) stand for an id."""
        self._ranks[rank][fold(name)].add(target)
        self._spelled[name].add(target)

    def add_body(self, name: str, target: str) -> None:
        """Let the English name of a state body, in any order of its words, stand for an id."""
        if words := state_body(name):
            self._bodies[words].add(target)

    def find(self, name: str) -> str:
        """Id of what has this name.

        Raises
        ------
        LookupFailed
            If nothing or more than one thing has it.
        """
        exactly = self._spelled.get(name, set())
        for rank in self._ranks:
            found = rank.get(fold(name), set())
            # Of names that differ in diacritics only, the one that is written so is meant.
            found = found & exactly or found
            if len(found) == 1:
                return next(iter(found))
            if found:
                raise LookupFailed(f"{name!r} may be {' or '.join(sorted(found))}: write the id")
        if (words := state_body(name)) and len(bodies := self._bodies.get(words, set())) == 1:
            return next(iter(bodies))
        raise LookupFailed(
            f"unknown {self._what} {name!r}{self._near(name)}; a new one is entered under {self._where}:"
        )

    def _near(self, name: str) -> str:
        near = misspelled(name, self._spelled)
        targets = dict.fromkeys(target for each in near for target in sorted(self._spelled[each]))
        shown = [f"{self._label(target)!r}" for target in list(targets)[:3]]
        return f" (did you mean {' or '.join(shown)}?)" if shown else ""

    def _label(self, target: str) -> str:
        """Id where it is a word, else the name under which the thing is known."""
        if not target[1:].isdecimal():
            return target
        return self.labels.get(target, target)


def actor_names(workspace: Workspace) -> Names:
    """Names of all actors of a workspace."""
    names = _names(workspace, "actor")
    for row in workspace.rows["actors"].values():
        if row["kind"] in STATE_BODIES:
            names.add_body(row["name"], row["actor_id"])
    return names


def place_names(workspace: Workspace) -> Names:
    """Names of all places of a workspace."""
    names = _names(workspace, "place")
    names.labels = {row["place_id"]: row["name"] for row in workspace.rows["places"].values()}
    return names


def _names(workspace: Workspace, what: str) -> Names:
    names, key = Names(what, f"{what}s"), f"{what}_id"
    for row in workspace.rows[f"{what}s"].values():
        names.add(row[key], row[key], 0)
        names.add(row["name"], row[key], 1)
    for row in workspace.rows[f"{what}_names"].values():
        names.add(row["name"], row[key], 2)
    return names
