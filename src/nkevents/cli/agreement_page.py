"""How far two codings agree, for a terminal, a pipe, a program or the documentation."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import typer
from rich.text import Text

from nkevents.cli.coverage_page import print_table
from nkevents.cli.page import Page
from nkevents.curate.quality.agreement import COLUMNS, Agreement, agreement
from nkevents.curate.quality.coding import coding
from nkevents.model.plain_values import records
from nkevents.wording.words import NOTHING, Row

_KINDS = {
    "kind": "kind",
    "first": "first",
    "second": "second",
    "pairs": "pairs",
    "exact": "exact",
    "only_first": "only first",
    "same_page_first": "same page",
    "only_second": "only second",
    "same_page_second": "same page",
}
_HEADS = {"known_from": "known"}
HeadsAndRows: TypeAlias = tuple[list[str], list[list[str]]]


def print_agreement(first: Path, second: Path, events: str | None, *, as_json: bool, markdown: bool) -> None:
    """Print the comparison of two codings.

    Parameters
    ----------
    first, second : pathlib.Path
        Data packages, or folders of event documents.
    events : str or None
        Names of events, separated by commas; ``one=uno`` where the names differ; those in both when None.

    Raises
    ------
    NkeventsError
        If a data package cannot be read, or an event is not in both.
    """
    (one, entered_first), (two, entered_second) = coding(first), coding(second)
    entered = [slugs for slugs in (entered_first, entered_second) if slugs is not None]
    names = {slug: slug for slug in sorted(set.intersection(*entered))} if entered else None
    found = agreement(one, two, names if events is None else _named(events))
    if as_json:
        typer.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2))
    elif markdown:
        typer.echo(
            "\n\n".join(_markdown(*table) for table in (_kinds(found), _matrix(found, "percent"), _alphas(found)))
        )
    else:
        _print(found)


def _named(events: str) -> dict[str, str]:
    """Names of each event in the first and in the second coding."""
    pairs = (name.strip().partition("=") for name in events.split(",") if name.strip())
    return {first: second or first for first, _, second in pairs}


def _plain(found: Agreement) -> dict[str, object]:
    frames = {name: records(getattr(found, name)) for name in ("events", "kinds", "cells", "pairs")}
    return {**frames, "only_first": found.only_first, "only_second": found.only_second}


def _print(found: Agreement) -> None:
    page = Page()
    events, matched = records(found.events), found.pairs
    page.line(Text(f"{len(events)} events coded twice, {len(matched)} claims in both", "bold"))
    page.line(
        f"not compared: {len(found.only_first)} events of the first, {len(found.only_second)} of the second", "dim"
    )
    page.heading("Events", "claims of each, pairs")
    print_table(page, ["", "first", "second", "pairs"], [[str(cell) for cell in row.values()] for row in events])
    page.heading("Claims matched", "exact: same source, code, subject and speaker; same page: used by both coders")
    print_table(page, *_kinds(found))
    page.heading("Agreement of the pairs", "per cent of cells that are the same")
    print_table(page, *_matrix(found, "percent"))
    page.heading("Krippendorff's alpha", f"nominal; {NOTHING} where all were coded alike")
    print_table(page, *_alphas(found))
    # Every pair that differs, so that it can be settled.
    differing = found.pairs.loc[found.pairs["differs"] != "", ["event", "kind", "first", "second", "differs"]]
    page.heading("To settle", "claim of the first, claim of the second, what differs")
    page.rows([list(row.values()) for row in records(differing)])


def _kinds(found: Agreement) -> HeadsAndRows:
    return list(_KINDS.values()), [[str(row[name]) for name in _KINDS] for row in records(found.kinds)]


def _alphas(found: Agreement) -> HeadsAndRows:
    coded = [name for name, is_code in COLUMNS.items() if is_code]
    return _matrix(found, "alpha", coded)


def _matrix(found: Agreement, value: str, columns: Sequence[str] = tuple(COLUMNS)) -> HeadsAndRows:
    """One row per kind, one column per compared column; empty where it has no meaning for the kind."""
    cells = {(row["kind"], row["column"]): row for row in records(found.cells)}
    pairs = {row["kind"]: row["pairs"] for row in records(found.kinds) if row["pairs"]}
    rows = [
        [f"{kind} ({n})", *(_cell(cells.get((kind, name)), value) for name in columns)] for kind, n in pairs.items()
    ]
    return ["kind", *(_HEADS.get(name, name) for name in columns)], rows


def _cell(row: Row | None, value: str) -> str:
    if row is None:
        return ""
    if row[value] is None:
        return NOTHING
    return f"{row[value]:.2f}" if value == "alpha" else f"{row[value]:.3g} %"


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("".join(f"| {cell} " if cell else "| " for cell in cells) + "|" for cells in lines)
