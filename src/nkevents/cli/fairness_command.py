"""The command `fairness`: how evenly the data treat the harm of either side."""

from pathlib import Path
from typing import Annotated

import typer

from nkevents.cli.error_lines import errors_in_one_line


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
    with errors_in_one_line():
        import nkevents
        from nkevents.curate.quality.fairness_figures import fairness
        from nkevents.curate.quality.fairness_page import fairness_page
        from nkevents.dataset import shipped

        page = fairness_page(fairness(shipped() if data is None else nkevents.open(data)))
        if file is None:
            typer.echo(page, nl=False)
        else:
            file.write_bytes(page.encode("utf-8"))
