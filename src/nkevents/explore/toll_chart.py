"""A small chart of how the count of the dead was known to grow; the adversary's claims stand in a strip below."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nkevents.explore.material import Record
from nkevents.explore.time_scale import TimeScale
from nkevents.model.scope import LAST_DAY
from nkevents.wording.account_phrases import AT_LEAST, qualified
from nkevents.wording.days import human

_WIDTH, _LEFT, _RIGHT, _TOP = 690, 46, 520, 14
_HEIGHT = {"counted": 150, "claimed": 80}
_GAP = 34
# Of each line: the count, its side, what it is called in the chart and as a column of the table.
_SERIES = {
    "counted": (
        ("killed_best", "all", "All dead", "All"),
        ("killed_armenian", "armenian", "Armenian", "Armenian"),
        ("killed_azerbaijani", "azerbaijani", "Azerbaijani", "Azerbaijani"),
        ("killed_third", "third", "Of neither side", "Of neither side"),
    ),
    "claimed": (
        ("killed_armenian_claimed", "armenian", "Armenian", "Armenian, claimed by the adversary"),
        ("killed_azerbaijani_claimed", "azerbaijani", "Azerbaijani", "Azerbaijani, claimed by the adversary"),
    ),
}
_COLUMNS = {name: column for series in _SERIES.values() for name, _, _, column in series}
_TITLES = {
    "counted": "Dead as counted by their own side or by third parties",
    "claimed": "Dead as claimed by the adversary, not counted above",
}


@dataclass(frozen=True)
class Label:
    """A text at a place."""

    x: float
    y: float
    text: str
    kind: str = ""


@dataclass(frozen=True)
class Panel:
    """One strip of the chart; a line is a path, its side, and whether it leaves some of the dead out."""

    title: Label
    ticks: list[Label]
    lines: list[tuple[str, str, bool]]
    dots: list[tuple[float, float, str, str]]
    labels: list[Label]


@dataclass(frozen=True)
class Chart:
    """A chart, ready to be drawn by a template; right of `fold` time is drawn narrower."""

    width: int
    height: float
    left: int
    right: int
    fold: float | None
    days: list[Label]
    panels: list[Panel]
    columns: list[str]
    rows: list[tuple[str, list[str]]]


def toll_chart(states: Sequence[Record]) -> Chart | None:
    """Chart the toll of one event; None where it has none, or has had only one value.

    Parameters
    ----------
    states : sequence of dict
        Every state of the event, as in `nkevents.vintages`.
    """
    steps = _steps(states, list(_COLUMNS))
    if len(steps) < 2:
        return None
    first, newest = steps[0][0], steps[-1][0]
    across = TimeScale(first, newest, _LEFT, _RIGHT)
    panels, top = [], float(_TOP)
    for kind, series in _SERIES.items():
        if any(state[name] is not None for _, state in steps for name, *_ in series):
            panels.append(_panel(kind, steps, across, top + 14))
            top += 14 + _HEIGHT[kind] + _GAP
    below = top - _GAP + 18
    days = [
        Label(_LEFT, below, human(first.isoformat()), "start"),
        Label(_RIGHT, below, human(newest.isoformat()), "end"),
    ]
    if across.fold is None:
        days[1] = Label(across(newest), below, days[1].text, "middle")
    else:
        days.insert(1, Label(across.fold - 4, below, f"end of {LAST_DAY.year}", "end"))
    shown = {name: title for name, title in _COLUMNS.items() if any(state[name] is not None for _, state in steps)}
    table = [(human(day.isoformat()), [_cell(state, name) for name in shown]) for day, state in steps]
    return Chart(_WIDTH, top - _GAP + 26, _LEFT, _RIGHT, across.fold, days, panels, list(shown.values()), table)


def _steps(states: Sequence[Record], names: Sequence[str]) -> list[tuple[dt.date, Record]]:
    """Days on which a count changed, with the counts since."""
    steps: list[tuple[dt.date, Record]] = []
    before = [""] * len(names)
    for state in states:
        now = [_cell(state, name) for name in names]
        if now != before:
            steps.append((state["valid_from"].date(), state))
            before = now
    return steps


def _panel(kind: str, steps: Sequence[tuple[dt.date, Record]], across: TimeScale, top: float) -> Panel:
    series, states = _SERIES[kind], [state for _, state in steps]
    scale = _nice(max(state[name] or 0 for state in states for name, *_ in series))
    base = top + _HEIGHT[kind]

    def up(number: int) -> float:
        return round(base - number / scale * (_HEIGHT[kind] - 12), 1)

    lines: list[tuple[str, str, bool]] = []
    dots: list[tuple[float, float, str, str]] = []
    ends = []
    for name, side, word, _ in series:
        points = [(across(day), state[name], state) for day, state in steps]
        lines += [(path, side, partial) for path, partial in _paths(points, name, up)]
        for day, state in _steps(states, [name]):
            if state[name] is not None:
                told = f"{word}: {_cell(state, name)}, known from {human(day.isoformat())}"
                dots.append((across(day), up(state[name]), side, told))
        if states[-1][name] is not None:
            ends.append((up(states[-1][name]), side, f"{word}: {_cell(states[-1], name)}"))
    marked = (0, scale // 2, scale) if scale > 1 else (0, scale)
    ticks = [Label(_LEFT - 8, up(number) + 4, f"{number:,}") for number in marked]
    return Panel(Label(_LEFT, top - 4, _TITLES[kind]), ticks, lines, dots, _apart(ends, _RIGHT + 8))


def _paths(points: Sequence[tuple[float, int | None, Record]], name: str, up: Any) -> list[tuple[str, bool]]:
    """The line of one count in stretches, each with whether it leaves some of the dead out."""
    found: list[tuple[str, bool]] = []
    for at, (x, number, state) in enumerate(points):
        if number is None:
            continue
        until = points[at + 1][0] if at + 1 < len(points) else _RIGHT
        partial = _is_partial(state, name)
        # The step up from the count before belongs to the line of that count.
        begun = at > 0 and points[at - 1][1] is not None
        if begun:
            found[-1] = (f"{found[-1][0]}V{up(number)}", found[-1][1])
        if begun and found[-1][1] == partial:
            found[-1] = (f"{found[-1][0]}H{until}", partial)
        else:
            found.append((f"M{x} {up(number)}H{until}", partial))
    return found


def _is_partial(state: Record, name: str) -> bool:
    """Whether a number is a lower bound or leaves some of the dead out."""
    if name == "killed_best":
        return bool(state["killed_is_floor"])
    return state.get(f"{name.removeprefix('killed_')}_counts") is not None


def _cell(state: Record, name: str) -> str:
    """A number in words; empty where there is none."""
    if name == "killed_best":
        return qualified(state[name], AT_LEAST if state["killed_is_floor"] else None)
    side, _, claimed = name.removeprefix("killed_").partition("_")
    return str(state[f"{side}_dead_{claimed}" if claimed else f"{side}_dead"])


def _apart(ends: list[tuple[float, str, str]], x: float) -> list[Label]:
    """Labels at the ends of lines, moved apart where they would overlap."""
    labels, above = [], -99.0
    for y, side, text in sorted(ends):
        above = max(y + 4, above + 15)
        labels.append(Label(x, above, text, side))
    return labels


def _nice(number: int) -> int:
    """The next number of one digit and zeros.

    Examples
    --------
    >>> [_nice(each) for each in (0, 7, 23, 7231)]
    [1, 8, 30, 8000]
    """
    size = 10 ** max(len(str(number)) - 1, 0)
    nice = number if number % size == 0 and number > 9 else (number // size + 1) * size
    return nice if number else 1
