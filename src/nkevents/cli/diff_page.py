"""What changed between two versions of the data, for a terminal or for a pipe."""

import pandas as pd

from nkevents.cli.page import Page
from nkevents.curate.release.version_difference import difference
from nkevents.dataset import Dataset
from nkevents.model.plain_values import grouped, records
from nkevents.wording.events import event_date
from nkevents.wording.words import Row

_SHOWN_WORDS = {"n_claims": "claims", "n_publishers": "publishers", "last_known": "last claim"}
_LONGEST = 60


def print_difference(before: Dataset, after: Dataset) -> None:
    """Print the events that came, went or read differently, and the cells that were corrected."""
    found, page = difference(before, after), Page()
    page.line(f"nkevents {before.version} → {after.version}", "bold")
    if found.cells.empty:
        page.line("no cell of any table differs")
        return
    page.heading("Rows of the tables")
    words = {"add": "added", "modify": "changed", "retire": "taken away"}
    changed = found.cells.drop_duplicates(["table", "row", "action"])[["table", "action"]].value_counts(sort=False)
    by_table = grouped(records(changed.reset_index()), "table")
    told = {table: [f"{row['count']:,} {words[row['action']]}" for row in rows] for table, rows in by_table.items()}
    page.rows([[table, ", ".join(texts)] for table, texts in told.items()])
    _print_events(page, "New events", found.added)
    _print_events(page, "Events taken away", found.removed)
    _print_changed(page, found.events)
    _print_corrected(page, found.cells, after)


def _print_events(page: Page, title: str, events: pd.DataFrame) -> None:
    for episode, rows in grouped(records(events), "episode").items():
        page.heading(f"{title}: {episode}" if episode else title, f"{len(rows)}")
        page.rows([[event_date(row), row["title"], row["slug"]] for row in rows])


def _print_changed(page: Page, changes: pd.DataFrame) -> None:
    by_event = grouped(records(changes), "slug")
    if by_event:
        page.heading("Rows of the timeline that read differently", f"{len(by_event)}")
        page.rows([[slug, "; ".join(map(_changed, rows))] for slug, rows in by_event.items()])


def _changed(row: Row) -> str:
    name = _SHOWN_WORDS.get(row["column"], row["column"].replace("_", " "))
    return f"{name} {_short(row['old'])} → {_short(row['new'])}"


def _print_corrected(page: Page, cells: pd.DataFrame, after: Dataset) -> None:
    """Print each corrected cell with its reason from the log, if it has one."""
    log = records(after.table("changes")) if "changes" in after._tables.names else []
    reasons = {
        (row["table"], row["row"], row["field"]): row["reason"] for row in log if row["version"] == after.version
    }
    corrected = records(cells[cells["action"] != "add"])
    if corrected:
        page.heading("Corrected or taken away", f"{len(corrected)}")
    rows = []
    for row in corrected:
        said = f"{row['field']}: {_short(row['old'])} → {_short(row['new'])}"
        reason = reasons.get((row["table"], row["row"], row["field"]))
        rows.append([row["table"], row["row"], f"{said} ({reason})" if reason else said])
    page.rows(rows)


def _short(text: str | None) -> str:
    if not text:
        return "–"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
