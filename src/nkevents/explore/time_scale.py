"""Where a day stands across a chart; what became known after 2021 is drawn narrower, for little did."""

import datetime as dt
from dataclasses import dataclass

from nkevents.model.scope import LAST_DAY

# The share of the width for what came later, and the days from which on it is worth a part of its own.
_LATER, _WORTH = 0.24, 60
# The share by which the last step is drawn on: its count still holds.
_TAIL = 0.12


@dataclass(frozen=True)
class TimeScale:
    """Pixels of the days from `first` on, `newest` among them.

    Attributes
    ----------
    first, newest : datetime.date
        The first and the last step.
    left, right : float
        Pixels.

    Examples
    --------
    >>> scale = TimeScale(dt.date(2020, 9, 27), dt.date(2020, 11, 9), 0, 112)
    >>> scale.fold, scale(scale.first), scale(scale.newest)
    (None, 0.0, 100.0)
    >>> folded = TimeScale(dt.date(2020, 9, 27), dt.date(2025, 9, 26), 0, 100)
    >>> folded.fold == folded(LAST_DAY) == 76.0
    True
    """

    first: dt.date
    newest: dt.date
    left: float
    right: float

    @property
    def fold(self) -> float | None:
        """Where the narrower part begins; None where there is none."""
        later, before = (self.newest - LAST_DAY).days, (LAST_DAY - self.first).days
        return round(self.right - _LATER * (self.right - self.left), 1) if later > _WORTH and before > _WORTH else None

    def __call__(self, day: dt.date) -> float:
        """Give the pixel of a day."""
        if self.fold is None:
            share = (day - self.first).days / ((self.newest - self.first).days * (1 + _TAIL))
            return round(self.left + share * (self.right - self.left), 1)
        if day <= LAST_DAY:
            share = (day - self.first).days / (LAST_DAY - self.first).days
            return round(self.left + share * (self.fold - self.left), 1)
        share = (day - LAST_DAY).days / ((self.newest - LAST_DAY).days * (1 + _TAIL))
        return round(self.fold + share * (self.right - self.fold), 1)
