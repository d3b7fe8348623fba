"""What keeps a JSON value from being the schema of a table: the one check, for reading and for validation."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nkevents.model.claim_columns import kinds_fault
from nkevents.model.stages import stages_fault

_TYPES = ("string", "integer", "number", "boolean", "date")
_LIMITS = {"integer": (int,), "number": (int, float), "date": (str,)}


def schema_faults(name: str, raw: dict[str, Any]) -> Iterator[str]:
    """Say what is wrong with the schema of the table of this name.

    Yields
    ------
    str
        One fault each.
    """
    if raw.get("name") != name:
        yield f"its name is {raw.get('name')!r}, but the descriptor calls the table {name!r}"
    for key in ("title", "description"):
        if not isinstance(raw.get(key), str):
            yield f"{key} is missing"
    fields = raw.get("fields")
    if not isinstance(fields, list) or not fields:
        yield "it lists no fields"
        return
    for number, item in enumerate(fields, 1):
        wrong = _field_fault(item)
        if wrong:
            yield f"field {number}: {wrong}"
    names = [item.get("name") for item in fields if isinstance(item, dict)]
    primary = raw.get("primaryKey")
    if len(set(map(str, names))) < len(names):
        yield "a field is listed twice"
    if not isinstance(primary, list) or not primary or not all(column in names for column in primary):
        yield "primaryKey does not list columns of this table"
    if not isinstance(raw.get("foreignKeys", []), list):
        yield "foreignKeys is no list"
    if "kinds" in raw and not any(map(_field_fault, fields)) and (wrong := kinds_fault(raw["kinds"], fields)):
        yield wrong
    if "stages" in raw and (wrong := stages_fault(raw["stages"])):
        yield wrong


def _field_fault(item: object) -> str | None:
    if not isinstance(item, dict):
        return "it is no object"
    for key in ("name", "title", "description", "unit"):
        if not isinstance(item.get(key), str) or not item[key]:
            return f"{key} is missing"
    if item.get("type") not in _TYPES:
        return f"type {item.get('type')!r} is none of {', '.join(_TYPES)}"
    constraints = item.get("constraints")
    if not isinstance(constraints, dict) or not isinstance(constraints.get("required"), bool):
        return "constraints do not say whether a value is required"
    if not isinstance(item.get("decimals", 1), int) or not 0 < item.get("decimals", 1) < 10:
        return f"decimals {item['decimals']!r} is no number from 1 to 9"
    return _constraint_fault(item["type"], constraints)


def _constraint_fault(kind: str, constraints: dict[str, Any]) -> str | None:
    codes = constraints.get("enum", ["code"])
    if not isinstance(codes, list) or not codes or not all(isinstance(code, str) for code in codes):
        return "enum lists no codes"
    if len(set(codes)) < len(codes):
        return "enum lists a code twice"
    try:
        re.compile(constraints.get("pattern", ""))
    except (re.error, TypeError, RecursionError, OverflowError):
        return f"pattern {constraints['pattern']!r} is no regular expression"
    for name in ("minimum", "maximum"):
        limit = constraints.get(name)
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, _LIMITS.get(kind, ()))):
            return f"{name} {limit!r} does not fit the type {kind}"
    longest = constraints.get("maxLength")
    if longest is not None and not isinstance(longest, int):
        return f"maxLength {longest!r} is no number"
    return None


def dangling_keys(raws: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Say which sound schemas have a foreign key that leads nowhere: name of the table and what is wrong."""
    columns = {name: [item["name"] for item in raw["fields"]] for name, raw in raws.items()}
    for name, raw in raws.items():
        for key in raw.get("foreignKeys", []):
            try:
                own, others = key["fields"], key["reference"]["fields"]
                fits = len(own) == len(others) > 0 and set(own) <= set(columns[name])
                fits = fits and set(others) <= set(columns[key["reference"]["resource"]])
            except (KeyError, TypeError):
                fits = False
            if not fits:
                yield name, "a foreign key does not lead from columns to columns of a table"
