"""The map: one dot per event, around its place."""

import math
from typing import Any

import altair as alt
import pandas as pd

from nkevents.explore.projection import project
from nkevents.plot import dot_key
from nkevents.plot.chart_frame import finished, needed, nothing_to_draw, words
from nkevents.plot.outline_paths import Line, outlines
from nkevents.plot.palette import colour
from nkevents.wording.words import OF_DEAD

_COLUMNS = (
    *("day", "title", "place", "latitude", "longitude", "radius_km", *OF_DEAD),
    *dot_key.COLUMNS,
)
# West, south, east and north of what is drawn: the former conflict zone and what lies around it.
_HOME = (43.75, 38.3, 48.9, 41.55)
_COUNTRIES = {
    "ARMENIA": (44.62, 40.62),
    "AZERBAIJAN": (47.9, 40.28),
    "GEORGIA": (44.7, 41.5),
    "IRAN": (47.1, 38.55),
    "TURKEY": (43.95, 39.95),
}
_DOT = 5.2
# Kilometres; the dots of a place whose radius is larger are faint, and it has no name.
_COARSE = 15
_FAINT = 0.4
_GOLDEN = math.pi * (3 - math.sqrt(5))
_NAMED = 12
# Outlines are cut this far outside the map, in its units.
_MARGIN = 300


def map(
    frame: pd.DataFrame, *, title: str = "Where it happened, and who says so", width: int = 760
) -> alt.VConcatChart:
    """Draw events as dots around their places.

    Parameters
    ----------
    frame : pandas.DataFrame
        Of `nkevents.load`, or any of its rows.
    title : str
        Heading of the chart.
    width : int
        Pixels; the height follows from it.

    Returns
    -------
    altair.VConcatChart
        A dot per event, coloured as in `timeline`; the events of one place stand around it in a spiral, so that a
        dot is no exact spot. Dots are faint where the place is a district or a sector of the front.
        Borders are Natural Earth's; lines in dispute or without effect today are dashed.

    Raises
    ------
    WrongArgumentError
        If it is no frame, lacks a column, or none of its events lies on the map.

    Examples
    --------
    >>> import nkevents
    >>> from nkevents import plot
    >>> chart = plot.map(nkevents.load(episode="clashes-2021-11"))
    """
    events = needed(frame, "map", "load()", _COLUMNS)
    west, south, east, north = _HOME
    inside = events[events["longitude"].between(west, east) & events["latitude"].between(south, north)]
    if inside.empty:
        raise nothing_to_draw("map", "no event lies on the map, which shows Armenia, Azerbaijan and what lies between")
    left, top = project(west, north)
    right, bottom = project(east, south)
    unit = width / (right - left)
    height = round((bottom - top) * unit)
    dots = _around_places(inside, left, top, unit)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False))
    points = (
        alt.Chart(dots)
        .mark_point(size=(_DOT * 0.82) ** 2, strokeWidth=1.1)
        .encode(
            x=x,
            y=y,
            tooltip=["title", "day", "place", "says", "deaths"],
            opacity=alt.Opacity("opacity:Q", scale=None),
            **dot_key.key(list(dots["mark"])),
        )
    )
    ground, names = _ground(left, top, unit, width, height, x, y), _names(dots, x, y)
    outside = len(events) - len(inside)
    more = f"; {outside:,} have no place on this map" if outside else ""
    subtitle = [
        f"{len(inside):,} events, a dot each, around their places{more}",
        f"Faint: the place is known to within more than {_COARSE} km only. "
        "Dashed: lines in dispute, and the oblast of 1991. Outlines: Natural Earth.",
    ]
    return finished(alt.layer(*ground, points, *names, width=width, height=height), frame, title, subtitle)


def _around_places(events: pd.DataFrame, left: float, top: float, unit: float) -> pd.DataFrame:
    dots = dot_key.dots_of(events).assign(
        place=words(events["place"]),
        coarse=(events["radius_km"] > _COARSE).tolist(),
        opacity=[_FAINT if radius > _COARSE else 0.95 for radius in events["radius_km"]],
    )
    at = [project(*point) for point in zip(events["longitude"], events["latitude"], strict=True)]
    dots["px"], dots["py"] = ([(each[0] - left) * unit for each in at], [(each[1] - top) * unit for each in at])
    dots = dots.sort_values(["order", "day"], kind="stable", ignore_index=True)
    number = dots.groupby(["px", "py"]).cumcount()
    distance, angle = number.pow(0.5) * _DOT * 0.62, number * _GOLDEN
    dots["x"] = dots["px"] + distance * angle.map(math.cos)
    dots["y"] = dots["py"] + distance * angle.map(math.sin)
    told = ["title", "day", "place", "says", "deaths", "mark", "coarse", "opacity"]
    return dots[[*told, "px", "py", "x", "y"]]


def _ground(left: float, top: float, unit: float, width: int, height: int, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Water, land and lines below the dots."""
    water = alt.Chart(pd.DataFrame([{"x": 0, "y": 0, "x2": width, "y2": height}])).mark_rect(color=colour("water"))
    layers = [water.encode(x=x, y=y, x2="x2:Q", y2="y2:Q")]
    styles: dict[str, dict[str, Any]] = {
        "land": {"filled": True, "fill": colour("land")},
        "lakes": {"filled": True, "fill": colour("water"), "stroke": colour("border"), "strokeWidth": 0.5},
        "coasts": {"stroke": colour("border"), "strokeWidth": 0.8},
        "borders": {"stroke": colour("border"), "strokeWidth": 1},
        "disputed": {"stroke": colour("soft"), "strokeWidth": 1, "strokeDash": [4, 3]},
    }
    right, bottom = left + width / unit, top + height / unit
    window = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
    for name, style in styles.items():
        rows = [
            {"line": number, "step": step, "x": round((px - left) * unit, 1), "y": round((py - top) * unit, 1)}
            for number, line in enumerate(outlines()[name])
            for step, (px, py) in enumerate(_cut(line, window))
        ]
        layers.append(
            alt.Chart(pd.DataFrame(rows))
            .mark_line(
                clip=True,
                interpolate="linear-closed" if style.get("filled") else "linear",
                **{"strokeWidth": 0, **style},
            )
            .encode(x=x, y=y, detail="line:N", order="step:Q")
        )
    spots = [(name, *project(*point)) for name, point in _COUNTRIES.items()]
    names = pd.DataFrame([{"name": name, "x": (px - left) * unit, "y": (py - top) * unit} for name, px, py in spots])
    text = (
        alt.Chart(names).mark_text(fontSize=11, color=colour("faint"), fontWeight=500).encode(x=x, y=y, text="name:N")
    )
    return [*layers, text]


def _cut(line: Line, window: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    """A line whose corners outside a window lie on its edges; those between others on one edge are left out."""
    west, north, east, south = window
    corners = [(min(max(x, west), east), min(max(y, north), south)) for x, y in line]
    edges = [{("x", x), ("y", y)} & {("x", west), ("x", east), ("y", north), ("y", south)} for x, y in corners]
    between = [corner for at, corner in enumerate(corners[1:-1], 1) if not edges[at - 1] & edges[at] & edges[at + 1]]
    return [corners[0], *between, corners[-1]]


def _names(dots: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Names of the places with most events, below their dots, where no other name stands."""
    sizes = dots[~dots["coarse"]].groupby(["place", "px", "py"]).size().rename("n").reset_index()
    places = sizes.sort_values("n", ascending=False, kind="stable")
    kept: list[dict[str, object]] = []
    taken: list[tuple[float, float, float]] = []
    for place, px, py, n in places.itertuples(index=False):
        below = py + _DOT * 0.62 * math.sqrt(n) + 9
        label = place.split(" (")[0]
        half = len(label) * 3.1
        if any(abs(px - ox) < half + other and abs(below - oy) < 13 for ox, oy, other in taken):
            continue
        taken.append((px, below, half))
        kept.append({"name": label, "x": px, "y": below})
        if len(kept) == _NAMED:
            break
    base = alt.Chart(pd.DataFrame(kept)).encode(x=x, y=y, text="name:N")
    halo = base.mark_text(fontSize=11, stroke=colour("panel"), strokeWidth=3, strokeOpacity=0.85, strokeJoin="round")
    return [halo, base.mark_text(fontSize=11, color=colour("ink"))]
