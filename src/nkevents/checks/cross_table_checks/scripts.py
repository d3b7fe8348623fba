"""Letters: names in the script of their language, and texts that were decoded wrongly."""

import re
from collections.abc import Iterator
from functools import cache

from nkevents.checks.finding import Finding, finding_in
from nkevents.errors import shown
from nkevents.model.lost_letters import lost_letters
from nkevents.store.package import Package

# Of each language its script, the letters of which a name has some, and those of which it has none.
_SCRIPTS = {
    "hy": ("Armenian", re.compile("[԰-֏]"), re.compile("[A-Za-zЀ-ӿ]{2}")),
    "ru": ("Cyrillic", re.compile("[Ѐ-ӿ]"), re.compile("[԰-֏A-Za-z]{2}")),
    "en": ("Latin", re.compile("[A-Za-zÀ-ɏ]"), re.compile("[԰-֏Ѐ-ӿ]")),
    "az": ("Latin", re.compile("[A-Za-zÀ-ɏƏə]"), re.compile("[԰-֏Ѐ-ӿ]")),
}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def check_scripts(package: Package) -> Iterator[Finding]:
    """Look for names in the script of another language."""
    for table in package.tables:
        for row in table.unchecked:
            if row["lang"] not in _SCRIPTS or not row["name"]:
                continue
            script, letters, others = _SCRIPTS[row["lang"]]
            if not letters.search(row["name"]) or others.search(row["name"]):
                wrong = f"{shown(row['name'])} is not written in {script} letters, as {row['lang']} is"
                right = "correct the name or its language"
                yield finding_in(table, "script-of-another-language", row, "name", wrong, right)


def check_mojibake(package: Package) -> Iterator[Finding]:
    """Look for texts that were decoded wrongly."""
    for table in package.tables:
        columns = [field.name for field in table.schema.fields if field.type == "string" and not field.coded]
        for row in table.unchecked:
            for column in columns:
                value = row[column]
                meant = None if value.isascii() or lost_letters(value) else decoded_twice(value)
                if meant is not None:
                    wrong, right = f"{shown(value)} was decoded wrongly", f"write {shown(meant)}"
                    yield finding_in(table, "mojibake", row, column, wrong, right)


def decoded_twice(text: str) -> str | None:
    """What a text was before its UTF-8 was read as a one-byte encoding; None where it was not.

    Examples
    --------
    >>> decoded_twice("ÕˆÕ¹")
    'Ոչ'
    >>> decoded_twice("Məmmədov, Élysée") is None
    True
    """
    meant = _NOT_ASCII.sub(lambda match: _decoded(match[0]), text)
    return meant if meant != text else None


@cache
def _decoded(letters: str) -> str:
    for encoding in ("cp1252", "latin-1", "cp1251"):
        try:
            return letters.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return letters
