"""A frame as CSV: the one place that says how days, flags and numbers are spelled."""

import csv
import io
from typing import Any

import pandas as pd

from nkevents.model.plain_values import plain_rows

# A cell that begins so is a formula to a spreadsheet.
_RUN = ("=", "+", "-", "@", "\t", "\r")


def csv_text(frame: pd.DataFrame, *, separator: str = ",", disarmed: bool = False) -> str:
    r"""Write a frame as CSV: ISO days, true and false, nothing as an empty cell, LF.

    Parameters
    ----------
    separator : str
        Between cells. With a semicolon decimals have a comma, as where spreadsheets expect a semicolon.
    disarmed : bool
        Put an apostrophe before a text that a spreadsheet would run.

    Examples
    --------
    >>> import pandas
    >>> csv_text(pandas.DataFrame({"km": [0.5], "known": [True]}), separator=";")
    'km;known\n0,5;true\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(frame.columns)
    for row in plain_rows(frame):
        writer.writerow([_cell(value, separator == ";", disarmed) for value in row.values()])
    return text.getvalue()


def _cell(value: Any, comma: bool, disarmed: bool) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and comma:
        return str(value).replace(".", ",")
    return f"'{value}" if disarmed and isinstance(value, str) and value.startswith(_RUN) else value
