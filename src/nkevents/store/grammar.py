"""The grammar of claims, as schemas/ states it: columns of each kind, stages of an event, languages, sides."""

import json
from functools import cache
from typing import Any, NamedTuple

from nkevents.store.opening import shipped_root


class KindColumns(NamedTuple):
    """Columns that go with a kind of claim, beside those that every claim has."""

    required: tuple[str, ...]
    allowed: tuple[str, ...]


class Grammar(NamedTuple):
    """What the schemas say of claims.

    Attributes
    ----------
    kinds : dict of str to KindColumns
    planned, called_off, under_way, happened : tuple of str
        Codes of occurrences, by what they say of the event: it is to come, it does not come as planned, it goes on, it
        has taken place.
    languages : tuple of str
        Languages in which places and actors have a name that is printed.
    sides, belligerents : tuple of str
    """

    kinds: dict[str, KindColumns]
    planned: tuple[str, ...]
    called_off: tuple[str, ...]
    under_way: tuple[str, ...]
    happened: tuple[str, ...]
    languages: tuple[str, ...]
    sides: tuple[str, ...]
    belligerents: tuple[str, ...]

    @property
    def plans(self) -> tuple[str, ...]:
        """Codes of occurrences that say nothing of what took place."""
        return self.planned + self.called_off

    @property
    def took_place(self) -> tuple[str, ...]:
        """Codes of occurrences that say that the event took place or goes on."""
        return self.under_way + self.happened


@cache
def grammar() -> Grammar:
    """Read the grammar once per process.

    Examples
    --------
    >>> grammar().kinds["occurrence"]
    KindColumns(required=('date',), allowed=('place_id',))
    """
    claims, codes, names, actors = (_schema(name) for name in ("claims", "claim_codes", "place_names", "actors"))
    kinds = {
        kind: KindColumns(tuple(columns["required"]), tuple(columns["allowed"]))
        for kind, columns in claims["kinds"].items()
    }
    stages = {stage: tuple(listed) for stage, listed in codes["stages"].items()}
    enums = {field["name"]: tuple(field["constraints"].get("enum", ())) for field in actors["fields"]}
    return Grammar(
        kinds,
        languages=tuple(names["languages"]),
        sides=enums["side"],
        # Whoever declared to stand with one of the two stands with a belligerent.
        belligerents=enums["aligned_with"],
        **stages,
    )


def _schema(name: str) -> dict[str, Any]:
    return dict(json.loads((shipped_root() / "schemas" / f"{name}.json").read_text(encoding="utf-8")))
