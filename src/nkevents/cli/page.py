"""Output that is laid out on a terminal and plain in a pipe."""

from collections.abc import Sequence
from typing import TypeAlias

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

WIDEST = 200
_INDENT = 2
Row: TypeAlias = Sequence[Text | str]


class Page:
    """What is printed, from top to bottom.

    Attributes
    ----------
    plain : bool
        No terminal reads it: no colours, and one line per row, however long.
    width : int
        Columns of the terminal that are used.
    """

    def __init__(self) -> None:
        self.console = Console(highlight=False, markup=False, emoji=False)
        self.plain = not self.console.is_terminal
        self.width = min(self.console.width, WIDEST)

    def heading(self, title: str, more: str = "") -> None:
        """Print the title of a section after an empty line."""
        self.line("")
        self.line(Text.assemble((title, "bold"), (f"  {more}" if more else "", "dim")))

    def line(self, text: Text | str, style: str = "") -> None:
        """Print one paragraph."""
        if self.plain:
            typer.echo(_flat(text))
        else:
            self.console.print(text, style=style, width=self.width)

    def rows(self, rows: Sequence[Row], under: Sequence[Sequence[Text]] = ()) -> None:
        """Print rows whose last column takes the rest of the line, and on a terminal several lines.

        Parameters
        ----------
        under : sequence of sequence of Text
            Lines to stand under each row; none when left out.
        """
        if not rows:
            return
        under = under or [()] * len(rows)
        if self.plain:
            flat = [[_flat(cell) for cell in row] for row in rows]
            widths = [max(map(len, column)) for column in zip(*flat, strict=True)]
            for cells, lines in zip(flat, under, strict=True):
                padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
                typer.echo((" " * _INDENT + "  ".join(padded)).rstrip())
                for line in lines:
                    typer.echo(" " * 2 * _INDENT + _flat(line))
        else:
            whole = [
                [*row[:-1], Text("\n").join([_text(row[-1]), *lines])] for row, lines in zip(rows, under, strict=True)
            ]
            self.console.print(Padding(grid(whole), (0, 0, 0, _INDENT)), width=self.width)

    def columns(self, titles: Sequence[str], matters: Sequence[Sequence[Sequence[Row]]]) -> None:
        """Print one band per matter, in it the rows of every title side by side; terminals only."""
        table = Table(box=None, padding=(0, 3, 0, 0), pad_edge=False, header_style="dim")
        width = (self.width - _INDENT - 3 * (len(titles) - 1)) // len(titles)
        for title in titles:
            table.add_column(title, width=width)
        for number, matter in enumerate(matters):
            if number:
                table.add_row()
            table.add_row(*(grid(rows) if rows else Text("–", "dim") for rows in matter))
        self.console.print(Padding(table, (0, 0, 0, _INDENT)), width=self.width)

    def link(self, url: str, indent: int) -> None:
        """Print an address on one line of its own, so that a terminal copies it whole."""
        self.console.print(Text(" " * indent + url, "dim"), soft_wrap=True)


def grid(rows: Sequence[Row]) -> Table:
    """Rows in columns as wide as their widest cell, save the last, which wraps."""
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for _ in rows[0][:-1]:
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*map(_text, row))
    return table


def _text(cell: Text | str) -> Text:
    return Text(cell) if isinstance(cell, str) else cell


def _flat(text: Text | str) -> str:
    return str(text).replace("\n", " — ")
