"""What a search finds, for a terminal or for a pipe."""

from rich.text import Text

import nkevents
from nkevents.cli.found_page import Beside, Found, Wording, print_found
from nkevents.model.plain_values import records
from nkevents.wording.days import in_english


def print_search(text: str, as_of: str | None, *, everything: bool) -> None:
    """Print the events that hold all words of a text, best first, and where the words were found.

    Parameters
    ----------
    text : str
        Words, names and days.
    as_of : str or None
        A day; None is everything.
    everything : bool
        On a terminal: all that was found, not a screenful.
    """
    found = nkevents.search(in_english(text), as_of=as_of)
    near = found.attrs["did_you_mean"]
    hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
    wording = Wording(
        sought=f"with {text!r}, best first", nothing=f"no event holds {text!r}{hint}", narrower="another word"
    )
    print_found(records(found), wording, (Beside("found in", _why),), ["why"], everything=everything)


def _why(row: Found) -> Text:
    return Text(row["why"].replace("; ", "\n"))
