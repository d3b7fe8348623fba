"""What keeps a text from being a cell of a column, and what would be right: the one check of a cell."""

import re
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Any

from nkevents.errors import shown, suggest
from nkevents.model.date_problems import date_problem, day_problem
from nkevents.model.problem import Problem

if TYPE_CHECKING:
    from nkevents.model.table_schema import Field

# Of a number before the point, and of one whose column states no decimals after it; the integers fit into 64 bits.
_DIGITS = {"integer": 18, "number": 15}
# Compiled where a cell is wrong, which mostly none is.
_DECORATED = r"[+-]?\d[\d\s_,.'’  ]*(e[+-]?\d+)?"
_SPELLED = (
    r"(a |some |about |over )?(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?( of)?"
    r"|hundreds?|thousands?|several|few|many|scores)\b.*"
)
_FORMS = {
    "boolean": "true|false",
    "date": "(?:19|[2-9][0-9])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
}
_WRITE = {
    "integer": "write a whole number in figures, such as 6500",
    "number": "write a number in figures, such as 39.8177",
    "boolean": "write true or false",
}


def form_of(field: "Field") -> str | None:
    """Regular expression of every sound cell; see `Field.form`."""
    if field.type in _DIGITS:
        return _number_form(field.type, field.decimals)
    return _FORMS.get(field.type) or field.constraints.get("pattern")


@cache
def _number_form(kind: str, decimals: int | None) -> str:
    more = _DIGITS[kind] - 1
    whole = f"0|-?[1-9][0-9]{{0,{more}}}"
    if kind == "integer":
        return whole
    return rf"{whole}|-?(?:0|[1-9][0-9]{{0,{more}}})\.[0-9]{{0,{(decimals or _DIGITS[kind]) - 1}}}[1-9]"


def problem(field: "Field", text: str) -> Problem | None:
    """Say what is wrong with the text of a cell; see `Field.check`."""
    if not text:
        what = f"{field.name} is empty, but every row must have a value"
        return Problem("empty-cell", what, field.description) if field.required else None
    if field.codes is not None:
        return None if text in field.codes else _unknown_code(field, text, field.codes)
    if field.is_edtf or field.type == "date":
        return (day_problem(text) if field.type == "date" else date_problem(text)) or _beyond(field, text, text)
    if field.type in _DIGITS:
        return _number_problem(field, text)
    if field.type == "boolean":
        return None if re.fullmatch(str(field.form), text) else _of_another_type(field, text)
    longest, form = field.constraints.get("maxLength"), field.form
    if form is not None and not re.fullmatch(form, text):
        return Problem("pattern", f"{shown(text)} does not have the form of {field.name}", f"write it as {form}")
    if longest is not None and len(text) > longest:
        return Problem("too-long", f"{field.name} has {len(text)} characters", f"at most {longest}")
    return None


def number(text: str) -> float | None:
    """The number that a text is, if it is a plain one."""
    return float(text) if re.fullmatch(_number_form("number", None), text) else None


def _unknown_code(field: "Field", text: str, codes: Collection[str]) -> Problem:
    """Say that a text is no code of a column, and where the codes are listed."""
    where = f"; the list stands in data/{field.vocabulary[0]}.csv" if field.vocabulary else ""
    return Problem("unknown-code", f"{shown(text)} is no code of {field.name}", f"write {suggest(text, codes)}{where}")


def _number_problem(field: "Field", text: str) -> Problem | None:
    if not re.fullmatch(str(field.form), text):
        return _too_exact(field, text) or _too_long(field, text) or _not_plain(field, text)
    return _beyond(field, text, float(text) if field.type == "number" else int(text))


def _too_exact(field: "Field", text: str) -> Problem | None:
    decimals, allowed = len(text.partition(".")[2]), field.decimals or _DIGITS["number"]
    if field.type != "number" or decimals <= allowed or not re.fullmatch(_number_form("number", decimals), text):
        return None
    rounded = f"{float(text):z.{allowed}f}".rstrip("0").rstrip(".")
    return Problem("too-many-decimals", f"{field.name} has {decimals} decimals", f"at most {allowed}: {rounded}")


def _too_long(field: "Field", text: str) -> Problem | None:
    whole = re.fullmatch(r"-?0*([0-9]*)(?:\.[0-9]+)?", text)
    if not whole or len(whole[1]) <= _DIGITS[field.type]:
        return None
    where = "" if field.type == "integer" else " before the decimal point"
    return _of_another_type(field, text)._replace(
        message=f"{shown(text)} has too many digits", instead=f"at most {_DIGITS[field.type]}{where}"
    )


def _not_plain(field: "Field", text: str) -> Problem:
    """Tell a number in words or with separators from what is no number at all."""
    if re.fullmatch(_DECORATED, text, re.IGNORECASE):
        plain = _plain(text, field.type)
        if plain is not None:
            return Problem("decorated-number", f"{text!r} is no plain number", f"write {plain}")
    elif re.fullmatch(_SPELLED, text, re.IGNORECASE):
        return Problem("spelled-number", f"{shown(text)} is a number in words", "write it in figures")
    return _of_another_type(field, text)


def _of_another_type(field: "Field", text: str) -> Problem:
    article = "an" if field.type == "integer" else "a"
    return Problem(f"not-{article}-{field.type}", f"{shown(text)} is no {field.type}", _WRITE[field.type])


def _plain(text: str, kind: str) -> str | None:
    """The number meant; None where that is none of the column's type."""
    bare = re.sub(r"[\s_'’]", "", text)
    grouped = re.fullmatch(r"[+-]?\d{1,3}([.,]\d{3})+", bare)
    bare = re.sub(r"[.,]", "", bare) if grouped and kind == "integer" else bare.replace(",", ".")
    try:
        number = float(bare)
    except ValueError:
        return "the digits alone"
    if abs(number) < 1e15 and number == int(number):
        return str(int(number))
    return None if kind == "integer" else repr(number)


def _beyond(field: "Field", text: str, value: Any) -> Problem | None:
    low, high = field.constraints.get("minimum"), field.constraints.get("maximum")
    unit = f" ({field.unit})" if field.unit != "none" else ""
    if low is not None and value < low:
        return Problem("below-minimum", f"{field.name} is {text}{unit}, below {low}", f"at least {low}")
    if high is not None and value > high:
        return Problem("above-maximum", f"{field.name} is {text}{unit}, above {high}", f"at most {high}")
    return None
