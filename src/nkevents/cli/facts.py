"""The head of an event's page: what the rule makes of its claims."""

from collections import defaultdict
from collections.abc import Sequence

import pyarrow.compute as pc
from rich.text import Text

import nkevents
from nkevents.cli.page import Page
from nkevents.dataset import shipped
from nkevents.errors import NkeventsError
from nkevents.model.plain_values import grouped, records
from nkevents.views.base import Day
from nkevents.views.timeline import row_of
from nkevents.wording.events import event_date, last_under_way, who_says
from nkevents.wording.labels import labels_in
from nkevents.wording.other_days import other_days
from nkevents.wording.words import (
    ACCEPTANCE_MEANS,
    ACCEPTANCES,
    ATTRIBUTIONS,
    BASES,
    NOTHING,
    Row,
    amount,
    counted,
    number_of_dead,
    status_of,
)

_LEVEL_WORDS = {"part": "part of an event", "series": "several events that sources count together"}
_OWN_NAMES = {"hy": "Armenian", "az": "Azerbaijani"}


def print_facts(page: Page, row: Row, as_of: str | None) -> None:
    """Print title, identity and derived facts of one event.

    Parameters
    ----------
    row : mapping
        Of `derived_row`, as of the same day.
    as_of : str or None
        A day; None is everything.
    """
    types = {each["event_type"]: each["label"] for each in records(nkevents.table("event_types"))}
    kind = [types[row["event_type"]].lower(), _LEVEL_WORDS.get(row["level"], "")]
    page.line(Text(row["title"], "bold"))
    identity = [row["slug"], row["event_id"], *filter(None, kind)]
    if row["episode"] != row["slug"]:
        identity.append(f"episode {row['episode']}")
    page.line(Text(" · ".join(identity), "dim"))
    if as_of is not None:
        page.line(Text(f"as known at the end of {as_of}", "yellow"))
    if row["summary"]:
        page.line("")
        page.line(row["summary"])
    page.line("")
    page.rows([(Text(name, "dim"), text) for name, text in _facts(row, as_of)])


def _facts(row: Row, as_of: str | None) -> list[tuple[str, str]]:
    when, figures = event_date(row), records(nkevents.figures(row["event_id"], as_of=as_of))
    said = [
        status_of(row),
        *(["overdue"] if row["overdue"] else []),
        f"{ACCEPTANCES[row['acceptance']]}: {_accepted(row)}",
    ]
    facts = [
        ("When", when + _disputed(row, as_of)),
        ("Where", _place(row)),
        ("Status", "; ".join(said)),
        ("Dead", _dead(row, figures)),
        ("Adversary's claim", _adversary(row)),
        ("Other figures", _other_figures(figures)),
        ("Attribution", f"{row['attribution'].replace('_', '-')}: {ATTRIBUTIONS[row['attribution']]}"),
        ("Participants", _participants(row["event_id"], as_of)),
        (
            "Known",
            f"since {row['known_from']:%Y-%m-%d}, last claim of {row['last_known']:%Y-%m-%d}; "
            f"{counted(row['n_claims'], 'claim')}, {counted(row['n_publishers'], 'publisher')}",
        ),
    ]
    return [(name, text) for name, text in facts if text]


def _accepted(row: Row) -> str:
    """Who says so, or what the word for it means where that is told by no side's own word."""
    means = ACCEPTANCE_MEANS[row["acceptance"]]
    return means if row["acceptance"] == "reported" else who_says(row) or means


def with_last_day(rows: Sequence[Row], as_of: Day | None) -> list[Row]:
    """Rows of the timeline; those of what goes on with the last day for which somebody says so.

    Parameters
    ----------
    as_of : str or date or None
        The day that the rows are as of; None is everything.
    """
    if not any(row["status"] == "ongoing" for row in rows):
        return list(rows)
    said = grouped(records(nkevents.claims(kind="occurrence", as_of=as_of)), "event_id")
    return [
        {**row, "under_way_on": last_under_way(said.get(row["event_id"], ()))} if row["status"] == "ongoing" else row
        for row in rows
    ]


def _disputed(row: Row, as_of: str | None) -> str:
    """Who gives another day, in brackets; empty where nobody does."""
    if not row["date_contested"]:
        return ""
    others = other_days(row, records(nkevents.claims(row["event_id"], kind="occurrence", as_of=as_of)))
    return f" (disputed: {'; '.join(map(str, others))})"


def derived_row(event: str, as_of: str | None) -> Row:
    """The row that the rule makes of one event.

    Parameters
    ----------
    event : str
        Slug or id.
    as_of : str or None
        A day; None is everything.

    Raises
    ------
    NkeventsError
        If there is no such event, or nothing of it was public by then.
    """
    found = records(row_of(shipped(), event, as_of))
    if not found:
        first = nkevents.claims(event)["known_from"].min()
        raise NkeventsError(
            f"nothing was public about {event!r} at the end of {as_of}; it is known from {first:%Y-%m-%d}"
        )
    return with_last_day(found, as_of)[0]


def _place(row: Row) -> str:
    """Name the place with each side's own name for it, where that is known and differs."""
    if row["place"] is None:
        return NOTHING
    data = shipped()
    at = pc.index(data._tables.arrow("places")["place_id"], row["place_id"]).as_py()
    own = {language: data._labels("place", lang)[at].as_py() for lang, language in _OWN_NAMES.items()}
    others = [f"{language}: {name}" for language, name in own.items() if name != row["place"]]
    return f"{row['place']} ({'; '.join(others)})" if others else str(row["place"])


def _dead(row: Row, figures: Sequence[Row]) -> str:
    if row["killed_best"] is None:
        return f"{NOTHING} ({BASES[row['killed_basis']]})"
    third = next(figure["third"] for figure in figures if figure["code"] == "killed")
    parts = {
        "Armenian side": row["killed_armenian"],
        "Azerbaijani side": row["killed_azerbaijani"],
        "third parties": third,
        "civilians among them": row["killed_civilian"],
    }
    split = ", ".join(f"{name} {number:,}" for name, number in parts.items() if number is not None)
    return f"{number_of_dead(row)}: {f'{split}; ' if split else ''}{BASES[row['killed_basis']]}"


def _adversary(row: Row) -> str:
    """Say what each side claims of the other's dead; never part of the figures."""
    claimed = {
        "Armenian dead": (row["killed_armenian_claimed"], "the Azerbaijani side"),
        "Azerbaijani dead": (row["killed_azerbaijani_claimed"], "the Armenian side"),
    }
    said = [f"{dead} {n:,}, says {who} or an ally" for dead, (n, who) in claimed.items() if n is not None]
    return "; ".join(said) + " (never counted above)" if said else ""


def _other_figures(figures: Sequence[Row]) -> str:
    labels = labels_in(shipped()).codes
    return "; ".join(
        f"{labels['figure', row['code']].lower()} {amount(row, 'low', 'best', 'high', 'is_floor')}"
        for row in figures
        if row["code"] != "killed" and row["best"] is not None
    )


def _participants(event_id: str, as_of: str | None) -> str:
    labels = labels_in(shipped()).codes
    by_role: dict[str, list[str]] = defaultdict(list)
    for row in records(nkevents.participants(event_id, as_of=as_of)):
        by_role[labels["role", row["role"]].lower()].append(row["actor"])
    return "; ".join(f"{role}: {', '.join(actors)}" for role, actors in by_role.items()) or NOTHING
