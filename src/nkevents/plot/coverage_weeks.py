"""How much the data hold of each week, from whom, and how much of it a second reader checked."""

from typing import Any

import altair as alt
import pandas as pd

from nkevents.model.scope import LAST_DAY
from nkevents.plot.chart_frame import days_axis, finished, needed, nothing_to_draw
from nkevents.plot.palette import colour
from nkevents.wording.words import OPENED, SIDES

_COLUMNS = ("known_from", "side", "second_reading")
_READINGS = {"again": "checked by a second reader, page open", "once": "read once"}


def coverage(frame: pd.DataFrame, *, title: str = "What the data cover", width: int = 720) -> alt.VConcatChart:
    """Draw how many claims became public in each week, by the side that spoke, and how many were checked.

    Parameters
    ----------
    frame : pandas.DataFrame
        Of `nkevents.claims`.
    title : str
        Heading of the chart.
    width : int
        Pixels of the time axis.

    Returns
    -------
    altair.VConcatChart
        Above, claims by week; below, how many of them a second reader checked with the page open. Weeks after the end
        of what the data set out to cover are counted in the subtitle alone.

    Raises
    ------
    WrongArgumentError
        If it is no frame, lacks a column, or has no claim before the end of what the data cover.

    Examples
    --------
    >>> import nkevents
    >>> from nkevents import plot
    >>> chart = plot.coverage(nkevents.claims())
    """
    claims = needed(frame, "coverage", "claims()", _COLUMNS)
    inside = claims[claims["known_from"] <= pd.Timestamp(LAST_DAY)]
    if inside.empty:
        raise nothing_to_draw("coverage", f"no claim became public by {LAST_DAY}")
    week = inside["known_from"].dt.to_period("W").dt.start_time
    read = inside["second_reading"].isin(OPENED).map({True: _READINGS["again"], False: _READINGS["once"]})
    by_side = _panel(
        week, inside["side"].astype(str).map(SIDES), {SIDES[name]: colour(name) for name in SIDES}, width, 190
    )
    tints = {_READINGS["again"]: colour("accent"), _READINGS["once"]: colour("line")}
    by_reading = _panel(week, read, tints, width, 95)
    later = len(claims) - len(inside)
    more = f"; {later:,} later ones are not drawn" if later else ""
    subtitle = f"{len(inside):,} claims by the week in which they became public{more}"
    chart = alt.vconcat(by_side, by_reading, spacing=20).resolve_scale(color="independent")
    return finished(chart, frame, title, subtitle)


def _panel(week: pd.Series, groups: pd.Series, tints: dict[str, str], width: int, height: int) -> Any:
    counted = pd.DataFrame({"week": week, "group": groups}).value_counts().rename("claims").reset_index()
    counted["rank"] = counted["group"].map(list(tints).index)
    counted = counted.sort_values(["week", "rank"], ignore_index=True)
    counted["top"] = counted.groupby("week")["claims"].cumsum()
    counted["bottom"] = counted["top"] - counted["claims"]
    counted["until"] = counted["week"] + pd.Timedelta(days=6.2)
    return (
        alt.Chart(counted)
        .mark_rect()
        .encode(
            x=alt.X("week:T", title=None, axis=days_axis(week.min(), week.max())),
            x2="until:T",
            y=alt.Y("bottom:Q", title="claims a week", axis=alt.Axis(tickCount=4)),
            y2="top:Q",
            color=alt.Color(
                "group:N",
                scale=alt.Scale(domain=list(tints), range=list(tints.values())),
                legend=alt.Legend(title=None, orient="top-right", offset=0),
            ),
            tooltip=["group", alt.Tooltip("week:T", title="week of", format="%-d %B %Y"), "claims"],
        )
        .properties(width=width, height=height)
    )
