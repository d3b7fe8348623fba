"""GeoJSON with the element `when` of the Linked Places format, so that a map can be moved through time."""

import json
from pathlib import Path
from typing import Any, Unpack

import pandas as pd

from nkevents.dataset import Dataset, shipped
from nkevents.model.plain_values import plain_rows
from nkevents.store.files import write_file
from nkevents.views.choosing import Filters

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
_IN_GEOMETRY = ("latitude", "longitude")


def to_geojson(path: str | Path, *, data: Dataset | None = None, **filters: Unpack[Filters]) -> int:
    """Write events as GeoJSON: one feature each, a point where a place is known.

    The point is the middle of the place; the true spot lies within `radius_km` of it. The properties are the columns
    of `load`, each a text, number or flag by which a map can group or filter. The element `when` follows the
    Linked Places format 1.1: a day or an interval has ``start.in`` and ``end.in``, one unknown day between two
    has ``start.earliest`` and ``start.latest``.

    Parameters
    ----------
    path : str or pathlib.Path
        File to write.
    data : Dataset, optional
        The shipped data when left out.
    **filters
        As `load` takes them: as_of, episode, event_type, start, end, status, level, lang.

    Returns
    -------
    int
        How many events were written.

    Raises
    ------
    UnknownValueError
        If a filter names what the data do not have.

    Examples
    --------
    >>> import nkevents, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     nkevents.to_geojson(folder + "/sochi.geojson", event_type="meeting", episode="sochi-2021")
    3
    """
    source = data or shipped()
    frame = source.load(**filters)
    write_file(path, geojson_text(frame, source.cite(as_of=filters.get("as_of"))))
    return len(frame)


def geojson_text(frame: pd.DataFrame, citation: str) -> str:
    """The text that `to_geojson` writes."""
    collection = {
        "type": "FeatureCollection",
        "@context": CONTEXT,
        "citation": citation,
        "features": [_feature(row) for row in plain_rows(frame)],
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    known = row["latitude"] is not None
    feature = {
        "@id": f"nkevents:{row['event_id']}",
        "id": row["event_id"],
        "type": "Feature",
        "properties": {name: value for name, value in row.items() if name not in _IN_GEOMETRY},
        "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if known else None,
    }
    return feature | ({"when": {"timespans": [_timespan(row["date"])]}} if row["date"] else {})


def _timespan(text: str) -> dict[str, dict[str, str]]:
    """A date text as a time span of the Linked Places format."""
    if text.startswith("["):
        earliest, latest = text[1:-1].split("..")
        return {"start": {"earliest": earliest, "latest": latest}}
    if "/" not in text:
        return {"start": {"in": text}}
    first, last = text.split("/")
    if first == "..":
        return {"start": {"latest": last}}
    return {"start": {"in": first}, **({} if last == ".." else {"end": {"in": last}})}
