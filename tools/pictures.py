"""Draw the pictures of README.md and of the documentation: `python tools/pictures.py`; `--check` only looks.

Which picture is stale is told by what it draws, not by its pixels, which depend on the machine's fonts:
docs/images/pictures.json keeps a hash of each picture's specification.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nkevents
from nkevents import plot

ROOT = Path(__file__).resolve().parents[1]
# Fewer than `plot.save` gives: the pictures stand in the repository.
_PIXELS = 1.5
FOLDER = "docs/images"
HASHES = f"{FOLDER}/pictures.json"
PICTURES: dict[str, Callable[[], Any]] = {
    "timeline": lambda: plot.timeline(nkevents.load(), until="2021-12-31"),
    "map": lambda: plot.map(nkevents.load()),
    "tolls": lambda: plot.tolls(
        nkevents.tolls("war-2020", as_of="2021-12-31"), title="What was known of the dead of the war"
    ),
    "accounts": lambda: plot.accounts(
        nkevents.claims("shusha-shushi-capture", as_of="2020-11-20"),
        title="The capture of Shusha / Shushi: who said what",
    ),
    "coverage": lambda: plot.coverage(nkevents.claims()),
    "sources": lambda: plot.sources(nkevents.sources()),
}


def fingerprints() -> dict[str, str]:
    """What each picture should show, as a hash."""
    return {name: _fingerprint(draw()) for name, draw in PICTURES.items()}


def stale(now: dict[str, str]) -> list[str]:
    """Names of the pictures that do not show what they should, or are missing."""
    kept = ROOT / HASHES
    before = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    return [name for name, mark in now.items() if before.get(name) != mark or not _path(name).exists()]


def as_file(now: dict[str, str]) -> bytes:
    """The hashes as they are kept."""
    return (json.dumps(now, indent=1) + "\n").encode()


def draw(names: list[str]) -> None:
    """Draw pictures anew."""
    for name in names:
        PICTURES[name]().save(str(_path(name)), format="png", scale_factor=_PIXELS)


def _path(name: str) -> Path:
    return ROOT / FOLDER / f"{name}.png"


def _fingerprint(chart: Any) -> str:
    spec = chart.to_dict(validate=False)
    # The address of the schema has the version of the library.
    spec.pop("$schema")
    return hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()


def main() -> int:
    """Run the command line."""
    now = fingerprints()
    if "--check" in sys.argv[1:]:
        out_of_date = stale(now)
        for name in PICTURES:
            print(f"{FOLDER}/{name}.png: {'out of date' if name in out_of_date else 'current'}")
        return 1 if out_of_date else 0
    draw(list(PICTURES))
    (ROOT / HASHES).write_bytes(as_file(now))
    return 0


if __name__ == "__main__":
    sys.exit(main())
