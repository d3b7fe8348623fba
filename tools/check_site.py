"""Check a built documentation site: no page loads anything from another host, and every link inside it leads somewhere.

Usage: python tools/check_site.py DIRECTORY
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data"}
# A link of these kinds is followed by nobody unless asked to.
_ONLY_NAMED = {"canonical", "next", "prev", "search", "index"}


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get(_LOADING.get(tag, ""))
        if address and not (tag == "link" and given.get("rel") in _ONLY_NAMED):
            self.loads.append(address)
        if tag == "a" and (link := given.get("href")):
            self.links.append(link)


def faults(site: Path) -> list[str]:
    """One sentence per fault."""
    found = []
    for path in sorted(site.rglob("*.html")):
        page, name = _Page(path.read_text(encoding="utf-8")), path.relative_to(site)
        found += [f"{name} loads {each} from another host" for each in page.loads if urlsplit(each).netloc]
        for link in {*page.links, *page.loads}:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            if not (path.parent / unquote(parts.path)).exists():
                found.append(f"{name} leads to {link}, which is not there")
    return found


if __name__ == "__main__":
    complaints = faults(Path(sys.argv[1]))
    print(*complaints or ["the site loads nothing from elsewhere, and its links lead somewhere"], sep="\n")
    sys.exit(1 if complaints else 0)
