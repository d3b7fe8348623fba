"""Write a chart to a file that needs nothing else."""

import json
from pathlib import Path
from typing import Any

from nkevents.errors import FileError, WrongArgumentError, suggest

_SUFFIXES = (".html", ".png", ".svg")
# A picture of pixels has two for each of the chart's.
_SCALES = {".png": 2, ".svg": 1}
# The menu of a saved page offers pictures alone; its editor would send the chart to another host.
_MENU = {"actions": {"export": True, "source": False, "compiled": False, "editor": False}}


class _ForScript(json.JSONEncoder):
    """Writes JSON in which no text can end the script that it stands in."""

    def encode(self, o: Any) -> str:
        return super().encode(o).replace("<", "\\u003c")


def save(chart: Any, path: str | Path) -> Path:
    """Write a chart as HTML, SVG or PNG, without network and without a browser.

    Parameters
    ----------
    chart : altair chart
        One of this package's, restyled or not, or any other Altair chart.
    path : str or pathlib.Path
        Where to; ends in ``.html``, ``.svg`` or ``.png``. The HTML holds all it needs and asks no host for anything.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    WrongArgumentError
        If the name ends otherwise.
    FileError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile, pathlib, nkevents
    >>> from nkevents import plot
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     plot.save(plot.tolls(nkevents.tolls("war-2020")), pathlib.Path(folder) / "war.svg").name
    'war.svg'
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in _SUFFIXES:
        raise WrongArgumentError(f"{target.name}: the name of a chart ends in {suggest(suffix, _SUFFIXES)}")
    try:
        if suffix == ".html":
            page = chart.to_html(inline=True, embed_options=_MENU, json_kwds={"cls": _ForScript})
            target.write_text(page, encoding="utf-8")
        else:
            chart.save(str(target), format=suffix[1:], scale_factor=_SCALES[suffix])
    except OSError as error:
        raise FileError(f"{target}: cannot be written: {error.strerror or error}") from None
    return target
