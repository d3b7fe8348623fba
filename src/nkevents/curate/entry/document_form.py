"""An event of the data in the form in which it is entered."""

from collections.abc import Mapping
from itertools import chain, count
from textwrap import indent
from typing import Any

import yaml

from nkevents.curate.entry.amounts import write_amount
from nkevents.curate.entry.document_words import KINDS, WORDS, word_of
from nkevents.curate.entry.workspace import Row, Workspace
from nkevents.errors import UnknownValueError

_HEAD = """\
# Change what you like and give it to `nkevents add`. With its ids a document is the whole event: a claim deleted here
# is deleted in the data, one without id: is new. Form: CONTRIBUTING.md.
"""


_NULL = "tag:yaml.org,2002:null"
# Days and numbers are written without quotes: entering reads every value as a text.
_RESOLVERS = {
    first: [each for each in resolvers if each[0] == _NULL]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
# The emitter in C writes the same at four times the speed.
_DUMPER: Any = type(
    "_Dumper", (getattr(yaml, "CSafeDumper", yaml.SafeDumper),), {"yaml_implicit_resolvers": _RESOLVERS}
)


def event_form(workspace: Workspace, event: str, *, ids: bool = True) -> str:
    """Write an event as a document.

    Parameters
    ----------
    event : str
        Slug or id.
    ids : bool
        Give the ids, so that the document updates the event; without them it adds to it, or enters it elsewhere.

    Raises
    ------
    UnknownValueError
        If there is no such event.
    """
    row = workspace.get("events", event) or workspace.event_by_slug(event)
    if row is None:
        slugs = [each["slug"] for each in workspace.rows["events"].values()]
        raise UnknownValueError("event", event, slugs, str(workspace.package.root / "data/events.csv"))
    return _Writer(workspace, row, ids).text()


class _Writer:
    def __init__(self, workspace: Workspace, event: Row, ids: bool) -> None:
        self.workspace, self.event, self.ids = workspace, event, ids
        self.claims = workspace.of_event("claims", event["event_id"])
        self.relations = workspace.of_event("relations", event["event_id"])
        self.keys = self._source_keys()

    def text(self) -> str:
        """The whole document."""
        parts = [_HEAD if self.ids else "", _dump({"event": self._event()})]
        sections = {
            "sources": [self._source(source, key) for source, key in self.keys.items()],
            "provisions": [
                self._provision(row) for row in self.workspace.of_event("provisions", self.event["event_id"])
            ],
            "claims": [self._claim(row) for row in self.claims],
            "relations": [self._relation(row) for row in self.relations],
        }
        for name, entries in sections.items():
            if entries:
                parts += [f"\n{name}:\n", "\n".join(_entry(entry) for entry in entries)]
        return "".join(parts)

    def _event(self) -> dict[str, Any]:
        row = self.event
        episode = self.workspace.get("events", row["episode_id"])
        above = {"episode": episode["slug"] if episode else ""}
        return _filled({**self._in_words(row, "events"), **above, "same_as": row["same_as"].split()})

    def _source_keys(self) -> dict[str, str]:
        """Word for each cited source: its publisher and day, with a number where that is not one page."""
        keys: dict[str, str] = {}
        cited = sorted({row["source_id"] for row in (*self.claims, *self.relations)} - {""})
        for source in cited:
            row = self.workspace.rows["sources"][(source,)]
            word = "-".join(filter(None, (row["publisher_id"], row["published"])))
            numbered = chain([word], (f"{word}-{number}" for number in count(2)))
            keys[source] = next(each for each in numbered if each not in keys.values())
        return keys

    def _source(self, source: str, key: str) -> dict[str, Any]:
        return {"key": key, **self._in_words(self.workspace.rows["sources"][(source,)], "sources")}

    def _provision(self, row: Row) -> dict[str, Any]:
        return {"point": row["point"], **self._in_words(row, "provisions")}

    def _in_words(self, row: Row, table: str) -> dict[str, str]:
        """Cells of a row by the form's first words for their columns, the id where ids are wanted."""
        return {
            word: row[column]
            for word, column in WORDS[table].items()
            if column in row and word == word_of(column, table, row) and (self.ids or word != "id")
        }

    def _claim(self, row: Row) -> dict[str, Any]:
        kind, head = KINDS[row["kind"]], "means" if row["kind"] == "means" else row["code"]
        shown: dict[str, Any] = {head: self._head(row)}
        if row["kind"] != "role":
            shown[kind.subject] = row["subject_id"]
        if row["kind"] == "figure":
            shown[kind.aspect] = "" if row["aspect"] == "any" else row["aspect"]
            shown["as_of"] = row["date"]
        if row["kind"] == "position":
            shown["point"] = self._point(row["provision_id"])
        place = self.workspace.get("places", row["place_id"])
        return shown | {
            "place": place["name"] if place else "",
            "denies": "true" if row["polarity"] == "denies" else "",
            "hedged": "true" if row["certainty"] == "hedged" else "",
            "by": row["speaker_id"],
            "in": self.keys[row["source_id"]],
            "known": self._known(row),
            "locator": row["locator"],
            "note": row["note"],
            "id": row["claim_id"] if self.ids else "",
        }

    def _head(self, row: Row) -> str:
        if row["kind"] == "figure":
            return write_amount(row["low"], row["high"])
        if row["kind"] == "compliance":
            return self._point(row["provision_id"])
        return row[KINDS[row["kind"]].head]

    def _point(self, provision: str) -> str:
        """A point, with the agreement where it is not this event."""
        row = self.workspace.get("provisions", provision)
        if row is None:
            return ""
        own = row["event_id"] == self.event["event_id"]
        return row["point"] if own else f"{self._slug(row['event_id'])}/{row['point']}"

    def _known(self, row: Row) -> str:
        """The day, where it is not that of the source."""
        source = self.workspace.get("sources", row["source_id"])
        usual = (source["updated"] or source["published"]) if source else ""
        return "" if row["known_from"] == usual else row["known_from"]

    def _relation(self, row: Row) -> dict[str, Any]:
        provision = self.workspace.get("provisions", row["provision_id"])
        slug = self._slug(row["to_event_id"])
        return {
            row["relation"]: f"{slug}/{provision['point']}" if provision else slug,
            "in": self.keys.get(row["source_id"], ""),
            "known": self._known(row),
            "note": row["note"],
            "id": row["relation_id"] if self.ids else "",
        }

    def _slug(self, event: str) -> str:
        return self.workspace.rows["events"][(event,)]["slug"]


def _filled(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value}


def _entry(entry: Mapping[str, Any]) -> str:
    return indent(_dump([_filled(entry)]), "  ")


def _dump(value: Any) -> str:
    return yaml.dump(value, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False)
