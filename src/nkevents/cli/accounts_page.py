"""The accounts of an event side by side: what each side says of it, blames and counts."""

from rich.text import Text

import nkevents
from nkevents.cli.page import Page
from nkevents.model.plain_values import records
from nkevents.wording.account_phrases import blame, number
from nkevents.wording.days import date
from nkevents.wording.words import NOTHING, SIDES, SILENT, Row, counted, says

_COUNTS = {
    "killed_armenian": "Armenian dead",
    "killed_azerbaijani": "Azerbaijani dead",
    "killed_civilian": "civilians",
    "wounded": "wounded",
    "captured": "captured",
}
_COLOURS = {"asserts": "green", "denies": "red", "both": "yellow"}


def print_accounts(page: Page, event_id: str, as_of: str | None) -> None:
    """Print what the Armenian side, the Azerbaijani side and others say of one event.

    Parameters
    ----------
    as_of : str or None
        A day; None is everything.
    """
    told = records(nkevents.accounts(event_id, as_of=as_of))
    page.heading("Accounts", "what each side says by itself")
    page.rows([(SIDES[row["side"]], _says(row), Text("; ".join(_details(row)))) for row in told])


def _says(row: Row) -> Text:
    if not row["n_claims"]:
        return Text(SILENT, "dim")
    if row["says"] is None:
        return Text(NOTHING, "dim")
    return Text(says(row["side"], row["says"]), _COLOURS[row["says"]])


def _details(row: Row) -> list[str]:
    """Day, dead, blame and voice of one account, as far as it has them."""
    if not row["n_claims"]:
        return []
    counts = [f"{what} {told}" for column, what in _COUNTS.items() if (told := number(row, column))]
    blamed = [said] if (said := blame(row)) else []
    day = [date(row["date"])] if row["date"] and row["says"] else []
    claims = counted(row["n_claims"], "claim")
    return [*day, *counts, *blamed, f"{claims}, most by {row['loudest_speaker']}, since {row['first_said']:%Y-%m-%d}"]
