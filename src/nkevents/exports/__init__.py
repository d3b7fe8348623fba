"""The timeline in shapes that other tools read: spreadsheets, databases, maps, statistics, the columns of GED."""

from nkevents.exports.ged import to_ged as to_ged
from nkevents.exports.geojson import to_geojson as to_geojson
from nkevents.exports.json_lines import to_jsonl as to_jsonl
from nkevents.exports.parquet import to_parquet as to_parquet
from nkevents.exports.spreadsheets import to_csv as to_csv
from nkevents.exports.spreadsheets import to_excel as to_excel
from nkevents.exports.sqlite import to_sqlite as to_sqlite
from nkevents.exports.statistics import to_spss as to_spss
from nkevents.exports.statistics import to_stata as to_stata
