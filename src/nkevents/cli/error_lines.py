"""What the command line does with an error that has been foreseen."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

# What an error tells to ask or to write: in Python, and for who is in a terminal.
_IN_TERMINAL = {
    "nkevents.table('events')": "`nkevents --all`; `nkevents search TEXT` finds an event by words",
    "nkevents.codebook()": "`nkevents codebook FILE.html`",
    "nkevents.table('actor_names')": "the file actor_names.csv of the data",
    # A point, as near() and `nkevents near` take it.
    "(39.76, 46.75)": "39.76,46.75",
    "nkevents.table('place_names')": "the file place_names.csv of the data",
}


@contextmanager
def errors_in_one_line() -> Iterator[None]:
    """Print an error of nkevents as one line on standard error and end with status 2."""
    from nkevents.errors import NkeventsError
    from nkevents.store.files import telling_unforeseen

    try:
        with telling_unforeseen():
            yield
    except NkeventsError as error:
        said = str(error)
        for in_python, in_terminal in _IN_TERMINAL.items():
            said = said.replace(in_python, in_terminal)
        typer.echo(f"nkevents: {said}", err=True)
        raise typer.Exit(2) from None
