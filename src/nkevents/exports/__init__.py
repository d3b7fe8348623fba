"""The timeline in shapes that other tools read: GeoJSON, JSON Lines, CSV, Excel and the columns of GED."""

from nkevents.exports.ged import to_ged
from nkevents.exports.geojson import to_geojson
from nkevents.exports.spreadsheets import to_csv, to_excel, to_jsonl

__all__ = ["to_csv", "to_excel", "to_ged", "to_geojson", "to_jsonl"]
