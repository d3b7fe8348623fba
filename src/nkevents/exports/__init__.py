"""The timeline in shapes that other tools read: spreadsheets, databases, maps, statistics, the columns of GED."""

from nkevents.exports.ged import to_ged
from nkevents.exports.geojson import to_geojson
from nkevents.exports.json_lines import to_jsonl
from nkevents.exports.parquet import to_parquet
from nkevents.exports.spreadsheets import to_csv, to_excel
from nkevents.exports.sqlite import to_sqlite
from nkevents.exports.statistics import to_spss, to_stata

__all__ = [
    "to_csv",
    "to_excel",
    "to_ged",
    "to_geojson",
    "to_jsonl",
    "to_parquet",
    "to_spss",
    "to_sqlite",
    "to_stata",
]
