"""Events that were found: on a terminal a table of as many as it shows at once, in a pipe a line each."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nkevents.cli.screenful import screenful
from nkevents.cli.timeline_page import PIPED, piped
from nkevents.wording.events import event_date
from nkevents.wording.words import NOTHING, counted

Found = dict[str, Any]
# Lines beside the table: how many were found, how many more there are, how to go on, and the prompt.
_BESIDE = 5


class Beside(NamedTuple):
    """A column that tells how an event was found.

    Attributes
    ----------
    cell : callable
        What stands in it of an event.
    ratio : int or None
        Its share of the width, where the title has 3; None is as wide as its cells, which stand on the right.
    """

    name: str
    cell: Callable[[Found], Text]
    ratio: int | None = 2


class Wording(NamedTuple):
    """What is said around the events.

    Attributes
    ----------
    sought : str
        What they have in common, after their number, and in which order they stand.
    nothing : str
        The line where there is none.
    narrower : str
        How to ask for fewer.
    left_out : str
        What was not looked at; may be empty.
    """

    sought: str
    nothing: str
    narrower: str
    left_out: str = ""


def print_found(
    rows: Sequence[Found], wording: Wording, columns: Sequence[Beside], also_piped: Sequence[str], *, everything: bool
) -> None:
    """Print events that were found, the best or nearest first.

    Parameters
    ----------
    rows : sequence of dict
        Rows of the timeline with what tells how they were found.
    columns : sequence of Beside
        Columns of the table after the title.
    also_piped : sequence of str
        Columns of the rows that tell how an event was found where a program reads the lines.
    everything : bool
        On a terminal: all that was found, not a screenful.
    """
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        typer.echo("\t".join((*PIPED, *also_piped)))
        for row in rows:
            found = (NOTHING if row[name] is None else str(row[name]) for name in also_piped)
            typer.echo("\t".join((*piped(row), *found)))
    if not rows:
        typer.echo(f"nkevents: {wording.nothing}", err=True)
    elif console.is_terminal:
        _print_table(console, rows, wording, columns, everything)


def _print_table(
    console: Console, rows: Sequence[Found], wording: Wording, columns: Sequence[Beside], everything: bool
) -> None:
    def print_rows(some: Sequence[Found]) -> None:
        console.print(_table(some, columns))

    others = _BESIDE + bool(wording.left_out)
    shown = rows if everything else screenful(console, rows, print_rows, others)
    console.print(Text(f"{counted(len(rows), 'event')} {wording.sought}", "dim"))
    print_rows(shown)
    if len(shown) < len(rows):
        console.print(Text(f"… {len(rows) - len(shown)} more: add --all, or {wording.narrower}", "dim"))
    if wording.left_out:
        console.print(Text(wording.left_out, "dim"))
    console.print(Text(f"claims and sources of an event: nkevents show {rows[0]['slug']}", "dim"))


def _table(rows: Sequence[Found], columns: Sequence[Beside]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 1), pad_edge=False, header_style="dim")
    table.add_column("date", max_width=12)
    table.add_column("event", ratio=3, overflow="fold")
    for name, _, ratio in columns:
        table.add_column(name, ratio=ratio, overflow="fold", justify="left" if ratio else "right")
    for row in rows:
        title = Text(row["title"]).append(f"\n{row['slug']}", "dim")
        table.add_row(event_date(row), title, *(column.cell(row) for column in columns))
    return table
