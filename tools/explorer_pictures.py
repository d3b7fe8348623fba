"""Take the pictures of the explorer in the documentation: `python tools/explorer_pictures.py`; `--check` only looks.

Needs Chromium (/usr/bin/chromium, or the variable CHROMIUM). Which picture is out of date is told by what it shows, not
by its pixels, which depend on the machine's fonts: docs/images/explorer.json keeps a hash of each picture's visible
text and of the style sheet. It also keeps the hash of the tables that were last looked at, by which `tables_changed`
says without a browser that a picture may be out of date.
"""

import hashlib
import json
import os
import sys
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from nkevents.dataset import shipped
from nkevents.explore import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
HASHES = FOLDER / "explorer.json"
_ARGUMENTS = ["--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


class Shot(NamedTuple):
    """One picture: a page, the size of the window, and light or dark."""

    address: str
    width: int
    height: int
    scheme: Literal["light", "dark"]


# Of the two strikes, one is blamed on either side.
SHOTS = {
    "explorer-light": Shot("index.html#asof=2020-11-09&event=shusha-shushi-capture", 1280, 1240, "light"),
    "explorer-event-dark": Shot("events/ganja-strike-3.html", 1280, 900, "dark"),
    "explorer-event-phone": Shot("events/ghazanchetsots-cathedral-strike.html", 390, 844, "light"),
    "explorer-phone": Shot("index.html#asof=2021-11-26", 390, 844, "light"),
}


def opened(browser: "Browser", site: Path, shot: Shot) -> "Page":
    """The page of a picture, ready."""
    page = browser.new_page(viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme)
    page.goto(f"{site.as_uri()}/{shot.address}")
    if shot.address.startswith("index.html"):
        page.wait_for_selector("html[data-ready]")
        # What is drawn in a frame of its own stands after the second.
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page


def fingerprint(page: "Page", shot: Shot) -> str:
    """What a picture shows, as a hash: the texts within the window, and the style."""
    texts = page.evaluate("""() => {
        const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const element = walker.currentNode.parentElement, box = element.getBoundingClientRect();
            if (element.checkVisibility({visibilityProperty: true}) && box.height && box.top < innerHeight)
                texts.push(walker.currentNode.data.trim());
        }
        return texts.filter(Boolean);
    }""")
    style = (files("nkevents.explore") / "assets" / "style.css").read_text(encoding="utf-8")
    return hashlib.sha256(json.dumps([shot, texts, style], ensure_ascii=False).encode()).hexdigest()


def stale(now: dict[str, str]) -> list[str]:
    """Names of the pictures that do not show what they should, or are missing."""
    before = _kept()["pictures"]
    return [name for name, mark in now.items() if before.get(name) != mark or not (FOLDER / f"{name}.png").exists()]


def tables_changed() -> bool:
    """Whether the tables are others than those of which the pictures were last known to be current."""
    return bool(_kept()["tables"] != shipped()._tables.sha256)


def _kept() -> dict[str, Any]:
    return dict(json.loads(HASHES.read_text(encoding="utf-8")))


def main() -> int:
    """Run the command line."""
    # Who only asks whether the tables changed needs no browser.
    from playwright.sync_api import sync_playwright

    check, now, taken = "--check" in sys.argv[1:], {}, []
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(chromium).exists():
        print(f"no Chromium at {chromium}: install it, or name where it lies in the variable CHROMIUM")
        return 2
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = build(Path(folder) / "site").index.parent
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        for name, shot in SHOTS.items():
            page = opened(browser, site, shot)
            now[name] = fingerprint(page, shot)
            if not check and name in stale(now):
                page.screenshot(path=FOLDER / f"{name}.png")
                taken.append(name)
        browser.close()
    out_of_date = stale(now)
    if not check:
        kept = {"tables": shipped()._tables.sha256, "pictures": now}
        HASHES.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    for name in SHOTS:
        word = "taken" if name in taken else "out of date" if check and name in out_of_date else "current"
        print(f"docs/images/{name}.png: {word}")
    return 1 if check and out_of_date else 0


if __name__ == "__main__":
    sys.exit(main())
