"""The timeline: one dot per event."""

import datetime as dt
import math
from typing import Any

import altair as alt
import pandas as pd

from nkevents.model.edtf import as_day
from nkevents.plot import dot_key
from nkevents.plot.chart_frame import days_axis, finished, needed, nothing_to_draw, words
from nkevents.plot.palette import colour
from nkevents.wording.events import LANES, lane
from nkevents.wording.words import OF_DEAD

_COLUMNS = ("day", "title", "event_type", *OF_DEAD, *dot_key.COLUMNS)
# Pixels of a dot with the space around it, and of all dots above each other.
_DOT, _TALLEST = 6.4, 430
# Rows of dots that stay free above each lane, and that a lane has at the least.
_FREE, _FEWEST = 2, 2


def timeline(
    frame: pd.DataFrame,
    *,
    title: str = "What happened, and who says so",
    until: str | dt.date | None = None,
    width: int = 860,
) -> alt.VConcatChart:
    """Draw events as dots along time, stacked in lanes by what they are.

    Parameters
    ----------
    frame : pandas.DataFrame
        Of `nkevents.load`, or any of its rows.
    title : str
        Heading of the chart.
    until : str or date, optional
        Last day of the axis; later events are counted in the subtitle alone. The last event when left out.
    width : int
        Pixels of the time axis.

    Returns
    -------
    altair.VConcatChart
        A dot per event. Its colour says who says that it took place; plans are hollow diamonds. Where the span is long,
        a column of dots holds several days. A frame as of a day has a line at that day.

    Raises
    ------
    WrongArgumentError
        If it is no frame, lacks a column, or has no row to draw.

    Examples
    --------
    >>> import nkevents
    >>> from nkevents import plot
    >>> chart = plot.timeline(nkevents.load(as_of="2021-11-26", episode="sochi-2021"))
    >>> type(chart).__name__
    'VConcatChart'
    """
    rows = needed(frame, "timeline", "load()", _COLUMNS)
    events = rows if until is None else rows[rows["day"] <= pd.Timestamp(as_day(until, "until"))]
    if events.empty:
        raise nothing_to_draw("timeline", "the frame has no row" + ("" if until is None else f" until {until}"))
    per = _days_per_column(events, width)
    dots, lanes = _stacked(events, per)
    tall = int((lanes["base"] + lanes["rows"]).max())
    size = min(_DOT, _TALLEST / tall)
    x = alt.X("at:T", axis=days_axis(events["day"].min(), events["day"].max()), scale=alt.Scale(nice=False, padding=8))
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, tall], nice=False))
    points = (
        alt.Chart(dots)
        .mark_point(size=(size * 0.72) ** 2, strokeWidth=1.25, opacity=1)
        .encode(x=x, y=y, tooltip=["title", "day", "says", "deaths", "type"], **dot_key.key(list(dots["mark"])))
    )
    base = alt.Chart(lanes)
    lines = base.mark_rule(color=colour("line")).encode(y=alt.Y("base:Q", axis=None))
    names = base.mark_text(align="right", dx=-14, dy=-size, fontSize=12, color=colour("ink"), lineHeight=14).encode(
        x=alt.value(0), y=alt.Y("base:Q", axis=None), text="lane:N"
    )
    layers = [lines, names, points]
    if frame.attrs.get("as_of"):
        layers.append(_today(str(frame.attrs["as_of"])))
    later = len(rows) - len(events)
    more = f"; {later:,} later ones are not drawn" if later else ""
    column = "one day" if per == 1 else f"{per} days"
    subtitle = f"{len(events):,} events, a dot each{more}. A column of dots is {column}."
    return finished(alt.layer(*layers, width=width, height=tall * size), frame, title, subtitle)


def _days_per_column(events: pd.DataFrame, width: int) -> int:
    span = int((events["day"].max() - events["day"].min()).days) + 1
    return max(1, math.ceil(span * _DOT / width))


def _stacked(events: pd.DataFrame, per: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The dots with their rows, and the lanes with their lowest row and number of rows."""
    dots = dot_key.dots_of(events).assign(
        type=[text.replace("_", " ") for text in words(events["event_type"])],
        lane=[lane(str(code)) for code in events["event_type"]],
        column=((events["day"] - events["day"].min()).dt.days // per).tolist(),
    )
    dots["at"] = events["day"].min() + pd.to_timedelta(dots["column"] * per + (per - 1) / 2, unit="D")
    dots = dots.sort_values(["lane", "column", "order", "day"], kind="stable", ignore_index=True)
    dots["row"] = dots.groupby(["lane", "column"]).cumcount()
    rows = dots.groupby("lane")["row"].max().add(1).clip(lower=_FEWEST).add(_FREE)[::-1]
    base = rows.cumsum() - rows
    dots["row"] = dots["row"] + dots["lane"].map(base) + 0.7
    names = list(LANES)
    lanes = pd.DataFrame({"lane": [names[n] for n in rows.index], "base": base.tolist(), "rows": rows.tolist()})
    return dots[["title", "type", "day", "mark", "lane", "says", "deaths", "at", "row"]], lanes


def _today(as_of: str) -> Any:
    day = alt.Chart(pd.DataFrame({"at": [pd.Timestamp(as_of)], "name": ["known until here"]})).encode(x="at:T")
    line = day.mark_rule(color=colour("accent"), strokeDash=[4, 3])
    return alt.layer(
        line,
        day.mark_text(dy=-5, y=0, baseline="bottom", color=colour("accent")).encode(text="name:N"),
    )
