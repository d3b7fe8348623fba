"""Letters that turn the direction of writing are shown, never obeyed: a title must not read otherwise than it is."""

import re
from typing import Any

from markupsafe import Markup

_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """A text in which such letters are named.

    Examples
    --------
    >>> visible("a" + chr(0x202E) + "b")
    'a[U+202E]b'
    """
    return _TURNS.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def visible_cell(value: Any) -> Any:
    """The same for whatever a template prints; None prints nothing."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return "" if value is None else value
