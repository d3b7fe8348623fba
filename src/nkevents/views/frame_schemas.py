"""Schemas of the frames that views derive, as frames.json states them.

A column that a table or the timeline has too is named there, as ``"timeline.slug"``, and not described again.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from nkevents.model.table_schema import Field, Schema, read_field
from nkevents.model.vintages_schema import vintages_schema
from nkevents.views.base import Base

_VINTAGES = {"vintages": "timeline", "vintages_of_accounts": "accounts", "vintages_of_provisions": "provisions_view"}


def frame_names() -> list[str]:
    """Names of the derived frames that have a schema, the timeline aside."""
    return [*_stated(), *_VINTAGES]


def schema_of(self: Base, name: str) -> Schema:
    """Schema of a table, of the timeline, or of another derived frame."""
    if name in _VINTAGES:
        return vintages_schema(schema_of(self, _VINTAGES[name]), name)
    if name in self._tables.schemas:
        return self._tables.schema(name)
    stated = _stated()[name]
    fields = tuple(field for item in stated["fields"] for field in _fields(self, item))
    is_open = stated.get("fieldsMatch") == "superset"
    return Schema(name, stated["title"], stated["description"], fields, tuple(stated["primaryKey"]), (), is_open)


@cache
def _stated() -> dict[str, Any]:
    text = Path(__file__).with_name("frames.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _fields(self: Base, item: str | dict[str, Any]) -> Iterator[Field]:
    """Columns that an entry stands for: all of a table, one of a table with other words, or a new one."""
    if isinstance(item, str) and item.endswith(".*"):
        yield from schema_of(self, item.removesuffix(".*")).fields
    elif isinstance(item, str):
        yield _like(self, item, {})
    elif "like" in item:
        yield _like(self, item["like"], item)
    else:
        yield read_field(item)


def _like(self: Base, place: str, other: dict[str, Any]) -> Field:
    table, _, column = place.partition(".")
    field = schema_of(self, table).field(column)
    # What a table has once stands in many rows of a frame.
    limits = {name: limit for name, limit in field.constraints.items() if name != "unique"}
    stated = {key: value for key, value in other.items() if key not in ("like", "constraints")}
    return field._replace(constraints=limits | other.get("constraints", {}), **stated)
