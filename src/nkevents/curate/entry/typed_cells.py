"""Whether a text may stand in a column: type, form, length, codes."""

import datetime as dt
import re

from nkevents.curate.entry.report import meant
from nkevents.curate.entry.workspace import Book
from nkevents.errors import DateError
from nkevents.model.edtf import parse
from nkevents.model.table_schema import Field

# Columns that hold a date as sources give it; days have a type of their own.
_DATES = ("date", "due")


def fault(text: str, field: Field, book: Book) -> str | None:
    """Say why a text may not stand in a column.

    Parameters
    ----------
    text : str
    field : Field
    book : Book

    Returns
    -------
    str or None
        None where it may.
    """
    if not text:
        return "it is needed" if field.required else None
    codes = book.codes(field)
    if codes is not None and text not in codes:
        shown = f"; there are {', '.join(codes)}" if len(codes) <= 40 else ""
        return f"unknown {text!r}{meant(text, codes)}{shown}"
    if field.name in _DATES:
        return _date_fault(text)
    return _type_fault(text, field) or _constraint_fault(text, field)


def _date_fault(text: str) -> str | None:
    try:
        parse(text)
    except DateError as error:
        return str(error)
    return None


def _type_fault(text: str, field: Field) -> str | None:
    if field.type == "date":
        shaped = re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
        try:
            dt.date.fromisoformat(text if shaped else "")
        except ValueError:
            return f"{text!r} is no day: write year-month-day, 2021-11-26"
    if field.type == "integer" and not re.fullmatch("0|[1-9][0-9]*", text):
        return f"{text!r} is no number: write digits only, 6500"
    if field.type == "number" and not re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]{1,4})?", text):
        return f"{text!r} is no number: write 39.9836, with at most four decimals"
    return None


def _constraint_fault(text: str, field: Field) -> str | None:
    limits = field.constraints
    if "maxLength" in limits and len(text) > limits["maxLength"]:
        return f"it has {len(text)} characters, at most {limits['maxLength']} are allowed"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], text):
        return f"{text!r} does not have the form {limits['pattern']}"
    if field.type in ("integer", "number"):
        if "minimum" in limits and float(text) < limits["minimum"]:
            return f"{text} is below {limits['minimum']}"
        if "maximum" in limits and float(text) > limits["maximum"]:
            return f"{text} is above {limits['maximum']}"
    if field.type == "date" and text < str(limits.get("minimum", "")):
        return f"{text} is before {limits['minimum']}"
    return None
