"""One event and everything that was claimed of it, for a terminal or for a pipe."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from rich.text import Text

import nkevents
from nkevents.cli.accounts_page import print_accounts
from nkevents.cli.facts import derived_row, print_facts
from nkevents.cli.page import Page
from nkevents.cli.provisions_page import Point
from nkevents.dataset import shipped
from nkevents.model.plain_values import records
from nkevents.views.history import deciding_claims, statuses_then
from nkevents.wording.claims import Labels, denies
from nkevents.wording.labels import labels_in
from nkevents.wording.words import SIDES, speaker, status

Claim: TypeAlias = Mapping[str, Any]
Row: TypeAlias = list[Text | str]
KINDS = {
    "occurrence": "Whether, when and where",
    "figure": "Figures",
    "role": "Who took part, who is responsible",
    "means": "Weapons",
    "compliance": "Provisions kept or broken",
    "position": "Positions",
}
# Claims of these kinds stand beside those of the other sides on the same matter, others by their day alone.
_ABOUT = {"figure": "code", "role": "code", "means": "code", "compliance": "provision_id"}
_FIRST = ("killed", "wounded", "killed_or_wounded", "missing", "captured")
_NOTES = ("locator", "note")
# From this width on the sides stand in columns.
_WIDE = 120


@dataclass
class Entry:
    """What one speaker said on one day, in one source or several."""

    claim: Claim
    statement: str
    sources: list[int] = field(default_factory=list)
    decides_dead: bool = False

    def text(self, *, notes: bool) -> Text:
        """Give the statement, under it who made it, under that the coder's note."""
        text = Text(style="" if self.claim["live"] else "dim")
        if denies(self.claim):
            text.append("DENIES: ", "bold red")
        text.append(self.statement)
        if self.decides_dead:
            text.append(" · decides the dead", "bold green")
        hedged, live = self.claim["certainty"] == "hedged", self.claim["live"]
        marks = [*(["hedged"] if hedged else []), *([] if live else ["replaced"])]
        marks += ["doubtful to a second reader"] if self.claim["second_reading"] == "doubtful" else []
        if marks:
            text.append(f" · {', '.join(marks)}", "italic")
        text.append(f"\n{speaker(self.claim)} {_cited(self.sources)}", "cyan")
        if said := [note for name in _noted(self.claim, notes) if (note := self.claim.get(name))]:
            text.append(f"\nnote: {'; '.join(said)}", "italic")
        return text


def _noted(claim: Claim, notes: bool) -> tuple[str, ...]:
    """Columns of the notes to print: what a position amounts to stands in its note alone."""
    return _NOTES if notes else ("note",) if claim["kind"] == "position" else ()


def print_event(event: str, as_of: str | None, notes: bool) -> None:
    """Print one event as known at the end of a day.

    Parameters
    ----------
    event : str
        Slug or id.
    as_of : str or None
        A day; None is everything.
    notes : bool
        Print the coders' notes too.
    """
    row = derived_row(event, as_of)
    event_id = str(row["event_id"])
    claims = records(nkevents.claims(event_id, as_of=as_of))
    deciding = deciding_claims(shipped(), event_id, "killed_best", as_of)
    numbers = {name: i for i, name in enumerate(dict.fromkeys(claim["source_id"] for claim in claims), 1)}
    labels, page = labels_in(shipped()).on(event_id), Page()
    print_facts(page, row, as_of)
    print_accounts(page, event_id, as_of)
    _print_claims(page, _entries(claims, labels, numbers, notes, deciding), notes)
    _print_provisions(page, event_id, as_of)
    _print_history(page, event_id, claims, labels, numbers)
    _print_sources(page, event_id, as_of, numbers)
    if not page.plain:
        cell = "status" if row["killed_best"] is None else "killed_best"
        then = f" --as-of {as_of}" if as_of else ""
        page.line("")
        page.line(Text(f"why a cell is what it is: nkevents explain {row['slug']} {cell}{then}", "dim"))


def _entries(
    claims: Sequence[Claim], labels: Labels, numbers: Mapping[str, int], notes: bool, deciding: Set[str]
) -> dict[str, list[Entry]]:
    """Entries by kind; claims that read the same but for the source are one. What is replaced comes last."""
    found: dict[tuple[object, ...], Entry] = {}
    for claim in claims:
        entry = Entry(claim, labels.statement(claim))
        shown = ("kind", "known_from", "speaker", "polarity", "certainty", "live", *_noted(claim, notes))
        same = (*(claim.get(name) for name in shown), entry.statement)
        kept = found.setdefault(same, entry)
        kept.sources.append(numbers[claim["source_id"]])
        kept.decides_dead |= claim["claim_id"] in deciding
    entries = sorted(found.values(), key=lambda entry: not entry.claim["live"])
    return {kind: [entry for entry in entries if entry.claim["kind"] == kind] for kind in KINDS}


def _matters(kind: str, entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries of one kind by what they are about."""
    if kind not in _ABOUT:
        return [list(entries)]
    about = [entry.claim[_ABOUT[kind]] for entry in entries]
    order = [*_FIRST, *sorted(set(about) - set(_FIRST))]
    matters = [[entry for entry, each in zip(entries, about, strict=True) if each == name] for name in order]
    return [matter for matter in matters if matter]


def _print_claims(page: Page, entries: Mapping[str, Sequence[Entry]], notes: bool) -> None:
    def rows(matter: Sequence[Entry], side: str) -> list[Row]:
        return [
            [f"{entry.claim['known_from']:%Y-%m-%d}", entry.text(notes=notes)]
            for entry in matter
            if entry.claim["speaks_with"] == side
        ]

    for kind, title in KINDS.items():
        if not entries[kind]:
            continue
        page.heading(title)
        matters = _matters(kind, entries[kind])
        if not page.plain and page.width >= _WIDE:
            page.columns(list(SIDES.values()), [[rows(matter, side) for side in SIDES] for matter in matters])
            continue
        for side, name in SIDES.items():
            if mine := [row for matter in matters for row in rows(matter, side)]:
                page.line(Text(f" {name}", "bold dim"))
                page.rows(mine)


def _print_provisions(page: Page, event_id: str, as_of: str | None) -> None:
    if event_id in labels_in(shipped()).own and (provisions := records(nkevents.provisions(event_id, as_of=as_of))):
        page.heading("Provisions")
        page.rows([Point(row).cells() for row in provisions])


def _print_history(
    page: Page, event_id: str, claims: Sequence[Claim], labels: Labels, numbers: Mapping[str, int]
) -> None:
    """Each statement on the event's course once, with who made it first and how often it came again."""
    course = [claim for claim in claims if claim["kind"] == "occurrence"]
    statuses = statuses_then(shipped(), event_id, [claim["known_from"] for claim in course])
    said: dict[tuple[str, bool], list[Claim]] = {}
    for claim, then in zip(course, statuses, strict=True):
        said.setdefault((labels.statement(claim), denies(claim)), []).append({**claim, "status_then": then})
    page.heading("How it became known", "each statement when it was first made; → the status since that day")
    rows: list[Row] = []
    now = ""
    for (statement, denied), repeats in said.items():
        first = repeats[0]
        text = Text("DENIES: ", "bold red") if denied else Text()
        text.append(statement)
        number = numbers[first["source_id"]]
        again = f", and {len(repeats) - 1} more" if len(repeats) > 1 else ""
        text.append(f"\n{speaker(first)} {_cited([number])}{again}", "cyan")
        before, now = now, status(first["status_then"])
        rows.append([f"{first['known_from']:%Y-%m-%d}", "" if now == before else f"→ {now}", text])
    page.rows(rows)


def _print_sources(page: Page, event_id: str, as_of: str | None, numbers: Mapping[str, int]) -> None:
    sources = {row["source_id"]: row for row in records(nkevents.sources(event_id, as_of=as_of))}
    page.heading("Sources")
    for source_id, number in numbers.items():
        row = sources[source_id]
        day = f"{row['published']:%Y-%m-%d}" if row["published"] else "day unknown"
        title = f", “{row['title']}”" if row["title"] else ""
        origin = f" (after {row['origin']})" if row["origin"] else ""
        label = _cited([number]).ljust(len(_cited([len(numbers)])))
        text = f"{row['publisher']}{origin}{title}, {day}"
        if page.plain:
            page.rows([(label, f"{text}, {row['url']}")])
        else:
            page.rows([(label, text)])
            page.link(row["url"], 2 + len(label) + 2)


def _cited(numbers: Sequence[int]) -> str:
    return f"[{', '.join(map(str, numbers))}]"
