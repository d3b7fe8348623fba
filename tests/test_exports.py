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
from nkevents.exports.ged import COLUMNS, COUNTRIES, UNMAPPED
from nkevents.model.codes import Level
from nkevents.store.rows import read_rows
from small import small_root

FORMATS: dict[str, Callable[..., int]] = {
    "csv": nkevents.to_csv,
    "excel": nkevents.to_excel,
    "geojson": nkevents.to_geojson,
    "jsonl": nkevents.to_jsonl,
}
DAY = "2021-11-26"
LEVELS: list[Level] = ["episode", "event", "part", "series"]
SMALL = nkevents.open(small_root())


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
    FORMATS[format](path if format != "excel" else path.with_suffix(".xlsx"), data=SMALL, as_of=DAY, level=LEVELS)
    found = read(format, path if format != "excel" else path.with_suffix(".xlsx"))
    expected = SMALL.load(as_of=DAY, level=LEVELS)
    assert found["event_id"].tolist() == expected["event_id"].tolist()
    for column in ("slug", "title", "status", "date", "place"):
        pd.testing.assert_series_equal(
            found[column].astype("object").where(found[column].notna(), None),
            expected[column].astype("object").where(expected[column].notna(), None),
            check_dtype=False,
        )
    killed = pd.to_numeric(found["killed_best"]).astype("Int64")
    assert killed.tolist() == expected["killed_best"].tolist()
    assert found["date_start"].astype("string").str.len().dropna().eq(10).all()


def test_whole_numbers_are_written_as_such(tmp_path: Path) -> None:
    nkevents.to_csv(tmp_path / "out.csv")
    counts = pd.read_csv(tmp_path / "out.csv", dtype=str)["killed_best"].dropna()
    assert counts.str.fullmatch("[0-9]+").all()
    assert counts.astype("Int64").tolist() == nkevents.load()["killed_best"].dropna().tolist()


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
    nkevents.to_excel(tmp_path / "all.xlsx", data=SMALL)
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames == ["timeline", *SMALL._tables.names, "codebook"]
    for name in book.sheetnames:
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold
    assert book["claims"].max_row == len(SMALL.table("claims")) + 1


def test_a_text_that_a_spreadsheet_would_run_is_made_safe(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"]
    events = rows_of("events")
    titles = {row["slug"]: text for row, text in zip(events[-len(texts) :], texts, strict=True)}
    changed = [{**row, "title": titles.get(row["slug"], row["title"])} for row in events]
    data = nkevents.open(write_copy(tmp_path / "copy", {"events": changed}))
    nkevents.to_csv(tmp_path / "out.csv", data=data, level=LEVELS)
    written = pd.read_csv(tmp_path / "out.csv").set_index("slug")["title"]
    assert written[list(titles)].tolist() == [f"'{text}" for text in texts]
    nkevents.to_excel(tmp_path / "out.xlsx", data=data, level=LEVELS)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["timeline"]
    found = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value in texts}
    assert found == dict.fromkeys(texts, "s")


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


GED = Path(__file__).parent / "cases" / "ged.csv"


@pytest.fixture(scope="module")
def ged(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """All deadly events in the columns of GED, read again, by slug."""
    path = tmp_path_factory.mktemp("ged") / "ged.csv"
    nkevents.to_ged(path, level=["event", "part", "series"])
    slugs = nkevents.table("events").set_index("event_id")["slug"]
    return pd.read_csv(path, dtype=str).set_index("relid").rename(index=slugs.to_dict())


def test_ged_rows_have_the_columns_of_that_dataset_and_nothing_where_nothing_maps(ged: pd.DataFrame) -> None:
    assert (*ged.columns[:1], "relid", *ged.columns[1:]) == COLUMNS
    assert len(COLUMNS) == 49
    assert set(ged.columns[ged.isna().all()]) == set(UNMAPPED)


def test_ged_rows_are_the_deadly_events_of_organised_violence(ged: pd.DataFrame) -> None:
    events = nkevents.load(level=["event", "part", "series"]).set_index("slug")
    types = nkevents.table("event_types").set_index("event_type")["ucdp"]
    deadly = (events["killed_best"] > 0) & events["event_type"].map(types).isin(["1", "3"])
    assert set(ged.index) == set(events.index[deadly.fillna(False)])
    counted = events.loc[ged.index]
    for name in ("best", "low", "high"):
        assert ged[name].astype("Int64").tolist() == counted[f"killed_{name}"].tolist()


def test_ged_parts_of_the_dead_add_up_to_the_whole(ged: pd.DataFrame) -> None:
    parts = ged[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]].astype("Int64").fillna(0)
    assert (parts.sum(axis=1) == ged["best"].astype("Int64")).all()
    assert (parts >= 0).all(axis=None)


@pytest.mark.parametrize("case", read_rows(GED.read_text(encoding="utf-8")), ids=lambda case: case["slug"])
def test_a_ged_row_says_what_the_crosswalk_makes_of_the_event(case: dict[str, str], ged: pd.DataFrame) -> None:
    row = ged.fillna("").loc[case["slug"]]
    assert {"slug": case["slug"], **{name: row[name] for name in case if name != "slug"}} == case


def test_ged_says_no_side_of_one_sided_violence(ged: pd.DataFrame) -> None:
    one_sided = ged["type_of_violence"] == "3"
    assert one_sided.any()
    assert ged.loc[one_sided, ["side_a", "side_b", "dyad_name", "gwnoa", "gwnob"]].isna().all(axis=None)
    assert set(ged.loc[~one_sided, "side_a"]) == {"Armenian side"}


def test_ged_numbers_a_state_where_it_takes_part_and_nobody_without_a_number_does(ged: pd.DataFrame) -> None:
    state_based = ged[ged["type_of_violence"] == "1"]
    assert set(state_based["gwnob"]) == {"373"} and set(state_based["dyad_name"]) == {
        "Armenian side - Azerbaijani side"
    }
    taking_part = nkevents.participants().merge(nkevents.table("actors")[["actor_id", "parent_id"]], on="actor_id")
    armenia = taking_part[(taking_part["actor_id"] == "armenia") | (taking_part["parent_id"] == "armenia")]
    without_number = taking_part[taking_part["actor_id"].isin(["nagorno-karabakh", "armenian-side"])]
    numbered = set(state_based.index[state_based["gwnoa"] == "371"])
    assert numbered == (set(armenia["slug"]) - set(without_number["slug"])) & set(state_based.index)
    assert numbered and set(state_based.index) & set(without_number["slug"])


def test_the_command_lists_what_has_no_counterpart(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["export", "ged", str(tmp_path / "ged.csv"), "--episode", "war-2020"])
    assert result.exit_code == 0
    assert all(name in result.output for name in UNMAPPED)


def test_ged_rows_merge_with_that_dataset_on_country_and_month_and_on_cell_and_month(ged: pd.DataFrame) -> None:
    theirs = pd.read_csv(GED.with_name("ged_shaped.csv"), parse_dates=["date_start"])
    ours = ged.dropna(subset=["priogrid_gid", "country_id", "date_start"]).astype(
        {"priogrid_gid": "int64", "country_id": "int64", "best": "int64"}
    )
    for frame in (theirs, ours):
        frame["month"] = pd.to_datetime(frame["date_start"]).dt.to_period("M")
    by_country = theirs.merge(ours, on=["country_id", "month"], suffixes=("", "_ours"))
    assert set(by_country["id"]) == set(theirs["id"])
    assert (by_country["country"] == by_country["country_ours"]).all()
    near = ours[ours["where_prec"].isin(["1", "2"])]
    by_cell = theirs[theirs["where_prec"] == 1].merge(near, on=["priogrid_gid", "month"], suffixes=("", "_ours"))
    assert set(by_cell["id"]) == {900001, 900002}


def test_every_deadly_event_on_somebodys_territory_has_a_country_number(ged: pd.DataFrame) -> None:
    countries = nkevents.load(level=["event", "part", "series"]).set_index("slug")["country"].loc[ged.index]
    assert ged["country_id"].notna().tolist() == countries.notna().tolist()
    named = {name: str(number) for name, number, _ in COUNTRIES.values()}
    assert ged["country"].dropna().map(named).tolist() == ged["country_id"].dropna().tolist()


def test_the_command_says_which_share_of_the_dead_the_rows_hold(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["export", "ged", str(tmp_path / "ged.csv")])
    dead, whole = pd.read_csv(tmp_path / "ged.csv")["best"].sum(), nkevents.load().attrs["killed_best_of"]["episodes"]
    assert f"the rows hold {dead:,} dead, {dead / whole:.1%} of the {whole:,}" in result.output
