"""Events by the words that are written of them."""

from collections.abc import Iterable
from typing import Literal

import numpy as np
import pandas as pd

from nkevents.model.codes import Lang, Level
from nkevents.model.edtf import as_day, day_number
from nkevents.views.base import Base, Day
from nkevents.views.timeline import load

_MANY = 10


def search(
    self: Base,
    text: str,
    *,
    as_of: Day | None = None,
    level: Level | Literal["all"] | Iterable[Level] = "all",
    lang: Lang = "en",
) -> pd.DataFrame:
    """Find events by words of titles, summaries, notes, places, actors, types, weapons and topics, best first.

    Parameters
    ----------
    text : str
        Words and names in any script and spelling; letter case and diacritics do not matter. An event is found
        if it holds all of them. A name stands for all its spellings (``"Şuşa"`` finds Shushi and Шуша), a word
        also for those that begin with it.
    as_of : str or date, optional
        Search what was public at the end of this day.
    level, lang
        As in `load`; every level is searched when left out.

    Returns
    -------
    pandas.DataFrame
        Columns of `load`, then score and why. A word counts most in a title, then as a place, a participant, in
        the summary, the type or a weapon, as who speaks or is spoken of, as a topic, and in a coder's note; of
        equals, what more publishers report comes first. why names each field in which a word was found, and what:
        the title, the actor's or place's name, the claim of a note. Where nothing is found,
        ``df.attrs["did_you_mean"]`` lists the words of the data most like those asked for.

    Raises
    ------
    WrongArgumentError
        If the text has no word.

    Examples
    --------
    >>> import nkevents
    >>> found = nkevents.search("Эрдоган Шуша")
    >>> found["slug"].iloc[0], found["why"].iloc[0].split("; ")[:3]
    ('shusha-shushi-declaration-2021',
     ['title: Shusha', 'place: Shusha / Shushi', 'participant: Recep Tayyip Erdoğan'])
    """
    hits = self._words.holding(text, None if as_of is None else day_number(as_day(as_of)))
    frame = load(self, as_of=as_of, level=level, lang=lang)
    hits.insert(0, "event_id", self._texts("events", "event_id", hits["event"].to_numpy(dtype=np.int64)))
    attrs = frame.attrs
    frame = frame.merge(hits.drop(columns="event"), on="event_id")
    # Up to one more for an event that many report: it is the one that is mostly meant.
    frame["score"] += (frame["n_publishers"] / (frame["n_publishers"] + _MANY)).round(3)
    frame = frame.sort_values(["score", "day"], ascending=[False, True], kind="stable", ignore_index=True)
    frame.attrs.update(attrs | {"did_you_mean": [] if len(frame) else self._words.nearest(text)})
    return frame
