"""Make src/nkevents/explore/assets/outlines.js: the map's outlines, clipped from Natural Earth, which is public domain.

Usage: python tools/outlines.py COUNTRIES DISPUTED LAKES

COUNTRIES is countries-10m.json of the npm package world-atlas 2.0.2, DISPUTED the world_map.gpkg of QGIS 3.22 (Debian's
package qgis-common), LAKES ne_10m_lakes.shp; all three are Natural Earth at 1:10 million. Needs shapely.
"""

import json
import math
import sqlite3
import struct
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from nkevents.explore.projection import BOX, project

OUT = Path("src/nkevents/explore/assets/outlines.js")
# What a map unit keeps: 0.001 degrees of longitude, about 85 metres here.
_GRID = 1
_SHORTEST = 6


def main(countries: Path, disputed: Path, lakes: Path) -> None:
    """Write the outlines."""
    topology = json.loads(countries.read_text(encoding="utf-8"))
    land, borders, coasts = _countries(topology)
    outlines = {
        "source": "Natural Earth, 1:10 million, public domain",
        "land": [{"name": name, "path": _path(shape)} for name, shape in land],
        "borders": _path(borders),
        "coasts": _path(coasts),
        "disputed": [{"name": name, "path": _path(shape)} for name, shape in _disputed(disputed)],
        "lakes": _path(shapely.unary_union([shape for shape in _polygons(lakes) if shape.intersects(_box())])),
    }
    text = json.dumps(outlines, ensure_ascii=False, separators=(",", ":"))
    OUT.write_text(f"window.nkeventsOutlines={text};\n", encoding="utf-8")


def _box() -> BaseGeometry:
    return shapely.box(BOX.west, BOX.south, BOX.east, BOX.north)


def _countries(topology: dict[str, Any]) -> tuple[list[tuple[str, BaseGeometry]], BaseGeometry, BaseGeometry]:
    """Land of each country, the borders that two share, and the coasts that none shares."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    users: dict[int, set[str]] = {}
    land = []
    for shape in topology["objects"]["countries"]["geometries"]:
        name, parts = shape["properties"]["name"], shape["arcs"]
        polygons = [parts] if shape["type"] == "Polygon" else parts
        made = []
        for rings in polygons:
            lines = []
            for ring in rings:
                points = []
                for number in ring:
                    users.setdefault(number if number >= 0 else ~number, set()).add(name)
                    points += arcs[number] if number >= 0 else arcs[~number][::-1]
                lines.append(points)
            if len(lines[0]) >= 4:
                made.append(shapely.Polygon(lines[0], [line for line in lines[1:] if len(line) >= 4]))
        whole = shapely.MultiPolygon(made)
        if whole.intersects(_box()):
            land.append((name, shapely.make_valid(whole)))
    shared: dict[bool, list[BaseGeometry]] = {True: [], False: []}
    for number, names in users.items():
        line = shapely.LineString(arcs[number])
        if line.intersects(_box()):
            shared[len(names) > 1].append(line)
    return land, shapely.MultiLineString(shared[True]), shapely.MultiLineString(shared[False])


def _disputed(path: Path) -> list[tuple[str, BaseGeometry]]:
    found: dict[str, list[BaseGeometry]] = {}
    with sqlite3.connect(path) as connection:
        for name, blob in connection.execute("SELECT name, geom FROM disputed_borders ORDER BY fid"):
            envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[(blob[3] >> 1) & 7]
            shape = shapely.from_wkb(blob[8 + envelope :])
            if shape.intersects(_box()):
                found.setdefault(name, []).append(shape)
    return [(name, shapely.line_merge(shapely.unary_union(shapes))) for name, shapes in sorted(found.items())]


def _polygons(path: Path) -> list[BaseGeometry]:
    """Polygons of a shapefile."""
    data, at, found = path.read_bytes(), 100, []
    while at < len(data):
        length = struct.unpack(">i", data[at + 4 : at + 8])[0] * 2
        body = data[at + 8 : at + 8 + length]
        at += 8 + length
        if struct.unpack("<i", body[:4])[0] != 5:
            continue
        n_parts, n_points = struct.unpack("<2i", body[36:44])
        starts = [*struct.unpack(f"<{n_parts}i", body[44 : 44 + 4 * n_parts]), n_points]
        numbers = struct.unpack(f"<{2 * n_points}d", body[44 + 4 * n_parts : 44 + 4 * n_parts + 16 * n_points])
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        rings = [points[first:last] for first, last in pairwise(starts)]
        found.append(shapely.make_valid(shapely.Polygon(rings[0], rings[1:])))
    return found


def _path(shape: BaseGeometry) -> str:
    """An SVG path in map units, with relative steps."""
    clipped = shapely.clip_by_rect(shape, BOX.west, BOX.south, BOX.east, BOX.north)
    drawn = []
    for part in getattr(clipped, "geoms", [clipped]):
        for line in [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]:
            drawn.append(_line(list(line.coords), part.geom_type == "Polygon"))
    return "".join(drawn)


def _line(points: list[tuple[float, float]], closed: bool) -> str:
    steps: list[tuple[int, int]] = []
    x = y = 0
    for point in points:
        px, py = (round(value / _GRID) * _GRID for value in project(*point))
        # Steps that nobody can see are left out, except the last one, so that lines meet.
        if steps and math.hypot(px - x, py - y) < _SHORTEST and point is not points[-1]:
            continue
        steps.append((px - x, py - y))
        x, y = px, py
    if len(steps) < 2:
        return ""
    (first_x, first_y), rest = steps[0], " ".join(f"{dx} {dy}" for dx, dy in steps[1:])
    return f"M{first_x} {first_y}l{rest}{'z' if closed else ''}"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
