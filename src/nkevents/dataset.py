"""A data set and everything it can be asked."""

from functools import cache
from pathlib import Path

from nkevents import views
from nkevents.store.package import shipped_package
from nkevents.views.base import Base


class Dataset(Base):
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

    # The timeline
    load = views.timeline.load
    episodes = views.timeline.episodes
    vintages = views.timeline.vintages
    revisions = views.revisions.revisions
    counts = views.panel.counts

    # Finding
    search = views.search.search
    near = views.near.near
    find_place = views.reference.find_place
    find_actor = views.reference.find_actor

    # Who says what
    accounts = views.accounts.accounts
    claims = views.evidence.claims
    positions = views.evidence.positions
    participants = views.derived.participants
    provisions = views.provisions.provisions
    sources = views.evidence.sources

    # Numbers
    figures = views.derived.figures
    tolls = views.accounts.tolls

    # Why a cell says what it says
    explain = views.history.explain
    explanations = views.history.explanations
    history = views.history.history
    changes = views.reference.changes

    # Tables and columns
    table = views.reference.table
    codebook = views.reference.codebook
    schema = views.reference.schema

    # Which data these are
    cite = views.citing.cite

    @property
    def version(self) -> str:
        """Version of the data."""
        return self._tables.version

    @property
    def sha256(self) -> str:
        """SHA-256 that pins the tables to the byte; `sha256sum` gives the same, as docs/method.md says."""
        return self._tables.sha256

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
    return Dataset(shipped_package())
