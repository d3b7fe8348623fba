"""What the command line does with an error that has been foreseen."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def errors_in_one_line() -> Iterator[None]:
    """Print an error of nkevents as one line on standard error and end with status 2."""
    from nkevents.errors import NkeventsError
    from nkevents.store.files import telling_unforeseen

    try:
        with telling_unforeseen():
            yield
    except NkeventsError as error:
        typer.echo(f"nkevents: {error}", err=True)
        raise typer.Exit(2) from None
