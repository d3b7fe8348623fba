"""Who gives another day for an event than the timeline does."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from nkevents.model.edtf import parse
from nkevents.store.grammar import grammar
from nkevents.wording.days import date
from nkevents.wording.words import Row


@dataclass
class OtherDay:
    """One date that does not overlap the timeline's, and who of one side gives it."""

    date: str
    side: str
    speakers: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Say who gives which day."""
        return f"{date(self.date)} according to {', '.join(self.speakers)}"


def other_days(row: Row, claims: Iterable[Row]) -> list[OtherDay]:
    """Find the dates that dispute the date of a row, in the order in which they became known.

    Parameters
    ----------
    row : mapping
        A row of the timeline.
    claims : iterable of mapping
        Rows of ``nkevents.claims()`` on this event, as of the same day.

    Examples
    --------
    >>> row = {"date_contested": True, "status": "occurred", "date": "2021-12-14"}
    >>> claim = {"kind": "occurrence", "code": "occurred", "polarity": "asserts", "live": True, "speaks_with": "third"}
    >>> days = (("2021-12-14", "Trend"), ("2021-12-15", "Reuters"))
    >>> [str(each) for each in other_days(row, [{**claim, "date": day, "speaker": who} for day, who in days])]
    ['2021-12-15 according to Reuters']
    """
    # What goes on has no end, so that no day on which it does excludes another.
    if not row["date_contested"] or row["status"] == "ongoing":
        return []
    codes = grammar().stages.happened
    found: dict[tuple[str, str], OtherDay] = {}
    for claim in claims:
        asserted = claim["code"] in codes and claim["polarity"] == "asserts" and claim["live"] and claim["date"]
        if asserted and not _overlap(str(row["date"]), str(claim["date"])):
            key = claim["date"], claim["speaks_with"]
            other = found.setdefault(key, OtherDay(*key))
            if claim["speaker"] not in other.speakers:
                other.speakers.append(claim["speaker"])
    return list(found.values())


def _overlap(one: str, other: str) -> bool:
    """Whether two dates can be the same."""
    first, second = parse(one), parse(other)
    return not any(
        before.end is not None and after.start is not None and before.end < after.start
        for before, after in ((first, second), (second, first))
    )
