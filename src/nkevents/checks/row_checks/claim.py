"""Claims and provisions: which columns go with which kind, code and aspect."""

from collections.abc import Iterator

from nkevents.checks.finding import Finding, finding_in
from nkevents.errors import suggest
from nkevents.model.cell import number
from nkevents.store.grammar import grammar
from nkevents.store.package import Package
from nkevents.store.rows import Row, Table


def check_kinds(package: Package) -> Iterator[Finding]:
    """Check each claim's columns against its kind, and the topics of provisions."""
    claims = package["claims"]
    units = {row["code"]: row["unit"] for row in package["claim_codes"].rows}
    kinds = {row["aspect"]: row["kind"] for row in package["claim_aspects"].rows}
    for row in claims.unchecked:
        kind = row["kind"]
        if kind not in grammar().kinds:
            continue
        yield from _columns(claims, row, kind)
        yield from _aspect(claims, row, "aspect", kind, kinds)
        if kind == "figure":
            yield from _figure(claims, row, units)
    provisions = package["provisions"]
    for row in provisions.unchecked:
        yield from _aspect(provisions, row, "topic", "position", kinds)


def _columns(claims: Table, row: Row, kind: str) -> Iterator[Finding]:
    required, optional = grammar().kinds[kind]
    allowed = {*required, *optional}
    for column in sorted({column for columns in grammar().kinds.values() for column in (*columns[0], *columns[1])}):
        if row[column] and column not in allowed:
            right = f"leave it empty; of these columns a {kind} has {', '.join(sorted(allowed))}"
            yield finding_in(
                claims, "column-not-of-kind", row, column, f"a claim of kind {kind} has no {column}", right
            )
    for column in required:
        if not row[column]:
            what = claims.schema.field(column).description
            yield finding_in(
                claims, "column-needed-by-kind", row, column, f"a claim of kind {kind} needs {column}", what
            )


def _aspect(table: Table, row: Row, column: str, kind: str, kinds: dict[str, str]) -> Iterator[Finding]:
    aspect = row[column]
    owner = kinds.get(aspect)
    if owner and owner != kind and kind in kinds.values():
        valid = [name for name, of in kinds.items() if of == kind]
        yield finding_in(
            table,
            "aspect-of-another-kind",
            row,
            column,
            f"{aspect!r} goes with the kind {owner}, not with {kind}",
            f"write {suggest(aspect, valid)}",
        )


def _figure(claims: Table, row: Row, units: dict[str, str]) -> Iterator[Finding]:
    low, high = number(row["low"]), number(row["high"])
    if not row["low"] and not row["high"]:
        yield finding_in(
            claims,
            "figure-without-number",
            row,
            "low",
            "the figure has neither low nor high",
            "give at least one of them",
        )
    if low is not None and high is not None and low > high:
        yield finding_in(
            claims, "low-above-high", row, "low", f"low {low:g} is above high {high:g}", f"low {high:g}, high {low:g}"
        )
    unit = units.get(row["code"])
    if unit == "persons" and not row["aspect"]:
        yield finding_in(
            claims,
            "figure-without-population",
            row,
            "aspect",
            "persons are counted, but not which",
            "military, civilian or any",
        )
    elif unit and unit != "persons" and row["aspect"]:
        yield finding_in(
            claims,
            "population-of-things",
            row,
            "aspect",
            f"{unit} are counted, which have no population",
            "leave it empty",
        )
