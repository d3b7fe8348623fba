"""Days and intervals in words."""

import re
from typing import Any

# Months and what they are called in Russian, Armenian and Azerbaijani, as they stand alone and beside a day.
# Not by strftime: the words do not depend on the language of the machine.
MONTHS_ELSEWHERE = {
    "January": "январь/января/հունվար/հունվարի/yanvar",
    "February": "февраль/февраля/փետրվար/փետրվարի/fevral",
    "March": "март/марта/մարտ/մարտի/mart",
    "April": "апрель/апреля/ապրիլ/ապրիլի/aprel",
    "May": "май/мая/մայիս/մայիսի/may",
    "June": "июнь/июня/հունիս/հունիսի/iyun",
    "July": "июль/июля/հուլիս/հուլիսի/iyul",
    "August": "август/августа/օգոստոս/օգոստոսի/avqust",
    "September": "сентябрь/сентября/սեպտեմբեր/սեպտեմբերի/sentyabr",
    "October": "октябрь/октября/հոկտեմբեր/հոկտեմբերի/oktyabr",
    "November": "ноябрь/ноября/նոյեմբեր/նոյեմբերի/noyabr",
    "December": "декабрь/декабря/դեկտեմբեր/դեկտեմբերի/dekabr",
}
MONTHS = [*MONTHS_ELSEWHERE]
_MONTH_OF = {form: month for month, forms in MONTHS_ELSEWHERE.items() for form in forms.split("/")}
_ELSEWHERE = re.compile(rf"\b(?:{'|'.join(_MONTH_OF)})\b", re.IGNORECASE)
_WHOLE_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_SHORTENED = re.compile(r"\b(\d{4})-(\d\d)-(\d\d) (to|and) (\d\d)-(\d\d)\b")
_MONTH = re.compile(r"\b(\d{4})-(\d\d)\b(?!-)")


def date(text: str) -> str:
    """Say a date text in words, never more exactly than it is.

    Examples
    --------
    >>> [date(each) for each in ("2020-11", "2020-11-05/2020-11-08", "[2020-11-09..2020-11-10]")]
    ['2020-11', '2020-11-05 to 11-08', 'between 2020-11-09 and 11-10']
    >>> [date(each) for each in ("../2020-11-20", "2020-11/..", "2020-12-30/2021-01-02")]
    ['by 2020-11-20', 'from 2020-11 on', '2020-12-30 to 2021-01-02']
    """
    if text.startswith("["):
        first, last = text[1:-1].split("..")
        return f"between {first} and {_shortened(first, last)}"
    if "/" not in text:
        return text
    first, last = text.split("/")
    if first == "..":
        return f"by {last}"
    return f"from {first} on" if last == ".." else f"{first} to {_shortened(first, last)}"


def _shortened(first: str, last: str) -> str:
    """Write the last day of an interval without a year that the first one has said."""
    both_days = len(first) == len(last) == len("2020-11-05")
    return last[5:] if both_days and first[:4] == last[:4] else last


def is_exact(text: str) -> bool:
    """Whether a date text is one day, month or year."""
    return "/" not in text and not text.startswith("[")


def human(text: str) -> str:
    """Write the ISO days and months in a text out.

    Examples
    --------
    >>> human("occurred on 2020-10-17")
    'occurred on 17 October 2020'
    >>> human("2020-11-05 to 11-08, or 2020-12")
    '5 to 8 November 2020, or December 2020'
    """
    text = _SHORTENED.sub(_interval, text)
    text = _WHOLE_DAY.sub(lambda found: _day(*found.groups()), text)
    return _MONTH.sub(lambda found: f"{MONTHS[int(found[2]) - 1]} {found[1]}" if int(found[2]) < 13 else found[0], text)


def in_english(text: str) -> str:
    """Write the days in a text as titles have them: ISO days, and months named in Russian, Armenian or Azerbaijani.

    Examples
    --------
    >>> in_english("Gəncə 17 октября 2020"), in_english("Şuşa 2020-11-08")
    ('Gəncə 17 October 2020', 'Şuşa 8 November 2020')
    """
    return _ELSEWHERE.sub(lambda found: _MONTH_OF[found[0].casefold()], human(text))


def _day(year: str, month: str, day: str) -> str:
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}" if 0 < int(month) < 13 else f"{year}-{month}-{day}"


def _interval(found: re.Match[str]) -> str:
    year, month, first, word, last_month, last = found.groups()
    if month == last_month:
        return f"{int(first)} {word} {_day(year, month, last)}"
    return f"{int(first)} {MONTHS[int(month) - 1]} {word} {_day(year, last_month, last)}"


def day(moment: Any) -> str:
    """A day in words; empty without one."""
    return "" if moment is None else human(f"{moment:%Y-%m-%d}")
