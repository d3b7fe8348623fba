"""The texts in which words are looked for, and the events that each is used on."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from nkevents.model.names import fold
from nkevents.rule.claim_arrays import MISSING, ClaimArrays
from nkevents.rule.grouping import Ints
from nkevents.store.package import Package

# Kind, position of what it is about, words as they are compared with a space around each, what a reader is told.
IndexedText = tuple[str, int, str, str]
ALWAYS = np.iinfo(np.int64).min
# The end of a label that has a plural; "Artillery" has none.
_COUNTED = ("drone", "mine", "missile", "munition")
# A topic or a weapon that is not named.
_UNNAMED = ("other",)
_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)


def words(text: str) -> list[str]:
    """Words of a text in the form in which they are compared.

    Examples
    --------
    >>> words("Shusha / Shushi, Şuşa")
    ['shusha', 'shushi', 'susa']
    >>> words("Turkey's")
    ['turkey']
    """
    return _WORD.findall(fold(_POSSESSIVE.sub("", text)))


def indexed(
    kind: str, about: Iterable[int], lines: Iterable[str | None], shown: Iterable[str] | None = None
) -> list[IndexedText]:
    """Texts of one kind, without those that are empty."""
    lines = list(lines)
    rows = zip(about, lines, lines if shown is None else shown, strict=True)
    return [(kind, int(at), f" {' '.join(words(line))} ", str(label)) for at, line, label in rows if line]


def uses(kind: str, field: str, about: Ints, event: Ints, known: Ints) -> pd.DataFrame:
    """Each use once, with the first day on which it was public."""
    frame = pd.DataFrame({"about": about, "event": event, "known": known})[about != MISSING]
    first: pd.DataFrame = frame.groupby(["about", "event"], as_index=False)["known"].min()
    return first.assign(kind=kind, field=field)


def coded(tables: Package, data: ClaimArrays) -> tuple[list[IndexedText], list[pd.DataFrame]]:
    """The labels of codes: of an event's type, of the weapons and the topics of its claims."""
    said, means, positions = data.claims, data.of_kind("means", data.claims), data.of_kind("position", data.claims)
    every = np.arange(len(data.event_type))
    weapons = tables.frame("claim_codes").query("kind == 'means'").set_index("code")["label"]
    used = [
        uses("type", "type", data.event_type, every, np.full(len(every), ALWAYS)),
        uses("weapon", "weapon", said.code[means], said.event[means], said.known[means]),
        uses("topic", "topic", said.aspect[positions], said.event[positions], said.known[positions]),
    ]
    texts = [
        *_labels("type", data.event_types, tables.frame("event_types").set_index("event_type")["label"]),
        *_labels("weapon", data.codes, weapons),
        *_labels("topic", data.aspects, tables.frame("claim_aspects").set_index("aspect")["label"]),
    ]
    return texts, used


def _labels(kind: str, codes: Sequence[str], labels: "pd.Series[str]") -> list[IndexedText]:
    named = [(at, str(labels[code])) for at, code in enumerate(codes) if code in labels and code not in _UNNAMED]
    plural = [(at, f"{label}s") for at, label in named if label.endswith(_COUNTED)]
    shown = dict(named)
    return [text for at, label in (*named, *plural) for text in indexed(kind, [at], [label], [shown[at]])]
