"""What a change does to the tables, row by row."""

from collections.abc import Iterator

from nkevents.curate.entry.workspace import Workspace
from nkevents.store.canonical_csv import serialise


def difference(old: Workspace, new: Workspace) -> Iterator[str]:
    """Lines of a unified diff without context, table by table."""
    for name in new.changed(old):
        before, after, path = old.rows[name], new.rows[name], new.package.path(name)
        yield f"--- {path}"
        yield f"+++ {path}"
        for key in sorted(before.keys() | after.keys()):
            was, becomes = before.get(key), after.get(key)
            if was == becomes:
                continue
            for mark, row in (("-", was), ("+", becomes)):
                if row is not None:
                    line = serialise([row], new.schemas[name]).decode().split("\n", 1)[1]
                    yield f"{mark}{line.removesuffix(chr(10))}"
