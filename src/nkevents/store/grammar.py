"""The grammar of claims, as schemas/ states it: columns of each kind, stages of an event, languages, sides."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from nkevents.model.claim_columns import KindColumns, read_kinds
from nkevents.model.stages import Stages
from nkevents.store.opening import shipped_root

# Tables whose schemas state it.
SCHEMAS = ("claims", "claim_codes", "place_names", "actors")


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
    """The grammar of the shipped schemas, read once per process; that of other data is `Package.grammar`.

    Examples
    --------
    >>> grammar().kinds["occurrence"]
    KindColumns(required=('date',), allowed=('place_id',))
    """
    root = shipped_root() / "schemas"
    raws = {name: json.loads((root / f"{name}.json").read_text(encoding="utf-8")) for name in SCHEMAS}
    return Grammar(
        read_kinds(raws["claims"]["kinds"]),
        Stages.read(raws["claim_codes"]["stages"]),
        tuple(raws["place_names"]["languages"]),
        *_sides(raws["actors"]),
    )


def grammar_of(raws: Mapping[str, dict[str, Any]]) -> Grammar:
    """The grammar of other schemas; that of the shipped ones where an earlier edition states none.

    Parameters
    ----------
    raws : mapping of str to dict
        What the JSON files of the tables in `SCHEMAS` hold.
    """
    found = grammar()
    claims, codes, names = (raws.get(name, {}) for name in ("claims", "claim_codes", "place_names"))
    if "kinds" in claims:
        found = found._replace(kinds=read_kinds(claims["kinds"]))
    if "stages" in codes:
        found = found._replace(stages=Stages.read(codes["stages"]))
    if "languages" in names:
        found = found._replace(languages=tuple(names["languages"]))
    sides, belligerents = _sides(raws["actors"]) if "actors" in raws else (found.sides, found.belligerents)
    return found._replace(sides=sides, belligerents=belligerents)


def _sides(actors: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    enums = {field["name"]: tuple(field["constraints"].get("enum", ())) for field in actors["fields"]}
    # Whoever declared to stand with one of the two stands with a belligerent.
    return enums["side"], enums["aligned_with"]
