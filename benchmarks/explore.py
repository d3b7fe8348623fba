"""Size and speed of the explorer: ``python benchmarks/explore.py`` prints a Markdown table.

Needs Chromium (``/usr/bin/chromium``, or the variable CHROMIUM) and playwright. A move is one step of the slider or one
filter; it takes from the input to the second animation frame after it. The synthetic site has the shipped events
several times, moved by some days each time.
"""

import copy
import gzip
import json
import os
import shutil
import sys
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

import nkevents
from nkevents.explore import build

# The small package is that of the tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from small import small_root

MANY = 10_000
LOADS = 7
MOVES = 50
ROUNDS = 3
ARGUMENTS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run"]
_MOVE = """async (moves) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done)), taken = [];
    const slider = document.getElementById("asof"), types = document.querySelectorAll("[data-facet=type] input");
    for (let move = 0; move < moves; move++) {
        const began = performance.now();
        if (move % 5 < 3) {
            slider.value = (move * 37) % (Number(slider.max) + 1);
            slider.dispatchEvent(new Event("input"));
        } else {
            types[move % types.length].click();
        }
        await frame();
        await frame();
        taken.push(performance.now() - began);
    }
    return taken;
}"""


def main() -> None:
    """Print the table."""
    rows = []
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        built = build(site)
        small_site = Path(folder) / "small"
        small = build(small_site, nkevents.open(small_root()))
        rows += _sizes(site)
        per_page = f"{1000 * built.seconds / built.n_pages:.0f} ms a page"
        small_per_page = f"{1000 * small.seconds / small.n_pages:.0f} ms a page"
        rows.append(
            ("building the site", "30 s", f"{built.seconds:.1f} s for {built.n_pages:,} pages, {per_page}"),
        )
        rows.append(
            ("building the small package", "linear", f"{small.seconds:.1f} s for {small.n_pages}, {small_per_page}")
        )
        many = Path(folder) / "many"
        shutil.copytree(site, many, ignore=shutil.ignore_patterns("events", "actors", "agreements"))
        n_many = _multiply(many / "data" / "events.js")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
            )
            rows.append(("from opening to interactive", "1 s", f"{median(_loads(browser, site)):.2f} s"))
            rows.append((f"{MOVES} moves, 95th percentile (median)", "150 ms", _moves(browser, site)))
            rows.append((f"the same with {n_many:,} events", "500 ms", _moves(browser, many)))
            rows.append((f"interactive with {n_many:,} events", "–", f"{median(_loads(browser, many)):.2f} s"))
            browser.close()
    print("| figure | limit | measured |\n|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def _packed(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def _sizes(site: Path) -> list[tuple[str, str, str]]:
    assets = site / "assets"
    pages = sorted(_packed(path) for path in (site / "events").iterdir())
    sizes = [
        ("libraries", "350 kB", _packed(*(assets / "lib").glob("*.js"))),
        ("outlines of the map", "120 kB", _packed(assets / "outlines.js")),
        ("data of the main page", "500 kB", _packed(site / "data" / "events.js")),
        ("own scripts and style", "–", _packed(assets / "style.css", *(assets / "js").glob("*.js"))),
        ("page of an event, median", "–", pages[len(pages) // 2]),
        ("page of an event, largest", "–", pages[-1]),
    ]
    return [(f"{name}, compressed", limit, f"{size / 1000:.0f} kB") for name, limit, size in sizes]


def _multiply(path: Path) -> int:
    """Repeat the events of a data file until there are many."""
    data = _read(path)
    events: list[Any] = data["events"]
    day = [str(data["cells"].index(name)) for name in ("day", "first", "last")]
    copies = -(-MANY // len(events))
    n = len(events)
    for turn in range(1, copies):
        for event in events[: min(n, MANY - turn * n)]:
            if event["level"] == "episode":
                continue
            twin = copy.deepcopy(event)
            twin["slug"] += f"-{turn}"
            for _, cells in twin["states"]:
                cells.update({at: cells[at] + 3 * turn for at in day if cells.get(at) is not None})
            events.append(twin)
    path.write_text(f"window.nkeventsData={json.dumps(data)};\n", encoding="utf-8")
    return len(events)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8").removeprefix("window.nkeventsData=").removesuffix(";\n"))


def _open(browser: Browser, site: Path) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector("html[data-ready]")
    return page


def _loads(browser: Browser, site: Path) -> list[float]:
    """Seconds from the start of the navigation until every view stands."""
    taken = []
    for _ in range(LOADS):
        page = _open(browser, site)
        taken.append(page.evaluate("NK.explorer.readyAfter") / 1000)
        page.close()
    return taken


def _moves(browser: Browser, site: Path) -> str:
    """The quietest of some rounds: other work of the machine only adds."""
    page = _open(browser, site)
    page.wait_for_timeout(500)
    rounds: list[list[float]] = [page.evaluate(_MOVE, MOVES) for _ in range(ROUNDS)]
    page.close()
    late, usual = min((quantiles(taken, n=20)[-1], median(taken)) for taken in rounds)
    return f"{late:.0f} ms ({usual:.0f} ms)"


if __name__ == "__main__":
    main()
