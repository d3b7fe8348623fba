"""The data as a user would load them, for checks of what the rule makes of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

from nkevents.checks.finding import Finding
from nkevents.dataset import Dataset
from nkevents.errors import NkeventsError
from nkevents.model.plain_values import records
from nkevents.store.package import Package
from nkevents.store.rows import Row

_COLUMNS = (
    *("event_id", "event_type", "level", "episode", "status", "date", "date_start", "date_end"),
    *("latitude", "longitude", "radius_km", "killed_best", "participants"),
    *("acceptance", "armenian_says", "azerbaijani_says", "third_says"),
)


@dataclass(frozen=True, eq=False)
class Loaded:
    """A package, its data set, and the rows of its timeline: by event, and the episodes by name."""

    package: Package
    data: Dataset
    rows: dict[str, dict[str, Any]]
    episodes: dict[str, dict[str, Any]]

    def events(self) -> Iterator[tuple[Row, dict[str, Any]]]:
        """Events below the episodes, each with its row of the timeline."""
        for row in self.package["events"].rows:
            if derived := self.rows.get(row["event_id"]):
                yield row, derived


@lru_cache(maxsize=1)
def load(package: Package) -> Loaded | str:
    """The data as loaded, or what keeps them from being loaded."""
    try:
        data = Dataset(package)
        for table in package.tables:
            package.arrow(table.name)
        derived = records(data.load(level="all")[list(_COLUMNS)])
    except (NkeventsError, ArithmeticError, LookupError, TypeError, ValueError, OSError) as error:
        return " ".join(str(error).split()) or type(error).__name__
    rows = {row["event_id"]: row for row in derived if row["level"] != "episode"}
    return Loaded(package, data, rows, {row["episode"]: row for row in derived if row["level"] == "episode"})


def if_loaded(check: Callable[[Loaded], Iterator[Finding]]) -> Callable[[Package], Iterator[Finding]]:
    """Let a check be silent where the data cannot be loaded, which is a finding of its own."""

    @wraps(check)
    def checked(package: Package) -> Iterator[Finding]:
        loaded = load(package)
        if not isinstance(loaded, str):
            yield from check(loaded)

    return checked
