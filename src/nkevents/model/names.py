"""When two spellings are the same name."""

import re
import unicodedata
from functools import lru_cache

# Letters that are letters of their own, and that other keyboards write as these.
_LETTERS = str.maketrans({"ı": "i", "ə": "e", "’": None, "'": None, "ʼ": None, "ʻ": None, "`": None})
_GAPS = re.compile(r"[\s\-‐‑–—_.]+")

# Kinds of actors that have a name as a state body has it.
STATE_BODIES = ("government_body", "armed_force")
# Adjectives of countries whose state bodies speak in the data.
_COUNTRIES = {
    "armenia": ("armenian",),
    "austria": ("austrian",),
    "azerbaijan": ("azerbaijani", "azeri"),
    "canada": ("canadian",),
    "france": ("french",),
    "georgia": ("georgian",),
    "germany": ("german",),
    "iran": ("iranian",),
    "israel": ("israeli",),
    "italy": ("italian",),
    "lebanon": ("lebanese",),
    "nagornokarabakh": (),
    "netherlands": ("dutch",),
    "romania": ("romanian",),
    "russia": ("russian",),
    "turkey": ("turkish", "turkiye"),
    "unitedkingdom": ("british", "uk"),
    "unitedstates": ("american", "us", "usa"),
}
_COUNTRY_OF = {word: country for country, words in _COUNTRIES.items() for word in (country, f"{country}s", *words)}
# What is written in more than one way, longest first, and how it is compared.
_PHRASES = (
    ("(de facto)", ""),
    ("islamic republic of ", ""),
    ("republic of ", ""),
    ("russian federation", "russia"),
    ("nagorno karabakh", "nagornokarabakh"),
    ("united kingdom", "unitedkingdom"),
    ("united states", "unitedstates"),
    ("defense", "defence"),
    ("national defence", "defence"),
    ("europe and foreign affairs", "foreign"),
    ("foreign affairs", "foreign"),
    ("internal affairs", "interior"),
    ("emergency situations", "emergency"),
)
_SMALL = {"of", "the", "for"}
# Some thousand spellings are compared with every name that is asked for.
_KEPT = 2**14


@lru_cache(maxsize=_KEPT)
def fold(name: str) -> str:
    """Reduce a name to what its spellings share: letter case, diacritics, apostrophes and hyphens go.

    Examples
    --------
    >>> fold("Şuşa") == fold("SUSA"), fold("Степанакёрт") == fold("степанакерт"), fold("Karmir-Shuka")
    (True, True, 'karmir shuka')
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold()).translate(_LETTERS)
    if not decomposed.isascii():
        decomposed = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _GAPS.sub(" ", decomposed).strip()


def state_body(name: str) -> str:
    """Reduce the English name of a state body to what its spellings share, whatever their order.

    Defense is defence, a country's adjective is its name. Empty where the name does not hold exactly one country, or
    says in which one the body is: of an embassy the order tells whose it is.

    Examples
    --------
    >>> state_body("Azerbaijani Defense Ministry") == state_body("Ministry of Defence of Azerbaijan")
    True
    >>> state_body("Embassy of Russia in Armenia"), state_body("Ministry of Defence")
    ('', '')
    """
    text = fold(name)
    for written, compared in _PHRASES:
        text = text.replace(written, compared)
    words = [_COUNTRY_OF.get(word, word) for word in text.split() if word not in _SMALL]
    countries = [word for word in words if word in _COUNTRIES]
    if len(countries) != 1 or len(words) == 1 or "in" in words:
        return ""
    return " ".join(sorted(words))
