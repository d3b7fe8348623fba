"""What a search finds, for a terminal or for a pipe."""

from collections.abc import Sequence
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

import nkevents
from nkevents.cli.screenful import screenful
from nkevents.cli.timeline_page import PIPED, piped
from nkevents.model.plain_values import records
from nkevents.wording.days import in_english
from nkevents.wording.events import event_date
from nkevents.wording.words import counted

_BESIDE = 5


def print_search(text: str, as_of: str | None, *, everything: bool) -> None:
    """Print the events that hold all words of a text, best first, and where the words were found.

    Parameters
    ----------
    text : str
        Words, names and days.
    as_of : str or None
        A day; None is everything.
    everything : bool
        On a terminal: all that was found, not a screenful.
    """
    found = nkevents.search(in_english(text), as_of=as_of)
    rows = records(found)
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        typer.echo("\t".join((*PIPED, "why")))
        for row in rows:
            typer.echo("\t".join((*piped(row), row["why"])))
    if not rows:
        near = found.attrs["did_you_mean"]
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        typer.echo(f"nkevents: no event holds {text!r}{hint}", err=True)
    elif console.is_terminal:
        shown = rows if everything else screenful(console, rows, _table, _BESIDE)
        console.print(Text(f"{counted(len(rows), 'event')} with {text!r}, best first", "dim"))
        console.print(_table(shown))
        if len(shown) < len(rows):
            console.print(Text(f"… {len(rows) - len(shown)} more: add --all, or another word", "dim"))
        console.print(Text(f"claims and sources of an event: nkevents show {rows[0]['slug']}", "dim"))


def _table(rows: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 1), pad_edge=False, header_style="dim")
    table.add_column("date", max_width=12)
    table.add_column("event", ratio=3, overflow="fold")
    table.add_column("found in", ratio=2, overflow="fold")
    for row in rows:
        title = Text(row["title"]).append(f"\n{row['slug']}", "dim")
        table.add_row(event_date(row), title, Text(row["why"].replace("; ", "\n")))
    return table
