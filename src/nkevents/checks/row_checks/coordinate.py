"""Coordinates of places: complete, plausible, no more exact than can be known."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from nkevents.checks.cell_checks import number
from nkevents.checks.finding import Finding
from nkevents.checks.package import Package, Row, Table

NEEDS = ("places",)
_DECIMALS = 4
_EARTH_KM = 6371.0
_MARGIN_KM = 50.0
# Where the conflict lies; undelimited sections of border have no country to compare with.
_REGION = ("the South Caucasus", 40.0, 46.5, 500.0)


class Spot(NamedTuple):
    """A point and the radius within which the true place lies."""

    latitude: float
    longitude: float
    radius: float

    def distance(self, other: "Spot") -> float:
        """Kilometres between the two points, by the haversine formula."""
        first, second = math.radians(self.latitude), math.radians(other.latitude)
        north, east = second - first, math.radians(other.longitude - self.longitude)
        half = math.sin(north / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(east / 2) ** 2
        return 2 * _EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))


def check(package: Package) -> Iterator[Finding]:
    """Check the coordinates of every place.

    Parameters
    ----------
    package : Package

    Yields
    ------
    Finding
    """
    places = package["places"]
    by_id = places.by_key()
    countries = {row["country"]: row for row in places.rows if row["kind"] == "country"}
    for row in places.rows:
        yield from _complete(places, row)
        for column in ("latitude", "longitude"):
            decimals = len(row[column].partition(".")[2])
            if number(row[column]) is not None and decimals > _DECIMALS:
                right = f"{float(row[column]):.{_DECIMALS}f}".rstrip("0").rstrip(".")
                yield places.error(
                    "too-many-decimals", row, column, f"{column} has {decimals} decimals", f"at most 4: {right}"
                )
        yield from _within(places, row, by_id, countries)


def spot(row: Row) -> Spot | None:
    """Where a place lies; None where its coordinates are missing or cannot be read."""
    latitude, longitude = number(row["latitude"]), number(row["longitude"])
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Spot(latitude, longitude, number(row["radius_km"]) or 0.0)


def _complete(places: Table, row: Row) -> Iterator[Finding]:
    filled = [column for column in ("latitude", "longitude", "radius_km") if row[column]]
    for column in ("latitude", "longitude", "radius_km", "source_id"):
        if filled and not row[column]:
            why = f"{' and '.join(filled)} without {column}"
            right = "a coordinate has latitude, longitude, a radius and a source"
            yield places.error("incomplete-coordinate", row, column, why, right)


def _within(places: Table, row: Row, by_id: dict[str, Row], countries: dict[str, Row]) -> Iterator[Finding]:
    own = spot(row)
    holder = by_id.get(row["parent_id"]) or countries.get(row["country"])
    if own is None or holder is row or (holder is None and row["country"]):
        return
    name, around = (holder["name"], spot(holder)) if holder else (_REGION[0], Spot(*_REGION[1:]))
    if around is None or own.distance(around) <= around.radius + own.radius + _MARGIN_KM:
        return
    # Only a latitude can be mistaken for a longitude that is none.
    turned = Spot(own.longitude, own.latitude, own.radius) if abs(own.longitude) <= 90 else None
    if turned and turned.distance(around) <= around.radius + own.radius + _MARGIN_KM:
        yield places.error(
            "coordinates-swapped",
            row,
            "latitude",
            f"latitude {row['latitude']} and longitude {row['longitude']} lie far from {name}; swapped they lie within",
            f"latitude {row['longitude']}, longitude {row['latitude']}",
        )
    elif holder:
        far = round(own.distance(around))
        yield places.warning(
            "outside-parent", row, "latitude", f"it lies {far} km from the middle of {name}", "check the coordinate"
        )
