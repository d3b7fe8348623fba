"""Deadly events in the columns of the UCDP Georeferenced Event Dataset, for tools that match datasets."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Unpack

import pandas as pd

from nkevents.dataset import Dataset, shipped
from nkevents.exports.csv_text import csv_text
from nkevents.model.plain_values import plain_rows
from nkevents.model.priogrid import priogrid_cell
from nkevents.store.files import write_file
from nkevents.views.choosing import Filters

# Columns of GED 24.1, in its order.
COLUMNS = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name"),
    *("side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original"),
    *("where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt"),
    *("priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end"),
    *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"),
)
# Identifiers, names of conflicts and thresholds that UCDP gives out, and units below those of the table places.
UNMAPPED = (
    *("active_year", "code_status", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id"),
    *("dyad_new_id", "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id", "adm_2"),
)
# Name, Gleditsch-Ward number and region of each country on whose territory the data have places around the conflict.
COUNTRIES = {
    "AM": ("Armenia", 371, "Europe"),
    "AZ": ("Azerbaijan", 373, "Europe"),
    "GE": ("Georgia", 372, "Europe"),
    "IR": ("Iran", 630, "Middle East"),
}
# In alphabetical order, whoever fired.
_SIDES = {"a": "armenian", "b": "azerbaijani"}
_STATE_BASED = "1"
_NUMBER_A, _NUMBER_B = COUNTRIES["AM"][1], COUNTRIES["AZ"][1]
_NEAR_KM = 5.0
_WHERE = {"settlement": 2, "site": 2, "district": 3, "region": 5, "sector": 5, "border_section": 5, "country": 6}
# What has the kind district there is a province, the first order of administration.
_PROVINCES = ("AM", "IR")
_SPAN_DAYS, _WEEK_DAYS, _MONTH_DAYS = 6, 7, 31


def to_ged(path: str | Path, *, data: Dataset | None = None, **filters: Unpack[Filters]) -> int:
    """Write deadly events as CSV in the 49 columns of the UCDP Georeferenced Event Dataset (GED 24.1).

    Most of the dead of the war were only ever counted for the war as a whole and stand on no single event
    (``nkevents.load().attrs["killed_best_of"]`` has both sums), so the rows add up to no toll of the war.

    Kept are events whose type the crosswalk of the table event_types maps to a type of organised violence, that took
    place, and in which the rule counts at least one dead. How the columns are filled:

    - ``id`` is the number in event_id and ``relid`` event_id itself: no id of UCDP is imitated.
    - ``type_of_violence`` comes from the crosswalk. ``side_a`` and ``side_b`` of state-based events are the Armenian
      and the Azerbaijani side in alphabetical order, and say nothing on who attacked; of one-sided violence they
      stay empty, because who did it is a claim (`load`, attribution). ``dyad_name`` joins both sides, as GED does.
    - ``gwnob`` of state-based events is 373, Azerbaijan. ``gwnoa`` is 371 where Armenia or its bodies take part and the
      de facto authorities of Nagorno-Karabakh, which have no number, do not; else it stays empty.
    - ``best``, ``high``, ``low`` are killed_best, killed_high, killed_low; ``high`` is empty where best is a lower
      bound and nobody gives more. ``deaths_a`` and ``deaths_b`` are filled where the statements that decide count
      the military dead of that side, ``deaths_civilians`` from killed_civilian; ``deaths_unknown`` is what is left.
    - ``where_prec``: 1 a settlement or site with a radius of at most 5 km, 2 one with a wider radius, 3 a district,
      4 a province of Armenia or Iran, 5 a region, sector or section of the border, 6 a country.
    - ``date_prec``: 1 a day, 2 up to six days, 3 a week, 4 up to a month, 5 longer or open; the start or end of an open
      interval is empty.
    - ``event_clarity``: 1, and 2 for several events that sources count together (level series).
    - ``country`` is the name and ``country_id`` the Gleditsch-Ward number of the UN member on whose recognised
      territory the place lies, which says nothing about control: Armenia 371, Azerbaijan 373, Georgia 372, Iran 630.
      ``region`` is UCDP's of that country: Europe, of Iran Middle East.
    - ``adm_1`` is the district, in Armenia and Iran the province, in which the place lies, by its name in the table
      places; empty where that table has none.
    - ``priogrid_gid`` is the PRIO-GRID cell of the coordinate: cells of half a degree, numbered from 1 at 90° south and
      180° west eastward, 720 to a row.

    To merge with GED, take ``country_id`` and year or month, or ``priogrid_gid`` and month where ``where_prec`` is 1
    or 2.
    Empty stay active_year, code_status, conflict_name and the identifiers of conflicts, dyads and sides, which UCDP
    gives out, and adm_2, for which the table places has no units.

    Parameters
    ----------
    path, data, **filters
        As in `to_geojson`.

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
    >>> import nkevents, pandas, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = nkevents.to_ged(folder + "/war.csv", episode="war-2020")
    ...     pandas.read_csv(folder + "/war.csv")["type_of_violence"].unique().tolist()
    [1, 3]
    """
    frame = ged_frame(data or shipped(), filters)
    write_file(path, csv_text(frame, disarmed=True))
    return len(frame)


def ged_frame(data: Dataset, filters: Filters) -> pd.DataFrame:
    """The rows that `to_ged` writes, shape (events, 49)."""
    types = data.table("event_types").set_index("event_type")["ucdp"]
    frame = data.load(**filters)
    violent = frame["event_type"].map(types).astype("string") != "none"
    took_place = frame["status"].isin(data._tables.stages.statuses_took_place)
    frame = frame[violent & took_place & (frame["killed_best"] > 0).fillna(False)]
    places = data.table("places").set_index("place_id")
    provinces = data._names.districts()
    pages, others = _pages(data, filters), _not_military(data, filters)
    of_armenia = _of_armenia_alone(data, filters)
    rows = []
    for row in plain_rows(frame):
        kind = str(types[row["event_type"]])
        rows.append(
            {"id": int(row["event_id"][1:]), "relid": row["event_id"], "type_of_violence": int(kind)}
            | (_dyad(row["event_id"] in of_armenia) if kind == _STATE_BASED else {})
            | pages[row["event_id"]]
            | _where(row, places, provinces)
            | _when(row)
            | _deaths(row, others)
            | {"event_clarity": 2 if row["level"] == "series" else 1}
        )
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _dyad(of_armenia: bool) -> dict[str, Any]:
    sides = {f"side_{letter}": f"{name.capitalize()} side" for letter, name in _SIDES.items()}
    numbers = {"gwnoa": _NUMBER_A if of_armenia else None, "gwnob": _NUMBER_B}
    return sides | {"dyad_name": " - ".join(sides.values())} | numbers


def _of_armenia_alone(data: Dataset, filters: Filters) -> set[str]:
    """Events in which, of the Armenian side, only Armenia and what belongs to it take part."""
    taking_part = data.participants(as_of=filters.get("as_of"))
    taking_part = taking_part[taking_part["side"] == _SIDES["a"]]
    of_armenia = taking_part["actor_id"].isin(_with_all_below("armenia", data.table("actors")))
    return set(taking_part["event_id"]) - set(taking_part.loc[~of_armenia, "event_id"])


def _with_all_below(actor: str, actors: pd.DataFrame) -> set[str]:
    found, more = set[str](), {actor}
    while more:
        found |= more
        more = set(actors.loc[actors["parent_id"].isin(more), "actor_id"]) - found
    return found


def _pages(data: Dataset, filters: Filters) -> dict[str, dict[str, Any]]:
    """Number of pages on each event, and what they are, joined by semicolons; original speakers, as GED has them."""
    claims = data.claims(as_of=filters.get("as_of"))
    sources = data.sources()[["source_id", "published", "title"]]
    read = claims.merge(sources, on="source_id").sort_values(["event_id", "published", "source_id"])
    pages = read.drop_duplicates(["event_id", "source_id"]).assign(
        published=lambda frame: frame["published"].dt.strftime("%Y-%m-%d").fillna(""),
        title=lambda frame: frame["title"].fillna(""),
    )
    pages["article"] = pages["publisher"] + "," + pages["published"] + "," + pages["title"]
    joined = pages.groupby("event_id")[["article", "publisher", "published", "title"]].agg(";".join)
    joined.columns = pd.Index(["source_article", "source_office", "source_date", "source_headline"])
    joined.insert(0, "number_of_sources", pages.groupby("event_id").size())
    speakers = read.drop_duplicates(["event_id", "speaker_id"]).groupby("event_id")["speaker"].agg(";".join)
    found = joined.assign(source_original=speakers).to_dict("index")
    return {str(event): {str(name): value for name, value in cells.items()} for event, cells in found.items()}


def _where(row: dict[str, Any], places: pd.DataFrame, provinces: Mapping[str, str]) -> dict[str, Any]:
    if row["place_id"] is None:
        return {}
    place = places.loc[row["place_id"]]
    precision = _WHERE[place["kind"]]
    if precision == _WHERE["settlement"] and row["radius_km"] <= _NEAR_KM:
        precision = 1
    if place["kind"] == "district" and place["country"] in _PROVINCES:
        precision = 4
    return {
        "where_prec": precision,
        "where_coordinates": row["place"],
        "where_description": row["place"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "geom_wkt": f"POINT ({row['longitude']} {row['latitude']})",
        "priogrid_gid": priogrid_cell(row["latitude"], row["longitude"]),
        "adm_1": provinces.get(row["place_id"]),
        **dict(zip(("country", "country_id", "region"), COUNTRIES.get(row["country"], ()), strict=False)),
    }


def _when(row: dict[str, Any]) -> dict[str, Any]:
    start, end = row["date_start"], row["date_end"]
    span = (pd.Timestamp(end) - pd.Timestamp(start)).days + 1 if start and end else None
    steps = ((1, 1), (_SPAN_DAYS, 2), (_WEEK_DAYS, 3), (_MONTH_DAYS, 4))
    precision = next((code for days, code in steps if span is not None and span <= days), 5)
    known = start or end
    return {"year": int(known[:4]) if known else None, "date_prec": precision, "date_start": start, "date_end": end}


def _not_military(data: Dataset, filters: Filters) -> set[tuple[str, str]]:
    """Events and columns of the killed in which a statement that decides counts others than the military."""
    behind = data.explanations(as_of=filters.get("as_of"))
    of_a_side = behind["column"].isin([f"killed_{side}" for side in _SIDES.values()])
    behind = behind[of_a_side & (behind["use"] == "decides")]
    aspects = data.claims(as_of=filters.get("as_of")).set_index("claim_id")["aspect"].astype("string")
    others = behind[(behind["claim_id"].map(aspects) != "military").fillna(True)]
    return set(zip(others["event_id"], others["column"], strict=True))


def _deaths(row: dict[str, Any], not_military: set[tuple[str, str]]) -> dict[str, Any]:
    """Dead as counted, and by who they were as far as it was said; the parts never exceed the whole."""
    found = {"best": row["killed_best"], "high": row["killed_high"], "low": row["killed_low"]}
    parts = {"deaths_civilians": row["killed_civilian"]}
    for letter, side in _SIDES.items():
        column = f"killed_{side}"
        parts[f"deaths_{letter}"] = None if (row["event_id"], column) in not_military else row[column]
    known = sum(count for count in parts.values() if count is not None)
    if known > row["killed_best"]:
        return found | {"deaths_unknown": row["killed_best"]}
    return found | parts | {"deaths_unknown": row["killed_best"] - known}
