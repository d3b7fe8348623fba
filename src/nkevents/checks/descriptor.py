"""The descriptor and the Table Schemas: whether they are there, and say what the checks need to know."""

import json
from collections.abc import Iterator
from typing import Any

from nkevents.checks.finding import Finding, finding_of
from nkevents.errors import FileError, NkeventsError
from nkevents.model.schema_faults import dangling_keys, schema_faults
from nkevents.store.editions import LOGS
from nkevents.store.files import Root, below, is_below, read_file
from nkevents.store.opening import is_table, read_descriptor, shipped_root
from nkevents.store.release_zip import DESCRIPTOR
from nkevents.store.version import check_version


def check_descriptor(root: Root) -> list[Finding]:
    """Check what a data package says of itself; nothing else can be checked where this finds anything."""
    descriptor, findings = _read_object(root, DESCRIPTOR)
    if findings:
        return findings
    findings = list(_resources(descriptor))
    if findings:
        return findings
    files = {item["name"]: item["schema"] for item in descriptor["resources"] if is_table(item)}
    raws = {name: _read_object(root, file) for name, file in files.items()}
    findings = [finding for _, unreadable in raws.values() for finding in unreadable]
    for name, (raw, unreadable) in raws.items():
        if not unreadable:
            findings += [_bad_schema(files[name], wrong) for wrong in schema_faults(name, raw)]
    dangling = dangling_keys({name: raw for name, (raw, _) in raws.items()}) if not findings else ()
    return findings or [_bad_schema(files[name], wrong) for name, wrong in dangling]


def not_a_package(file: str, message: str, instead: str) -> Finding:
    """Say why something is no data package."""
    return finding_of(file, "not-a-data-package", message, instead)


def _read_object(root: Root, file: str) -> tuple[dict[str, Any], list[Finding]]:
    kind = "not-a-data-package" if file == DESCRIPTOR else "bad-schema"
    try:
        value = json.loads(read_file(below(root, file)).decode("utf-8"))
    except FileNotFoundError:
        return {}, [finding_of(file, kind, "the file is missing", "put it there, or name another directory")]
    except FileError as error:
        return {}, [finding_of(file, kind, str(error), "write it as JSON in UTF-8, in a plain file")]
    except (ValueError, RecursionError) as error:
        return {}, [finding_of(file, kind, f"the file cannot be read: {error}", "write it as JSON in UTF-8")]
    if not isinstance(value, dict):
        return {}, [finding_of(file, kind, "the file holds no JSON object", "write an object: { … }")]
    return value, []


def _resources(descriptor: dict[str, Any]) -> Iterator[Finding]:
    try:
        check_version(descriptor["version"])
    except (KeyError, NkeventsError) as error:
        wrong = "the version is missing" if isinstance(error, KeyError) else str(error)
        yield not_a_package(DESCRIPTOR, wrong, 'state it: "version": "0.1.0"')
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        yield not_a_package(DESCRIPTOR, "no resources are listed", 'list the tables under "resources"')
        return
    names: list[str] = []
    for number, item in enumerate(resources, 1):
        if isinstance(item, dict) and is_below(str(item.get("path", ".."))) and not is_table(item):
            continue
        if fault := _resource_fault(item):
            wrong = f"resource {number}: {fault}"
            yield finding_of(DESCRIPTOR, "bad-descriptor", wrong, "see the shipped descriptor")
        else:
            names.append(item["name"])
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield finding_of(DESCRIPTOR, "bad-descriptor", f"the table {name} is listed twice", "list each table once")
    shipped = (item["name"] for item in read_descriptor(shipped_root())["resources"])
    for name in shipped:
        if name not in names and name not in LOGS:
            yield finding_of(DESCRIPTOR, "missing-table", f"the table {name} is not listed", f"list {name}")


def _resource_fault(item: object) -> str | None:
    if not isinstance(item, dict):
        return "it is no object"
    for key in ("name", "path", "schema"):
        if not isinstance(item.get(key), str) or not item[key]:
            return f"{key} is missing"
    for key in ("path", "schema"):
        if not is_below(item[key]):
            return f"{key} {item[key]!r} is no path below the directory"
    return None


def _bad_schema(file: str, wrong: str) -> Finding:
    return finding_of(file, "bad-schema", wrong, "see the shipped schema of this table")
