"""Who claimed what, when: events of the Nagorno-Karabakh conflict, September 2020 to December 2021.

>>> import nkevents
>>> df = nkevents.load()                       # one row per event
>>> df = nkevents.load(as_of="2021-11-26")     # as the public knew it at the end of that day

Nothing heavy is imported before the first call.
"""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nkevents import plot as plot
    from nkevents.checks import validate
    from nkevents.dataset import Dataset, open, shipped
    from nkevents.errors import DataError, DateError, NkeventsError, UnknownValueError, WrongArgumentError
    from nkevents.exports import (
        to_csv,
        to_excel,
        to_ged,
        to_geojson,
        to_jsonl,
        to_parquet,
        to_spss,
        to_sqlite,
        to_stata,
    )

    __version__: str
    _data = shipped()
    load, vintages, counts, episodes = _data.load, _data.vintages, _data.counts, _data.episodes
    claims, figures, positions = _data.claims, _data.figures, _data.positions
    participants, provisions, sources = _data.participants, _data.provisions, _data.sources
    history, explain, explanations = _data.history, _data.explain, _data.explanations
    accounts, tolls, revisions = _data.accounts, _data.tolls, _data.revisions
    table, schema, codebook = _data.table, _data.schema, _data.codebook
    search, near = _data.search, _data.near
    find_place, find_actor = _data.find_place, _data.find_actor
    cite, changes = _data.cite, _data.changes

__all__ = [
    "DataError",
    "Dataset",
    "DateError",
    "NkeventsError",
    "UnknownValueError",
    "WrongArgumentError",
    "accounts",
    "changes",
    "cite",
    "claims",
    "codebook",
    "counts",
    "episodes",
    "explain",
    "explanations",
    "figures",
    "find_actor",
    "find_place",
    "history",
    "load",
    "near",
    "open",
    "participants",
    "positions",
    "provisions",
    "revisions",
    "schema",
    "search",
    "sources",
    "table",
    "to_csv",
    "to_excel",
    "to_ged",
    "to_geojson",
    "to_jsonl",
    "to_parquet",
    "to_spss",
    "to_sqlite",
    "to_stata",
    "tolls",
    "validate",
    "vintages",
]
# Where those names are defined that are no methods of the shipped data.
_HOMES = {
    **dict.fromkeys(("DataError", "DateError", "NkeventsError", "UnknownValueError", "WrongArgumentError"), "errors"),
    **dict.fromkeys(("Dataset", "open"), "dataset"),
    "validate": "checks",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from nkevents.store.opening import read_descriptor, shipped_root

        return read_descriptor(shipped_root())["version"]
    if name == "plot":
        return import_module("nkevents.plot")
    if name not in __all__:
        raise AttributeError(f"module 'nkevents' has no attribute {name!r}")
    if home := "exports" if name.startswith("to_") else _HOMES.get(name):
        return getattr(import_module(f"nkevents.{home}"), name)
    from nkevents.store.package import shipped_package

    # Its tables are read while the views are imported.
    shipped_package()
    from nkevents import dataset

    return getattr(dataset.shipped(), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
