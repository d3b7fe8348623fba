"""Events near a place."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from nkevents.errors import WrongArgumentError
from nkevents.model.codes import Lang, Level
from nkevents.views.base import Base, Day, flag
from nkevents.views.timeline import load

Point: TypeAlias = tuple[float, float]
_EARTH_KM = 6371.0


def near(
    self: Base,
    where: str | Sequence[float],
    km: float,
    *,
    coarse: bool = False,
    as_of: Day | None = None,
    level: Level | Literal["all"] | Iterable[Level] = "event",
    lang: Lang = "en",
) -> pd.DataFrame:
    """Find events whose place lies within a distance of another place, the nearest first.

    Parameters
    ----------
    where : str or (float, float)
        A place by any name, or latitude and longitude in degrees. Of several places of one name, such as a town
        and its district, the one of the smallest radius is meant.
    km : float
        The distance, in kilometres.
    coarse : bool
        A place whose own radius is larger than the distance is left out: an event known only as "in
        Nagorno-Karabakh" lies near nothing within 20 km, and what lies within 20 km of Nagorno-Karabakh is not to
        be told from its point alone. When True, such places are kept where they may lie within the distance, that
        is, where their circle reaches into it, and may be asked for by their point.
    as_of, level, lang
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        Columns of `load`, of which radius_km says how far from its point the place may reach, then distance_km
        (from point to point, along the earth's surface). ``df.attrs["near"]`` holds the point asked for.

    Raises
    ------
    UnknownValueError
        If no place has the name.
    WrongArgumentError
        If the place has no coordinates or is larger than the distance, several places far apart have the name,
        or the numbers are no point or no distance.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.near("Şuşa", 5)[["place", "radius_km", "distance_km"]].drop_duplicates().values.tolist()
    [['Shusha / Shushi', 3.0, 0.0], ['Ghazanchetsots Cathedral', 3.0, 0.0], ['Dashalti / Karintak', 3.0, 2.0],
     ['Mkhitarashen / Mukhtar, Shosh / Shushikend', 4.0, 2.1]]
    """
    if not _is_number(km) or not 0 < km < math.inf:
        raise WrongArgumentError(f"km={km!r} is no distance: give kilometres above 0, such as 20")
    coarse = flag(coarse, "coarse")
    latitude, longitude = _point(self, where, math.inf if coarse else km)
    frame = load(self, as_of=as_of, level=level, lang=lang)
    frame["distance_km"] = distances(frame["latitude"], frame["longitude"], (latitude, longitude))
    radius = frame["radius_km"].fillna(0)
    exact = (radius <= km) & (frame["distance_km"] <= km)
    keep = exact | ((radius > km) & (frame["distance_km"] <= km + radius)) if coarse else exact
    attrs = frame.attrs | {"near": (latitude, longitude)}
    frame = frame[keep].sort_values(["distance_km", "day"], kind="stable", ignore_index=True)
    frame.attrs.update(attrs)
    return frame


def _point(self: Base, where: str | Sequence[float], widest: float) -> Point:
    """Latitude and longitude of what was asked for; a place has at most a radius."""
    if isinstance(where, str):
        return _place_point(self, where, widest)
    try:
        latitude, longitude = where
    except (TypeError, ValueError):
        latitude = longitude = math.nan
    if not (_is_number(latitude) and _is_number(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise WrongArgumentError(
            f"{where!r} is no place: give a name, such as 'Shusha', or latitude and longitude in degrees, such as "
            "(39.76, 46.75)"
        )
    return float(latitude), float(longitude)


def _place_point(self: Base, name: str, widest: float) -> Point:
    found = self._names.found("place", name)
    located = found.dropna(subset=["latitude", "longitude"]).sort_values("radius_km", kind="stable")
    if located.empty:
        labels = ", ".join(found["name"])
        raise WrongArgumentError(f"{labels} has no coordinates: give latitude and longitude, such as (39.76, 46.75)")
    first = located.iloc[0]
    point = float(first["latitude"]), float(first["longitude"])
    apart = distances(located["latitude"], located["longitude"], point)
    if (apart > located["radius_km"].fillna(0)).any():
        labels = ", ".join(f"{row['name']} ({row['place_id']})" for _, row in located.iterrows())
        raise WrongArgumentError(f"{name!r} is the name of places far apart: {labels}; give the id of one of them")
    if first["radius_km"] > widest:
        raise WrongArgumentError(
            f"{first['name']} reaches {first['radius_km']:g} km from its point {point}, more than km={widest:g}: "
            f"load(place={name!r}) finds what lies in it; or give the point, or more kilometres"
        )
    return point


def distances(latitude: "pd.Series[Any]", longitude: "pd.Series[Any]", point: Point) -> "pd.Series[float]":
    """Kilometres from each place to a point, to a tenth; NaN where the place is not known.

    Examples
    --------
    >>> baku, ganja = (40.3777, 49.892), (40.6816, 46.3613)
    >>> distances(pd.Series([baku[0]]), pd.Series([baku[1]]), ganja).tolist()
    [300.3]
    """
    lat, lon = (each.to_numpy(dtype=float, na_value=np.nan) for each in (latitude, longitude))
    return pd.Series(kilometres(lat, lon, point), index=latitude.index).round(1)


def kilometres(latitude: Any, longitude: Any, point: Point) -> Any:
    """Kilometres from one place or each of an array to a point, on a sphere, by the haversine formula."""
    lat, lon, lat0, lon0 = map(np.radians, (latitude, longitude, *point))
    half = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * np.cos(lat0) * np.sin((lon - lon0) / 2) ** 2
    return 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
