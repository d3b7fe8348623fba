"""Colours of the charts: those of the explorer's style sheet, which is their one home."""

import re
from functools import cache
from importlib.resources import files

_SHEET = "explore/assets/style.css"
_COLOUR = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6})\b")


@cache
def _light() -> dict[str, str]:
    sheet = (files("nkevents") / _SHEET).read_text(encoding="utf-8")
    # The first block of the sheet holds the colours on paper; those for dark screens follow.
    return dict(_COLOUR.findall(sheet[: sheet.index("}")]))


def colour(name: str) -> str:
    """A colour of the light style by its name there.

    Examples
    --------
    >>> colour("armenian") != colour("azerbaijani")
    True
    """
    return _light()[name]
