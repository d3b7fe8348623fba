"""Commands that enter event documents, print a blank, print an event back, and tidy the tables."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nkevents.cli.whole_output import echo_whole
from nkevents.cli.working_copy import checkout, package_root

if TYPE_CHECKING:
    from nkevents.curate.entry import Outcome, Result

DataDirectory = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Data package to work on; otherwise the checkout you are in."),
]


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.yaml…", help="Documents, each of one event.")],
    data: DataDirectory = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
) -> None:
    """Enter events from documents. What is wrong is shown by file and line; what is right is entered."""
    from nkevents.curate.entry import add as enter

    with _progress(len(files)) as progress:
        result = enter(files, package_root(data), dry_run=dry_run, progress=progress)
    _tell_recovery(result.recovered)
    for line in result.difference:
        typer.echo(line)
    for outcome in result.outcomes:
        for remark in outcome.remarks:
            typer.echo(str(remark), err=True)
    _print_summary(result, dry_run)
    if result.refused:
        raise typer.Exit(1)


def template() -> None:
    """Print a commented blank of an event document."""
    from nkevents.curate.entry import template as blank

    typer.echo(blank(), nl=False)


def format_tables(
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Data package; otherwise the checkout you are in.")
    ] = None,
) -> None:
    """Rewrite the tables in canonical form. That is the order of rows, quoting and line ends."""
    from nkevents.curate.entry import rewrite

    changed, recovered = rewrite(package_root(directory))
    _tell_recovery(recovered)
    for path in changed:
        typer.echo(f"rewritten  {path}")
    if not changed:
        typer.echo("all tables were in canonical form")


def show_yaml(event: str) -> None:
    """Print an event of the checkout that one is in, else of the shipped data, as a document that `add` takes.

    Parameters
    ----------
    event : str
        Slug or id.
    """
    from nkevents.curate.entry import event_form
    from nkevents.curate.entry.workspace import Workspace
    from nkevents.store.opening import shipped_root

    echo_whole(event_form(Workspace(checkout() or shipped_root()), event))


@contextmanager
def _progress(documents: int) -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar on a terminal, for more than one document."""
    if documents < 2 or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=documents)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of)


def _tell_recovery(done: str | None) -> None:
    if done:
        typer.echo(f"nkevents: {done}", err=True)


def _print_summary(result: "Result", dry_run: bool) -> None:
    for outcome in result.outcomes:
        state = f"would be {outcome.state}" if dry_run and outcome.state in ("added", "updated") else outcome.state
        typer.echo(f"{state:<10} {outcome.file}  {_what(outcome)}".rstrip())
    states = Counter(outcome.state for outcome in result.outcomes)
    tally = [f"{states[state]} {state}" for state in ("added", "updated", "unchanged", "refused") if states[state]]
    if len(result.outcomes) > 1 or dry_run:
        typer.echo(", ".join(tally) + ("; nothing was written" if dry_run else ""))


def _what(outcome: "Outcome") -> str:
    """The event and its rows: ``brussels-meeting (e0060): claims 2 added, 1 removed``."""
    if outcome.state == "refused":
        n = sum(remark.severity == "error" for remark in outcome.remarks)
        return f"{outcome.slug}: {n} {'error' if n == 1 else 'errors'}".lstrip(": ")
    done: dict[str, list[str]] = {}
    for (table, change), n in sorted(outcome.counts.items()):
        if n:
            done.setdefault(table, []).append(f"{n} {change}")
    rows = "; ".join(f"{table.replace('_', ' ')} {', '.join(changes)}" for table, changes in done.items())
    name = f"{outcome.slug} ({outcome.event_id})"
    return f"{name}: {rows}" if rows else name
