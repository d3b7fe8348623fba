"""The words of the form, and the columns of the tables that they stand for."""

from typing import NamedTuple

from nkevents.curate.entry.workspace import Row, Workspace

# Names of a claim beside its first line.
MODIFIERS = {
    "id": "claim_id",
    "by": "speaker_id",
    "in": "source_id",
    "known": "known_from",
    "of": "subject_id",
    "to": "subject_id",
    "used_by": "subject_id",
    "obligor": "subject_id",
    "population": "aspect",
    "as_of": "date",
    "place": "place_id",
    "point": "provision_id",
    "locator": "locator",
    "note": "note",
    "speaker": "speaker_id",
    "source": "source_id",
    "subject": "subject_id",
    "provision": "provision_id",
}
# Full names of columns, which are allowed everywhere.
COLUMNS = {*MODIFIERS.values(), "code", "polarity", "low", "high", "certainty"} - {"claim_id"}
FLAGS = {"hedged": ("certainty", "hedged", "firm"), "denies": ("polarity", "denies", "asserts")}
YES, NO = ("true", "yes"), ("false", "no")


class Kind(NamedTuple):
    """The words of the form for a kind of claim.

    Attributes
    ----------
    head : str
        Column of the value beside the code: ``killed: 14``; the two bounds of a figure are one value.
    missing : str
        What to write where a required column is missing.
    subject, aspect : str
        Word for these columns.
    """

    head: str
    missing: str
    subject: str = "subject"
    aspect: str = "aspect"


KINDS = {
    "occurrence": Kind("date", "a date: occurred: 2021-11-16"),
    "figure": Kind("amount", "a number: killed: 14", "of", "population"),
    "role": Kind("subject_id", "who it is: host: russia"),
    "means": Kind("code", "the weapon: means: artillery", "used_by"),
    "compliance": Kind("provision_id", "the point: breached: moscow-truce-2020/1", "obligor"),
    "position": Kind("aspect", "the topic: demand: detainees", "to"),
}
# A word of one kind only, so that `to:` on a figure is an error and not a silent subject.
ONLY_FOR = {"as_of": "figure", "point": "position"} | {
    word: kind
    for kind, words in KINDS.items()
    for word in (words.subject, words.aspect)
    if word not in ("subject", "aspect")
}

EVENT = {
    "id": "event_id",
    "event_id": "event_id",
    "slug": "slug",
    "type": "event_type",
    "event_type": "event_type",
    "level": "level",
    "episode": "episode_id",
    "title": "title",
    "summary": "summary",
}
SOURCE = {
    "key": "key",
    "id": "source_id",
    "publisher": "publisher_id",
    "origin": "origin_id",
    **{
        name: name
        for name in ("kind", "lang", "title", "url", "published", "date_basis", "updated", "accessed", "read")
    },
}
PROVISION = {
    "id": "provision_id",
    "point": "point",
    "text": "text",
    "topic": "topic",
    "obligor": "obligor_id",
    "due": "due",
}
RELATION = {
    "id": "relation_id",
    "relation": "relation",
    "to": "to_event_id",
    "point": "provision_id",
    "provision": "provision_id",
    "in": "source_id",
    "source": "source_id",
    "known": "known_from",
    "known_from": "known_from",
    "note": "note",
}
ACTOR = {
    "id": "actor_id",
    "parent": "parent_id",
    **{name: name for name in ("name", "kind", "side", "aligned_with", "country", "wikidata", "note")},
}
PLACE = {
    # What a page says on where it is, for whoever looks the coordinate up; it stays in the document.
    "hint": "hint",
    "id": "place_id",
    "parent": "parent_id",
    "source": "source_id",
    "in": "source_id",
    **{name: name for name in ("name", "kind", "latitude", "longitude", "radius_km", "country")},
}
# The words of the entries of each table.
WORDS = {
    "events": EVENT,
    "sources": SOURCE,
    "provisions": PROVISION,
    "relations": RELATION,
    "actors": ACTOR,
    "places": PLACE,
    # Its other words depend on the kind.
    "claims": {word: column for word, column in MODIFIERS.items() if column not in ("subject_id", "aspect")},
}
_WORD_OF = {table: {column: word for word, column in reversed(words.items())} for table, words in WORDS.items()}
SECTIONS = ("event", "sources", "claims", "provisions", "relations", "actors", "places")


def word_of(column: str, table: str, row: Row) -> str:
    """The first word for a column; the day of an occurrence is what its first line gives."""
    if column == "date" and row.get("kind") == "occurrence":
        return row["code"]
    return _WORD_OF.get(table, {}).get(column, column)


class Codes:
    """The codes with which a claim may begin, from the vocabulary of the data."""

    def __init__(self, workspace: Workspace) -> None:
        pairs = [(row["kind"], row["code"]) for row in workspace.rows["claim_codes"].values()]
        self.kind_of = {code: kind for kind, code in pairs if kind != "means"}
        self.of_kind = {kind: [code for each, code in pairs if each == kind] for kind in KINDS}
        self.units = {
            row["code"]: row["unit"] for row in workspace.rows["claim_codes"].values() if row["kind"] == "figure"
        }
        self.kinds = workspace.package.grammar.kinds
        self.aspects = {
            kind: [row["aspect"] for row in workspace.rows["claim_aspects"].values() if row["kind"] == kind]
            for kind in KINDS
        }
