"""The grammar of claims, as schemas/ states it: columns of each kind, stages of an event, languages, sides."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from nkevents.model.claim_columns import KindColumns, read_kinds
from nkevents.model.stages import Stages
from nkevents.store.opening import read_json, shipped_root

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
def _shipped() -> dict[str, dict[str, Any]]:
    return {name: read_json(shipped_root() / "schemas" / f"{name}.json") for name in SCHEMAS}


@cache
def grammar() -> Grammar:
    """The grammar of the shipped schemas, read once per process; that of other data is `Package.grammar`.

    Examples
    --------
    >>> grammar().kinds["occurrence"]
    KindColumns(required=('date',), allowed=('place_id',))
    """
    return grammar_of({})


def grammar_of(raws: Mapping[str, dict[str, Any]]) -> Grammar:
    """The grammar of other schemas; that of the shipped ones where an earlier edition states none.

    Parameters
    ----------
    raws : mapping of str to dict
        What the JSON files of the tables in `SCHEMAS` hold.
    """
    claims, codes, names, actors = ({**shipped, **raws.get(name, {})} for name, shipped in _shipped().items())
    enums = {field["name"]: tuple(field["constraints"].get("enum", ())) for field in actors["fields"]}
    return Grammar(
        kinds=read_kinds(claims["kinds"]),
        stages=Stages.read(codes["stages"]),
        languages=tuple(names["languages"]),
        sides=enums["side"],
        # Whoever declared to stand with one of the two stands with a belligerent.
        belligerents=enums["aligned_with"],
    )
