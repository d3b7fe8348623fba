"""What all charts share: the check of the frame, the words around a chart, its style, and the version in its corner."""

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from nkevents.errors import WrongArgumentError, did_you_mean
from nkevents.explore.visible import visible
from nkevents.plot.palette import colour
from nkevents.wording.days import day

# Days from which on an axis counts months, how many ticks it has at the most, and what may lie between two of them.
_LONG, _MOST_TICKS = 100, 14
_MONTHS, _DAYS = (1, 2, 3, 6, 12, 24, 60), (1, 2, 7, 14)
_SANS = "Helvetica Neue, Helvetica, Arial, Noto Sans, DejaVu Sans, sans-serif"


def needed(frame: object, function: str, view: str, columns: Iterable[str]) -> pd.DataFrame:
    """Give back a frame that has what a chart needs.

    Raises
    ------
    WrongArgumentError
        If it is no frame, or lacks a column; names the columns and the call that gives such a frame.
    """
    if not isinstance(frame, pd.DataFrame):
        raise WrongArgumentError(f"plot.{function}() takes a frame of nkevents.{view}, not {type(frame).__name__}")
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        names = ", ".join(f"{name!r}{did_you_mean(name, map(str, frame.columns))}" for name in missing)
        raise WrongArgumentError(f"plot.{function}() takes a frame of nkevents.{view}; this one has no column {names}")
    return frame


def nothing_to_draw(function: str, why: str) -> WrongArgumentError:
    """The error of a frame that has every column and no row to draw."""
    return WrongArgumentError(f"plot.{function}() has nothing to draw: {why}")


def words(values: pd.Series) -> list[str]:
    """Texts as they may be shown, empty where missing."""
    return ["" if pd.isna(value) else visible(str(value)) for value in values]


def days_axis(first: pd.Timestamp, last: pd.Timestamp, **options: Any) -> alt.Axis:
    """An axis of time that names whole days or months at equal distances, and the year where it begins."""
    if (last - first).days > _LONG:
        year = "month(datum.value) == 0 || datum.index == 0 ? timeFormat(datum.value, '%Y') : ''"
        label = f"[timeFormat(datum.value, '%b'), {year}]"
    else:
        label = "timeFormat(datum.value, '%-d %b')"
    values = [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in regular_days(first, last)]
    return alt.Axis(title=None, grid=False, labelExpr=label, **{"values": values, "labelFlush": False, **options})


def regular_days(first: pd.Timestamp, last: pd.Timestamp) -> list[pd.Timestamp]:
    """Days for the ticks of an axis: as many days or months from each to the next.

    Examples
    --------
    >>> [f"{day:%Y-%m}" for day in regular_days(pd.Timestamp("2020-09-27"), pd.Timestamp("2021-05-15"))]
    ['2020-10', '2020-11', '2020-12', '2021-01', '2021-02', '2021-03', '2021-04', '2021-05']
    """
    span = (last - first).days
    first = first.normalize()
    if span <= _LONG:
        return list(pd.date_range(first, last, freq=f"{_enough(_DAYS, span)}D"))
    step = _enough(_MONTHS, span / 30.4)
    months = pd.date_range(first, last, freq="MS")
    return [day for day in months if (12 * day.year + day.month - 1) % step == 0]


def _enough(steps: Iterable[int], span: float) -> int:
    """The smallest step that leaves few enough ticks."""
    *smaller, largest = steps
    return next((step for step in smaller if span / step <= _MOST_TICKS), largest)


def signature(frame: pd.DataFrame) -> str:
    """Name the version of the data, and the day as of which they stand."""
    version, as_of = frame.attrs.get("data_version"), frame.attrs.get("as_of")
    if version is None:
        return "nkevents, version of the data not recorded in the frame"
    known = f", as known on {day(pd.Timestamp(as_of))}" if as_of else ""
    return f"nkevents {version}, rule {frame.attrs.get('rule_version')}{known} · CC BY 4.0"


def finished(chart: Any, frame: pd.DataFrame, title: str, subtitle: str | list[str]) -> alt.VConcatChart:
    """A chart with its title above and the version of the data in the lower right corner."""
    ink, soft, line = colour("ink"), colour("soft"), colour("line")
    head = alt.TitleParams(text=visible(title), subtitle=subtitle, anchor="start", offset=14)
    corner = alt.TitleParams(
        text=visible(signature(frame)),
        orient="bottom",
        anchor="end",
        fontSize=10.5,
        fontWeight="normal",
        color=soft,
        offset=10,
    )
    style = alt.Config(
        background=colour("panel"),
        padding=18,
        font=_SANS,
        title=alt.TitleConfig(
            fontSize=17, fontWeight=600, color=ink, subtitleFontSize=12, subtitleColor=soft, subtitlePadding=5
        ),
        axis=alt.AxisConfig(
            labelColor=soft,
            titleColor=soft,
            titleFontWeight="normal",
            domainColor=line,
            tickColor=line,
            gridColor=line,
            gridOpacity=0.6,
            labelFontSize=11,
        ),
        legend=alt.LegendConfig(
            labelColor=ink, titleColor=soft, titleFontWeight="normal", labelFontSize=11.5, labelLimit=420
        ),
        header=alt.HeaderConfig(labelColor=ink, labelFontSize=12, labelFontWeight=600, title=None),
        view=alt.ViewConfig(stroke=None),
    )
    # With every call of a method, altair copies a chart of charts several times over.
    made: alt.VConcatChart = alt.vconcat(chart.properties(title=head), title=corner, config=style)
    return made
