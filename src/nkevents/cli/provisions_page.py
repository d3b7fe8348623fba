"""Provisions of agreements and truces: their state, and by whose word, for a terminal or for a pipe."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.text import Text

import nkevents
from nkevents.cli.facts import with_last_day
from nkevents.cli.page import Page
from nkevents.cli.screenful import screenful
from nkevents.dataset import shipped
from nkevents.errors import NkeventsError
from nkevents.model.codes import Level
from nkevents.model.plain_values import grouped, records
from nkevents.wording.claims import Labels, denies
from nkevents.wording.days import date
from nkevents.wording.events import event_date
from nkevents.wording.labels import labels_in
from nkevents.wording.words import (
    COMPLIANCE,
    PROVISION_WORDS,
    SIDES,
    Row,
    counted,
    late,
    provision_state,
    speaker,
    status_of,
)

_LEVELS: tuple[Level, ...] = ("event", "part", "series")
_COLOURS = {
    "disputed": "yellow",
    "broken": "red",
    "alleged": "yellow",
    "overdue": "magenta",
    "fulfilled": "green",
    "claimed": "cyan",
    "begun": "cyan",
}
# Lines around the provisions: how many there are, how to go on (two where narrow), and the prompt.
_BESIDE = 6


@dataclass
class Point:
    """One provision, and what is printed under it.

    Attributes
    ----------
    row : mapping
        A row of ``nkevents.provisions()``.
    carried_out : list of str
        The events that are said to carry it out.
    statements : list of Text
        What was said of it; empty where only the state is wanted.
    """

    row: Row
    carried_out: Sequence[str] = ()
    statements: Sequence[Text] = ()

    def cells(self) -> list[Text | str]:
        """Number, state, and text with who is bound and what carries it out."""
        text = Text(str(self.row["text"])).append(f"\n{_bound_and_said(self.row)}", "dim")
        for event in self.carried_out:
            text.append(f"\n→ {event}", "cyan")
        state = self.row["state"]
        return [f"point {self.row['point']}", Text(provision_state(state), _COLOURS.get(state, "")), text]


def print_provisions(agreement: str | None, as_of: str | None, *, everything: bool) -> None:
    """Print the provisions of one agreement or of all, as known at the end of a day.

    Parameters
    ----------
    agreement : str or None
        Slug or id of an agreement or a truce; None is all.
    as_of : str or None
        A day; None is everything.
    everything : bool
        On a terminal all of them, not a screenful; and under each every statement on it.

    Raises
    ------
    NkeventsError
        If the agreement binds nobody to anything, or nothing was public about it by then.
    """
    provisions = records(nkevents.provisions(agreement, as_of=as_of))
    if not provisions:
        what = f"{agreement!r} has no provisions" if agreement else "no agreement is known"
        raise NkeventsError(f"{what}{_by(as_of)}; `nkevents provisions` lists those that have")
    rows = with_last_day(records(nkevents.load(as_of=as_of, level=_LEVELS)), as_of)
    timeline = {row["event_id"]: row for row in rows}
    carried_out = _carried_out(timeline, as_of)
    page = Page()
    # A line of a pipe is one speaker's statement; on a terminal those who say the same share a line.
    said = _said(as_of, apart=page.plain) if everything else {}
    provisions.sort(key=lambda row: str(timeline[row["event_id"]]["date_start"]))
    points = [
        Point(row, carried_out.get(row["provision_id"], ()), said.get(row["provision_id"], ())) for row in provisions
    ]
    words = "; a speaker's newest word on each" if everything else ""
    page.line(Text(f"{counted(len(points), 'provision')}{_by(as_of)}{words}", "dim"))

    def print_points(some: Sequence[Point]) -> None:
        for event_id, mine in groupby(some, key=lambda point: point.row["event_id"]):
            event, block = timeline[event_id], list(mine)
            page.heading(event["title"], f"{event_date(event)} · {event['slug']}")
            page.rows([point.cells() for point in block], [point.statements for point in block])

    shown = points if everything or page.plain else screenful(page.console, points, print_points, _BESIDE)
    print_points(shown)
    page.line("")
    slug = timeline[shown[-1].row["event_id"]]["slug"]
    if len(shown) < len(points):
        go_on = "--all prints them too, with every statement"
        if agreement is None:
            go_on += f"; one agreement: nkevents provisions {slug}"
        page.line(f"… {len(points) - len(shown)} more provisions: {go_on}", "dim")
    elif not everything:
        page.line("who said so: --all", "dim")
    page.line(f"sources, and what was replaced: nkevents show {slug}", "dim")


def _bound_and_said(row: Row) -> str:
    """Who is bound by when, since when the state holds, how late it is, and what each side says."""
    bound = [str(row["obligor"] or "all parties")]
    if row["due"]:
        bound.append(f"due {date(row['due'])}")
    if row["state"] != "pending":
        bound.append(f"known as such since {row['since']:%Y-%m-%d}")
    bound.append("said to be done in time" if row["late_days"] == 0 else late(row))
    words = {name: row[f"by_{side}"] for side, name in SIDES.items()}
    spoken = [f"{name}: {PROVISION_WORDS[word]}" for name, word in words.items() if word is not None]
    return "\n".join("; ".join(filter(None, each)) for each in (bound, spoken) if each)


def _by(as_of: str | None) -> str:
    return "" if as_of is None else f" as known at the end of {as_of}"


def _said(as_of: str | None, *, apart: bool) -> dict[str, list[Text]]:
    """Live claims on each provision, that it is kept or broken and what it means, by the side of the speaker."""
    labels = labels_in(shipped())
    every = records(nkevents.claims(kind=["compliance", "position"], as_of=as_of))
    live = grouped((claim for claim in every if claim["provision_id"] and claim["live"]), "provision_id")
    return {
        provision: [
            Text.assemble((f"{name}: ", "dim"), statement, (f" — {who}", "cyan"))
            for side, name in SIDES.items()
            for statement, speakers in _statements(
                labels, [claim for claim in claims if claim["speaks_with"] == side]
            ).items()
            for who in (speakers if apart else [", ".join(speakers)])
        ]
        for provision, claims in live.items()
    }


def _carried_out(timeline: Mapping[str, Row], as_of: str | None) -> dict[str, list[str]]:
    """Say of each provision which events are said to carry it out, and what is known of them."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in records(nkevents.table("relations")):
        event = timeline.get(row["from_event_id"])
        # A relation without a day is told by pages that have none, so it is known today alone.
        public = as_of is None or (row["known_from"] is not None and f"{row['known_from']:%Y-%m-%d}" <= as_of)
        if row["relation"] == "implements" and row["provision_id"] and event and public:
            text = f"{event['slug']}: {status_of(event)} {event_date(event)}"
            if text not in found[row["provision_id"]]:
                found[row["provision_id"]].append(text)
    return found


def _statements(labels: Labels, claims: Sequence[Row]) -> dict[str, list[str]]:
    """Statements in words, each with those who made it and since when."""
    found: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if claim["kind"] == "compliance":
            obligor = f", by {claim['subject']}" if claim["subject"] else ""
            said = f"{COMPLIANCE[claim['code']]}{obligor}"
        else:
            said = labels.statement({**claim, "provision_id": None})
            said += f" ({claim['note']})" if claim["note"] else ""
        statement = f"DENIES: {said}" if denies(claim) else said
        who = f"{speaker(claim)} ({claim['known_from']:%Y-%m-%d})"
        if who not in found[statement]:
            found[statement].append(who)
    return found
