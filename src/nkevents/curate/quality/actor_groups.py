"""Groups of actors about which one decision was taken, each found in the data by a test."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from nkevents.dataset import Dataset
from nkevents.model.page_address import is_below

_SEATS = {"armenian": "AM", "azerbaijani": "AZ"}
_ARMENIAN_DOMAIN = "am"


class Group(NamedTuple):
    """The test by which the actors of a group are found.

    Attributes
    ----------
    test : str
        What an actor must be, in words.
    holds : callable
        From the data and their table of actors, whether each is that.
    """

    test: str
    holds: Callable[[Dataset, pd.DataFrame], pd.Series]


def group(dataset: Dataset, name: str) -> list[str]:
    """The actors of a group.

    Parameters
    ----------
    name : str
        One of `GROUPS`.

    Returns
    -------
    list of str
        Ids of actors, in their order.

    Raises
    ------
    KeyError
        If there is no such group.

    Examples
    --------
    >>> from nkevents.dataset import shipped
    >>> abroad = group(shipped(), "armenian_communities")
    >>> "armenian-weekly" in abroad, "armenpress" in abroad
    (True, False)
    """
    actors = dataset.table("actors").set_index("actor_id").astype(object)
    return actors.index[GROUPS[name].holds(dataset, actors)].tolist()


def _turkish_public(_: Dataset, actors: pd.DataFrame) -> pd.Series:
    return actors["kind"].eq("media") & actors["side"].eq("third") & actors["aligned_with"].eq("azerbaijani")


def _armenian_communities(dataset: Dataset, actors: pd.DataFrame) -> pd.Series:
    outlets, seat = actors["kind"].eq("media") & actors["side"].eq("armenian"), actors["country"]
    sources = dataset.table("sources")
    abroad = sources.loc[[not is_below(url, _ARMENIAN_DOMAIN) for url in sources["url"]], "publisher_id"]
    outside = actors.index.isin(abroad)
    return outlets & ((seat.notna() & ~seat.isin(_SEATS.values())) | (seat.isna() & outside))


def _bodies_abroad(_: Dataset, actors: pd.DataFrame) -> pd.Series:
    elsewhere = actors["country"].notna() & ~actors["country"].isin(_SEATS.values())
    free = actors["parent_id"].isna() & actors["kind"].ne("media")
    return actors["side"].isin(_SEATS) & elsewhere & free


def _advocacy_groups(_: Dataset, actors: pd.DataFrame) -> pd.Series:
    return actors["kind"].eq("advocacy_group") & actors["side"].eq("third")


GROUPS = {
    "turkish_public": Group("outlets of no side that stand with Azerbaijan", _turkish_public),
    "armenian_communities": Group(
        "outlets of the Armenian side whose seat is in a third country, or was not read while a page of theirs stands "
        f"outside the domain .{_ARMENIAN_DOMAIN}",
        _armenian_communities,
    ),
    "bodies_abroad": Group(
        "actors of either belligerent's side, no outlets, with a seat in a third country and nobody above them",
        _bodies_abroad,
    ),
    "advocacy_groups": Group("all advocacy groups of no side", _advocacy_groups),
}
