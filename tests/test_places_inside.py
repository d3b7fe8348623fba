"""A place inside the former autonomous oblast carries both sides' names, wherever the table of places hangs it."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from conftest import rows_of
from nkevents.store.opening import shipped_root
from nkevents.store.rows import read_rows
from small import Rows

CASES = Path(__file__).parent / "cases" / "fairness"
OBLAST = "p0028"
Point = tuple[float, float]


def case_rows(name: str) -> Rows:
    return [dict(row) for row in read_rows((CASES / f"{name}.csv").read_text(encoding="utf-8"))]


@pytest.fixture
def places() -> Rows:
    return rows_of("places", shipped_root())


def point_of(place: dict[str, str]) -> Point | None:
    return (float(place["longitude"]), float(place["latitude"])) if place["latitude"] else None


def turn(one: Point, two: Point, three: Point) -> float:
    """Above 0 where the way from the first over the second to the third point turns left."""
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def hull(points: Sequence[Point]) -> list[Point]:
    """Corners of the smallest convex area that holds all points, counter-clockwise (Andrew's monotone chain)."""

    def half(ordered: Sequence[Point]) -> list[Point]:
        corners: list[Point] = []
        for point in ordered:
            while len(corners) > 1 and turn(corners[-2], corners[-1], point) <= 0:
                corners.pop()
            corners.append(point)
        return corners[:-1]

    ordered = sorted({*points})
    return half(ordered) + half(ordered[::-1])


def inside(places: Rows) -> set[str]:
    """Places among the settlements of the oblast by their coordinates, or below the oblast or such a place."""
    settlements = [point_of(place) for place in places if place["parent_id"] == OBLAST]
    corners = hull([point for point in settlements if point])
    sides = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    outside = {row["place_id"] for row in case_rows("places_one_form") if row["lies_inside"] == "false"}
    found = {OBLAST}
    for place in places:
        point = point_of(place)
        if point and place["place_id"] not in outside and all(turn(*side, point) >= -1e-9 for side in sides):
            found.add(place["place_id"])
    for _ in places:
        found |= {place["place_id"] for place in places if place["parent_id"] in found}
    return found


def one_form(places: Rows) -> set[str]:
    """Places inside without both forms, and places anywhere that name one inside by one form alone."""
    both = {tuple(place["name"].split(" / ")) for place in places if re.fullmatch(r"[^(,]+ / [^(,]+", place["name"])}
    pairs = [pair for pair in both if not re.search(r" (?:district|and|near)\b", " / ".join(pair))]
    forms = re.compile("|".join(rf"\b{re.escape(form)}\b" for pair in pairs for form in pair))
    whole = re.compile("|".join(rf"\b{re.escape(' / '.join(pair))}\b" for pair in pairs))
    within = inside(places)
    return {
        place["place_id"]
        for place in places
        if (place["place_id"] in within and " / " not in place["name"]) or forms.search(whole.sub("", place["name"]))
    }


def test_a_place_inside_with_one_form_of_its_name_is_listed_with_a_reason(places: Rows) -> None:
    listed = {row["place_id"]: row for row in case_rows("places_one_form")}
    assert one_form(places) == {place for place, row in listed.items() if row["lies_inside"] == "true"}
    assert [place for place, row in listed.items() if not row["reason"]] == []


def test_the_list_of_exceptions_names_places_as_they_are(places: Rows) -> None:
    names = {place["place_id"]: place["name"] for place in places}
    assert [row for row in case_rows("places_one_form") if names.get(row["place_id"]) != row["name"]] == []


def test_the_districts_of_the_oblast_lie_inside_though_they_hang_elsewhere(places: Rows) -> None:
    elsewhere = {place["name"] for place in places if place["place_id"] in inside(places) and not place["parent_id"]}
    assert {"Asgaran / Askeran district", "Hadrut district", "Lachin and Shusha / Shushi"} <= elsewhere


@pytest.mark.parametrize("case", case_rows("places_planted"), ids=lambda case: case["what"])
def test_a_planted_place_with_one_form_is_found_by_where_it_lies(case: dict[str, str], places: Rows) -> None:
    assert ("planted" in one_form([*places, {**case, "place_id": "planted"}])) == (case["found"] == "true")
