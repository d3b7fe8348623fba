"""Draw the pictures of README.md and of the documentation: `python tools/pictures.py`.

Which picture is stale is told by what it draws, not by its pixels, which depend on the machine's fonts:
docs/images/pictures.json keeps a hash of each picture's specification.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator
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
    "timeline": lambda: plot.timeline(nkevents.load(end="2021-12-31")),
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


def drawn() -> Iterator[tuple[str, bytes]]:
    """Path and content of every picture that does not show what it should, then of the hashes; others as they are."""
    kept = ROOT / HASHES
    before: dict[str, str] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    now = {}
    for name, draw in PICTURES.items():
        path, chart = ROOT / FOLDER / f"{name}.png", draw()
        now[name] = _fingerprint(chart)
        fresh = now[name] == before.get(name) and path.exists()
        yield f"{FOLDER}/{path.name}", path.read_bytes() if fresh else _png(chart)
    yield HASHES, (json.dumps(now, indent=1) + "\n").encode()


def _fingerprint(chart: Any) -> str:
    spec = chart.to_dict()
    # The address of the schema has the version of the library.
    spec.pop("$schema")
    return hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()


def _png(chart: Any) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        chart.save(str(path), format="png", scale_factor=_PIXELS)
        return path.read_bytes()


if __name__ == "__main__":
    for place, content in drawn():
        (ROOT / place).write_bytes(content)
        print(place)
