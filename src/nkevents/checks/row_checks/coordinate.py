"""Coordinates of places: complete and plausible."""

from collections.abc import Iterator
from typing import NamedTuple

from nkevents.checks.finding import Finding, finding_in
from nkevents.model.cell import number
from nkevents.store.package import Package
from nkevents.store.rows import Row
from nkevents.views.near import kilometres

_MARGIN_KM = 50.0


class Spot(NamedTuple):
    """A point and the radius within which the true place lies."""

    latitude: float
    longitude: float
    radius: float

    def distance(self, other: "Spot") -> float:
        """Kilometres between the two points."""
        return float(kilometres(self.latitude, self.longitude, (other.latitude, other.longitude)))


# Where the conflict lies; undelimited sections of border have no country to compare with.
_REGION = Spot(40.0, 46.5, 500.0)


def check_complete(package: Package) -> Iterator[Finding]:
    """Look for coordinates without one of their parts."""
    places = package["places"]
    for row in places.rows:
        filled = [column for column in ("latitude", "longitude", "radius_km") if row[column]]
        for column in ("latitude", "longitude", "radius_km", "source_id"):
            if filled and not row[column]:
                why = f"{' and '.join(filled)} without {column}"
                right = "a coordinate has latitude, longitude, a radius and a source"
                yield finding_in(places, "incomplete-coordinate", row, column, why, right)


def check_swapped(package: Package) -> Iterator[Finding]:
    """Look for places that lie where they should once latitude and longitude are swapped."""
    for row, name, own, around in _outside(package):
        if _fits_swapped(own, around):
            right = f"latitude {row['longitude']}, longitude {row['latitude']}"
            given = f"latitude {row['latitude']} and longitude {row['longitude']}"
            why = f"{given} lie far from {name}; swapped they lie within"
            yield finding_in(package["places"], "coordinates-swapped", row, "latitude", why, right)


def check_distance(package: Package) -> Iterator[Finding]:
    """Look for places far from the district or country that holds them."""
    for row, name, own, around in _outside(package):
        if around != _REGION and not _fits_swapped(own, around):
            why = f"it lies {round(own.distance(around))} km from the middle of {name}"
            yield finding_in(package["places"], "outside-parent", row, "latitude", why, "check the coordinate")


def spot(row: Row) -> Spot | None:
    """Where a place lies; None where its coordinates are missing or cannot be read."""
    latitude, longitude = number(row["latitude"]), number(row["longitude"])
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Spot(latitude, longitude, number(row["radius_km"]) or 0.0)


def _outside(package: Package) -> Iterator[tuple[Row, str, Spot, Spot]]:
    """Places far from what holds them: the row, the holder's name, both spots."""
    places = package["places"]
    by_id = places.by_key()
    countries = {row["country"]: row for row in places.rows if row["kind"] == "country"}
    for row in places.rows:
        own, holder = spot(row), by_id.get(row["parent_id"]) or countries.get(row["country"])
        if own is None or holder is row or (holder is None and row["country"]):
            continue
        name, around = (holder["name"], spot(holder)) if holder else ("the South Caucasus", _REGION)
        if around is not None and not _near(own, around):
            yield row, name, own, around


def _near(own: Spot, around: Spot) -> bool:
    return own.distance(around) <= around.radius + own.radius + _MARGIN_KM


def _fits_swapped(own: Spot, around: Spot) -> bool:
    # Only a latitude can be mistaken for a longitude that is none.
    return abs(own.longitude) <= 90 and _near(Spot(own.longitude, own.latitude, own.radius), around)
