"""Addresses of pages: a whole URL, without tracking parameters or a fragment."""

from collections.abc import Iterator

from nkevents.checks.finding import Finding, finding_in
from nkevents.errors import shown
from nkevents.model.page_address import clean, is_public, split, tracking
from nkevents.store.package import Package
from nkevents.store.rows import Table


def check_addresses(package: Package) -> Iterator[Finding]:
    """Check the address of every page."""
    for name in ("sources", "actor_names", "place_names"):
        yield from _addresses(package[name])


def _addresses(table: Table) -> Iterator[Finding]:
    right = "write the address of the page that was read, with https://"
    for row in table.unchecked:
        url = row["url"]
        if not url:
            continue
        parts = split(url)
        if parts is None:
            yield finding_in(table, "not-a-url", row, "url", f"{shown(url)} is no address of a page", right)
            continue
        if not is_public(url):
            said = f"nobody can open a page at {parts.hostname}, which is kept for examples or private networks"
            yield finding_in(table, "url-not-public", row, "url", said, right)
            continue
        if "#" in url:
            said = f"the address ends in the fragment #{parts.fragment}"
            yield finding_in(table, "url-fragment", row, "url", said, url.partition("#")[0])
        if found := ", ".join(tracking(url)):
            said = f"the address holds tracking parameters: {found}"
            yield finding_in(table, "url-tracking", row, "url", said, clean(url))
