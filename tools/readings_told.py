"""The texts that say how many claims a second reader checked, with the numbers of the data."""

import re
from collections.abc import Mapping
from pathlib import Path

from nkevents.dataset import Dataset
from nkevents.wording.words import OPENED

TEXTS = ("README.md", "docs/datasheet.md", "docs/method.md", "docs/reliability.md")
_SHARE = re.compile(r"(?<=checked )\d+%(?= of\s+the\s+claims)")
_LEFT = re.compile(r"\d+ pages with \d+ claims have no row")
# Rows of the table in docs/reliability.md, by how they begin.
_ROW = re.compile(r"(?m)^\| (?P<label>[^|:]+)(?P<more>[^|]*) \| [\d,]+(?: \(\d+%\))? \|$")


def told(root: Path, data: Dataset) -> dict[str, str]:
    """Each text as it should be, by its path below the root of the checkout."""
    claims = data.claims()
    outcome = claims["second_reading"]
    counts = {
        "claims in the data now": f"{len(claims):,}",
        "looked for again": _of(outcome.notna().sum(), len(claims)),
        "opened and checked against the page": _of(outcome.isin(OPENED).sum(), len(claims)),
        "right in every cell": f"{(outcome == 'right').sum():,}",
        "mended": f"{(outcome == 'mended').sum():,}",
        "doubtful": f"{(outcome == 'doubtful').sum():,}",
        "page not found in two searches": f"{(outcome == 'not_found').sum():,}",
    }
    untried = claims[outcome.isna()]
    left = f"{untried['source_id'].nunique()} pages with {len(untried)} claims have no row"
    texts = {name: (root / name).read_text(encoding="utf-8") for name in TEXTS}
    texts = {name: _SHARE.sub(f"{outcome.isin(OPENED).mean():.0%}", text) for name, text in texts.items()}
    head, sep, rest = texts["docs/reliability.md"].partition("| taken out besides")
    head = _ROW.sub(lambda row: _row(row, counts), head)
    texts["docs/reliability.md"] = _LEFT.sub(left, head + sep + rest)
    return texts


def _of(number: int, every: int) -> str:
    return f"{number:,} ({number / every:.0%})"


def _row(row: re.Match[str], counts: Mapping[str, str]) -> str:
    return f"| {row['label']}{row['more']} | {counts[row['label']]} |"
