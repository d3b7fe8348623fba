"""Promises of the exported files, each read by the tool that it is for."""

import asyncio
import json
import math
import re
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pyreadstat
import pytest
import sqlite_utils
import yaml
from typer.testing import CliRunner

import nkevents
from nkevents.cli import app
from nkevents.dataset import shipped
from nkevents.exports.sqlite import sqlite_bytes
from small import small_root

SMALL = nkevents.open(small_root())
ROWS = SMALL.load(level="all")
SPELLINGS = yaml.safe_load((Path(__file__).parent / "cases" / "asking" / "spellings.yaml").read_text(encoding="utf-8"))
ASKED = yaml.safe_load((Path(__file__).parent / "cases" / "asking" / "database.yaml").read_text(encoding="utf-8"))
DAYS = ("day", "date_start", "date_end", "known_from", "last_known")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the small package in every format."""
    folder = tmp_path_factory.mktemp("made")
    nkevents.to_excel(folder / "t.xlsx", data=SMALL, level="all")
    nkevents.to_parquet(folder / "t.parquet", data=SMALL, level="all")
    nkevents.to_sqlite(folder / "t.sqlite", data=SMALL, level="all")
    nkevents.to_stata(folder / "t.dta", data=SMALL, level="all")
    nkevents.to_spss(folder / "t.sav", data=SMALL, level="all")
    nkevents.to_geojson(folder / "t.geojson", data=SMALL, level="all")
    nkevents.to_csv(folder / "t.csv", data=SMALL, level="all")
    nkevents.to_csv(folder / "german.csv", data=SMALL, level="all", excel=True, separator=";")
    return folder


def test_excel_has_date_cells_and_dates_of_other_forms_as_text(made: Path) -> None:
    sheet = openpyxl.load_workbook(made / "t.xlsx")["timeline"]
    header, *rows = sheet.iter_rows()
    column = {cell.value: number for number, cell in enumerate(header)}
    for row, (_, event) in zip(rows, ROWS.iterrows(), strict=True):
        for day in DAYS:
            cell = row[column[day]]
            assert (cell.value is None) == pd.isna(event[day])
            assert cell.value is None or (cell.is_date and cell.number_format == "yyyy-mm-dd")
            assert cell.value is None or cell.value == event[day]
        date = row[column["date"]]
        assert date.value is None or (date.data_type == "s" and date.value == event["date"])
    assert any("/" in (row[column["date"]].value or "") for row in rows)


def test_every_sheet_has_a_filter_and_a_header_that_stays(made: Path) -> None:
    book = openpyxl.load_workbook(made / "t.xlsx")
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_csv_for_excel_has_its_mark_and_with_semicolons_decimal_commas(made: Path) -> None:
    assert (made / "german.csv").read_bytes().startswith(b"\xef\xbb\xbfday;title;")
    german = pd.read_csv(made / "german.csv", sep=";", decimal=",", encoding="utf-8-sig")
    assert german["latitude"].dropna().tolist() == ROWS["latitude"].dropna().tolist()
    assert not (made / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_command_writes_csv_for_excel_and_refuses_that_for_other_formats(tmp_path: Path) -> None:
    arguments = ["--for", "excel", "--separator", "tab", "--place", "Shusha", "--level", "all"]
    CliRunner().invoke(app, ["export", "csv", str(tmp_path / "t.csv"), *arguments])
    found = pd.read_csv(tmp_path / "t.csv", sep="\t", encoding="utf-8-sig")
    assert found["event_id"].tolist() == nkevents.load(place="Shusha", level="all")["event_id"].tolist()
    refused = CliRunner().invoke(app, ["export", "jsonl", str(tmp_path / "t.jsonl"), "--for", "excel"])
    assert refused.exit_code == 2 and not (tmp_path / "t.jsonl").exists()
    wrong = CliRunner().invoke(app, ["export", "csv", str(tmp_path / "x.csv"), "--separator", "|"])
    assert wrong.exit_code == 2 and "a comma, a semicolon or a tab" in wrong.output


def test_flags_are_true_or_false_in_every_csv(made: Path) -> None:
    for path, separator in ((made / "t.csv", ","), (made / "german.csv", ";")):
        texts = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        for flag in ROWS.select_dtypes("boolean"):
            assert set(texts[flag]) <= {"true", "false", ""}


@pytest.mark.parametrize("name", ["t.dta", "t.sav"])
def test_stata_and_spss_have_days_labels_and_missing_values(name: str, made: Path) -> None:
    read = pyreadstat.read_dta if name.endswith("dta") else pyreadstat.read_sav
    found, about = read(made / name, apply_value_formats=True)
    assert found["event_id"].tolist() == ROWS["event_id"].tolist()
    for column in ("status", "event_type", "acceptance", "level"):
        assert found[column].astype(object).tolist() == ROWS[column].astype(object).tolist()
    assert pd.to_datetime(found["date_start"]).dropna().tolist() == ROWS["date_start"].dropna().tolist()
    assert found["killed_best"].astype("Int64").tolist() == ROWS["killed_best"].tolist()
    labels = about.column_names_to_labels
    assert labels["radius_km"] == "Radius (kilometre)" and all(labels.values())


def test_stata_is_read_by_pandas_too(made: Path) -> None:
    found = pd.read_stata(made / "t.dta")
    assert found["date_start"].dropna().tolist() == ROWS["date_start"].dropna().tolist()
    assert set(found["overdue"].dropna()) <= {"true", "false"}


def test_parquet_says_the_same_day_to_pandas_polars_duckdb_and_arrow(made: Path) -> None:
    path = made / "t.parquet"
    expected = [None if pd.isna(day) else day.date().isoformat() for day in ROWS["date_start"]]
    texts = {
        "pandas": pd.read_parquet(path)["date_start"].dt.strftime("%Y-%m-%d"),
        "polars": pl.read_parquet(path)["date_start"].cast(pl.String),
        "duckdb": duckdb.connect().execute(f"SELECT date_start::VARCHAR FROM '{path}'").fetchall(),
        "arrow": pq.read_table(path)["date_start"].to_pylist(),
    }
    for reader, days in texts.items():
        found = [day[0] if isinstance(day, tuple) else day for day in days]
        assert [None if pd.isna(day) else str(day) for day in found] == expected, reader
    columns = pq.ParquetFile(path).metadata.row_group(0)
    assert {columns.column(at).compression for at in range(columns.num_columns)} == {"SNAPPY"}


def test_sqlite_utils_finds_the_search_index_by_itself(made: Path) -> None:
    base = sqlite_utils.Database(made / "t.sqlite")
    for table in ("timeline", "events", "claims"):
        assert base.table(table).detect_fts() == f"{table}_fts"
    assert len(list(base.table("claims").search("Brussels"))) > 0
    base.close()


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_a_database_finds_by_every_spelling_what_a_search_finds_by_the_name(made: Path, spellings: list[str]) -> None:
    base = sqlite_utils.Database(made / "t.sqlite")
    found = [slugs_by(base, name) for name in spellings]
    base.close()
    (searched,) = {frozenset(SMALL.search(name)["slug"]) for name in spellings}
    assert searched and all(searched <= by_database for by_database in found)
    # The database looks for words, each anywhere in the names of an event: where a name has several, they may also
    # come from two names.
    if all(" " not in name for name in spellings):
        assert set(found) == {searched}


@pytest.mark.slow
def test_a_database_finds_the_events_that_a_search_finds() -> None:
    data = shipped()
    base = sqlite_utils.Database(sqlite3.connect(":memory:"))
    base.conn.deserialize(sqlite_bytes(data, data.load(level="all"), data.vintages().head(0)))
    searched = {text: frozenset(data.search(text)["slug"]) for texts in ASKED.values() for text in texts}
    found = {text: slugs_by(base, text) for text in (*ASKED["same"], *ASKED["more"])}
    found |= {text: slugs_by(base, f"{text}*", quoted=False) for text in ASKED["begun"]}
    base.close()
    assert all(searched.values())
    assert {text for text in searched if found[text] != searched[text]} <= set(ASKED["more"])
    assert {text for text in ASKED["more"] if searched[text] - found[text]} == set()


def test_a_database_as_of_a_day_finds_by_nothing_that_was_said_later(tmp_path: Path) -> None:
    nkevents.to_sqlite(tmp_path / "then.sqlite", data=SMALL, level="all", as_of="2020-11-10")
    base = sqlite_utils.Database(tmp_path / "then.sqlite")
    for text in ("anniversary", "Hajiyev", "prisoners", "units"):
        assert slugs_by(base, text) == frozenset(SMALL.search(text, as_of="2020-11-10")["slug"])
    base.close()


def slugs_by(base: sqlite_utils.Database, text: str, *, quoted: bool = True) -> frozenset[str]:
    """Events that the search of datasette finds; it puts every word into quotes, but for who writes a query himself."""
    return frozenset(row["slug"] for row in base.table("timeline").search(text, quote=quoted))


def test_datasette_offers_a_search_that_narrows(made: Path) -> None:
    from datasette.app import Datasette

    async def ask(address: str) -> Any:
        response = await Datasette([str(made / "t.sqlite")]).client.get(address)
        return response.json()

    whole = asyncio.run(ask("/t/timeline.json?_shape=objects&_size=max"))
    found = asyncio.run(ask("/t/timeline.json?_shape=objects&_size=max&_search=%C5%9Eu%C5%9Fa"))
    assert 0 < len(found["rows"]) < len(whole["rows"]) == len(ROWS)
    assert "shusha-shushi-capture" in {row["slug"] for row in found["rows"]}


def test_geojson_properties_are_plain_and_a_map_groups_by_them(made: Path) -> None:
    features = json.loads((made / "t.geojson").read_text(encoding="utf-8"))["features"]
    rows = [feature["properties"] for feature in features]
    assert {type(value) for row in rows for value in row.values()} <= {str, int, float, bool, type(None)}
    assert [row["event_id"] for row in rows] == ROWS["event_id"].tolist()
    by_country = Counter(row["country"] for row in rows if row["country"])
    assert by_country == Counter(ROWS["country"].dropna())
    # Whoever infers a type from all values, as GDAL does, finds one for each column.
    for name in rows[0]:
        kinds = {type(row[name]) for row in rows} - {type(None)}
        assert len(kinds) <= 1 or kinds == {int, float}, name


def test_counts_are_numbers_to_statistics_after_the_documented_line() -> None:
    frame = nkevents.load()
    counts = frame.select_dtypes("Int64").columns
    plain = frame.astype(dict.fromkeys(counts, "float64"))
    assert all(plain[name].dtype == "float64" for name in counts)
    assert math.isnan(plain["killed_best"].iloc[int(frame["killed_best"].isna().to_numpy().argmax())])


def test_csv_is_read_with_its_types_by_what_infers_them(made: Path) -> None:
    types = dict(
        duckdb.connect().execute(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{made / 't.csv'}')").fetchall()
    )
    assert (types["date_start"], types["overdue"], types["killed_best"]) == ("DATE", "BOOLEAN", "BIGINT")
    assert pl.read_csv(made / "t.csv", try_parse_dates=True)["date_start"].dtype == pl.Date


def test_the_sql_of_the_documentation_runs_and_finds_something(made: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "opening.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sql\n(.*?)```", page, re.S)
    base = sqlite3.connect(made / "t.sqlite")
    queries = [query for query in re.sub(r"--.*", "", block).split(";") if query.strip()]
    found = [len(base.execute(query).fetchall()) for query in queries]
    base.close()
    assert len(found) == 3 and all(found)


def test_the_page_on_opening_lists_tests_that_are_there() -> None:
    here = Path(__file__).parent
    rows = [line for line in (here.parent / "docs" / "opening.md").read_text(encoding="utf-8").splitlines() if line]
    numbered = [line.split("|") for line in rows if re.match(r"\| \d+ \|", line)]
    assert [int(row[1]) for row in numbered] == list(range(1, len(numbered) + 1)) and len(numbered) == 45
    for row in numbered:
        assert all((here / name).is_file() for name in re.findall(r"test_\w+\.py", row[5]))


def test_the_page_on_opening_names_the_files_of_this_version() -> None:
    page = (Path(__file__).parents[1] / "docs" / "opening.md").read_text(encoding="utf-8")
    assert set(re.findall(r"nkevents-(\d+\.\d+\.\d+)", page)) == {shipped().version}


def test_what_zenodo_reads_says_what_the_package_says() -> None:
    root = Path(__file__).parents[1]
    package = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    zenodo = json.loads((root / ".zenodo.json").read_text(encoding="utf-8"))
    for name in ("title", "description", "version", "keywords"):
        assert zenodo[name] == package[name]
    assert [person["name"] for person in zenodo["creators"]] == [person["title"] for person in package["contributors"]]
    assert (zenodo["upload_type"], zenodo["access_right"], zenodo["license"]) == ("dataset", "open", "cc-by-4.0")
    cff = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cff["title"], cff["version"], cff["abstract"]) == tuple(
        zenodo[n] for n in ("title", "version", "description")
    )
