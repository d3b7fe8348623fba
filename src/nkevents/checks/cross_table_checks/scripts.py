"""Letters: names in the script of their language, and texts that were decoded wrongly."""

import re
from collections.abc import Iterator

from nkevents.checks.finding import Finding, shown
from nkevents.checks.package import Package, Table

NEEDS = ()
_SCRIPTS = {
    "hy": ("Armenian", re.compile("[԰-֏]")),
    "ru": ("Cyrillic", re.compile("[Ѐ-ӿ]")),
    "en": ("Latin", re.compile("[A-Za-zÀ-ɏ]")),
    "az": ("Latin", re.compile("[A-Za-zÀ-ɏƏə]")),
}
_OTHERS = {
    "Armenian": re.compile("[A-Za-zЀ-ӿ]{2}"),
    "Cyrillic": re.compile("[԰-֏A-Za-z]{2}"),
    "Latin": re.compile("[԰-֏Ѐ-ӿ]"),
}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def check(package: Package) -> Iterator[Finding]:
    """Look for names in another script and for mojibake.

    Parameters
    ----------
    package : Package

    Yields
    ------
    Finding
    """
    for table in package.tables.values():
        if {"lang", "name"} <= set(table.schema.names):
            yield from _names(table)
        for field in table.schema.fields:
            if field.type == "string" and not field.coded:
                yield from _mojibake(table, field.name)


def _names(table: Table) -> Iterator[Finding]:
    for row in table.rows:
        if row["lang"] not in _SCRIPTS or not row["name"]:
            continue
        script, letters = _SCRIPTS[row["lang"]]
        if not letters.search(row["name"]) or _OTHERS[script].search(row["name"]):
            yield table.warning(
                "script-of-another-language",
                row,
                "name",
                f"{shown(row['name'])} is not written in {script} letters, as {row['lang']} is",
                "correct the name or its language",
            )


def _mojibake(table: Table, column: str) -> Iterator[Finding]:
    for row in table.rows:
        value = row[column]
        if value.isascii():
            continue
        meant = decoded_twice(value)
        if meant is not None:
            yield table.warning("mojibake", row, column, f"{shown(value)} was decoded wrongly", f"write {shown(meant)}")


def decoded_twice(text: str) -> str | None:
    """What a text was before its UTF-8 was read as a one-byte encoding; None where it was not.

    Parameters
    ----------
    text : str

    Returns
    -------
    str or None

    Examples
    --------
    >>> decoded_twice("ÕˆÕ¹")
    'Ոչ'
    >>> decoded_twice("Məmmədov, Élysée") is None
    True
    """
    if "\ufffd" in text:
        return text.replace("\ufffd", "?")
    meant = _NOT_ASCII.sub(_decoded, text)
    return meant if meant != text else None


def _decoded(match: re.Match[str]) -> str:
    for encoding in ("cp1252", "latin-1", "cp1251"):
        try:
            return match[0].encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return match[0]
