"""Output that is kept and read again: every letter of it, or an error."""

import sys

import typer


def echo_whole(text: str) -> None:
    """Print a text as it is, on a terminal too.

    Parameters
    ----------
    text : str
        With its line ends.

    Raises
    ------
    NkeventsError
        If the terminal lacks a letter of it: question marks would be copied and stored.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        from nkevents.errors import NkeventsError

        lost = text[error.start]
        raise NkeventsError(
            f"this terminal ({encoding}) has no letter {lost!a}, and what it prints instead must not be stored; "
            "write it to a file, which gets every letter: add  > FILE"
        ) from None
    typer.echo(text, nl=False)
