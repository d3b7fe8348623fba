"""The rows that are exported: those that `load` gives."""

import pandas as pd

from nkevents.dataset import Dataset, shipped
from nkevents.views.choosing import Filters

__all__ = ["Filters", "timeline"]


def timeline(data: Dataset | None, filters: Filters) -> pd.DataFrame:
    """Rows of the timeline of a data set, the shipped one when None."""
    return (data or shipped()).load(**filters)
