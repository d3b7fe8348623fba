"""The timeline, for a terminal or for a pipe."""

from collections.abc import Sequence
from itertools import groupby

import typer
from rich.console import Console, JustifyMethod
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

import nkevents
from nkevents.cli.facts import with_last_day
from nkevents.cli.screenful import screenful
from nkevents.model.plain_values import records
from nkevents.views.base import Day
from nkevents.views.choosing import Filters
from nkevents.wording.events import dead, event_date, marks
from nkevents.wording.words import NOTHING, Row, counted, status_of

# Columns of the table on a terminal, as far as it is wide enough, with their heads.
_HEADS = {
    **{"date": "date", "title": "event", "place": "place", "status": "status", "dead": "dead"},
    **{"publishers": "publishers", "event_id": "id", "slug": "name"},
}
PIPED = ("date", "status", "title", "place", "dead", "publishers", "episode", "slug")
_COLOURS = {
    **{"contested": "yellow", "one_side": "yellow"},
    **{"one side only": "yellow", "overdue": "magenta", "date disputed": "yellow"},
}
# From these widths on a place, and the event's name in place of its id, have columns of their own.
_WIDE, _WIDEST = 110, 170
_GAP, _INDENT = 2, 1
# A longer status, such as that of what one side alone says, takes several lines; fewer where there is room.
_STATUS, _STATUS_WIDE = 13, 19
# Lines around the events: how many there are, the legend, how to go on (two where narrow), and the prompt.
_BESIDE = 8
_GO_ON = (
    "--all prints them too; fewer: --episode war-2020, --type meeting, --start 2021-11, --actor Putin, --search Lachin"
)


def print_timeline(filters: Filters, *, everything: bool) -> None:
    """Print the events by episode, as known at the end of a day; on a terminal a screenful of them.

    Parameters
    ----------
    filters : Filters
        What `nkevents.load` takes.
    everything : bool
        On a terminal: all events, not a screenful.
    """
    frame = nkevents.load(**filters)
    as_of = filters.get("as_of")
    headings = _headings(as_of)
    rows = with_last_day(records(frame), as_of)
    order = _in_order(rows, headings)
    rows.sort(key=lambda row: order.index(row["episode"]))
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        typer.echo("\t".join(PIPED))
        for row in rows:
            typer.echo("\t".join(piped(row)))
        return
    known = "everything known" if as_of is None else f"as known at the end of {as_of}"
    console.print(Text(f"{counted(len(rows), 'event')}, {known}", "dim"))
    if not rows:
        return
    widths = _widths(rows, console.width)

    def print_rows(some: Sequence[Row]) -> None:
        _print_by_episode(console, some, headings, widths)

    shown = rows if everything else screenful(console, rows, print_rows, _BESIDE)
    print_rows(shown)
    console.print()
    legend = f"dead: best (lowest–highest), {NOTHING} where no figure is known; publishers: how many report it"
    console.print(Text(legend, "dim"))
    if len(shown) < len(rows):
        console.print(Text(f"… {len(rows) - len(shown)} more events: {_GO_ON}", "dim"))
    console.print(Text(f"claims and sources of an event: nkevents show {shown[-1]['slug']}", "dim"))


def _print_by_episode(
    console: Console, rows: Sequence[Row], headings: dict[str | None, Row], widths: dict[str, int]
) -> None:
    """Print a heading and a table for each episode, in the order of the rows."""
    for episode, mine in groupby(rows, key=lambda row: row["episode"]):
        heading = headings[episode]
        console.print()
        console.print(Text.assemble((heading["title"], "bold"), ("  " + _dates(heading), "dim")))
        console.print(Padding(_table(list(mine), widths, console.width), (0, 0, 0, _INDENT)))


def _headings(as_of: Day | None) -> dict[str | None, Row]:
    """Title of every episode by slug, and the dates of those that are known by then."""
    events = records(nkevents.table("events"))
    found: dict[str | None, Row] = {row["slug"]: {"title": row["title"]} for row in events if row["level"] == "episode"}
    for row in records(nkevents.episodes(as_of=as_of)):
        found[row["slug"]] = row
    return {**found, None: {"title": "Outside the episodes"}}


def _in_order(rows: Sequence[Row], headings: dict[str | None, Row]) -> list[str | None]:
    """Episodes that have events, by their first day; where it is not known yet, by their first event."""
    first: dict[str | None, tuple[str, str]] = {}
    for row in rows:
        heading = headings[row["episode"]]
        day = str(heading.get("date_start") or row["date_start"])
        first.setdefault(row["episode"], (day, heading.get("event_id", "")))
    return sorted(first, key=lambda episode: first[episode])


def _dates(heading: Row) -> str:
    return event_date(heading) if "date_precision" in heading else ""


def piped(row: Row) -> list[str]:
    """Cells of an event in the order of `PIPED`."""
    said = ", ".join([status_of(row), *marks(row)])
    cells = [event_date(row), said, row["title"], row["place"], dead(row), row["n_publishers"]]
    return [NOTHING if cell is None else str(cell) for cell in (*cells, row["episode"], row["slug"])]


def _widths(rows: Sequence[Row], width: int) -> dict[str, int]:
    """Width of each column, the same for all episodes."""
    wide = width >= _WIDE
    cells = [_cells(row, stacked=not wide) for row in rows]
    longest = {name: max(len(line) for each in cells for line in each[name].plain.splitlines()) for name in _HEADS}
    fixed = {
        "date": min(longest["date"], 19 if wide else 10),
        "status": min(longest["status"], _STATUS_WIDE if wide else _STATUS),
        "dead": max(min(longest["dead"], 20 if wide else 10), len("dead")),
        "publishers": len("publishers") if wide else len("publ."),
    }
    if wide:
        key = "slug" if width >= _WIDEST else "event_id"
        fixed[key] = longest[key]
    n_gaps = len(fixed) + (1 if wide else 0)
    free = max(width - sum(fixed.values()) - _GAP * n_gaps - _INDENT, 20)
    if not wide:
        return {**fixed, "title": free}
    title = min(longest["title"], free * 2 // 3)
    return {**fixed, "title": title, "place": min(free - title, max(longest["place"], len("place")))}


def _table(rows: Sequence[Row], widths: dict[str, int], width: int) -> Table:
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="dim")
    shown = [name for name in _HEADS if name in widths]
    for name in shown:
        head = "publ." if name == "publishers" and width < _WIDE else _HEADS[name]
        justify: JustifyMethod = "right" if name == "publishers" else "left"
        table.add_column(head, width=widths[name], justify=justify, overflow="fold")
    for row in rows:
        cells = _cells(row, stacked=width < _WIDE)
        table.add_row(*(cells[name] for name in shown))
    return table


def _cells(row: Row, *, stacked: bool) -> dict[str, Text]:
    said = Text(status_of(row), _COLOURS.get(row["acceptance"], ""))
    for mark in marks(row):
        said.append("\n").append(mark, _COLOURS[mark])
    title = Text(row["title"])
    if stacked:
        title.append("\n" + " · ".join(filter(None, (row["event_id"], row["place"]))), "dim")
    adversary = row["killed_best"] is None and row["killed_basis"] == "adversary"
    return {
        "date": Text(event_date(row)),
        "title": title,
        "place": Text(row["place"] or NOTHING),
        "status": said,
        "dead": Text(dead(row), "yellow" if adversary else ""),
        "publishers": Text(str(row["n_publishers"])),
        "event_id": Text(row["event_id"], "dim"),
        "slug": Text(row["slug"], "dim"),
    }
