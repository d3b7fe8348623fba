"""The commands that write events for others: to a file that another tool reads, and as a site."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

if TYPE_CHECKING:
    from nkevents.views.choosing import Filters


class Format(StrEnum):
    """What can be written."""

    csv = "csv"
    excel = "excel"
    ged = "ged"
    geojson = "geojson"
    jsonl = "jsonl"
    parquet = "parquet"
    spss = "spss"
    sqlite = "sqlite"
    stata = "stata"


class Purpose(StrEnum):
    """Programs that a CSV file is adapted to."""

    excel = "excel"


Several = list[str] | None


def export(
    format: Annotated[Format, typer.Argument(metavar="FORMAT", help="What to write.")],
    out: Annotated[Path, typer.Argument(metavar="FILE", help="File to write; one that exists is replaced.")],
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="As public on this day.")] = None,
    episode: Annotated[Several, typer.Option("--episode", metavar="SLUG", help="Only of this episode.")] = None,
    event_type: Annotated[Several, typer.Option("--type", metavar="TYPE", help="Only of this type.")] = None,
    status: Annotated[Several, typer.Option("--status", metavar="STATUS", help="Only with this status.")] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="DATE", help="On or after: 2020-10 or a day.")] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="DATE", help="On or before.")] = None,
    actor: Annotated[Several, typer.Option("--actor", metavar="NAME", help="With this actor, by any name.")] = None,
    place: Annotated[Several, typer.Option("--place", metavar="NAME", help="At this place, or within it.")] = None,
    level: Annotated[
        Several,
        typer.Option("--level", metavar="LEVEL", help="event (if left out), episode, part, series or all."),
    ] = None,
    search: Annotated[str | None, typer.Option("--search", metavar="TEXT", help="With these words.")] = None,
    purpose: Annotated[
        Purpose | None, typer.Option("--for", help="CSV only: begin with the mark by which Excel knows UTF-8.")
    ] = None,
    separator: Annotated[
        str | None,
        typer.Option("--separator", metavar="CHARACTER", help="CSV only: ';' (with decimal commas), or tab."),
    ] = None,
) -> None:
    """Write events to a file for another tool. It may be a spreadsheet, a map, a database or a statistics program."""
    if (purpose or separator) and format is not Format.csv:
        raise typer.BadParameter("--for and --separator are about CSV files: nkevents export csv …")
    import nkevents
    from nkevents.store.files import check_folder

    check_folder(out)
    chosen = {
        "as_of": as_of,
        "episode": episode or None,
        "event_type": event_type or None,
        "status": status or None,
        "start": start,
        "end": end,
        "actor": actor or None,
        "place": place or None,
        "level": level or "event",
        "text": search,
    }
    shape: dict[str, Any] = {"excel": True} if purpose else {}
    if separator:
        shape["separator"] = {"tab": "\t"}.get(separator, separator)
    write = getattr(nkevents, f"to_{format.value}")
    written = write(out, **shape, **cast("Filters", chosen))
    told = [f"{out}: {written} events"]
    if format is Format.ged:
        told += _what_ged_lacks(cast("Filters", chosen))
    for line in told:
        # What is written to a pipe is read by a program, which takes each line for data.
        typer.echo(line, err=out.exists() and not out.is_file())


def _what_ged_lacks(chosen: "Filters") -> list[str]:
    import nkevents
    from nkevents.dataset import shipped
    from nkevents.exports.ged import UNMAPPED, ged_frame

    known = nkevents.load(as_of=chosen["as_of"]).attrs["killed_best_of"]
    dead, whole = int(ged_frame(shipped(), chosen)["best"].sum()), known["episodes"]
    share = f", {dead / whole:.1%} of the {whole:,} that the episodes count as a whole" if whole else ""
    return [
        f"only those with a known death; empty, as nothing maps to them: {', '.join(UNMAPPED)}",
        f"the rows hold {dead:,} dead{share}: most were only counted for the war as a whole, so the rows add up to "
        "no toll of it",
    ]


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
