"""The commands on versions of the data: what changed between two, the log of it, and a release."""

from pathlib import Path
from typing import Annotated

import typer

from nkevents.cli.working_copy import package_root


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="An earlier version: a directory or a release zip.")],
    new: Annotated[
        Path | None, typer.Argument(metavar="[NEW]", help="A later one; left out: the installed data.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print every changed cell of the tables as CSV.")] = False,
) -> None:
    """Print what changed between two versions of the data.

    It lists events that came and rows that read differently, and says why.
    """
    from nkevents.cli.diff_page import print_difference
    from nkevents.curate.release.compare import compare
    from nkevents.dataset import open as open_data
    from nkevents.dataset import shipped

    before, after = open_data(old), shipped() if new is None else open_data(new)
    if as_csv:
        typer.echo(compare(before._tables, after._tables).to_csv(index=False), nl=False)
    else:
        print_difference(before, after)


def codebook(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="File to write; one that exists is replaced.")],
) -> None:
    """Write the codebook as a page.

    It tells of every column its question, type, unit, codes, and how often each stands.
    """
    from nkevents.curate.release.catalogue import codebook_html
    from nkevents.dataset import shipped
    from nkevents.store.files import write_file

    write_file(out, codebook_html(shipped()))


def log(
    previous: Annotated[Path, typer.Argument(metavar="PREVIOUS", help="The last release: a directory or a zip.")],
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="The data package whose log is written.")
    ] = None,
) -> None:
    """Write data/changes.csv: what changed since the last release. Reasons that stand in it stay.

    Prints what still keeps the data from being a release; exit status 1 if anything does.
    """
    from nkevents.curate.release.log import due_log, log_faults
    from nkevents.store.canonical_csv import serialise
    from nkevents.store.files import below, write_file
    from nkevents.store.package import Package

    root = package_root(data)
    old, new = Package(previous), Package(root)
    below(root, new.path("changes"))
    path = root / new.path("changes")
    write_file(path, serialise(due_log(old, new), new.schemas["changes"]))
    faults = list(log_faults(old, Package(root)))
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{path}: {'nothing' if not faults else f'{len(faults):,} faults'} to mend")
    if faults:
        raise typer.Exit(1)


def release(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Directory that gets the release and its zip.")],
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="The checkout; otherwise the one you are in."),
    ] = None,
) -> None:
    """Write a release, as a directory and as one zip.

    It holds tables, timeline and vintages as CSV, Parquet and SQLite, with sizes and hashes.

    Refuses what is not committed, not valid, not in the log of changes or not in CHANGELOG.md.
    """
    from nkevents.curate.release.make import make_release

    made = make_release(package_root(data), out)
    typer.echo(f"{made.directory}\n{made.archive}")
    typer.echo(f"after publishing, add to data/releases.csv: {made.row}")
