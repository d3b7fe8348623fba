"""What the page of one event shows."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import Any

from nkevents.explore.json_ld import event_json_ld
from nkevents.explore.lists import own_names, source_values
from nkevents.explore.material import Material, Record
from nkevents.explore.questions import questions
from nkevents.explore.side_states import ADVERSARIES
from nkevents.explore.toll_chart import toll_chart
from nkevents.model.plain_values import grouped
from nkevents.store.grammar import grammar
from nkevents.wording import words
from nkevents.wording.account_phrases import capital
from nkevents.wording.changes import change
from nkevents.wording.claims import Labels, denies, sentence
from nkevents.wording.days import day, human
from nkevents.wording.events import accepted_by, voice, when
from nkevents.wording.other_days import other_days
from nkevents.wording.words import SIDES, says

_KINDS = {
    "occurrence": "Whether, when and where",
    "figure": "Numbers",
    "role": "Who took part and who is held responsible",
    "means": "Weapons",
    "compliance": "Provisions kept or broken",
    "position": "What they made of it",
}
_ABOUT = {"figure": "code", "role": "code", "means": "code", "compliance": "provision_id"}
_OLDER_AND_NEWER = (
    "the range leaves out counts that a newer one overtook; a side's own number, below, may be one of them"
)
_FIRST = ("killed", "wounded", "killed_or_wounded", "missing", "captured")


def _says(side: str, row: Record) -> str:
    code = row[f"{side}_says"]
    return "" if code is None else says(side, code)


_CELLS: dict[str, tuple[str, Callable[[Record], Any]]] = {
    "status": ("Status", lambda row: words.status(row["status"])),
    "day": ("Sorted under", lambda row: day(row["day"])),
    "date": ("Date", when),
    "place": ("Place", itemgetter("place")),
    "acceptance": ("Accounts", lambda row: words.ACCEPTANCES.get(row["acceptance"], "")),
    **{f"{side}_says": (name, partial(_says, side)) for side, name in SIDES.items()},
    "participants": ("Took part", itemgetter("participants")),
    "killed_best": ("Deaths", words.number_of_dead),
    "killed_low": ("Deaths, lowest", itemgetter("killed_low")),
    "killed_high": ("Deaths, highest", itemgetter("killed_high")),
    "killed_basis": ("What the deaths rest on", lambda row: words.BASES[row["killed_basis"]]),
    "killed_armenian": ("Armenian dead", itemgetter("killed_armenian")),
    "killed_azerbaijani": ("Azerbaijani dead", itemgetter("killed_azerbaijani")),
    "killed_civilian": ("Civilians among the dead", itemgetter("killed_civilian")),
    "killed_armenian_claimed": ("Armenian dead, adversary's claim", itemgetter("killed_armenian_claimed")),
    "killed_azerbaijani_claimed": ("Azerbaijani dead, adversary's claim", itemgetter("killed_azerbaijani_claimed")),
    "attribution": ("Blame", lambda row: words.ATTRIBUTIONS[row["attribution"]]),
}
_RELATIONS = {
    ("part_of", True): "Part of",
    ("part_of", False): "Has the part",
    ("announces", True): "Announces",
    ("announces", False): "Announced by",
    ("implements", True): "Carries out",
    ("implements", False): "Carried out by",
    ("ends", True): "Ends",
    ("ends", False): "Ended by",
    ("refers_to", True): "Refers to",
    ("refers_to", False): "Referred to by",
}


@dataclass
class Statement:
    """What one speaker said on one day, in one source or several."""

    claim: Record
    text: str
    denies: bool
    ids: list[str] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)

    @property
    def note(self) -> str:
        """The coder's reasoning."""
        return "; ".join(said for name in ("locator", "note") if (said := self.claim.get(name)))

    @property
    def reading(self) -> str:
        """What a second reader made of it."""
        return words.READINGS.get(self.claim["second_reading"], "")


@dataclass
class Matter:
    """Statements on one matter, by side."""

    title: str
    columns: list[list[Statement]]


def event_values(material: Material, row: Record) -> dict[str, Any]:
    """Values for the template of an event's page.

    Parameters
    ----------
    row : dict
        The newest state of the event.
    """
    event_id = row["event_id"]
    claims = material.claims.get(event_id, [])
    numbers = {source: number for number, source in enumerate(dict.fromkeys(c["source_id"] for c in claims), 1)}
    statements = _statements(claims, material.labels.on(event_id), numbers)
    others = other_days(row, claims)
    episode = material.by_slug.get(row["episode"])
    return {
        "row": row,
        "kind": material.event_types[row["event_type"]],
        "episode": None if episode is None or episode is row else episode,
        "voice": voice(row),
        "accepted_by": accepted_by(row),
        "when": when(row),
        "other_days": [human(str(each)) for each in others],
        "deaths": words.number_of_dead(row),
        "basis": words.BASES[row["killed_basis"]],
        "derived_status": _status(row),
        "range_note": _range_note(row),
        "known_as": [(state["valid_from"], _known_as(state)) for state in material.states[event_id]],
        "own_names": _own_names(material, row),
        "questions": questions(material, row, claims, others),
        "kinds": [(title, _matters(kind, statements, material)) for kind, title in _KINDS.items()],
        "chart": toll_chart(material.states[event_id]),
        "history": [
            (on, [human(change(each)) for each in changes])
            for on, changes in grouped(material.changes_of.get(event_id, ()), "day").items()
        ],
        "participants": _participants(material, event_id),
        "sources": [_source(material.sources[source], number, claims) for source, number in numbers.items()],
        "relations": _related(material, event_id),
        "provisions": material.provisions.get(event_id, ()),
        "derived": _derived(material, row),
        "citation": material.data.cite(event=event_id),
        "json_ld": event_json_ld(material, row),
        **_read_again(claims),
    }


def _status(row: Record) -> str:
    told = capital(human(words.status_of(row)))
    return f"{told}; {words.NO_END}" if row["status"] == "ongoing" else told


def _related(material: Material, event_id: str) -> list[tuple[str, Record]]:
    """How other events stand to one, each once, however many pages say so."""
    related = material.relations.get(event_id, ())
    keys: dict[tuple[str, bool, str], None] = dict.fromkeys(
        (each["relation"], each["forward"], each["other"]) for each in related
    )
    return [(_RELATIONS[relation, to], material.rows[other]) for relation, to, other in keys]


def _known_as(state: Record) -> str:
    """What was known of an event in one state, in a line."""
    told = [human(words.status_of(state)), *(["overdue"] if state["overdue"] else [])]
    day = when(state)
    if state["status"] in grammar().stages.planned and state["date_precision"] == "day":
        told[0] += f" for {day}"
    elif day and state["status"] != "ongoing":
        told.append(day)
    dead = words.number_of_dead(state)
    part = f" ({words.BASES[state['killed_basis']]})" if state["killed_basis"] in ("one_side", "partial") else ""
    return ", ".join([*told, *([f"{dead} dead{part}"] if dead else [])])


def _range_note(row: Record) -> str:
    """Why the numbers of the sides do not make the number of all the dead, where they do not."""
    told = {account["side"]: account for account in row["accounts"]}
    own = {side: told[side][f"killed_{side}"] for side in ADVERSARIES}
    differs = any(count is not None and count != row[f"killed_{side}"] for side, count in own.items())
    if not differs or row["killed_low"] == row["killed_best"] == row["killed_high"]:
        return ""
    return _OLDER_AND_NEWER


def _read_again(claims: Sequence[Record]) -> dict[str, int]:
    """How many claims were read again with the page open, and of how many the page did not come up."""
    outcomes = [claim["second_reading"] for claim in claims]
    return {"n_again": sum(each in words.OPENED for each in outcomes), "n_lost": outcomes.count("not_found")}


def _own_names(material: Material, row: Record) -> list[tuple[str, str, str]]:
    """Language, code and name of the place in its languages, where they differ from the label."""
    names = own_names(material.place_names.get(row["place_id"], ()))
    return [(words.LANGUAGES[lang], lang, name) for lang, name in names if name != row["place"]]


def _statements(claims: Sequence[Record], labels: Labels, numbers: dict[str, int]) -> list[Statement]:
    """Claims that read the same but for the source are one statement; what was replaced comes last."""
    found: dict[tuple[object, ...], Statement] = {}
    for claim in claims:
        statement = Statement(claim, sentence(claim, labels.statement(claim)), denies(claim))
        shown = ("kind", "known_from", "speaker_id", "polarity", "certainty", "live")
        # What a position amounts to stands in its note alone.
        note = claim["note"] if claim["kind"] == "position" else None
        same = (*(claim[name] for name in shown), statement.text, note)
        kept = found.setdefault(same, statement)
        kept.ids.append(claim["claim_id"])
        number = numbers[claim["source_id"]]
        if number not in kept.sources:
            kept.sources.append(number)
    return sorted(found.values(), key=lambda statement: not statement.claim["live"])


def _matters(kind: str, statements: Sequence[Statement], material: Material) -> list[Matter]:
    """Statements of one kind, by matter and side."""
    about, by_matter = _ABOUT.get(kind), defaultdict[str, list[Statement]](list)
    for statement in statements:
        if statement.claim["kind"] == kind:
            by_matter[str(statement.claim[about]) if about else ""].append(statement)
    order = [*(name for name in _FIRST if name in by_matter), *sorted(by_matter.keys() - {*_FIRST})]
    return [
        Matter(
            _matter_title(kind, name, by_matter[name][0], material),
            [[each for each in by_matter[name] if each.claim["speaks_with"] == side] for side in SIDES],
        )
        for name in order
    ]


def _matter_title(kind: str, name: str, statement: Statement, material: Material) -> str:
    if kind == "compliance":
        return material.labels.on(statement.claim["event_id"]).points[name].capitalize()
    return material.labels.codes.get((kind, name), "")


def _participants(material: Material, event_id: str) -> list[tuple[str, list[Record]]]:
    by_role = grouped(material.participants.get(event_id, ()), "role")
    return [(material.labels.codes["role", role], rows) for role, rows in by_role.items()]


def _source(source: Record, number: int, claims: Sequence[Record]) -> dict[str, Any]:
    mine = [claim for claim in claims if claim["source_id"] == source["source_id"]]
    return {**source_values(source), "number": number, "n_claims": len(mine), **_read_again(mine)}


def _derived(material: Material, row: Record) -> list[dict[str, Any]]:
    """Each cell with the claims that decide it, those weighed against it, and those replaced."""
    behind = grouped(material.explanations.get(row["event_id"], ()), "column")
    found = []
    for column, (name, value) in _CELLS.items():
        uses = grouped(behind.get(column, ()), "use")
        text = value(row)
        if not uses and text in ("", None):
            continue
        found.append({"name": name, "column": column, "value": "" if text is None else text, "uses": uses})
    return found
