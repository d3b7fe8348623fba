"""The grammar of claims, as schemas/ states it: columns of each kind, stages of an event, languages, sides."""

import json
from functools import cache
from typing import Any, NamedTuple

from nkevents.model.stages import Stages
from nkevents.store.opening import shipped_root


class KindColumns(NamedTuple):
    """Columns that go with a kind of claim, beside those that every claim has."""

    required: tuple[str, ...]
    allowed: tuple[str, ...]


class Grammar(NamedTuple):
    """What the schemas say of claims.

    Attributes
    ----------
    stages : Stages
        Codes of occurrences, by what they say of the event.
    languages : tuple of str
        Languages in which places and actors have a name that is printed.
    """

    kinds: dict[str, KindColumns]
    stages: Stages
    languages: tuple[str, ...]
    sides: tuple[str, ...]
    belligerents: tuple[str, ...]


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
    enums = {field["name"]: tuple(field["constraints"].get("enum", ())) for field in actors["fields"]}
    return Grammar(
        kinds,
        stages=Stages.read(codes["stages"]),
        languages=tuple(names["languages"]),
        sides=enums["side"],
        # Whoever declared to stand with one of the two stands with a belligerent.
        belligerents=enums["aligned_with"],
    )


def _schema(name: str) -> dict[str, Any]:
    return dict(json.loads((shipped_root() / "schemas" / f"{name}.json").read_text(encoding="utf-8")))
