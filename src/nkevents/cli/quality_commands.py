"""The commands `coverage`, `fairness` and `agreement`: how good the data are."""

from pathlib import Path
from typing import Annotated

import typer

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
    from nkevents.cli.coverage_page import print_coverage, print_missing, print_recorded

    if missing is not None:
        print_missing(directory, missing, as_json=as_json)
    elif record is not None:
        print_recorded(directory, record)
    else:
        print_coverage(directory, targets, as_json=as_json)


def fairness_command(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Write the page there; printed when left out.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A data package; the shipped data when left out.")
    ] = None,
) -> None:
    """Print how evenly the data treat the harm of either side.

    It is the page docs/fairness.md: words, sources and places.
    """
    import nkevents
    from nkevents.curate.quality.fairness_figures import fairness
    from nkevents.curate.quality.fairness_page import fairness_page
    from nkevents.dataset import shipped

    page = fairness_page(fairness(shipped() if data is None else nkevents.open(data)))
    if file is None:
        typer.echo(page, nl=False)
    else:
        file.write_bytes(page.encode("utf-8"))


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
    from nkevents.cli.agreement_page import print_agreement

    print_agreement(first, second, events, as_json=as_json, markdown=markdown)
