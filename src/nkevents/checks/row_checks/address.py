"""Addresses of pages: a whole URL, without tracking parameters or a fragment."""

from collections.abc import Iterator

from nkevents.checks.finding import Finding, shown
from nkevents.checks.package import Package, Table
from nkevents.model.page_address import clean, split, tracking

NEEDS = ("sources", "actor_names", "place_names")


def check(package: Package) -> Iterator[Finding]:
    """Check the address of every page.

    Parameters
    ----------
    package : Package

    Yields
    ------
    Finding
    """
    for name in NEEDS:
        yield from _addresses(package[name])


def _addresses(table: Table) -> Iterator[Finding]:
    for row in table.rows:
        url = row["url"]
        if not url:
            continue
        parts = split(url)
        if parts is None:
            right = "write the address of the page that was read, with https://"
            yield table.error("not-a-url", row, "url", f"{shown(url)} is no address of a page", right)
            continue
        if "#" in url:
            yield table.error(
                "url-fragment", row, "url", f"the address ends in the fragment #{parts.fragment}", url.partition("#")[0]
            )
        found = ", ".join(tracking(url))
        if found:
            yield table.error("url-tracking", row, "url", f"the address holds tracking parameters: {found}", clean(url))
