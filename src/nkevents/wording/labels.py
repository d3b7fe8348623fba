"""The labels of codes and provisions, as the tables state them."""

from functools import lru_cache

from nkevents.dataset import Dataset
from nkevents.model.plain_values import grouped, records
from nkevents.wording.claims import Labels


@lru_cache(maxsize=1)
def labels_in(data: Dataset) -> Labels:
    """Words for the claims of a data set; points are named with their agreement, for a page that is of no one event."""
    titles = {row["event_id"]: row["title"] for row in records(data.table("events"))}
    provisions = records(data.table("provisions"))
    return Labels(
        codes={(row["kind"], row["code"]): row["label"] for row in records(data.table("claim_codes"))},
        aspects={row["aspect"]: row["label"] for row in records(data.table("claim_aspects"))},
        points={row["provision_id"]: f"point {row['point']} of “{titles[row['event_id']]}”" for row in provisions},
        own={
            agreement: {row["provision_id"]: f"point {row['point']}" for row in rows}
            for agreement, rows in grouped(provisions, "event_id").items()
        },
    )
