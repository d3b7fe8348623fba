"""The page docs/fairness.md: what is even between the sides, what is not, and why."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nkevents.curate.quality.fairness_figures import (
    CHANCE,
    EVIDENCE,
    MEASURES,
    PRECISION,
    SIDE_NAMES,
    WORDING,
    WORK,
    Fairness,
)
from nkevents.model.plain_values import records
from nkevents.rule.claim_arrays import SIDES

_PAGE = Path(__file__).with_name("fairness_page.md")
_SCOPES = {"harm": "Events of harm, captures apart", "captures": "Captures of places"}
_HARMED = ("Armenian side harmed", "Azerbaijani side harmed")
_SPEAK = ("Armenian side", "Azerbaijani side", "third parties")
_LARGEST = 8
# Why shares that do not depend on us alone are uneven: printed where they are, and wanted for each that is.
REASONS = {
    "own_language": "fewer pages in Armenian than in Azerbaijani were found. The Armenian side was read mostly in "
    "English.",
    "near": "where Armenians were harmed, the accounts mostly name one town or village; where Azerbaijanis were, they "
    "often name several villages of a district, the district alone or a section of the border. For many single "
    "villages of Azerbaijan no page with coordinates was found (docs/known-gaps.md). Then the place is the district.",
    "above_median": "the same, towns on one side and districts on the other.",
    "war-2020": "in the war the two sides speak about equally often; in the other episodes together the Armenian side "
    "speaks more often.",
    "ceasefire-2020": "after the war the Armenian side spoke more of politics at home, of captives and of positions on "
    "the border.",
    "clashes-2021-11": "Armenian ministries and outlets spoke more often of these days.",
}
_MOVED = {"rows": "rows", "acceptance": "acceptance", "attribution": "attribution", "dead": "killed"}


def fairness_page(found: Fairness) -> str:
    """Write the page.

    Returns
    -------
    str
        Markdown.
    """
    differing = uneven(found)
    return _PAGE.read_text(encoding="utf-8").format(
        version=found.version,
        chance=f"{CHANCE:g}",
        even="; ".join(measure.label for name, measure in MEASURES.items() if name not in differing),
        uneven=_uneven(differing),
        harm=_harm(found),
        **{group: _group(found, group) for group in (WORDING, EVIDENCE, PRECISION, WORK)},
        read_twice=found.read_twice,
        accounts=_accounts(found),
        episodes=_episodes(found),
        languages=_languages(found),
        decisions=_decisions(found),
        who=_who(found),
    )


def uneven(found: Fairness) -> list[str]:
    """Names of the measures and episodes that differ by more than chance."""
    rows = pd.concat([found.shares, found.accounts])
    measures = rows.loc[rows["p"] < CHANCE, "measure"].unique().tolist()
    return [*measures, *found.episodes.loc[found.episodes["p"] < CHANCE, "episode"]]


def _uneven(differing: Sequence[str]) -> str:
    lines = [
        f"- {MEASURES[name].label}: {REASONS.get(name, 'a fault of ours.')}" for name in differing if name in MEASURES
    ]
    lines += [
        f"- claims by either side in {name}: {REASONS.get(name, '')}" for name in differing if name not in MEASURES
    ]
    return "\n".join(
        ["**Uneven**, with what we know of the reason:", "", *lines] if lines else ["**Uneven**: nothing."]
    )


def _harm(found: Fairness) -> str:
    heads = ["type of event", *_HARMED, "both", "neither named"]
    columns = (*SIDE_NAMES, "both", "neither")
    rows = [[_words(row["event_type"]), *(row[name] for name in columns)] for row in records(found.harm)]
    return _table(heads, [*rows, _totals(found.harm, columns)])


def _group(found: Fairness, group: str) -> str:
    """The tables of one group of measures, those of radii with them that say how exactly harm is placed."""
    shares = found.shares[found.shares["measure"].map(lambda name: MEASURES[name].group == group)]
    some = shares[shares[["of_armenian", "of_azerbaijani"]].max(axis=1) > 0]
    tables = [
        _table([label, *_HARMED, "p"], _shares(rows))
        for scope, label in _SCOPES.items()
        if len(rows := some[some["scope"] == scope])
    ]
    if group == PRECISION:
        tables += [_radius(label, found.radius[found.radius["scope"] == scope]) for scope, label in _SCOPES.items()]
    return "\n\n".join(tables)


def _radius(label: str, medians: pd.DataFrame) -> str:
    rows = [[_words(row["event_type"]), *(_number(row[name]) for name in SIDE_NAMES)] for row in records(medians)]
    return _table([f"{label}: median radius in km", *_HARMED], rows)


def _accounts(found: Fairness) -> str:
    heads = ["Events that are not agreed", "by the Armenian side's account", "by the Azerbaijani side's account", "p"]
    return _table(heads, _shares(found.accounts))


def _episodes(found: Fairness) -> str:
    rows = [[row["episode"], *(row[side] for side in SIDES), _p(row["p"])] for row in records(found.episodes)]
    return _table(["episode", *_SPEAK, "p"], [*rows, [*_totals(found.episodes, SIDES), ""]])


def _languages(found: Fairness) -> str:
    shown, rest = found.languages.head(_LARGEST), found.languages.iloc[_LARGEST:]
    rows = [[row["language"], *(row[side] for side in SIDES)] for row in records(shown)]
    others = _totals(rest, SIDES, f"{len(rest)} others")
    return _table(["language", *_SPEAK], [*rows, others, _totals(found.languages, SIDES)])


def _decisions(found: Fairness) -> str:
    heads = ["decision", "otherwise", "speakers", "claims", *_MOVED, "agreed events"]
    lines = [
        [
            row["taken"],
            row["instead"],
            len(row["said"]),
            sum(row["said"].values()),
            *(row[name] for name in _MOVED.values()),
            f"{row['agreed']:+d}" if row["agreed"] else "0",
        ]
        for row in records(found.decisions)
    ]
    return _table(heads, lines)


def _who(found: Fairness) -> str:
    """Of each decision about several speakers a line on the widest way to take it otherwise."""
    rows = records(found.decisions)
    widest = {row["taken"]: row for row in sorted(rows, key=lambda row: len(row["said"]))}
    taken = dict.fromkeys(row["taken"] for row in rows)
    return "\n".join(_named(widest[each]) for each in taken if len({*widest[each]["said"], *widest[each]["about"]}) > 1)


def _named(row: dict[str, Any]) -> str:
    """The speakers of one line with their claims, those of whom no claim is entered, and how they were found."""
    said = ", ".join(f"{name} ({claims})" for name, claims in row["said"].items())
    silent = ", ".join(name for name in row["about"] if name not in row["said"])
    found = f" Found by a test: {row['test']}." if row["test"] else ""
    return f"- *{row['taken']}.*{found} {said}{f'; without a claim: {silent}' if silent else ''}."


def _shares(frame: pd.DataFrame) -> list[list[Any]]:
    return [
        [
            MEASURES[row["measure"]].label,
            *(_share(row[side], row[f"of_{side}"]) for side in SIDE_NAMES),
            _p(row["p"]),
        ]
        for row in records(frame)
    ]


def _share(cases: int, of: int) -> str:
    return f"{cases} of {of} ({100 * cases / of:.0f} %)" if of else "none"


def _p(value: float) -> str:
    text = "< 0.001" if value < 0.001 else f"{value:.3f}" if value < 0.1 else f"{value:.2f}"
    return f"**{text}**" if value < CHANCE else text


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _words(code: str) -> str:
    return code.replace("_", " ")


def _totals(frame: pd.DataFrame, columns: Sequence[str], head: str = "all") -> list[Any]:
    return [head, *(int(frame[name].sum()) for name in columns)]


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
