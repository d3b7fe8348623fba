"""Schemas of a package as they stand, and as the rule needs them: earlier editions lack columns and tables."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from nkevents.errors import DataError
from nkevents.model.schema_faults import dangling_keys, schema_faults
from nkevents.model.table_schema import Field, Schema, read_schemas
from nkevents.store.files import Root, below
from nkevents.store.opening import read_json, shipped_root
from nkevents.store.release_zip import DESCRIPTOR

# Tables on the data set itself; older versions lack them, and no claim is in them.
LOGS = ("changes", "releases")
# Tables that older versions lack, and that the rule does without; they tell of their own changes.
OPTIONAL = (*LOGS, "readings")


def stated_schemas(root: Root, resources: Mapping[str, Mapping[str, Any]]) -> dict[str, Schema]:
    """Schemas of a package's tables as they stand, and that of the derived timeline, by name.

    Parameters
    ----------
    resources : mapping of str to mapping
        What the descriptor says of each table.

    Raises
    ------
    DataError
        If one of them is no schema.
    """
    try:
        paths = {name: below(root, item["schema"]) for name, item in resources.items()}
        # The derived frame belongs to the rule, hence to the code, whichever data are opened.
        paths["timeline"] = shipped_root() / "schemas" / "timeline.json"
        raws = {name: read_json(path) for name, path in paths.items()}
        for name, raw in raws.items():
            for fault in schema_faults(name, raw):
                raise DataError(f"{paths[name]}: {fault}")
        for name, fault in dangling_keys({name: raw for name, raw in raws.items() if name != "timeline"}):
            raise DataError(f"{paths[name]}: {fault}")
        return read_schemas(raws)
    except DataError as error:
        raise DataError(f"{root}: a schema cannot be read: {error}") from None
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(f"{root}: a schema cannot be read: {error!r}") from error


def completed_schemas(root: Root, version: str, stated: Mapping[str, Schema]) -> dict[str, Schema]:
    """The same schemas with the columns of today's edition.

    Columns that may be empty are there, without a value; without others the data are refused, since the rule would not
    find them.

    Raises
    ------
    DataError
        If a column that the rule needs is not there, or holds something else.
    """
    shipped = shipped_root()
    if root == shipped:
        return dict(stated)
    needed = _needed(shipped).items()
    return {**stated, **{name: _completed(root, version, stated.get(name), schema) for name, schema in needed}}


@cache
def _needed(shipped: Path) -> dict[str, Schema]:
    """Schemas of today's edition, read once per process."""
    listed = {item["name"]: item["schema"] for item in read_json(shipped / DESCRIPTOR)["resources"]}
    return read_schemas({name: read_json(shipped / path) for name, path in listed.items() if name not in OPTIONAL})


def _completed(root: Root, version: str, stated: Schema | None, needed: Schema) -> Schema:
    stated = stated or needed._replace(fields=())
    absent = [field for field in needed.fields if field.name not in stated.names]
    lost = [field.name for field in absent if field.required or not stated.fields]
    if lost:
        raise DataError(
            f"{root}: data version {version} has no column {lost[0]} in the table {needed.name}, which this "
            f"version of nkevents needs; read it with version {version} of the package, from a checkout of that version"
        )
    by_name = {field.name: field for field in needed.fields}
    fields = [_fitting(root, needed.name, field, by_name.get(field.name)) for field in stated.fields]
    if len(needed.primary_key) == 1 and stated.primary_key != needed.primary_key:
        raise DataError(f"{root}: the key of the table {needed.name} must be {', '.join(needed.primary_key)}")
    return stated._replace(fields=(*fields, *absent))


def _fitting(root: Root, table: str, field: Field, needed: Field | None) -> Field:
    """A column as the rule needs it: of its type, and without an empty cell where it counts on none."""
    if needed is None:
        return field
    if (field.type, field.coded) != (needed.type, needed.coded):
        what = f"the column {field.name} of the table {table} must hold {'codes' if needed.coded else needed.type}"
        raise DataError(f"{root}: {what}, its schema says otherwise")
    constraints = {**field.constraints, "required": field.required or needed.required}
    return field._replace(constraints=constraints, is_edtf=needed.is_edtf)
