"""What an encoding leaves of the letters that it lacks."""

import re

from nkevents.errors import shown
from nkevents.model.problem import Problem

# U+FFFD, and what its UTF-8 becomes when it is read as cp1252 or cp1251.
_REPLACED = re.compile("\ufffd|ï¿½|пїЅ")
# Three question marks in a row, or one that a letter or figure follows; any other may end a question.
_QUESTION_MARKS = re.compile(r"(?<!\w)\w*\?+\w[\w?]*|\?{3,}")
_INSTEAD = "write the letters that the source has, after a question a space, and save the file as UTF-8"
_ADDRESS = re.compile(r"://|\w\.\w+/|\?\w+=")


def lost_letters(text: str) -> Problem | None:
    """Say where a text has a replacement character, or a question mark in place of a letter.

    Examples
    --------
    >>> lost_letters("Nikol Pa?inyan").message
    "'Nikol Pa?inyan' holds 'Pa?inyan', as where an encoding lacked the letters"
    >>> lost_letters("Pourquoi ? https://example.org/?q=1") is None
    True
    """
    if found := _REPLACED.search(text):
        around = text[: found.start()].split(" ")[-1] + "\ufffd" + text[found.end() :].split(" ")[0]
        what = f"{shown(text)} holds {shown(around)}, where U+FFFD replaces letters that were lost"
    elif "?" in text and (lost := _in_place_of_letters(text)):
        what = f"{shown(text)} holds {shown(lost)}, as where an encoding lacked the letters"
    else:
        return None
    return Problem("lost-letters", what, _INSTEAD)


def _in_place_of_letters(text: str) -> str:
    """First word with a question mark for a letter; empty where there is none."""
    for word in text.split(" "):
        found = _QUESTION_MARKS.search(word)
        if found and ("???" in word or not _ADDRESS.search(word)):
            return found[0]
    return ""
