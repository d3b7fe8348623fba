"""The page docs/fairness.md: what is even between the sides, what is not, and why."""

from collections.abc import Iterable, Iterator, Sequence
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

_SCOPES = {"harm": "Events of harm, captures apart", "captures": "Captures of places"}
_LARGEST = 8
_HEAD = """# Fairness in figures

This page is made from the data, version {version}, by `nkevents fairness docs/fairness.md`. It says how evenly the
harm to each side is treated: how it is worded, how it is documented, and how exactly it is placed.

**Whose harm.** An event of harm is fighting, shelling, a strike, a loss of aircraft, a capture, a mine or violence. It
harmed the side whose people or things its claims count as lost, or whose adversary is named as having done it. An
ally's deeds count as its side's. Events that harmed both sides, or neither by name, stand in the first table alone.

**Chance.** Beside each pair of shares stands p: how likely it is that they differ as much by chance alone (Fisher's
exact test, two-sided). Below {chance} we call them uneven. Claims on one event hang together, so for shares of claims p
is smaller than it should be. Of a hundred such tests, one calls even shares uneven.
"""
_GROUPS = {
    WORDING: (
        "How harm is worded",
        "This depends on us alone. A test fails if one of these shares is uneven, if a title hedges, if an event that "
        "is not agreed does not begin with whose account it is, or if an agreed one does.",
    ),
    EVIDENCE: (
        "What is known of it",
        "This depends on who spoke and on what could be found. An event is agreed where both sides, or one side and a "
        "third party, say that it took place.",
    ),
    PRECISION: (
        "How exactly it is placed",
        "Each place has a radius within which the true spot lies: a few kilometres for a town or a site, some tens of "
        "kilometres for a district.",
    ),
    WORK: (
        "What we did about it",
        "This depends on us alone, too. Where an accusation has no answer, one is looked for. A second reader checks "
        "claims against their pages.",
    ),
}
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
_CANNOT = """## What cannot be made even

- One side's press is larger, or easier to find, than the other's. We enter what stands on a page that tells its day,
  and leave out nothing to make the numbers match.
- Azerbaijan's day chronicles of the war, and several statements of its ministries, were found only on pages without a
  day and could not be entered (docs/known-gaps.md).
- In the war territory changed hands in one direction: nearly all captures harmed one side.
- The sides were harmed in different ways. Strikes from the air and captures harmed mostly Armenians, mines and losses
  of aircraft mostly Azerbaijanis.
- Silence cannot be entered. Where the accused side did not answer, the note on the claim says that an answer was
  looked for.
"""
_DECISIONS = """## Who counts as third, and how much it weighs

docs/method.md has the test by which an actor counts as one side's, as its ally's, or as third. Each line takes one
decision the other way and counts what would change:

- speakers: who makes claims in these data and would count otherwise. With a state go its bodies and officials.
- claims: all that these speakers say and that would count otherwise.
- rows: the rows of the timeline (all levels) with any other cell.
- acceptance, attribution, dead: the rows in which that cell would be another.
- agreed events: how many more or fewer there would be.

That last number can go either way. A third party that is moved to a side no longer confirms what that side says, so
events are lost; but what only third parties told becomes the word of a side that other third parties confirm, so events
are won.
"""
_MOVED = {"rows": "rows", "acceptance": "acceptance", "attribution": "attribution", "dead": "killed"}
_WHO = """Who the lines speak of, where it is more than one, with the number of claims that would count otherwise
(where a decision has two lines, of the larger):
"""


def fairness_page(found: Fairness) -> str:
    """Write the page.

    Returns
    -------
    str
        Markdown.
    """
    parts = [
        _HEAD.format(version=found.version, chance=f"{CHANCE:g}"),
        _in_short(found),
        _harm(found),
        *(_group(found, group) for group in _GROUPS),
        _checked(found),
        _accounts(found),
        _episodes(found),
        _languages(found),
        _decisions(found),
        _CANNOT,
    ]
    return "\n".join(parts)


def _checked(found: Fairness) -> str:
    return f"Of all claims, on whatever event, a second reader checked {found.read_twice:.0%} against the page.\n"


def uneven(found: Fairness) -> list[str]:
    """Names of the measures and episodes that differ by more than chance."""
    rows = pd.concat([found.shares, found.accounts])
    measures = rows.loc[rows["p"] < CHANCE, "measure"].unique().tolist()
    return [*measures, *found.episodes.loc[found.episodes["p"] < CHANCE, "episode"]]


def _in_short(found: Fairness) -> str:
    differing = uneven(found)
    even = [measure.label for name, measure in MEASURES.items() if name not in differing]
    lines = [
        f"- {MEASURES[name].label}: {REASONS.get(name, 'a fault of ours.')}" for name in differing if name in MEASURES
    ]
    lines += [
        f"- claims by either side in {name}: {REASONS.get(name, '')}" for name in differing if name not in MEASURES
    ]
    return "\n".join(
        [
            "## In short",
            "",
            f"**Even**, or different by no more than chance: {'; '.join(even)}.",
            "",
            "**Uneven**, with what we know of the reason:" if lines else "**Uneven**: nothing.",
            "",
            *lines,
            "",
        ]
    )


def _harm(found: Fairness) -> str:
    heads = ["type of event", "Armenian side harmed", "Azerbaijani side harmed", "both", "neither named"]
    rows = [
        [_words(row["event_type"]), *(row[name] for name in (*SIDE_NAMES, "both", "neither"))]
        for row in records(found.harm)
    ]
    totals = ["all", *(int(found.harm[name].sum()) for name in (*SIDE_NAMES, "both", "neither"))]
    return "\n".join(["## Events of harm", "", _table(heads, [*rows, totals]), ""])


def _group(found: Fairness, group: str) -> str:
    title, text = _GROUPS[group]
    parts = [f"## {title}", "", text, ""]
    for scope, label in _SCOPES.items():
        rows = found.shares[(found.shares["scope"] == scope) & found.shares["measure"].map(_in(group))]
        some = rows[rows[["of_armenian", "of_azerbaijani"]].max(axis=1) > 0]
        heads = [label, "Armenian side harmed", "Azerbaijani side harmed", "p"]
        if len(some):
            parts += [_table(heads, _shares(some)), ""]
    if group == PRECISION:
        parts += _radius(found)
    return "\n".join(parts)


def _radius(found: Fairness) -> Iterator[str]:
    for scope, label in _SCOPES.items():
        heads = [f"{label}: median radius in km", "Armenian side harmed", "Azerbaijani side harmed"]
        medians = found.radius[found.radius["scope"] == scope]
        rows = [[_words(row["event_type"]), *(_number(row[name]) for name in SIDE_NAMES)] for row in records(medians)]
        yield from (_table(heads, rows), "")


def _in(group: str) -> Any:
    return lambda name: MEASURES[name].group == group


def _accounts(found: Fairness) -> str:
    text = "All events that are not agreed, of harm or not, by the side that alone says that they took place."
    heads = ["Events that are not agreed", "by the Armenian side's account", "by the Azerbaijani side's account", "p"]
    return "\n".join(["## By whose account", "", text, "", _table(heads, _shares(found.accounts)), ""])


def _episodes(found: Fairness) -> str:
    text = (
        "Claims by the side that the speaker stands with. p compares the shares of the two sides in one episode with "
        "those in all others."
    )
    heads = ["episode", "Armenian side", "Azerbaijani side", "third parties", "p"]
    rows = [[row["episode"], *(row[side] for side in SIDES), _p(row["p"])] for row in records(found.episodes)]
    totals = ["all", *(int(found.episodes[side].sum()) for side in SIDES), ""]
    return "\n".join(["## Claims by side and episode", "", text, "", _table(heads, [*rows, totals]), ""])


def _languages(found: Fairness) -> str:
    text = "Pages by the side that their publisher stands with (of a reprint: the publisher of the original)."
    heads = ["language", "Armenian side", "Azerbaijani side", "third parties"]
    shown, rest = found.languages.head(_LARGEST), found.languages.iloc[_LARGEST:]
    rows = [[row["language"], *(row[side] for side in SIDES)] for row in records(shown)]
    others = [f"{len(rest)} others", *(int(rest[side].sum()) for side in SIDES)]
    totals = ["all", *(int(found.languages[side].sum()) for side in SIDES)]
    return "\n".join(["## Sources by side and language", "", text, "", _table(heads, [*rows, others, totals]), ""])


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
    # Of the lines on one decision, the one that moves most speakers.
    widest = {row["taken"]: row for row in sorted(records(found.decisions), key=lambda row: len(row["said"]))}
    taken = dict.fromkeys(row["taken"] for row in records(found.decisions))
    listed = [_who(widest[each]) for each in taken if len({*widest[each]["said"], *widest[each]["about"]}) > 1]
    return "\n".join([_DECISIONS, _table(heads, lines), "", _WHO, *listed, ""])


def _who(row: dict[str, Any]) -> str:
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


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
