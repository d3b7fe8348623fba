"""Promises of the exports, checked by readers that are not ours."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import shapely.geometry
from typer.testing import CliRunner

import nkevents
from conftest import rows_of, write_copy
from nkevents.cli import app
from nkevents.tables import shipped_root

FORMATS: dict[str, Callable[..., None]] = {
    "csv": nkevents.to_csv,
    "excel": nkevents.to_excel,
    "geojson": nkevents.to_geojson,
    "jsonl": nkevents.to_jsonl,
}
DAY = "2021-11-26"


def read(format: str, path: Path) -> pd.DataFrame:
    if format == "csv":
        return pd.read_csv(path)
    if format == "excel":
        return pd.read_excel(path, sheet_name="timeline")
    if format == "jsonl":
        return pd.DataFrame(pd.read_json(path, lines=True, dtype=False))
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return pd.DataFrame([{"event_id": each["id"], **each["properties"]} for each in features])


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_holds_the_rows_of_load_in_their_order(format: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    FORMATS[format](path if format != "excel" else path.with_suffix(".xlsx"), as_of=DAY, episode="clashes-2021-11")
    found = read(format, path if format != "excel" else path.with_suffix(".xlsx"))
    expected = nkevents.load(as_of=DAY, episode="clashes-2021-11")
    assert found["event_id"].tolist() == expected["event_id"].tolist()
    for column in ("slug", "title", "status", "date", "place"):
        pd.testing.assert_series_equal(
            found[column].astype("object").where(found[column].notna(), None),
            expected[column].astype("object").where(expected[column].notna(), None),
            check_dtype=False,
        )
    killed = pd.to_numeric(found["killed_best"]).astype("Int64")
    assert killed.tolist() == expected["killed_best"].tolist()
    assert found["date_start"].str.len().dropna().eq(10).all()


def test_geojson_has_points_that_a_geometry_library_reads(tmp_path: Path) -> None:
    nkevents.to_geojson(tmp_path / "all.geojson")
    features = json.loads((tmp_path / "all.geojson").read_text(encoding="utf-8"))["features"]
    frame = nkevents.load().set_index("event_id")
    for feature in features:
        row = frame.loc[feature["id"]]
        if feature["geometry"] is None:
            assert pd.isna(row["latitude"])
        else:
            point = shapely.geometry.shape(feature["geometry"])
            assert (point.x, point.y) == (row["longitude"], row["latitude"])


@pytest.mark.parametrize(
    ("slug", "as_of", "timespan"),
    [
        ("sochi-meeting", None, {"start": {"in": "2021-11-26"}}),
        ("ganja-strike-2", "2020-10-11", {"start": {"in": "2020-10-11"}}),
        ("monitoring-centre-opening", "2020-12-31", {"start": {"latest": "2021-01-14"}}),
        ("border-delimitation-commission", "2021-12-31", {"start": {"in": "2021-11-26"}}),
        ("november-anniversary-summit", "2021-10-31", {"start": {"earliest": "2021-11-01", "latest": "2021-11-10"}}),
        ("lavrov-visit-yerevan-baku-2021", "2021-04-30", {"start": {"in": "2021-05-10"}, "end": {"in": "2021-05-11"}}),
    ],
)
def test_when_says_no_more_than_the_date(
    slug: str, as_of: str | None, timespan: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    nkevents.to_geojson(tmp_path / "all.geojson", as_of=as_of)
    features = json.loads((tmp_path / "all.geojson").read_text(encoding="utf-8"))["features"]
    (feature,) = (each for each in features if each["properties"]["slug"] == slug)
    assert feature["when"] == {"timespans": [timespan]}


def test_the_workbook_has_a_readable_sheet_for_every_table_and_the_codebook(tmp_path: Path) -> None:
    nkevents.to_excel(tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames == ["timeline", *nkevents.open(shipped_root())._tables.names, "codebook"]
    for name in book.sheetnames:
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold
    assert book["claims"].max_row == len(nkevents.table("claims")) + 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_a_text_that_a_spreadsheet_would_run_is_made_safe(text: str, tmp_path: Path) -> None:
    events = [{**row, "title": text} if row["slug"] == "sochi-meeting" else row for row in rows_of("events")]
    data = nkevents.open(write_copy(tmp_path / "copy", {"events": events}))
    nkevents.to_csv(tmp_path / "out.csv", data=data, episode="sochi-2021")
    titles = pd.read_csv(tmp_path / "out.csv").set_index("slug")["title"]
    assert titles["sochi-meeting"] == f"'{text}"
    nkevents.to_excel(tmp_path / "out.xlsx", data=data, episode="sochi-2021")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["timeline"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)
    assert cell.data_type == "s"


def test_the_command_writes_what_is_asked_for_and_says_how_much(tmp_path: Path) -> None:
    path = tmp_path / "battles.csv"
    result = CliRunner().invoke(
        app, ["export", "csv", str(path), "--type", "battle", "--start", "2021", "--as-of", DAY]
    )
    expected = nkevents.load(event_type="battle", start="2021", as_of=DAY)
    assert result.output == f"{path}: {len(expected)} events\n"
    assert pd.read_csv(path)["slug"].tolist() == expected["slug"].tolist()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export", "csv", "nowhere/x.csv"], "nowhere/x.csv: cannot be written"),
        (["export", "csv", "x.csv", "--type", "batle"], "'battle'"),
        (["export", "shp", "x.shp"], "shp"),
    ],
)
def test_what_cannot_be_exported_is_an_error(arguments: list[str], says: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert says in result.output
