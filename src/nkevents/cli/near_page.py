"""What lies near a place, for a terminal or for a pipe."""

import re

from rich.text import Text

import nkevents
from nkevents.cli.found_page import Beside, Found, Wording, print_found
from nkevents.model.plain_values import records

_POINT = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*,\s*([-+]?\d+(?:\.\d+)?)\s*")
_KEPT = "; --coarse keeps it where it may lie as near"


def print_near(place: str, km: float, as_of: str | None, *, coarse: bool, everything: bool) -> None:
    """Print the events within a distance of a place, the nearest first.

    Parameters
    ----------
    place : str
        By any name, or latitude and longitude: 39.76,46.75.
    km : float
        The distance, in kilometres.
    as_of : str or None
        A day; None is everything.
    coarse : bool
        Keep what is only known to lie somewhere in a district or a sector that reaches into the distance.
    everything : bool
        On a terminal: all that was found, not a screenful.
    """
    rows = records(nkevents.near(_point(place) or place, km, coarse=coarse, as_of=as_of))
    wording = Wording(
        sought=f"within {km:g} km of {place!r}, the nearest first",
        nothing=f"no event within {km:g} km of {place!r}{'' if coarse else _KEPT}",
        narrower="fewer kilometres",
        left_out="" if coarse else f"what is known to a district or a sector only is left out{_KEPT}",
    )
    columns = (Beside("km", _distance, ratio=None), Beside("place", _place))
    print_found(rows, wording, columns, ["distance_km", "radius_km"], everything=everything)


def _point(text: str) -> tuple[float, float] | None:
    """Latitude and longitude, where a text is two numbers with a comma between them."""
    found = _POINT.fullmatch(text)
    return (float(found[1]), float(found[2])) if found else None


def _distance(row: Found) -> Text:
    return Text(f"{row['distance_km']:g}")


def _place(row: Found) -> Text:
    radius = f"\nsomewhere within {row['radius_km']:g} km" if row["radius_km"] else ""
    return Text(row["place"]).append(radius, "dim")
