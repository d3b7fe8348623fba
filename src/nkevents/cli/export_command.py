"""The command that writes the timeline in a shape that another tool reads."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from nkevents.cli.error_lines import errors_in_one_line

if TYPE_CHECKING:
    from nkevents.exports.filters import Filters


class Format(StrEnum):
    """What can be written."""

    csv = "csv"
    excel = "excel"
    ged = "ged"
    geojson = "geojson"
    jsonl = "jsonl"


Several = list[str] | None


def export(
    format: Annotated[Format, typer.Argument(metavar="FORMAT", help="csv, excel, ged, geojson or jsonl.")],
    out: Annotated[Path, typer.Argument(metavar="FILE", help="File to write; one that exists is replaced.")],
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="As public on this day.")] = None,
    episode: Annotated[Several, typer.Option("--episode", metavar="SLUG", help="Only of this episode.")] = None,
    event_type: Annotated[Several, typer.Option("--type", metavar="TYPE", help="Only of this type.")] = None,
    status: Annotated[Several, typer.Option("--status", metavar="STATUS", help="Only with this status.")] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="DATE", help="On or after: 2020-10 or a day.")] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="DATE", help="On or before.")] = None,
    actor: Annotated[Several, typer.Option("--actor", metavar="NAME", help="With this actor, by any name.")] = None,
    search: Annotated[str | None, typer.Option("--search", metavar="TEXT", help="With these words.")] = None,
) -> None:
    """Write events to a file for another tool: a spreadsheet, a map, a database."""
    with errors_in_one_line():
        import nkevents

        chosen = {
            "as_of": as_of,
            "episode": episode or None,
            "event_type": event_type or None,
            "status": status or None,
            "start": start,
            "end": end,
            "actor": actor or None,
            "text": search,
        }
        write = getattr(nkevents, f"to_{format.value}")
        written = write(out, **cast("Filters", chosen))
        typer.echo(f"{out}: {written} events")
        if format is Format.ged:
            from nkevents.exports.ged import UNMAPPED

            typer.echo(f"only those with a known death; empty, as nothing maps to them: {', '.join(UNMAPPED)}")
            known = nkevents.load(as_of=as_of).attrs["killed_best_of"]
            typer.echo(
                f"single events hold {known['events']:,} dead, the episodes as a whole {known['episodes']:,}: "
                "most were only counted for the war as a whole, so these rows add up to no toll of it"
            )
