"""The labels of codes and obligations, as the tables state them."""

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
    events = nkevents.table("events")
    titles = dict(zip(events["event_id"], events["title"], strict=True))
    points = {
        row["provision_id"]: f"point {row['point']}"
        + ("" if row["event_id"] == event_id else f" of “{titles[row['event_id']]}”")
        for row in records(nkevents.table("provisions"))
    }
    codes = records(nkevents.table("claim_codes"))
    aspects = records(nkevents.table("claim_aspects"))
    return Labels(
        {(row["kind"], row["code"]): row["label"] for row in codes},
        {row["aspect"]: row["label"] for row in aspects},
        points,
    )
