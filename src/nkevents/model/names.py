"""When two spellings are the same name."""

import re
import unicodedata

# Letters that are letters of their own, and that other keyboards write as these.
_LETTERS = str.maketrans({"ı": "i", "ə": "e", "’": None, "'": None, "ʼ": None, "ʻ": None, "`": None})
_GAPS = re.compile(r"[\s\-‐‑–—_.]+")


def fold(name: str) -> str:
    """Reduce a name to what its spellings share: letter case, diacritics, apostrophes and hyphens go.

    Examples
    --------
    >>> fold("Şuşa") == fold("SUSA"), fold("Степанакёрт") == fold("степанакерт"), fold("Karmir-Shuka")
    (True, True, 'karmir shuka')
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold()).translate(_LETTERS)
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _GAPS.sub(" ", letters).strip()
