"""A data set and everything it can be asked."""

from functools import cache
from pathlib import Path

from nkevents.store.opening import shipped_root
from nkevents.views.citing import CitingViews
from nkevents.views.history import HistoryViews
from nkevents.views.near import NearViews
from nkevents.views.panel import PanelViews
from nkevents.views.reference import ReferenceViews
from nkevents.views.revisions import RevisionViews
from nkevents.views.search import SearchViews


class Dataset(SearchViews, NearViews, PanelViews, RevisionViews, HistoryViews, CitingViews, ReferenceViews):
    """One copy of the data; its methods are those of the package itself, which are those of the shipped copy.

    Parameters
    ----------
    root : str or pathlib.Path
        A directory with a datapackage.json, or a release zip.

    Raises
    ------
    DataError
        If it is no data package of nkevents.
    """

    def __repr__(self) -> str:
        return f"<nkevents {self.version}: {self._encoded.n_events} events, {len(self._encoded.rows)} claims>"


def open(path: str | Path) -> Dataset:
    """Open another copy of the data: a fork, a filtered copy, an older checkout.

    Parameters
    ----------
    path : str or pathlib.Path
        A directory with a datapackage.json, or a release zip.

    Raises
    ------
    DataError
        If it is no data package of nkevents, or the zip is not as it was released; names the file. Addresses are not
        fetched: download the zip first.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.open("nowhere")
    Traceback (most recent call last):
        ...
    nkevents.errors.DataError: nowhere: no such directory or zip; a data package is a directory with a
        datapackage.json, or a release zip
    """
    return Dataset(path)


@cache
def shipped() -> Dataset:
    """The data that came with the package, read once per process."""
    return Dataset(shipped_root())
