"""The explorer's outlines, which are Natural Earth's, as shapes for a chart in the map's units."""

import json
import re
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

_FILE = "explore/assets/outlines.js"
_NUMBER = re.compile(r"-?\d+")

Line = list[tuple[int, int]]


@cache
def outlines() -> dict[str, list[Line]]:
    """Lines by what they are: land (closed), lakes (closed), coasts, borders, disputed."""
    text = (files("nkevents") / _FILE).read_text(encoding="utf-8")
    drawn: dict[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    paths = {
        "land": [each["path"] for each in drawn["land"]],
        "disputed": [each["path"] for each in drawn["disputed"]],
        **{name: [drawn[name]] for name in ("lakes", "coasts", "borders")},
    }
    return {name: [line for path in found for line in lines_of(path)] for name, found in paths.items()}


def lines_of(path: str) -> list[Line]:
    """Corners of the lines of an SVG path that moves once, then steps.

    Examples
    --------
    >>> lines_of("M1 2l3 0 0 4zM5 5l1 1")
    [[(1, 2), (4, 2), (4, 6)], [(5, 5), (6, 6)]]
    """
    lines = []
    for part in path.split("M")[1:]:
        numbers = [int(number) for number in _NUMBER.findall(part)]
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        lines.append(list(accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1]))))
    return lines
