"""What each event is found by, for indexes that others search: those of SQLite and of the explorer."""

import re
from collections.abc import Callable, Iterable
from functools import cache, cached_property

import pandas as pd

from nkevents.model.names import fold
from nkevents.views.base import Base
from nkevents.views.word_index import LONGEST_NAME, NAMED, SHORT, Bearer

_LABELS = ("type", "weapon", "topic")
_WRITTEN = ("title", "summary", *_LABELS)
_WITH_NOTES = (*_WRITTEN, "note")
# Words as a full-text index takes them from a text.
_TOKEN = re.compile(r"[^\W_]+")


class FoundBy:
    """The texts and names that a search finds an event by.

    Parameters
    ----------
    data : Base
        The data set in which is searched.
    """

    def __init__(self, data: Base) -> None:
        self._tables, self._encoded, self._spellings = data._tables, data._encoded, data._names.spellings
        self._index = data._words.index

    def search_columns(self, day: int | None) -> pd.DataFrame:
        """What a full-text index needs beside the columns of `load`, to find what a search finds at the end of a day.

        Returns
        -------
        pandas.DataFrame
            By event_id. names are all spellings of its places and actors and of those that its title, its summary, its
            labels and the notes on it name, as written and folded; labels are those of its type, weapons and topics;
            notes those of its claims; word_forms the words of all of these without diacritics, and the words of the
            data with which they begin, as far as they do not stand in the other columns.
        """
        events, uses = self._tables.arrow("events")["event_id"].to_pylist(), self._uses(day)
        bearers, held = self._bearers_of_events(uses, _WITH_NOTES, self._begun_in), self._words_of_events(uses)
        labels = uses[uses["kind"].isin(_LABELS)].merge(self._index.texts, on=["kind", "about"])
        noted = uses[uses["kind"] == "note"]
        notes = self._tables.frame("claims")["note"].to_numpy(dtype=object)[self._encoded.rows[noted["about"]]]
        found = pd.DataFrame(
            {
                "names": [self._spelled(bearers[event]) for event in range(len(events))],
                "labels": _joined(labels["event"], labels["shown"]),
                "notes": _joined(noted["event"], notes),
            },
            index=range(len(events)),
        ).fillna("")
        shown = (set(_TOKEN.findall(" ".join(row).casefold())) for row in found.itertuples(index=False))
        found["word_forms"] = [
            " ".join(sorted(self._with_beginnings(held[event]) - those)) for event, those in enumerate(shown)
        ]
        return found.set_axis(pd.Index(events, name="event_id")).replace("", None).astype("string[pyarrow]")

    def events_by_names(self) -> list[tuple[list[str], list[str]]]:
        """The names of each place and actor, in the form of `words`, with the ids of the events that it is found by."""
        ids = self._tables.arrow("events")["event_id"].to_pylist()
        found: dict[Bearer, list[str]] = {}
        named = self._bearers_of_events(self._index.uses, _WRITTEN, self._index.named_in)
        for event, bearers in named.items():
            for bearer in bearers:
                found.setdefault(bearer, []).append(ids[event])
        return [(sorted(self._index.names[bearer]), found[bearer]) for bearer in sorted(found)]

    def _uses(self, day: int | None) -> pd.DataFrame:
        uses = self._index.uses
        return uses if day is None else uses[uses["known"] <= day]

    def _bearers_of_events(
        self, uses: pd.DataFrame, written: Iterable[str], named_in: Callable[[str], set[Bearer]]
    ) -> dict[int, set[Bearer]]:
        """Each event's places and actors and those that its texts of these kinds name.

        A name within a text or another name stands for whoever bears it, as it does in a search.
        """
        index = self._index
        with_named = {
            bearer: {each for name in names for each in named_in(name)} for bearer, names in index.names.items()
        }
        found: dict[int, set[Bearer]] = {event: set() for event in range(len(self._tables.arrow("events")))}
        used = uses[uses["kind"].isin(NAMED)]
        for event, kind, about in zip(used["event"], used["kind"], used["about"], strict=True):
            found[event] |= with_named[kind, about]
        texts = index.texts[["kind", "about"]].assign(folded=index.folded.to_pylist())
        texts = texts[texts["kind"].isin(written)].merge(uses[["kind", "about", "event"]], on=["kind", "about"])
        for event, text in zip(texts["event"], texts["folded"], strict=True):
            found[event] |= named_in(text)
        return found

    def _begun_in(self, text: str) -> set[Bearer]:
        """Places and actors with a name in a text, which is in the form of `words`; its last word may only begin there.

        So a search finds "Armenian" by each name of Armenia.
        """
        asked, bearers, found = text.split(), self._index.bearers, set[Bearer]()
        for start in range(len(asked)):
            for end in range(start, min(len(asked), start + LONGEST_NAME)):
                for last in self._ends_of_names(asked[end]):
                    name = " ".join([*asked[start:end], last])
                    if last == asked[end] or len(name) > SHORT:
                        found |= bearers.get(name, set())
        return found

    @cached_property
    def _ends_of_names(self) -> Callable[[str], list[str]]:
        """Beginnings of a word that are the last word of a name."""
        last_words = {name.split()[-1] for name in self._index.bearers}
        return cache(lambda word: [word[:end] for end in range(1, len(word) + 1) if word[:end] in last_words])

    def _words_of_events(self, uses: pd.DataFrame) -> dict[int, set[str]]:
        """All words of the texts that each event is found by."""
        of_texts: dict[tuple[str, int], set[str]] = {}
        texts = self._index.texts
        for kind, about, text in zip(texts["kind"], texts["about"], self._index.folded.to_pylist(), strict=True):
            of_texts.setdefault((kind, about), set()).update(text.split())
        found: dict[int, set[str]] = {event: set() for event in range(len(self._tables.arrow("events")))}
        for event, kind, about in zip(uses["event"], uses["kind"], uses["about"], strict=True):
            found[event] |= of_texts.get((kind, about), set())
        return found

    def _with_beginnings(self, held: Iterable[str]) -> set[str]:
        """Words and those words of the data with which they begin; a search takes both for the same."""
        return {word[:end] for word in held for end in range(SHORT + 1, len(word)) if word[:end] in self._words} | {
            *held
        }

    @cached_property
    def _words(self) -> set[str]:
        """All words of the data, of plurals the singular too."""
        found = {word for line in self._index.folded.to_pylist() for word in line.split()}
        return found | {word.removesuffix("s") for word in found}

    def _spelled(self, bearers: Iterable[Bearer]) -> str:
        """Every spelling of places and actors, as written and folded."""
        names = set().union(*(self._written_names[each] for each in bearers))
        folded = {fold(name) for name in names} - {name.casefold() for name in names}
        return "; ".join(sorted(names | folded))

    @cached_property
    def _written_names(self) -> dict[Bearer, set[str]]:
        found: dict[Bearer, set[str]] = {}
        for what in NAMED:
            position = {key: row for row, key in enumerate(self._tables.arrow(f"{what}s")[f"{what}_id"].to_pylist())}
            spellings = self._spellings(what)
            for key, name in zip(spellings[f"{what}_id"], spellings["name"], strict=True):
                found.setdefault((what, position[key]), set()).add(name)
        return found


def _joined(events: "pd.Series[int]", texts: Iterable[str]) -> "pd.Series[str]":
    """Different texts of each event, one after the other."""
    frame = pd.DataFrame({"event": events.to_numpy(), "text": texts}).drop_duplicates()
    joined: pd.Series[str] = frame.groupby("event")["text"].agg("; ".join)
    return joined
