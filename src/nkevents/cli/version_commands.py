"""The commands on versions of the data: what changed between two, the log of it, and a release."""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nkevents.cli.working_copy import package_root

if TYPE_CHECKING:
    import pandas as pd

    from nkevents.cli.page import Page
    from nkevents.curate.release.version_difference import EventChange
    from nkevents.dataset import Dataset

_SHOWN_WORDS = {"n_claims": "claims", "n_publishers": "publishers", "last_known": "last claim"}
_LONGEST = 60


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
    from nkevents.curate.release.compare import compare
    from nkevents.dataset import open as open_data
    from nkevents.dataset import shipped

    before, after = open_data(old), shipped() if new is None else open_data(new)
    if as_csv:
        typer.echo(compare(before._tables, after._tables).to_csv(index=False), nl=False)
    else:
        _print(before, after)


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


def _print(before: "Dataset", after: "Dataset") -> None:
    from nkevents.cli.page import Page
    from nkevents.curate.release.version_difference import difference

    found, page = difference(before, after), Page()
    page.line(f"nkevents {before.version} → {after.version}", "bold")
    if found.cells.empty:
        page.line("no cell of any table differs")
        return
    page.heading("Rows of the tables")
    words = {"add": "added", "modify": "changed", "retire": "taken away"}
    changed = found.cells.drop_duplicates(["table", "row", "action"])[["table", "action"]].value_counts(sort=False)
    counted: dict[str, list[str]] = defaultdict(list)
    for table, action, n in changed.reset_index().itertuples(index=False):
        counted[table].append(f"{n:,} {words[action]}")
    page.rows([[table, ", ".join(texts)] for table, texts in counted.items()])
    _print_events(page, "New events", found.added)
    _print_events(page, "Events taken away", found.removed)
    _print_changed(page, found.events)
    _print_corrected(page, found.cells, after)


def _print_events(page: "Page", title: str, events: "pd.DataFrame") -> None:
    from nkevents.model.plain_values import grouped, records
    from nkevents.wording.events import event_date

    for episode, rows in grouped(records(events), "episode").items():
        page.heading(f"{title}: {episode}" if episode else title, f"{len(rows)}")
        page.rows([[event_date(row), row["title"], row["slug"]] for row in rows])


def _print_changed(page: "Page", changes: "list[EventChange]") -> None:
    by_event: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        name = _SHOWN_WORDS.get(change.column, change.column.replace("_", " "))
        by_event[change.slug].append(f"{name} {_short(change.old)} → {_short(change.new)}")
    if by_event:
        page.heading("Rows of the timeline that read differently", f"{len(by_event)}")
        page.rows([[slug, "; ".join(texts)] for slug, texts in by_event.items()])


def _print_corrected(page: "Page", cells: "pd.DataFrame", after: "Dataset") -> None:
    """Print each corrected cell with its reason from the log, if it has one."""
    from nkevents.model.plain_values import records

    log = records(after.table("changes")) if "changes" in after._tables.names else []
    reasons = {
        (row["table"], row["row"], row["field"]): row["reason"] for row in log if row["version"] == after.version
    }
    corrected = records(cells[cells["action"] != "add"])
    if corrected:
        page.heading("Corrected or taken away", f"{len(corrected)}")
    rows = []
    for row in corrected:
        said = f"{row['field']}: {_short(row['old'])} → {_short(row['new'])}"
        reason = reasons.get((row["table"], row["row"], row["field"]))
        rows.append([row["table"], row["row"], f"{said} ({reason})" if reason else said])
    page.rows(rows)


def _short(text: str | None) -> str:
    if not text:
        return "–"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
