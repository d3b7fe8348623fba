"""JSON Lines: one object per event."""

import json
from pathlib import Path
from typing import Unpack

from nkevents.dataset import Dataset, shipped
from nkevents.model.plain_values import plain_rows
from nkevents.store.files import write_file
from nkevents.views.choosing import Filters


def to_jsonl(path: str | Path, *, data: Dataset | None = None, **filters: Unpack[Filters]) -> int:
    """Write events as JSON Lines: one object each, with the columns of `load`; nothing is null.

    Parameters
    ----------
    path, data, **filters
        As in `to_geojson`.

    Returns
    -------
    int
        How many events were written.

    Examples
    --------
    >>> import nkevents, pandas, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = nkevents.to_jsonl(folder + "/sochi.jsonl", episode="sochi-2021")
    ...     "sochi-meeting" in set(pandas.read_json(folder + "/sochi.jsonl", lines=True)["slug"])
    True
    """
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in plain_rows((data or shipped()).load(**filters))]
    write_file(path, "".join(lines))
    return len(lines)
