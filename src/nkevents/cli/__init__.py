"""The command line: the timeline in a terminal or a pipe, and one event with all that was claimed of it."""

import gc
import io
import os
import sys
from typing import TYPE_CHECKING, Annotated, cast

import typer

from nkevents.cli.command_sections import CURATING, READING, CommandSections
from nkevents.cli.entry_commands import add, format_tables, template
from nkevents.cli.error_lines import errors_in_one_line
from nkevents.cli.export_commands import explore, export
from nkevents.cli.quality_commands import agreement_command, coverage_command, fairness_command
from nkevents.cli.validate_command import validate_command
from nkevents.cli.version_commands import codebook, diff, log, release
from nkevents.cli.whole_output import echo_whole

if TYPE_CHECKING:
    from nkevents.views.choosing import Filters
    from nkevents.views.reference_list import CiteStyle

app = typer.Typer(cls=CommandSections, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="Show what was public at the end of this day: 2021-11-26."),
]
All = Annotated[bool, typer.Option("--all", help="On a terminal: print all, not a screenful.")]
Several = list[str] | None


def _version(wanted: bool) -> None:
    if wanted:
        import nkevents

        with errors_in_one_line():
            typer.echo(f"nkevents {nkevents.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def timeline(
    context: typer.Context,
    as_of: AsOf = None,
    episode: Annotated[
        Several, typer.Option("--episode", metavar="SLUG", help="Show only this episode; may be given several times.")
    ] = None,
    event_type: Annotated[Several, typer.Option("--type", metavar="TYPE", help="Show only this type: meeting.")] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="DATE", help="On or after: 2020-10 or a day.")] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="DATE", help="On or before.")] = None,
    actor: Annotated[
        Several, typer.Option("--actor", metavar="NAME", help="With this actor or any below it, by any name.")
    ] = None,
    place: Annotated[
        Several, typer.Option("--place", metavar="NAME", help="At this place or within it, by any name.")
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", metavar="TEXT", help="With these words; best first: nkevents search.")
    ] = None,
    everything: All = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Print the events of the Nagorno-Karabakh conflict, September 2020 to December 2021.

    On a terminal: a screenful, and how to go on. In a pipe: one event per line, columns separated by tabs.
    """
    chosen = {
        **{"as_of": as_of, "episode": episode or None, "event_type": event_type or None, "start": start, "end": end},
        **{"actor": actor or None, "place": place or None, "text": search},
    }
    if context.invoked_subcommand is not None:
        if everything or any(value is not None for value in chosen.values()):
            raise typer.BadParameter(f"put the options after the command: nkevents {context.invoked_subcommand} …")
        return
    from nkevents.cli.timeline_page import print_timeline
    from nkevents.wording.days import in_english

    if search is not None:
        chosen["text"] = in_english(search)
    print_timeline(cast("Filters", chosen), everything=everything)


@app.command("search", rich_help_panel=READING)
def search_command(
    text: Annotated[list[str], typer.Argument(metavar="TEXT…", help="Words, names, weapons: any script and spelling.")],
    as_of: AsOf = None,
    everything: All = False,
) -> None:
    """Print the events that hold all these words, best first. It says in which texts the words were found."""
    from nkevents.cli.search_page import print_search

    print_search(" ".join(text), as_of, everything=everything)


@app.command(rich_help_panel=READING)
def near(
    place: Annotated[
        str, typer.Argument(metavar="PLACE", help="By any name: Lachin; or latitude and longitude: 39.76,46.75.")
    ],
    km: Annotated[float, typer.Option("--km", metavar="KM", help="Within so many kilometres.")] = 20,
    as_of: AsOf = None,
    coarse: Annotated[
        bool, typer.Option("--coarse", help="Also what is known to a district or a sector only and may lie as near.")
    ] = False,
    everything: All = False,
) -> None:
    """Print the events near a place, the nearest first."""
    from nkevents.cli.near_page import print_near

    print_near(place, km, as_of, coarse=coarse, everything=everything)


@app.command(rich_help_panel=READING)
def show(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Name (brussels-meeting) or id (e0060).")],
    as_of: AsOf = None,
    notes: Annotated[bool, typer.Option("--notes", help="Print the coder's note under each claim.")] = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print the document that `nkevents add` takes.")] = False,
) -> None:
    """Print one event and every claim on it. The claims stand under the side of the speaker, with their sources."""
    if as_yaml and (as_of or notes):
        raise typer.BadParameter("--yaml prints the whole document; leave out --as-of and --notes")
    if as_yaml:
        from nkevents.cli.entry_commands import show_yaml

        show_yaml(event)
    else:
        from nkevents.cli.event_page import print_event

        print_event(event, as_of, notes)


@app.command(rich_help_panel=READING)
def explain(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Name (ganja-strike-3) or id (e0019).")],
    column: Annotated[
        str, typer.Argument(metavar="COLUMN", help="Column of the timeline that rests on claims: killed_best, status.")
    ],
    as_of: AsOf = None,
    everything: All = False,
) -> None:
    """Print why a cell of the timeline says what it says. It lists the claims that decide it, and those that do not."""
    from nkevents.cli.explain_page import print_explanation

    print_explanation(event, column, as_of, everything=everything)


@app.command(rich_help_panel=READING)
def provisions(
    agreement: Annotated[
        str | None, typer.Argument(metavar="[AGREEMENT]", help="Name or id; left out: all agreements and truces.")
    ] = None,
    as_of: AsOf = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Print all, not a screenful, and every statement on each.")
    ] = False,
) -> None:
    """Print the provisions of agreements.

    It says when each is due, and whether each side says that it was kept or broken.
    """
    from nkevents.cli.provisions_page import print_provisions

    print_provisions(agreement, as_of, everything=everything)


@app.command(rich_help_panel=READING)
def since(
    day: Annotated[str, typer.Argument(metavar="DAY", help="First day: 2021-11-26.")],
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day, included.")] = None,
) -> None:
    """Print what became known from a day on.

    That is new events, cells that changed, and provisions whose state changed.
    """
    from nkevents.cli.since_page import print_since

    print_since(day, until)


@app.command(rich_help_panel=READING)
def cite(
    style: Annotated[str, typer.Option("--style", help="text, apa, bibtex or csl-json.")] = "text",
    event: Annotated[
        str | None, typer.Option("--event", metavar="EVENT", help="Cite one event, by name or id.")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Print a citation that pins these data to the byte. BibTeX and CSL-JSON of an event also hold its sources."""
    import nkevents
    from nkevents.views.reference_list import check_style

    check_style(style)
    echo_whole(nkevents.cite(cast("CiteStyle", style), event=event, as_of=as_of) + "\n")


app.command("export", rich_help_panel=READING)(export)
app.command("explore", rich_help_panel=READING)(explore)
app.command("codebook", rich_help_panel=READING)(codebook)
app.command("coverage", rich_help_panel=READING)(coverage_command)
app.command("fairness", rich_help_panel=READING)(fairness_command)
app.command("diff", rich_help_panel=READING)(diff)

app.command("template", rich_help_panel=CURATING)(template)
app.command("add", rich_help_panel=CURATING)(add)
app.command("format", rich_help_panel=CURATING)(format_tables)
app.command("validate", rich_help_panel=CURATING)(validate_command)
app.command("agreement", rich_help_panel=CURATING)(agreement_command)
app.command("log", rich_help_panel=CURATING)(log)
app.command("release", rich_help_panel=CURATING)(release)


def main() -> None:
    """Run the command line."""
    # A command ends before it leaves much to collect; looking for it takes a tenth of the time that pandas loads.
    gc.set_threshold(50_000)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # It was closed, or the program has no terminal.
            setattr(sys, name, io.StringIO())
        elif isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a letter of a name shows a question mark, not a traceback; a file gets every letter.
            stream.reconfigure(errors="replace", encoding=stream.encoding if stream.isatty() else "utf-8")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # Such as a full disk behind a redirection; the interpreter would try to write the rest once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(f"nkevents: the output cannot be written: {error.strerror}")
