"""The map's projection: Mercator, in units of a thousandth of a degree of longitude."""

import math
from typing import NamedTuple

_UNITS = 1000


class Box(NamedTuple):
    """What the map shows, in degrees."""

    west: float
    south: float
    east: float
    north: float


BOX = Box(west=38.6, south=36.6, east=52.4, north=44.2)


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Map units of a point, from the upper left corner.

    Examples
    --------
    >>> project(BOX.west, BOX.north)
    (0.0, 0.0)
    """
    return (longitude - BOX.west) * _UNITS, (_mercator(BOX.north) - _mercator(latitude)) * _UNITS


def size() -> tuple[int, int]:
    """Width and height of the map in its units."""
    width, height = project(BOX.east, BOX.south)
    return round(width), round(height)


def _mercator(latitude: float) -> float:
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))
