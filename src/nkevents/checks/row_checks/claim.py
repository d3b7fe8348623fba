"""Claims and provisions: which columns go with which kind, code and aspect."""

from collections.abc import Iterator

from nkevents.checks.finding import Finding, finding_in
from nkevents.errors import suggest
from nkevents.model.cell import number
from nkevents.model.claim_columns import Fault, KindColumns, column_faults
from nkevents.store.package import Package
from nkevents.store.rows import Row, Table


def check_kinds(package: Package) -> Iterator[Finding]:
    """Check each claim's columns against its kind, and the topics of provisions."""
    claims = package["claims"]
    units = {row["code"]: row["unit"] for row in package["claim_codes"].rows}
    kinds = {row["aspect"]: row["kind"] for row in package["claim_aspects"].rows}
    for row in claims.unchecked:
        if row["kind"] in package.grammar.kinds:
            given = {column for column, cell in row.items() if cell}
            unit = units.get(row["code"]) if row["kind"] == "figure" else None
            for fault, column in column_faults(package.grammar.kinds, row["kind"], given, unit):
                message, instead = _words(fault, column, row, claims, package.grammar.kinds[row["kind"]], unit)
                yield finding_in(claims, fault, row, column, message, instead)
            yield from _aspect(claims, row, "aspect", row["kind"], kinds)
            if row["kind"] == "figure":
                yield from _bounds(claims, row)
    provisions = package["provisions"]
    for row in provisions.unchecked:
        yield from _aspect(provisions, row, "topic", "position", kinds)


def _words(
    fault: Fault, column: str, row: Row, claims: Table, columns: KindColumns, unit: str | None
) -> tuple[str, str]:
    """What is wrong with a column of a claim, and what would be right."""
    kind, allowed = row["kind"], ", ".join(sorted({*columns.required, *columns.allowed}))
    return {
        "column-not-of-kind": (
            f"a claim of kind {kind} has no {column}",
            f"leave it empty; of these columns a {kind} has {allowed}",
        ),
        "column-needed-by-kind": (
            f"a claim of kind {kind} needs {column}",
            claims.schema.field(column).description,
        ),
        "figure-without-number": ("the figure has neither low nor high", "give at least one of them"),
        "figure-without-population": ("persons are counted, but not which", "military, civilian or any"),
        "population-of-things": (f"{unit} are counted, which have no population", "leave it empty"),
    }[fault]


def _aspect(table: Table, row: Row, column: str, kind: str, kinds: dict[str, str]) -> Iterator[Finding]:
    aspect = row[column]
    owner = kinds.get(aspect)
    if owner and owner != kind and kind in kinds.values():
        wrong = f"{aspect!r} goes with the kind {owner}, not with {kind}"
        right = f"write {suggest(aspect, [name for name, of in kinds.items() if of == kind])}"
        yield finding_in(table, "aspect-of-another-kind", row, column, wrong, right)


def _bounds(claims: Table, row: Row) -> Iterator[Finding]:
    low, high = number(row["low"]), number(row["high"])
    if low is not None and high is not None and low > high:
        wrong, right = f"low {low:g} is above high {high:g}", f"low {high:g}, high {low:g}"
        yield finding_in(claims, "low-above-high", row, "low", wrong, right)
