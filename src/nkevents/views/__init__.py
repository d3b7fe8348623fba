"""What a user asks of the data, as pandas frames; `nkevents.Dataset` lists the functions that are its methods."""

from nkevents.views import (
    accounts,
    citing,
    derived,
    evidence,
    history,
    near,
    panel,
    provisions,
    reference,
    revisions,
    search,
    timeline,
)

__all__ = [
    "accounts",
    "citing",
    "derived",
    "evidence",
    "history",
    "near",
    "panel",
    "provisions",
    "reference",
    "revisions",
    "search",
    "timeline",
]
