"""The characters of a cell: white space, invisible characters, lost letters, stand-ins for null, formulas."""

import unicodedata
from collections.abc import Collection, Iterator
from unicodedata import is_normalized

from nkevents.errors import shown
from nkevents.model.lost_letters import lost_letters
from nkevents.model.problem import Problem
from nkevents.model.table_schema import Field

PSEUDO_NULLS = {
    *("-", "--", "–", "—", ".", "?"),
    *("na", "n/a", "n.a.", "n.d.", "#n/a", "null", "nil", "none", "nan"),
    *("unknown", "unspecified", "undefined", "tbd", "tba", "missing", "not available", "not known", "no data"),
}
# Categories of Unicode.
_CONTROL, _SPACE, _INVISIBLE = ("Cc", "Zl", "Zp"), "Zs", ("Cf", "Co", "Cs")
_KINDS = (
    ("control-character", "a line break or control character", _CONTROL),
    ("unusual-space", "a space other than U+0020", (_SPACE,)),
    ("invisible-character", "an invisible character", _INVISIBLE),
)


def text_problems(value: str, field: Field, codes: Collection[str]) -> Iterator[Problem]:
    """Say what is odd about the characters of a cell, whatever its column; `codes` may look like nothing."""
    if field.type == "string" and not field.is_edtf and (lost := lost_letters(value)):
        # What else is odd would be told with what to write, and that cannot be known.
        yield lost
        return
    # Printable are all characters but controls, invisible ones and spaces other than U+0020.
    if not (value.isprintable() and value == value.strip() and "  " not in value and is_normalized("NFC", value)):
        yield from _characters(value)
    plain = " ".join(value.lower().split())
    if plain in PSEUDO_NULLS and plain not in codes:
        yield Problem("pseudo-null", f"{value!r} stands for nothing", "leave the cell empty")
    elif value[0] in ("=@" if field.type in ("integer", "number") else "=+-@"):
        yield Problem(
            "formula",
            f"{shown(value)} begins with {value[0]!r}, which a spreadsheet runs as a formula",
            "begin with a letter or a figure",
        )


def _characters(value: str) -> Iterator[Problem]:
    cleaned = _cleaned(value)
    for rule, what, categories in _KINDS:
        odd = next((char for char in value if _category(char) in categories), None)
        if odd is not None:
            name = unicodedata.name(odd, "control character")
            yield Problem(rule, f"{shown(value)} holds {what} (U+{ord(odd):04X} {name})", f"write {shown(cleaned)}")
    if value != value.strip(" ") or "  " in value:
        where = "begins or ends with a space" if value != value.strip(" ") else "holds two spaces in a row"
        yield Problem("stray-space", f"{shown(value)} {where}", f"write {shown(cleaned)}")
    if not is_normalized("NFC", value):
        composed = unicodedata.normalize("NFC", value)
        yield Problem("not-nfc", f"{shown(value)} is not in Unicode form NFC", f"write {shown(composed)}, composed")


def _category(char: str) -> str:
    return "" if char == " " else unicodedata.category(char)


def _cleaned(value: str) -> str:
    seen = (char for char in value if _category(char) not in _INVISIBLE)
    kept = "".join(" " if _category(char) in (*_CONTROL, _SPACE) else char for char in seen)
    return " ".join(unicodedata.normalize("NFC", kept).split())
