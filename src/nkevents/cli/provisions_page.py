"""Obligations of agreements and truces: their state, and by whose word, for a terminal or for a pipe."""

from collections import defaultdict
from collections.abc import Sequence

from rich.text import Text

import nkevents
from nkevents.cli.labels import event_labels
from nkevents.cli.page import Page
from nkevents.cli.phrasing import SIDES, Labels, Row, date, denies, event_date, event_status
from nkevents.errors import NkeventsError
from nkevents.model.codes import Level
from nkevents.model.plain_values import records

_LEVELS: tuple[Level, ...] = ("event", "part", "series")
STATES = {"alleged": "alleged broken", "claimed": "claimed fulfilled"}
_COLOURS = {
    "disputed": "yellow",
    "broken": "red",
    "alleged": "yellow",
    "overdue": "magenta",
    "fulfilled": "green",
    "claimed": "cyan",
    "begun": "cyan",
}


def print_provisions(agreement: str | None, as_of: str | None) -> None:
    """Print the obligations of one agreement or of all, as known at the end of a day.

    Parameters
    ----------
    agreement : str or None
        Slug or id of an agreement or a truce; None is all.
    as_of : str or None
        A day; None is everything.

    Raises
    ------
    NkeventsError
        If the agreement binds nobody to anything, or nothing was public about it by then.
    """
    provisions = records(nkevents.provisions(agreement, as_of=as_of))
    if not provisions:
        what = f"{agreement!r} has no obligations" if agreement else "no agreement is known"
        raise NkeventsError(f"{what}{_by(as_of)}; `nkevents provisions` lists those that have")
    page, labels = Page(), event_labels(None)
    said = _said(as_of)
    carried_out = _carried_out(as_of)
    timeline = _timeline(as_of)
    by_agreement: dict[str, list[Row]] = defaultdict(list)
    for provision in provisions:
        by_agreement[provision["event_id"]].append(provision)
    page.line(Text(f"{len(provisions)} obligations{_by(as_of)}; a speaker's newest word on each", "dim"))
    for event_id in sorted(by_agreement, key=lambda each: str(timeline[each]["date_start"])):
        event = timeline[event_id]
        page.heading(event["title"], f"{event_date(event)} · {event['slug']}")
        page.rows(
            [
                _row(labels, row, said[row["provision_id"]], carried_out[row["provision_id"]])
                for row in by_agreement[event_id]
            ]
        )
    page.line("")
    page.line(f"sources, and what was replaced: nkevents show {event['slug']}", "dim")


def state(row: Row) -> str:
    """State of an obligation in words."""
    return STATES.get(row["state"], str(row["state"]))


def _by(as_of: str | None) -> str:
    return "" if as_of is None else f" as known at the end of {as_of}"


def _timeline(as_of: str | None) -> dict[str, Row]:
    return {row["event_id"]: row for row in records(nkevents.load(as_of=as_of, level=_LEVELS))}


def _said(as_of: str | None) -> dict[str, list[Row]]:
    """Live claims on each obligation: that it is kept or broken, and what it means."""
    found: dict[str, list[Row]] = defaultdict(list)
    for claim in records(nkevents.claims(kind=["compliance", "position"], as_of=as_of)):
        if claim["provision_id"] and claim["live"]:
            found[claim["provision_id"]].append(claim)
    return found


def _carried_out(as_of: str | None) -> dict[str, list[str]]:
    """Say of each obligation which events are said to carry it out, and what is known of them."""
    events = _timeline(as_of)
    found: dict[str, list[str]] = defaultdict(list)
    for row in records(nkevents.table("relations")):
        event = events.get(row["from_event_id"])
        # A relation without a day is told by pages that have none, so it is known today alone.
        public = as_of is None or (row["known_from"] is not None and f"{row['known_from']:%Y-%m-%d}" <= as_of)
        if row["relation"] == "implements" and row["provision_id"] and event and public:
            text = f"{event['slug']}: {event_status(event['status'])} {event_date(event)}"
            if text not in found[row["provision_id"]]:
                found[row["provision_id"]].append(text)
    return found


def _row(labels: Labels, row: Row, claims: Sequence[Row], events: Sequence[str]) -> list[Text | str]:
    details = [row["obligor"] or "all parties"]
    if row["due"]:
        details.append(f"due {date(row['due'])}")
    text = Text(row["text"]).append(f"\n{'; '.join(details)}", "dim")
    for event in events:
        text.append(f"\n→ {event}", "cyan")
    for side, name in SIDES.items():
        for statement, speakers in _statements(labels, [claim for claim in claims if claim["side"] == side]).items():
            text.append(f"\n{name}: ", "dim").append(statement).append(f" — {', '.join(speakers)}", "cyan")
    return [f"point {row['point']}", Text(state(row), _COLOURS.get(row["state"], "")), text]


def _statements(labels: Labels, claims: Sequence[Row]) -> dict[str, list[str]]:
    """Statements in words, each with those who made it and since when."""
    found: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if claim["kind"] == "compliance":
            obligor = f", by {claim['subject']}" if claim["subject"] else ""
            said = f"{labels.codes['compliance', claim['code']].lower()}{obligor}"
        else:
            said = labels.statement({**claim, "provision_id": None})
            said += f" ({claim['note']})" if claim["note"] else ""
        statement = f"DENIES: {said}" if denies(claim) else said
        speaker = f"{claim['speaker']} ({claim['known_from']:%Y-%m-%d})"
        if speaker not in found[statement]:
            found[statement].append(speaker)
    return found
