"""The same thing twice: a claim under two ids, an event, the page of a source."""

import re
from collections.abc import Callable, Hashable, Iterator

from nkevents.addresses import page
from nkevents.validation.finding import Finding
from nkevents.validation.package import Package, Row, Table

NEEDS = ("claims", "events", "sources")
_OWN_WORDS = ("locator", "note")


def check(package: Package) -> Iterator[Finding]:
    """Look for rows that say the same under another id.

    Parameters
    ----------
    package : Package

    Yields
    ------
    Finding
    """
    claims, events, sources = package["claims"], package["events"], package["sources"]
    said = [name for name in claims.schema.names if name != claims.key]
    # One speaker can take the same position twice in one page, on two matters that only the note tells apart.
    plain = [name for name in said if name not in _OWN_WORDS]

    def statement(row: Row) -> Hashable:
        return tuple(row[name] for name in (said if row["kind"] == "position" else plain))

    yield from _same(claims, statement, "duplicate-claim", "claim_id", "the same claim stands")
    for column in ("title", "summary"):
        yield from _same(events, _words(column), "duplicate-event", column, f"an event with the same {column} stands")
    yield from _same(sources, _page, "duplicate-url", "url", "the same page stands")


def _same(table: Table, key: Callable[[Row], Hashable | None], rule: str, column: str, what: str) -> Iterator[Finding]:
    first: dict[Hashable, Row] = {}
    for row in table.rows:
        value = key(row)
        before = first.setdefault(value, row) if value else row
        if before is not row and before[table.key] != row[table.key]:
            yield table.error(
                rule, row, column, f"{what} in row {before.line}, {before[table.key]}", "keep one of the two"
            )


def _words(column: str) -> Callable[[Row], Hashable | None]:
    return lambda row: " ".join(re.findall(r"\w+", row[column].casefold()))


def _page(row: Row) -> Hashable | None:
    return page(row["url"])
