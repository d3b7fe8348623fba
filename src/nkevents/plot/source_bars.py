"""The pages that were read: their languages, and for whom they are made."""

from typing import Any

import altair as alt
import pandas as pd

from nkevents.plot.chart_frame import finished, needed, nothing_to_draw
from nkevents.plot.palette import colour
from nkevents.wording.words import LANGUAGES, SIDES

_COLUMNS = ("lang", "side", "read", "date_basis")
_SHOWN = 10
_READ = {"opening": "opening read", "whole": "read in full"}
_BASES = {
    "printed": "the page prints its day",
    "address": "the address has the day",
    "inferred": "the day is inferred",
    "unknown": "the day is unknown",
}
_GROUPS = {"How much was read": ("read", _READ), "How its day is known": ("date_basis", _BASES)}


def sources(frame: pd.DataFrame, *, title: str = "What was read", width: int = 430) -> alt.VConcatChart:
    """Draw how many pages were read in which language, by the side of their publisher, and how they were read.

    Parameters
    ----------
    frame : pandas.DataFrame
        Of `nkevents.sources`.
    title : str
        Heading of the chart.
    width : int
        Pixels of the bars of languages.

    Returns
    -------
    altair.VConcatChart
        Left, a bar per language, the rarer ones together; right, how much of the pages was read, and how their days
        are known.

    Raises
    ------
    WrongArgumentError
        If it is no frame, lacks a column, or has no row.

    Examples
    --------
    >>> import nkevents
    >>> from nkevents import plot
    >>> chart = plot.sources(nkevents.sources())
    """
    pages = needed(frame, "sources", "sources()", _COLUMNS)
    if pages.empty:
        raise nothing_to_draw("sources", "the frame has no row")
    chart = alt.hconcat(_languages(pages, width), _readings(pages, width // 2), spacing=48).resolve_scale(
        color="independent"
    )
    subtitle = (
        f"{len(pages):,} pages in {pages['lang'].nunique()} languages; the side is that of the publisher, "
        "or of whom it reprints"
    )
    return finished(chart, frame, title, subtitle)


def _languages(pages: pd.DataFrame, width: int) -> Any:
    order = pages["lang"].astype(str).value_counts().index[:_SHOWN].tolist()
    rest = pages["lang"].nunique() - len(order)
    names = {code: LANGUAGES.get(code, code) for code in order}
    other = f"{rest} others"
    languages = [names.get(str(code), other) for code in pages["lang"]]
    sides = pages["side"].astype(str).map(SIDES).tolist()
    counted = pd.DataFrame({"language": languages, "side": sides}).value_counts().rename("pages").reset_index()
    counted["rank"] = counted["side"].map(list(SIDES.values()).index)
    scale = alt.Scale(domain=list(SIDES.values()), range=[colour(side) for side in SIDES])
    legend = alt.Legend(title=None, orient="bottom", offset=10)
    return (
        alt.Chart(counted)
        .mark_bar(height={"band": 0.72})
        .encode(
            x=alt.X("pages:Q", title="pages", axis=alt.Axis(tickCount=6)),
            y=alt.Y(
                "language:N",
                sort=[*names.values(), other],
                title=None,
                axis=alt.Axis(ticks=False, domain=False, labelPadding=8),
            ),
            color=alt.Color("side:N", scale=scale, legend=legend),
            order="rank:Q",
            tooltip=["language", "side", "pages"],
        )
        .properties(width=width, height=alt.Step(24))
    )


def _readings(pages: pd.DataFrame, width: int) -> Any:
    rows = [
        {"group": group, "what": word, "share": float((pages[column].astype(str) == code).mean())}
        for group, (column, names) in _GROUPS.items()
        for code, word in names.items()
    ]
    order = [*_READ.values(), *_BASES.values()]
    bars = alt.Chart(pd.DataFrame(rows)).encode(
        y=alt.Y("what:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8))
    )
    drawn = bars.mark_bar(color=colour("third"), height={"band": 0.6}).encode(
        x=alt.X("share:Q", axis=None, scale=alt.Scale(domain=[0, 1]))
    )
    labels = bars.mark_text(align="left", dx=5, color=colour("ink"), fontSize=11.5).encode(
        x="share:Q", text=alt.Text("share:Q", format=".0%")
    )
    return (
        alt.layer(drawn, labels)
        .properties(width=width, height=alt.Step(24))
        .facet(
            row=alt.Row(
                "group:N",
                sort=list(_GROUPS),
                header=alt.Header(orient="top", labelAnchor="start", labelFontWeight="normal"),
            ),
            spacing=24,
        )
        .resolve_scale(y="independent")
    )
