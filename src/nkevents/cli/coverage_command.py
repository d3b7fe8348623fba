"""The commands `coverage` and `agreement`: how good the data are."""

from pathlib import Path
from typing import Annotated

import typer

from nkevents.cli.error_lines import errors_in_one_line

_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_Directory = Path | None


def coverage_command(
    directory: Annotated[
        _Directory, typer.Argument(metavar="DIR", help="A data package; the shipped data when left out.")
    ] = None,
    as_json: _Json = False,
    targets: Annotated[
        _Directory,
        typer.Option(metavar="FILE", help="Targets and recorded values; DIR/tests/coverage.toml when left out."),
    ] = None,
    missing: Annotated[
        str | None,
        typer.Option(metavar="MEASURE", help="List what falls short of a measure: two_publishers, answered, …"),
    ] = None,
    record: Annotated[
        _Directory, typer.Option(metavar="FILE", help="Write today's values into a file of recorded values.")
    ] = None,
) -> None:
    """Print what the data cover and where the gaps are. It counts by episode, language, publisher, week and day."""
    with errors_in_one_line():
        from nkevents.cli.coverage_page import print_coverage, print_missing, print_recorded

        if missing is not None:
            print_missing(directory, missing, as_json=as_json)
        elif record is not None:
            print_recorded(directory, record)
        else:
            print_coverage(directory, targets, as_json=as_json)


def agreement_command(
    first: Annotated[Path, typer.Argument(metavar="FIRST", help="A data package, or a folder of event documents.")],
    second: Annotated[Path, typer.Argument(metavar="SECOND", help="The same events, coded by somebody else.")],
    events: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Compare these events only: one,two; one=uno where the names differ."),
    ] = None,
    as_json: _Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the tables for docs/reliability.md.")] = False,
) -> None:
    """Compare two codings of the same events. It says what both coded, and how far their cells agree."""
    with errors_in_one_line():
        from nkevents.cli.agreement_page import print_agreement

        print_agreement(first, second, events, as_json=as_json, markdown=markdown)
