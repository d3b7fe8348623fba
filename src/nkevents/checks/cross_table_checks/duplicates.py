"""The same thing twice: a claim under two ids, an event, the page of a source, the printed name of a place."""

import re
from collections.abc import Callable, Hashable, Iterator
from operator import itemgetter
from typing import Any

from nkevents.checks.finding import Finding, finding_in
from nkevents.model.page_address import page
from nkevents.model.plain_values import grouped
from nkevents.store.package import Package
from nkevents.store.rows import Row, Table

_OWN_WORDS = ("locator", "note")


def check_duplicates(package: Package) -> Iterator[Finding]:
    """Look for rows that say the same under another id."""
    claims, events, sources = package["claims"], package["events"], package["sources"]
    said = [name for name in claims.schema.names if name != claims.key]
    whole, plain = itemgetter(*said), itemgetter(*(name for name in said if name not in _OWN_WORDS))

    def statement(row: Row) -> Any:
        # One speaker can take the same position twice in one page, on two matters that only the note tells apart.
        return whole(row) if row["kind"] == "position" else plain(row)

    yield from _same(claims, statement, "duplicate-claim", "claim_id", "the same claim stands")
    for column in ("title", "summary"):
        yield from _same(events, _words(column), "duplicate-event", column, f"an event with the same {column} stands")
    yield from _same(sources, lambda row: page(row["url"]), "duplicate-url", "url", "the same page stands")
    for table in ("actor_names", "place_names"):
        yield from _preferred(package[table])


def _same(table: Table, key: Callable[[Row], Hashable | None], rule: str, column: str, what: str) -> Iterator[Finding]:
    first: dict[Hashable, Row] = {}
    for row in table.rows:
        value = key(row)
        before = first.setdefault(value, row) if value else row
        if before is not row and before[table.key] != row[table.key]:
            wrong = f"{what} in row {before.line}, {before[table.key]}"
            yield finding_in(table, rule, row, column, wrong, "keep one of the two")


def _preferred(names: Table) -> Iterator[Finding]:
    """One spelling in each language is the one that is printed."""
    owner = names.schema.primary_key[0]
    for (what, lang), rows in grouped(names.rows, itemgetter(owner, "lang")).items():
        chosen = [row for row in rows if row["preferred"] == "true"]
        if len(chosen) != 1:
            wrong = f"{len(chosen)} spellings of {what} in {lang} are preferred"
            right = "one must be, the one that is printed"
            yield finding_in(names, "preferred-name", (chosen or rows)[-1], "preferred", wrong, right)


def _words(column: str) -> Callable[[Row], Hashable | None]:
    return lambda row: " ".join(re.findall(r"\w+", row[column].casefold()))
