"""Single cells as texts: white space, invisible characters, stand-ins for null, formulas, decorated numbers."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from unicodedata import is_normalized

from nkevents.checks.finding import Finding, shown
from nkevents.checks.package import Package, Table
from nkevents.model.table_schema import Field

_PSEUDO_NULLS = frozenset(
    [
        "-",
        "--",
        "–",
        "—",
        ".",
        "?",
        "na",
        "n/a",
        "n.a.",
        "#n/a",
        "null",
        "nil",
        "none",
        "nan",
        "unknown",
        "unspecified",
        "undefined",
        "tbd",
        "tba",
        "missing",
        "n.d.",
    ]
) | {"not available", "not known", "no data"}
_PLAIN = {"integer": re.compile(r"0|-?[1-9][0-9]*"), "number": re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")}
_DECORATED = re.compile(r"[+-]?\d[\d\s_,.'’  ]*(e[+-]?\d+)?", re.IGNORECASE)
_SPELLED = re.compile(
    r"(a |some |about |over )?(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?( of)?"
    r"|hundreds?|thousands?|several|few|many|scores)\b.*",
    re.IGNORECASE,
)
_Fault = tuple[str, str, str]


def check(package: Package) -> Iterator[Finding]:
    """Check every distinct cell of every table.

    Parameters
    ----------
    package : Package

    Yields
    ------
    Finding
    """
    vocabularies = package.vocabularies()
    for table in package.tables.values():
        for field in table.schema.fields:
            # Vocabularies say "none" where a scheme does not code something.
            allowed = _PSEUDO_NULLS if table.name in vocabularies else package.codes(field)
            yield from _column(table, field, allowed)


def _column(table: Table, field: Field, allowed: Collection[str]) -> Iterator[Finding]:
    faults: dict[str, list[_Fault]] = {}
    for value in {row[field.name] for row in table.rows}:
        found = list(_faults(value, field, allowed)) if value else []
        if found:
            faults[value] = found
    if faults:
        yield from _located(table, field.name, faults)


def _located(table: Table, column: str, faults: dict[str, list[_Fault]]) -> Iterator[Finding]:
    for row in table.rows:
        for rule, message, instead in faults.get(row[column], ()):
            yield table.error(rule, row, column, message, instead)


def _faults(value: str, field: Field, allowed: Collection[str]) -> Iterator[_Fault]:
    # Printable are all characters but controls, invisible ones and spaces other than U+0020.
    if not (value.isprintable() and value == value.strip() and "  " not in value and is_normalized("NFC", value)):
        yield from _characters(value)
    plain = " ".join(value.split())
    if plain.lower() in _PSEUDO_NULLS and plain.lower() not in allowed:
        yield "pseudo-null", f"{value!r} stands for nothing", "leave the cell empty"
    elif field.type in _PLAIN:
        yield from _number(plain, field)
    elif value[0] in "=+-@":
        yield (
            "formula",
            f"{shown(value)} begins with {value[0]!r}, which a spreadsheet runs as a formula",
            "begin with a letter or a figure",
        )


def _characters(value: str) -> Iterator[_Fault]:
    cleaned = _cleaned(value)
    for rule, what, holds in _KINDS:
        odd = next((char for char in value if holds(char)), None)
        if odd is not None:
            name = unicodedata.name(odd, "control character")
            yield rule, f"{shown(value)} holds {what} (U+{ord(odd):04X} {name})", f"write {shown(cleaned)}"
    if value != value.strip(" ") or "  " in value:
        where = "begins or ends with a space" if value != value.strip(" ") else "holds two spaces in a row"
        yield "stray-space", f"{shown(value)} {where}", f"write {shown(cleaned)}"
    if not is_normalized("NFC", value):
        composed = unicodedata.normalize("NFC", value)
        yield "not-nfc", f"{shown(value)} is not in Unicode form NFC", f"write {shown(composed)} with composed letters"


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Zl", "Zp")


def _is_odd_space(char: str) -> bool:
    return unicodedata.category(char) == "Zs" and char != " "


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Co", "Cs")


_KINDS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("control-character", "a line break or control character", _is_control),
    ("unusual-space", "a space other than U+0020", _is_odd_space),
    ("invisible-character", "an invisible character", _is_invisible),
)


def _cleaned(value: str) -> str:
    kept = "".join(
        " " if _is_control(char) or _is_odd_space(char) else char for char in value if not _is_invisible(char)
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _number(value: str, field: Field) -> Iterator[_Fault]:
    if not value or _PLAIN[field.type].fullmatch(value):
        return
    if _DECORATED.fullmatch(value):
        plain = _plain_number(value, field)
        if plain is not None:
            yield "decorated-number", f"{value!r} is no plain number", f"write {plain}"
    elif _SPELLED.fullmatch(value):
        yield "spelled-number", f"{value!r} is a number in words", "write it in figures"
    elif value[0] in "=+@":
        yield "formula", f"{shown(value)} is run as a formula by a spreadsheet", "write the number alone"


def _plain_number(value: str, field: Field) -> str | None:
    """The number meant; None where that is none of the column's type."""
    bare = re.sub(r"[\s_'’]", "", value)
    grouped = re.fullmatch(r"[+-]?\d{1,3}([.,]\d{3})+", bare)
    bare = re.sub(r"[.,]", "", bare) if grouped and field.type == "integer" else bare.replace(",", ".")
    try:
        number = float(bare)
    except ValueError:
        return "the digits alone"
    if field.type == "integer":
        return str(int(number)) if abs(number) < 1e15 and number == int(number) else None
    return str(int(number)) if abs(number) < 1e15 and number == int(number) else repr(number)
