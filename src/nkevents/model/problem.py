"""What a check of a single cell says."""

from typing import NamedTuple


class Problem(NamedTuple):
    """Name of the broken rule, what is wrong, what would be right."""

    rule: str
    message: str
    instead: str
