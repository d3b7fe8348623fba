"""What lies near a place, for a terminal or for a pipe."""

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
from nkevents.wording.events import event_date
from nkevents.wording.words import counted

_BESIDE = 6
_KEPT = "; --coarse keeps it where it may lie as near"


def print_near(place: str, km: float, as_of: str | None, *, coarse: bool, everything: bool) -> None:
    """Print the events within a distance of a place, the nearest first.

    Parameters
    ----------
    place : str
        By any name.
    km : float
        The distance, in kilometres.
    as_of : str or None
        A day; None is everything.
    coarse : bool
        Keep what is only known to lie somewhere in a district or a sector that reaches into the distance.
    everything : bool
        On a terminal: all that was found, not a screenful.
    """
    rows = records(nkevents.near(place, km, coarse=coarse, as_of=as_of))
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        typer.echo("\t".join((*PIPED, "distance_km")))
        for row in rows:
            typer.echo("\t".join((*piped(row), str(row["distance_km"]))))
    if not rows:
        typer.echo(f"nkevents: no event within {km:g} km of {place!r}{'' if coarse else _KEPT}", err=True)
    elif console.is_terminal:
        shown = rows if everything else screenful(console, rows, _table, _BESIDE)
        console.print(Text(f"{counted(len(rows), 'event')} within {km:g} km of {place!r}, the nearest first", "dim"))
        console.print(_table(shown))
        if len(shown) < len(rows):
            console.print(Text(f"… {len(rows) - len(shown)} more: add --all, or fewer kilometres", "dim"))
        if not coarse:
            console.print(Text(f"what is known to a district or a sector only is left out{_KEPT}", "dim"))
        console.print(Text(f"claims and sources of an event: nkevents show {rows[0]['slug']}", "dim"))


def _table(rows: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 1), pad_edge=False, header_style="dim")
    table.add_column("date", max_width=12)
    table.add_column("event", ratio=3, overflow="fold")
    table.add_column("km", justify="right")
    table.add_column("place", ratio=2, overflow="fold")
    for row in rows:
        title = Text(row["title"]).append(f"\n{row['slug']}", "dim")
        radius = f"\nsomewhere within {row['radius_km']:g} km" if row["radius_km"] else ""
        table.add_row(event_date(row), title, f"{row['distance_km']:g}", Text(row["place"]).append(radius, "dim"))
    return table
