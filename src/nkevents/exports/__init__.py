"""The timeline in shapes that other tools read: GeoJSON, JSON Lines, CSV and Excel."""

from nkevents.exports.geojson import to_geojson
from nkevents.exports.tables import to_csv, to_excel, to_jsonl

__all__ = ["to_csv", "to_excel", "to_geojson", "to_jsonl"]
