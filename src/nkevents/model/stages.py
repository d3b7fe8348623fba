"""What the codes of occurrences say of an event: that it is to come, that it does not, that it takes place."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Self


class Stages(NamedTuple):
    """Codes of occurrences by stage, as the schema of claim_codes states them; each code has one stage.

    Of plans told on one day that one stands whose code comes last in `plans`. The first code of `under_way` and of
    `happened` is what the status of the event is called.

    Attributes
    ----------
    planned : tuple of str
        It is to come, and a day may be named.
    put_off : tuple of str
        It is still to come, but not on the day that was named.
    called_off : tuple of str
        It does not come any more.
    under_way : tuple of str
        It goes on.
    happened : tuple of str
        It has taken place.
    """

    planned: tuple[str, ...]
    put_off: tuple[str, ...]
    called_off: tuple[str, ...]
    under_way: tuple[str, ...]
    happened: tuple[str, ...]

    @classmethod
    def read(cls, stated: Mapping[str, Any]) -> Self:
        """Read them from the property ``stages`` of a schema that has no faults."""
        return cls(**{stage: tuple(stated[stage]) for stage in cls._fields})

    @property
    def still_to_come(self) -> tuple[str, ...]:
        """Codes by which the event is expected, on a day that is named or on one that is not."""
        return self.planned + self.put_off

    @property
    def not_on_the_day(self) -> tuple[str, ...]:
        """Codes whose date is a planned day that passes without the event."""
        return self.put_off + self.called_off

    @property
    def plans(self) -> tuple[str, ...]:
        """Codes that say nothing of what took place."""
        return self.planned + self.put_off + self.called_off

    @property
    def took_place(self) -> tuple[str, ...]:
        """Codes that say that the event took place or goes on."""
        return self.happened + self.under_way

    @property
    def statuses_took_place(self) -> tuple[str, ...]:
        """What the status of an event that took place or goes on is called."""
        return self.happened[0], self.under_way[0]


def stages_fault(stated: object) -> str | None:
    """Say what keeps the property ``stages`` of a schema from being read."""
    if not isinstance(stated, dict) or set(stated) != set(Stages._fields):
        return f"stages does not have {', '.join(Stages._fields)}"
    for stage, codes in stated.items():
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            return f"stages: {stage} is no list of codes"
        if not codes and stage in ("under_way", "happened"):
            return f"stages: {stage} lists no code"
    listed = [code for codes in stated.values() for code in codes]
    twice = next((code for code in listed if listed.count(code) > 1), None)
    return None if twice is None else f"stages lists {twice!r} twice"
