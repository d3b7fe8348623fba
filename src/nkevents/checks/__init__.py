"""Checks of a data package in four layers, and of a user's frame; every finding is reported, not the first.

Files as bytes; single cells and keys, by our own checks and by frictionless; what must fit within a row; what must fit
between rows. `nkevents.checks.every_check` lists them.
"""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from nkevents.checks.finding import Finding
from nkevents.errors import WrongArgumentError, shown

if TYPE_CHECKING:
    import pandas as pd

    from nkevents.dataset import Dataset
    from nkevents.model.codes import FrameName
    from nkevents.store.files import Root
    from nkevents.store.package import Package

__all__ = ["Finding", "check_package", "validate"]
_COLUMNS = ("severity", "rule", "file", "row", "column", "value", "message", "instead")


def check_package(what: "Root | Package", *, with_frictionless: bool = True) -> list[Finding]:
    """Check a data package and report everything that is found.

    Parameters
    ----------
    what : pathlib.Path, MemoryPath or Package
        A directory with a datapackage.json, a release zip, or a package. Of a package whose rows were replaced, what
        stood in the files before counts as checked.
    with_frictionless : bool
        Have frictionless read the tables too; it takes most of the time.

    Returns
    -------
    list of Finding
        By table, row and column, the more telling ones only where several say the same of one cell.

    Raises
    ------
    NkeventsError
        If frictionless is wanted and not installed.
    """
    from nkevents.checks.frictionless_process import frictionless_reading
    from nkevents.store.memory_path import MemoryPath

    with ExitStack() as stack:
        process = None
        if with_frictionless:
            root = what if isinstance(what, Path | MemoryPath) else what.as_files()
            process = stack.enter_context(frictionless_reading(root))
        # Only now, since these libraries take as long to import as frictionless takes to begin.
        from nkevents.checks.every_check import check_all

        return check_all(what, process)


def validate(
    data: "str | Path | Dataset | Package | pd.DataFrame | None" = None, *, table: "FrameName" = "timeline"
) -> "pd.DataFrame":
    """Check data and report everything that is wrong with them.

    Parameters
    ----------
    data : str, pathlib.Path, Dataset, Package, pandas.DataFrame or None
        A directory with a datapackage.json, a release zip, what `nkevents.open` made of one, a package whose rows may
        be in memory, or a frame; None is the shipped data.
    table : str
        For a frame: the table or view that it is to fit, a name that `nkevents.schema` knows; ``timeline`` for what
        `nkevents.load` returns.

    Returns
    -------
    pandas.DataFrame
        One row per finding, none where all is well: severity (``error`` or ``warning``), rule, file, row, column,
        value, message, instead (what would be right). `row` is the line of the file, its header being line 1; of a
        frame, the position that ``df.iloc`` takes.

    Raises
    ------
    NkeventsError
        If the extra ``validate`` is not installed.
    WrongArgumentError
        If `data` is something else.
    UnknownValueError
        If there is no table or view of that name.

    Examples
    --------
    >>> import nkevents
    >>> from nkevents.checks import validate
    >>> df = nkevents.load()
    >>> len(validate(df))
    0
    >>> placed = df.dropna(subset=["latitude"]).reset_index(drop=True)
    >>> print(validate(placed.assign(latitude=139.0))[["row", "column", "message"]].head(1).to_string(index=False))
     row   column                                  message
       0 latitude latitude is 139 (degree north), above 90
    """
    import pandas as pd

    if isinstance(data, pd.DataFrame):
        from nkevents.checks.frame_checks import check_frame

        found = check_frame(data, table)
    else:
        found = check_package(_root(data))
    frame = pd.DataFrame([[getattr(finding, name) for name in _COLUMNS] for finding in found], columns=list(_COLUMNS))
    return frame.astype({name: "Int64" if name == "row" else "string[pyarrow]" for name in _COLUMNS})


def _root(data: "str | Path | Dataset | Package | None") -> "Root":
    """Where the files are that data are read from, or would be written as."""
    from nkevents.store.opening import shipped_root

    if data is None:
        return shipped_root()
    if isinstance(data, str | Path):
        return Path(data)
    from nkevents.dataset import Dataset
    from nkevents.store.package import Package

    package = data._tables if isinstance(data, Dataset) else data
    if not isinstance(package, Package):
        raise WrongArgumentError(
            f"data={shown(data)} is neither a path, a data set nor a frame: give the directory or zip of a data package"
        )
    return package.as_files()
