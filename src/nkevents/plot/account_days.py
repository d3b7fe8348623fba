"""Who says what, by day."""

from typing import Any

import altair as alt
import pandas as pd

from nkevents.plot.chart_frame import days_axis, finished, needed, nothing_to_draw, words
from nkevents.plot.palette import colour
from nkevents.wording.words import SIDES

_COLUMNS = ("known_from", "side", "kind", "code", "polarity", "speaker")
_MATTERS = {
    "occurrence": "that it took place",
    "role": "who took part or did it",
    "figure": "how many",
    "means": "with what",
    "compliance": "whether it was kept",
    "position": "what they think of it",
}
_SAYS, _DENIES = "says so", "denies"
_NAMED = 4
# Pixels of a line; what is denied stands below what is said.
_ROW = 30


def accounts(
    frame: pd.DataFrame, *, title: str = "Who says what, and since when", width: int = 640
) -> alt.VConcatChart:
    """Draw on which day each side spoke on which matter, and whether it said so or denied.

    Parameters
    ----------
    frame : pandas.DataFrame
        Of `nkevents.claims`, mostly of one event.
    title : str
        Heading of the chart.
    width : int
        Pixels of the time axis.

    Returns
    -------
    altair.VConcatChart
        A panel per side, always all three, with the same matters, so that silence shows as an empty line. A disc is
        what a side says on a day, a cross what it denies; the larger, the more claims.

    Raises
    ------
    WrongArgumentError
        If it is no frame, lacks a column, or has no row.

    Examples
    --------
    >>> import nkevents
    >>> from nkevents import plot
    >>> chart = plot.accounts(nkevents.claims("ganja-strike-3", as_of="2020-12-31"))
    >>> chart = plot.accounts(nkevents.claims("ghazanchetsots-cathedral-strike", as_of="2020-12-31"))
    """
    claims = needed(frame, "accounts", "claims()", _COLUMNS)
    if claims.empty:
        raise nothing_to_draw("accounts", "the frame has no row")
    said = _said(claims)
    present = set(said["matter"])
    matters = [name for name in _MATTERS.values() if name in present]
    panels = [_panel(said, side, matters, width) for side in SIDES]
    scales = alt.ScaleResolveMap(size="shared", x="shared", fill="shared", shape="shared", stroke="shared")
    chart = alt.vconcat(*panels, spacing=16, resolve=alt.Resolve(scale=scales))
    return finished(chart, frame, title, f"{len(claims):,} claims by the day on which they became public")


def _said(claims: pd.DataFrame) -> pd.DataFrame:
    """One row per day, side, matter and polarity."""
    rows = pd.DataFrame(
        {
            "day": claims["known_from"].to_numpy(),
            "side": claims["side"].astype(str).tolist(),
            "matter": [_MATTERS[str(kind)] for kind in claims["kind"]],
            "says": [_DENIES if polarity == "denies" else _SAYS for polarity in claims["polarity"].astype(str)],
            "speaker": words(claims["speaker"]),
        }
    )
    grouped = rows.groupby(["day", "side", "matter", "says"])["speaker"]
    return grouped.agg(claims="size", speakers=_few).reset_index()


def _few(speakers: pd.Series) -> str:
    names = list(dict.fromkeys(speakers))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _panel(said: pd.DataFrame, side: str, matters: list[str], width: int) -> Any:
    first, last = said["day"].min(), said["day"].max()
    most = int(said["claims"].max())
    own, tint = said[said["side"] == side], colour(side)
    lines = alt.Chart(pd.DataFrame({"matter": matters}))
    y = alt.Y(
        "matter:N",
        sort=matters,
        title=None,
        scale=alt.Scale(domain=matters),
        axis=alt.Axis(ticks=False, domain=False, grid=True, gridDash=[1, 3], labelPadding=10, labelLimit=220),
    )
    spare = max(pd.Timedelta(hours=18), (last - first) * 0.02)
    x = alt.X(
        "day:T",
        title=None,
        scale=alt.Scale(domain=[str(first - spare), str(last + spare)]),
        axis=days_axis(first, last, labels=side == "third", ticks=side == "third"),
    )
    points = (
        alt.Chart(own)
        .mark_point(strokeWidth=1.6, opacity=0.92)
        .encode(
            x=x,
            y=y,
            yOffset=alt.YOffset("says:N", scale=alt.Scale(domain=[_SAYS, _DENIES], range=[_ROW * 0.22, _ROW * 0.78])),
            shape=alt.Shape(
                "says:N",
                scale=alt.Scale(domain=[_SAYS, _DENIES], range=["circle", "M-1,-1L1,1M1,-1L-1,1"]),
                legend=alt.Legend(
                    title=None,
                    orient="bottom",
                    symbolStrokeColor=colour("ink"),
                    symbolFillColor=colour("ink"),
                    symbolSize=80,
                ),
            ),
            size=alt.Size(
                "claims:Q",
                scale=alt.Scale(type="sqrt", domain=[1, max(2, most)], range=[36, 210]),
                legend=alt.Legend(
                    title="claims of the day",
                    orient="bottom",
                    values=sorted({1, max(2, most // 2), max(2, most)}),
                    format="d",
                    symbolStrokeColor=colour("ink"),
                ),
            ),
            fill=alt.condition(alt.datum.says == _SAYS, alt.value(tint), alt.value("transparent")),
            stroke=alt.value(tint),
            tooltip=[alt.Tooltip("day:T", format="%-d %B %Y"), "matter", "says", "claims", "speakers"],
        )
    )
    empty = lines.mark_point(opacity=0).encode(y=y)
    title = alt.TitleParams(text=SIDES[side], anchor="start", fontSize=13, color=tint, offset=4)
    return alt.layer(empty, points, width=width, height=_ROW * len(matters), title=title)
