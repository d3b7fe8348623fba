"""What the data cover, for a terminal, a pipe or a program."""

import json
from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import typer
from rich.text import Text

import nkevents
from nkevents.cli.page import Page
from nkevents.curate.quality.coverage import ALL, LATER, MEASURES, WAR, Coverage, coverage
from nkevents.curate.quality.recorded import Entry, Name, reached, read, record
from nkevents.dataset import Dataset, shipped
from nkevents.errors import UnknownValueError
from nkevents.model.plain_values import plain_rows, records
from nkevents.wording.words import NOTHING, SIDES

_SHOWN = 12
_BAR = 20
# Short heads of the table by episode, where every measure has a column; a narrow terminal shows the first ones.
_HEADS = {
    "events": "events",
    "claims": "claims",
    "two_publishers": "2 publ.",
    "both_sides": "2 sides",
    "answered": "answered",
    "tolls": "tolls",
    "not_english": "not en",
    "second_reading": "2 readings",
    "sources": "sources",
    "publishers": "publ.",
    "languages": "lang.",
}
_GAP, _INDENT = 2, 2


def print_coverage(directory: Path | None, targets: Path | None, *, as_json: bool) -> None:
    """Print all that is measured.

    Parameters
    ----------
    directory : pathlib.Path or None
        A data package; the shipped data when None.
    targets : pathlib.Path or None
        Targets and recorded values; those of the data package when None, if it has any.

    Raises
    ------
    NkeventsError
        If the data or the targets cannot be read.
    """
    data = _opened(directory)
    root = data._tables.root
    beside = root / "tests" / "coverage.toml" if isinstance(root, Path) else None
    path = targets or (beside if beside and beside.is_file() else None)
    entries = read(path) if path else {}
    found = coverage(data)
    if as_json:
        typer.echo(json.dumps(_plain(found, entries), ensure_ascii=False, indent=2))
        return
    page = Page()
    page.line(Text(f"nkevents {found.version}", "bold"))
    _print_measures(page, found, entries)
    _print_episodes(page, found)
    _print_shares(page, found)
    _print_periods(page, "By week", "events begun, claims made public in the week from", found.weeks)
    _print_periods(page, "By day of the war", "events begun, claims made public", found.days)
    if not found.missing.empty:
        page.line("")
        names = ", ".join(found.missing["measure"].unique())
        page.line(f"what falls short: nkevents coverage --missing MEASURE ({names})", "dim")
    page.line("how evenly the harm of either side is treated: nkevents fairness, and docs/fairness.md", "dim")


def print_missing(directory: Path | None, measure: str, *, as_json: bool) -> None:
    """List what falls short of one measure.

    Raises
    ------
    UnknownValueError
        If no such measure is listed.
    """
    listed = [name for name, each in MEASURES.items() if each.listed]
    if measure not in listed:
        raise UnknownValueError("measure", measure, listed, "nkevents coverage --json")
    frame = coverage(_opened(directory)).missing
    rows = records(frame[frame["measure"] == measure])
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        typer.echo(f"{row['episode'] or NOTHING}\t{row['item']}")


def print_recorded(directory: Path | None, path: Path) -> None:
    """Record today's values and say which changed.

    Raises
    ------
    NkeventsError
        If a value fell without a line that says why.
    """
    found = coverage(_opened(directory))
    changed = record(found, path)
    for scope, measure in changed:
        typer.echo(f"{scope}.{measure}\t{found.values(scope)[measure]:g}")
    typer.echo(f"{path}: {len(changed)} of the recorded values changed", err=True)


def _opened(directory: Path | None) -> Dataset:
    return shipped() if directory is None else nkevents.open(directory)


def _plain(found: Coverage, entries: dict[Name, Entry]) -> dict[str, Any]:
    """Everything as JSON has it: None for what is missing, days as texts."""
    measures = records(found.measures)
    for row in measures:
        row["target"] = entries.get((row["scope"], row["measure"]), Entry()).target
    return {
        "version": found.version,
        "measures": measures,
        **{name: plain_rows(getattr(found, name)) for name in ("languages", "sides", "publishers", "weeks", "days")},
        "missing": records(found.missing),
    }


def _print_measures(page: Page, found: Coverage, entries: dict[Name, Entry]) -> None:
    """One line per measure: all, the war, the later episodes, each beside its target."""
    values = {scope: found.values(scope) for scope in (ALL, WAR, LATER)}
    heads: list[Text | str] = ["", "all", "war", "target", "later", "target"]
    rows: list[list[Text | str]] = [
        [
            measure.label,
            _value(name, values[ALL].get(name)),
            *(cell for scope in (WAR, LATER) for cell in _beside(name, values[scope].get(name), entries, scope)),
        ]
        for name, measure in MEASURES.items()
    ]
    page.line("")
    print_table(page, heads, rows)


def _beside(measure: str, value: float | None, entries: dict[Name, Entry], scope: str) -> tuple[Text, Text]:
    target = entries.get((scope, measure), Entry()).target
    if target is None or value is None:
        return _value(measure, value), Text("")
    text = _value(measure, value)
    text.stylize("green" if reached(measure, value, target) else "red")
    sign = "≥" if MEASURES[measure].rises else "≤"
    return text, Text(f"{sign} {_short(measure, target)}", "dim")


def _value(measure: str, value: float | None) -> Text:
    if value is None or isnan(value):
        return Text(NOTHING)
    return Text(_percent(value) if MEASURES[measure].share else _number(value))


def _print_episodes(page: Page, found: Coverage) -> None:
    slugs = [scope for scope in found.measures["scope"].unique() if scope not in (ALL, WAR, LATER)]
    values = {slug: found.values(slug) for slug in slugs}
    free = page.width - _INDENT - max(map(len, slugs), default=0)
    ends = np.cumsum([_GAP + len(head) for head in _HEADS.values()])
    names = [name for name, end in zip(_HEADS, ends, strict=True) if page.plain or end <= free]
    rows: list[list[Text | str]] = [[slug, *(_short(name, values[slug][name]) for name in names)] for slug in slugs]
    page.heading("By episode")
    print_table(page, ["", *(_HEADS[name] for name in names)], rows)


def _short(measure: str, value: float) -> Text:
    """A value in few letters."""
    share = MEASURES[measure].share and not isnan(value)
    return Text(f"{value:.0%}".replace("%", " %")) if share else _value(measure, value)


def _print_shares(page: Page, found: Coverage) -> None:
    """Languages, sides and the largest publishers, each with a bar of its claims."""
    total = max(int(found.languages["claims"].sum()), 1)
    page.heading("By language", "sources, claims")
    _print_bars(page, found.languages, found.languages["claims"] / total)
    page.heading("By side of the speaker", "claims, share of the claims made by either side")
    _print_bars(page, found.sides.assign(side=found.sides["side"].map(SIDES)), found.sides["claims"] / total)
    page.heading("By publisher", f"claims, share; the {_SHOWN} largest of {len(found.publishers)}")
    largest = found.publishers.head(_SHOWN)
    _print_bars(page, largest, largest["share"])


def _percent(share: float | None) -> str:
    if share is None:
        return NOTHING
    return "100 %" if share == 1 else f"{100 * share:.1f} %"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.3g}"


def _print_bars(page: Page, frame: pd.DataFrame, lengths: pd.Series) -> None:
    """Rows of names, counts and shares, each with a bar; a pipe gets no bars."""
    rows: list[list[Text | str]] = [[_told(*cell) for cell in row.items()] for row in records(frame)]
    if not page.plain:
        for row, length in zip(rows, lengths, strict=True):
            row.append(Text("█" * round(2 * _BAR * length), "cyan"))
    print_table(page, None, rows, left=(0, len(frame.columns)))


def _told(column: str, cell: Any) -> str:
    if column == "share":
        return _percent(cell)
    return cell if isinstance(cell, str) else _number(cell)


def _print_periods(page: Page, title: str, more: str, frame: pd.DataFrame) -> None:
    """One line per period with two bars; periods under two events stand out."""
    page.heading(title, more)
    scale = {name: _BAR / max(int(frame[name].max()), 1) for name in ("events", "claims")} if len(frame) else {}
    rows: list[list[Text | str]] = []
    for row in records(frame):
        style = "red" if row["events"] == 0 else "yellow" if row["events"] == 1 else ""
        cells: list[Text | str] = [Text(f"{row['period']:%Y-%m-%d}", style)]
        for name in ("events", "claims"):
            bar = Text("█" * round(row[name] * scale[name]), "cyan" if name == "events" else "blue")
            cells += [Text(str(row[name]), style), *([] if page.plain else [bar])]
        rows.append(cells)
    print_table(page, None, rows, left=(0,) if page.plain else (0, 2, 4))


def print_table(
    page: Page, heads: Sequence[Text | str] | None, rows: Sequence[Sequence[Text | str]], left: Sequence[int] = (0,)
) -> None:
    """Print rows in columns, numbers to the right.

    Parameters
    ----------
    left : list of int
        Columns of text, which stand to the left.
    """
    table = [[Text(str(head), "dim") for head in heads]] if heads else []
    table += [[cell.copy() if isinstance(cell, Text) else Text(cell) for cell in row] for row in rows]
    for at, column in enumerate(zip(*table, strict=True)):
        width = max(len(cell) for cell in column)
        for cell in column:
            if at in left:
                cell.pad_right(width - len(cell))
            else:
                cell.pad_left(width - len(cell))
    page.rows(table)
