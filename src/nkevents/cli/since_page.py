"""What became known between two days, for a terminal or for a pipe."""

from itertools import groupby
from typing import Any

from rich.text import Text

import nkevents
from nkevents.cli.page import Page
from nkevents.model.plain_values import records
from nkevents.wording.changes import change
from nkevents.wording.words import counted

# A part of a date or of a range says nothing new where its whole changed too.
_PART_OF = {"date_start": "date", "killed_low": "killed_best", "killed_high": "killed_best"}
_MOST_IDS = 3


def print_since(start: str, until: str | None) -> None:
    """Print what became known from one day to another.

    Parameters
    ----------
    start : str
        First day.
    until : str or None
        Last day, included; None is the day of the newest claim.
    """
    page = Page()
    rows = _telling(records(nkevents.revisions(start, until)))
    titles = nkevents.table("events").set_index("event_id")["title"].to_dict()
    span = f"{start} to {until}" if until else f"{start} on"
    if not rows:
        page.line(f"nothing became known from {span}")
        return
    news = sum(row["what"] == "new" for row in rows)
    page.line(Text(f"from {span}: {counted(news, 'new event')}, {counted(len(rows) - news, 'change')}", "dim"))
    for day, of_day in groupby(rows, key=lambda row: row["day"]):
        page.heading(f"{day:%Y-%m-%d}")
        for event_id, changes in groupby(of_day, key=lambda row: row["event_id"]):
            page.rows([_line(str(titles[event_id]), number, row) for number, row in enumerate(changes)])


def _telling(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes without those that only repeat another one of the same day."""
    changed = {(row["day"], row["event_id"], row["column"]) for row in rows}
    return [row for row in rows if (row["day"], row["event_id"], _PART_OF.get(row["column"])) not in changed]


def _line(title: str, number: int, row: dict[str, Any]) -> tuple[Text, Text]:
    """One change; the event is named at its first."""
    text = Text(title, "bold") if number == 0 else Text()
    if number == 0:
        text.append(f"  {row['slug']}", "dim")
        text.append("\n")
    text.append(change(row), "green" if row["what"] == "new" else "")
    if row["claims"]:
        ids = row["claims"].split()
        text.append(f"  {', '.join(ids[:_MOST_IDS])}{' …' if len(ids) > _MOST_IDS else ''}", "dim")
    return Text(" " if number else "•"), text
