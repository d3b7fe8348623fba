"""How a toll became known, step by step."""

from typing import Any

import altair as alt
import pandas as pd

from nkevents.plot.chart_frame import days_axis, finished, needed, nothing_to_draw
from nkevents.plot.palette import colour
from nkevents.wording.account_phrases import AT_LEAST, PART_ONLY, qualified
from nkevents.wording.words import BASES

_COLUMNS = ("day", "side", "low", "best", "high", "basis", "is_floor", "claimed", "claimed_is_floor")
_NAMES = {"total": "All", "armenian": "Armenian", "azerbaijani": "Azerbaijani", "third": "Of neither side"}
_COLOURS = {"total": "agreed", "armenian": "armenian", "azerbaijani": "azerbaijani", "third": "third"}
# What a line rests on, and its dashes; a count that leaves people out has gaps.
_WHOLE = "a whole count: what a side says of its own people, or an independent body"
_FLOOR = 'a lower bound: "at least" so many'
_CLAIM, _CLAIM_FLOOR = "what the adversary claims", 'what the adversary claims: "at least" so many'
_RESTS: dict[str, list[float]] = {
    _WHOLE: [1, 0],
    _FLOOR: [12, 3],
    BASES["partial"]: [4, 4],
    BASES["one_side"]: [1.5, 3],
}
_NOTES = {_FLOOR: AT_LEAST, _CLAIM_FLOOR: AT_LEAST, BASES["partial"]: PART_ONLY}
# Pixels between two labels, and of free space above the highest line.
_LABEL, _ABOVE = 15, 1.06
# The last step is drawn on for this share of the time before it, and for this many days at the least.
_TAIL, _SHORTEST = 0.06, 2


def tolls(
    frame: pd.DataFrame, *, title: str = "How the toll became known", width: int = 720, height: int = 280
) -> alt.VConcatChart:
    """Draw how a toll grew and was revised, by side, with the adversary's claims in a panel of their own.

    Parameters
    ----------
    frame : pandas.DataFrame
        Of `nkevents.tolls`.
    title : str
        Heading of the chart.
    width, height : int
        Pixels of the upper panel; the lower one is half as high.

    Returns
    -------
    altair.VConcatChart
        Above, the best figure of each side and of all, with the range of all from low to high. The dashes of a line
        say what it rests on: it has gaps where it is a lower bound, counts a part of the dead only, such as the
        civilians of a side, or leaves out a whole party. Below, what the adversary claims, on a scale of its own.

    Raises
    ------
    WrongArgumentError
        If it is no frame, lacks a column, or holds no figure.

    Examples
    --------
    >>> import nkevents
    >>> from nkevents import plot
    >>> chart = plot.tolls(nkevents.tolls("war-2020", as_of="2021-12-31"), title="The dead of the war")
    >>> len(chart.vconcat[0].vconcat)
    2
    """
    rows = needed(frame, "tolls", "tolls()", _COLUMNS)
    counted, claimed = _steps(rows, "best"), _steps(rows, "claimed")
    if counted.empty and claimed.empty:
        raise nothing_to_draw("tolls", "no row has a figure")
    first, last = rows["day"].min(), rows["day"].max()
    end = last + max(pd.Timedelta(days=_SHORTEST), (last - first) * _TAIL)
    x = alt.X("day:T", axis=days_axis(first, end), scale=alt.Scale(domain=[str(first), str(end)]))
    panels = []
    if not counted.empty:
        panels.append(_counted(_until(counted, end), x, height).properties(width=width, height=height))
    if not claimed.empty:
        name = alt.TitleParams(
            text="Claimed by the adversary, and not counted above",
            fontSize=13,
            anchor="start",
            color=colour("ink"),
            offset=8,
        )
        panel = _claimed(_until(claimed, end), x, height / 2)
        panels.append(panel.properties(width=width, height=height / 2, title=name))
    scales = alt.ScaleResolveMap(color="shared", strokeDash="independent")
    chart = alt.vconcat(*panels, spacing=24, resolve=alt.Resolve(scale=scales))
    subtitle = [
        "Each step is a day on which a newer count became public; the shade is the range of all, from low to high."
    ]
    return finished(chart, frame, title, subtitle)


def _steps(rows: pd.DataFrame, value: str) -> pd.DataFrame:
    """One row per day on which the value of a side changed."""
    counted = value == "best"
    found = rows[["day", "side", "low", "high"]].assign(
        number=rows[value],
        side=rows["side"].astype(str),
        basis=rows["basis"].astype("string") if counted else "adversary",
        is_floor=rows["is_floor" if counted else "claimed_is_floor"],
    )
    found = found[found["number"].notna()].sort_values(["side", "day"], kind="stable")
    kept = ["number", "low", "high", "basis", "is_floor"] if counted else ["number", "is_floor"]
    before = found.groupby("side")[kept].shift()
    same = ((found[kept] == before) | (found[kept].isna() & before.isna())).fillna(False).all(axis=1)
    return found[~same].assign(name=lambda made: made["side"].map(_NAMES)).reset_index(drop=True)


def _until(steps: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Each step with the day of the next, and the number before it."""
    by_side, is_floor = steps.groupby("side"), steps["is_floor"].astype("boolean").fillna(False).astype(bool)
    made = steps.assign(
        until=by_side["day"].shift(-1).fillna(end),
        before=by_side["number"].shift().astype("Float64"),
        rests=[_rests(*step) for step in zip(steps["side"], steps["basis"], is_floor, strict=True)],
        is_floor=is_floor,
    )
    return made.astype({"number": float, "before": float, "low": float, "high": float, "basis": object})


def _colours(steps: pd.DataFrame) -> alt.Color:
    shown = [side for side in _NAMES if side in set(steps["side"])]
    scale = alt.Scale(domain=[_NAMES[side] for side in shown], range=[colour(_COLOURS[side]) for side in shown])
    return alt.Color("name:N", scale=scale, legend=None)


def _rests(side: str, basis: object, is_floor: bool) -> str:
    if basis == "adversary":
        return _CLAIM_FLOOR if is_floor else _CLAIM
    if basis == "partial":
        return BASES["partial"]
    # Of a side, one_side only says that it is the side's own count.
    if side == "total" and basis == "one_side":
        return BASES["one_side"]
    return _FLOOR if is_floor else _WHOLE


def _counted(steps: pd.DataFrame, x: alt.X, height: float) -> Any:
    shown = [words for words in _RESTS if words in set(steps["rests"])]
    legend = alt.Legend(
        title=None, orient="top", direction="vertical", offset=16, symbolSize=420, symbolStrokeWidth=1.8, labelLimit=0
    )
    scale = alt.Scale(domain=shown, range=[_RESTS[words] for words in shown])
    dash = alt.StrokeDash("rests:N", scale=scale, legend=legend)
    top = float(max(steps["number"].max(), steps["high"].max())) * _ABOVE
    total = alt.Chart(steps[steps["side"] == "total"])
    shade = total.mark_rect(color=colour("third"), opacity=0.17).encode(
        x=x, x2="until:T", y=_up("low:Q", top), y2="high:Q"
    )
    return alt.layer(shade, *_lines(steps, x, top, dash), _ends(steps, top, height))


def _claimed(steps: pd.DataFrame, x: alt.X, height: float) -> Any:
    top = float(steps["number"].max()) * _ABOVE
    return alt.layer(*_lines(steps, x, top, alt.value([2, 3])), _ends(steps, top, height))


def _up(field: str, top: float) -> alt.Y:
    axis = alt.Axis(tickCount=5, format=",d", tickMinStep=1, domain=False, ticks=False, labelPadding=10)
    return alt.Y(field, title=None, axis=axis, scale=alt.Scale(domain=[0, top], nice=False))


def _lines(steps: pd.DataFrame, x: alt.X, top: float, dash: Any) -> list[alt.Chart]:
    base, y, colours = alt.Chart(steps), _up("number:Q", top), _colours(steps)
    tooltip = [
        alt.Tooltip("name:N", title="dead"),
        alt.Tooltip("day:T", title="known from", format="%-d %B %Y"),
        alt.Tooltip("number:Q", title="number", format=",d"),
        alt.Tooltip("rests:N", title="rests on"),
    ]
    risers = base.transform_filter("datum.before != null").mark_rule(strokeWidth=1)
    treads = base.mark_rule(strokeWidth=2.2)
    dots = base.mark_circle(size=26, opacity=1)
    return [
        risers.encode(x=x, y=y, y2="before:Q", color=colours),
        treads.encode(x=x, x2="until:T", y=y, color=colours, strokeDash=dash, tooltip=tooltip),
        dots.encode(x=x, y=y, color=colours, tooltip=tooltip),
    ]


def _ends(steps: pd.DataFrame, top: float, height: float) -> Any:
    """Name and last number of each line, at its end; moved apart where they would overlap."""
    last = steps.groupby("side").tail(1).sort_values("number", kind="stable")
    places = [place / height * top for place in _apart([number / top * height for number in last["number"]], height)]
    numbers = [
        qualified(int(number), _NOTES.get(rests)) for number, rests in zip(last["number"], last["rests"], strict=True)
    ]
    names = [f"{name}: {number}" for name, number in zip(last["name"], numbers, strict=True)]
    labels = alt.Chart(last.assign(label=names, place=places))
    return labels.mark_text(align="left", dx=8, fontSize=12, fontWeight=600).encode(
        x="until:T", y=_up("place:Q", top), text="label:N", color=_colours(steps)
    )


def _apart(heights: list[float], top: float) -> list[float]:
    """Heights of labels, from the lowest up, so far apart that none covers another, and none above the panel.

    Examples
    --------
    >>> _apart([10, 12, 99, 100], 100)
    [10, 25, 85, 100]
    """
    places: list[float] = []
    for height in heights:
        places.append(max(height, places[-1] + _LABEL) if places else height)
    highest = top
    for at in reversed(range(len(places))):
        places[at] = min(places[at], highest)
        highest = places[at] - _LABEL
    return places
