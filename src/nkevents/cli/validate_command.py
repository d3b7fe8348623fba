"""The command that checks a data package and prints every finding."""

import dataclasses
import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nkevents.checks import Finding

_COLOURS = {"error": "red", "warning": "yellow"}


def validate_command(
    directory: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR or ZIP]",
            help="Directory with a datapackage.json or release zip; else the shipped data.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check a data package and print every finding. Each names file, row and column; the exit status is 1 on errors."""
    from nkevents.checks import check_package
    from nkevents.store.opening import shipped_root

    found = check_package(shipped_root() if directory is None else directory)
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        _print(found)
    if any(finding.severity == "error" for finding in found):
        raise typer.Exit(1)


def _print(found: Sequence["Finding"]) -> None:
    from rich.text import Text

    from nkevents.cli.page import Page

    page = Page()
    for file, group in groupby(found, key=lambda finding: finding.file):
        if page.plain:
            for finding in group:
                page.line(str(finding))
        else:
            page.heading(file)
            page.rows(
                [
                    (
                        Text(":".join(str(part) for part in (finding.row, finding.column) if part is not None)),
                        Text(finding.severity, _COLOURS[finding.severity]),
                        Text.assemble(f"{finding.message}\n", (f"{finding.instead}  [{finding.rule}]", "dim")),
                    )
                    for finding in group
                ]
            )
    if not page.plain and found:
        page.line("")
    errors = sum(finding.severity == "error" for finding in found)
    page.line(f"{_counted(errors, 'error')}, {_counted(len(found) - errors, 'warning')}")


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
