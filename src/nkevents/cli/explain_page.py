"""Why a cell of the timeline is what it is: the claims behind it, for a terminal or for a pipe."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from rich.text import Text

import nkevents
from nkevents.cli.facts import derived_row
from nkevents.cli.page import Page
from nkevents.cli.screenful import screenful
from nkevents.dataset import shipped
from nkevents.model.plain_values import records
from nkevents.wording.claims import denies
from nkevents.wording.labels import labels_in
from nkevents.wording.words import BASES, NOTHING, Row, counted, number_of_dead, speaker

# What a claim does to the cell, deciding ones first: the word, what it means, and its colour.
_USES = {
    "decides": ("decides", "the cell rests on it", "green"),
    "considered": ("weighed", "still stands, but the cell rests on others", ""),
    "replaced": ("replaced", "by a newer statement of its speaker, or given up by its side", "dim"),
}
_OF_ALL_DEAD = ("killed_low", "killed_best", "killed_high", "killed_basis", "killed_is_floor")
# The head and the foot of the page, and the prompt.
_BESIDE = 14


def print_explanation(event: str, column: str, as_of: str | None, *, everything: bool) -> None:
    """Print the value of one cell and every claim behind it, with what each does, deciding claims first.

    Parameters
    ----------
    event : str
        Slug or id.
    column : str
        A derived column of the timeline.
    as_of : str or None
        A day; None is everything.
    everything : bool
        On a terminal: all claims, not a screenful.

    Raises
    ------
    NkeventsError
        If there is no such event or column, or nothing of the event was public by then.
    """
    row = derived_row(event, as_of)
    claims = records(nkevents.explain(event, column, as_of=as_of))
    claims.sort(key=lambda claim: list(_USES).index(claim["use"]))
    page, labels = Page(), labels_in(shipped()).on(row["event_id"])
    _print_cell(page, row, column, as_of)
    uses = [claim["use"] for claim in claims]
    said = ", ".join(f"{uses.count(use)} {word}" for use, (word, _, _) in _USES.items() if use in uses)
    page.heading(counted(len(claims), "claim") if claims else "No claim says anything of it", said)
    lines = [_line(claim, labels.statement(claim)) for claim in claims]
    shown = lines if everything or page.plain else screenful(page.console, lines, page.rows, _BESIDE)
    page.rows(shown)
    page.line("")
    for use in dict.fromkeys(uses[: len(shown)]):
        word, means, _ = _USES[use]
        page.line(Text(f"{word}: {means}", "dim"))
    if len(shown) < len(lines):
        page.line(Text(f"… {counted(len(lines) - len(shown), 'more claim')}: add --all", "dim"))
    page.line(Text(f"all claims on the event: nkevents show {row['slug']}", "dim"))


def _print_cell(page: Page, row: Row, column: str, as_of: str | None) -> None:
    book = nkevents.codebook()
    means = book.loc[(book["table"] == "timeline") & (book["column"] == column), "description"].iloc[0]
    page.line(Text(row["title"], "bold"))
    if as_of is not None:
        page.line(Text(f"as known at the end of {as_of}", "yellow"))
    page.line("")
    page.line(Text.assemble((column, "bold"), " = ", (_value(row[column]), "bold green")))
    page.line(Text(str(means), "dim"))
    if column in _OF_ALL_DEAD and row["killed_best"] is not None:
        page.line(f"dead: {number_of_dead(row)}; {BASES[row['killed_basis']]}")


def _value(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _line(claim: Row, statement: str) -> Sequence[Text | str]:
    word, _, colour = _USES[claim["use"]]
    text = Text(style="dim" if word == "replaced" else "")
    if denies(claim):
        text.append("DENIES: ", "bold red")
    text.append(statement)
    text.append(f"\n{speaker(claim)}, in {claim['publisher']} ({claim['claim_id']})", "cyan")
    text.append(f"\n{claim['url']}", "dim")
    return [f"{claim['known_from']:%Y-%m-%d}", Text(word, colour), text]
