"""The labels of codes and provisions, as the tables state them."""

from functools import cache

import nkevents
from nkevents.model.plain_values import records
from nkevents.wording.claims import Labels


def event_labels(event_id: str | None) -> Labels:
    """Labels for the page of one event; points of other agreements are named with their agreement.

    Parameters
    ----------
    event_id : str or None
        The event; None for a page that is of no single event.
    """
    points = {
        provision: point + ("" if agreement == event_id else f" of “{title}”")
        for provision, agreement, point, title in _points()
    }
    return Labels(code_labels(), _aspects(), points)


def agreements() -> set[str]:
    """Ids of the events that bind somebody to something."""
    return {agreement for _, agreement, _, _ in _points()}


@cache
def type_labels() -> dict[str, str]:
    """The label of each type of event."""
    return {row["event_type"]: row["label"] for row in records(nkevents.table("event_types"))}


@cache
def code_labels() -> dict[tuple[str, str], str]:
    """The label of each code, by kind and code."""
    return {(row["kind"], row["code"]): row["label"] for row in records(nkevents.table("claim_codes"))}


@cache
def _aspects() -> dict[str, str]:
    return {row["aspect"]: row["label"] for row in records(nkevents.table("claim_aspects"))}


@cache
def _points() -> list[tuple[str, str, str, str]]:
    """Each provision's id, the id of its agreement, its point, and the title of the agreement."""
    events = nkevents.table("events")
    titles = dict(zip(events["event_id"], events["title"], strict=True))
    return [
        (row["provision_id"], row["event_id"], f"point {row['point']}", titles[row["event_id"]])
        for row in records(nkevents.table("provisions"))
    ]
