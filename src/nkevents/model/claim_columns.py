"""Which columns go with which kind of claim: the one rule, for documents that are entered and for tables."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, NamedTuple

Fault = Literal[
    "column-not-of-kind",
    "column-needed-by-kind",
    "figure-without-number",
    "figure-without-population",
    "population-of-things",
]
PERSONS = "persons"


class KindColumns(NamedTuple):
    """Columns that go with a kind of claim, beside those that every claim has."""

    required: tuple[str, ...]
    allowed: tuple[str, ...]


def read_kinds(stated: Mapping[str, Any]) -> dict[str, KindColumns]:
    """Read the property ``kinds`` of the schema of claims."""
    return {kind: KindColumns(tuple(each["required"]), tuple(each["allowed"])) for kind, each in stated.items()}


def kinds_fault(stated: object, fields: Collection[Mapping[str, Any]]) -> str | None:
    """Say what keeps the property ``kinds`` of a schema with these fields from being read."""
    columns = {field["name"]: field for field in fields}
    kinds = columns.get("kind", {"constraints": {}})["constraints"].get("enum", [])
    if not isinstance(stated, dict) or set(stated) != set(kinds):
        return f"kinds does not have {', '.join(kinds)}"
    for kind, each in stated.items():
        lists = [each.get(name) if isinstance(each, dict) else None for name in KindColumns._fields]
        for names in lists:
            if not isinstance(names, list):
                return f"kinds: {kind} does not list the columns {' and '.join(KindColumns._fields)}"
            if unknown := next((name for name in names if not isinstance(name, str) or name not in columns), None):
                return f"kinds: {kind} lists {unknown!r}, which is no column"
    return None


def column_faults(
    kinds: Mapping[str, KindColumns], kind: str, given: Collection[str], unit: str | None
) -> Iterator[tuple[Fault, str]]:
    """Say which columns of a claim do not go with its kind, or are missing.

    Parameters
    ----------
    kinds : mapping of str to KindColumns
        Of the grammar of the package.
    kind : str
        One of them.
    given : collection of str
        Columns in which the claim has a value.
    unit : str or None
        What the code of a figure counts; None where that is not known.

    Yields
    ------
    tuple of str
        What is wrong, and the column.

    Examples
    --------
    >>> kinds = {"figure": KindColumns((), ("low", "high", "aspect")), "role": KindColumns(("subject_id",), ())}
    >>> list(column_faults(kinds, "role", {"low"}, None))
    [('column-not-of-kind', 'low'), ('column-needed-by-kind', 'subject_id')]
    >>> list(column_faults(kinds, "figure", {"low", "aspect"}, "vehicles"))
    [('population-of-things', 'aspect')]
    """
    required, allowed = kinds[kind]
    of_kinds = {column for each in kinds.values() for column in (*each.required, *each.allowed)}
    for column in sorted(of_kinds.intersection(given) - {*required, *allowed}):
        yield "column-not-of-kind", column
    for column in required:
        if column not in given:
            yield "column-needed-by-kind", column
    if kind != "figure":
        return
    if not {"low", "high"}.intersection(given):
        yield "figure-without-number", "low"
    if unit == PERSONS and "aspect" not in given:
        yield "figure-without-population", "aspect"
    elif unit and unit != PERSONS and "aspect" in given:
        yield "population-of-things", "aspect"
