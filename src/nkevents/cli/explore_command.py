"""The command that writes the explorer, a site that needs no server."""

from pathlib import Path
from typing import Annotated

import typer


def explore(
    out: Annotated[
        Path, typer.Argument(metavar="[OUT]", help="Directory for the site; an earlier site in it is replaced.")
    ] = Path("nkevents-explorer"),
    show: Annotated[bool, typer.Option("--open", help="Open the site in the browser.")] = False,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="Another copy of the data: a directory or a release zip."),
    ] = None,
) -> None:
    """Write a site to look at the events.

    It shows a timeline, a map and the accounts of both sides, as known on any day.
    """
    from nkevents.dataset import open as open_data
    from nkevents.explore import build

    built = build(out, None if data is None else open_data(data))
    typer.echo(f"{built.index}: {built.n_pages:,} pages, written in {built.seconds:.0f} s")
    typer.echo(f"Open it in a browser; to share it, copy the directory {out} to any web server.")
    if show:
        typer.launch(built.index.resolve().as_uri())
