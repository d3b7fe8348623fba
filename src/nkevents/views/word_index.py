"""Which events hold which words, in any script and spelling."""

import re
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nkevents.errors import WrongArgumentError
from nkevents.model.misspelling import misspelled
from nkevents.model.names import STATE_BODIES, state_body
from nkevents.rule.claim_arrays import MISSING, ClaimArrays, Claims
from nkevents.rule.grouping import Bools, Ints
from nkevents.store.package import Package
from nkevents.views.indexed_texts import ALWAYS, IndexedText, coded, indexed, uses, words
from nkevents.views.naming import Named, Names

# What a word is worth where it is found: who takes part in an event is nearer to it than who speaks of it.
WEIGHTS = {
    **{"title": 8, "place": 5, "participant": 4, "summary": 3, "type": 3, "weapon": 3, "speaker": 2, "subject": 2},
    **{"topic": 1, "note": 0.1},
}
# The beginning of a word is worth less than the whole; of words as short as this only the whole counts.
_BEGINNING, SHORT = 0.5, 3
LONGEST_NAME = 6
_NEAREST = 2
# So many letters tell most spellings apart; a pattern must not grow with what somebody asks for.
_BEGUN = 20
NAMED: tuple[Named, ...] = ("place", "actor")
_LEFT_OUT = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])

# A place or an actor, by its position in its table.
Bearer: TypeAlias = tuple[Named, int]


def excerpt(text: str, phrase: str) -> str:
    """Words of a text as they are written, where a phrase in the form of `words` begins one of them.

    Examples
    --------
    >>> excerpt("Capture of the town of Shusha / Shushi, 8 November 2020", "shusha shushi")
    'Shusha / Shushi'
    """
    chunks = text.split()
    for start in range(len(chunks)):
        for end in range(start + 1, min(len(chunks), start + 2 * LONGEST_NAME) + 1):
            compared = " ".join(words(" ".join(chunks[start:end])))
            if f" {phrase}" in f" {compared}":
                return " ".join(chunks[start:end]).strip(',.;:()“”"/ ')
            if not phrase.startswith(compared):
                break
    return text


class Index(NamedTuple):
    """Everything that can be found.

    Attributes
    ----------
    texts : pandas.DataFrame
        Columns kind (title, summary, note, type, weapon, topic, place, actor), about (position of the event, claim,
        code, place or actor) and shown (what a reader is told was found), one row per text.
    folded : pyarrow.Array
        Words of each text, with a space before and after each.
    uses : pandas.DataFrame
        Columns kind and about, as above, field (of `WEIGHTS`), event (position) and known (the first day on which it
        was public).
    bearers : dict of str to set of (kind, position)
        The places and actors that have a name, by each name in the form of `words`.
    names : dict of (kind, position) to set of str
        Every name of each of them, in that form.
    """

    texts: pd.DataFrame
    folded: pa.Array
    uses: pd.DataFrame
    bearers: dict[str, set[Bearer]]
    names: dict[Bearer, set[str]]

    def same(self, name: str) -> set[str]:
        """Every name of whoever has this one."""
        return {other for bearer in self.bearers.get(name, ()) for other in self.names[bearer]}

    def named_in(self, text: str) -> set[Bearer]:
        """Places and actors with a name in a text, which is in the form of `words`."""
        asked = text.split()
        spans = ((start, end) for start in range(len(asked)) for end in range(start + 1, start + LONGEST_NAME + 1))
        return {bearer for start, end in spans for bearer in self.bearers.get(" ".join(asked[start:end]), ())}


class WordIndex:
    """Events by words.

    Parameters
    ----------
    encoded : ClaimArrays
        The claims of the package.
    names : Names
        Those of the package.
    """

    def __init__(self, tables: Package, encoded: ClaimArrays, names: Names) -> None:
        self._tables, self._encoded, self._names = tables, encoded, names

    def holding(self, text: str, day: int | None) -> pd.DataFrame:
        """Events that hold all words of a text, in what was public at the end of a day.

        Returns
        -------
        pandas.DataFrame
            Columns event (position), score and why, in the order of events.
        """
        terms = self._terms(text)
        parts = [self._term_hits(term, day) for term in terms]
        events = set.intersection(*(set(part["event"]) for part in parts))
        hits = pd.concat(parts, ignore_index=True)
        hits = hits[hits["event"].isin(events)].sort_values(["event", "worth"], ascending=[True, False], kind="stable")
        hits["why"] = [
            f"{field}: {excerpt(shown, phrase) if field in ('title', 'summary') else shown}"
            for field, shown, phrase in zip(hits["field"], hits["shown"], hits["phrase"], strict=True)
        ]
        whys = hits.drop_duplicates(["event", "why"]).groupby("event")["why"].agg("; ".join)
        scores = hits.groupby("event")["worth"].sum()
        found = pd.DataFrame({"score": scores.astype("Float64"), "why": whys.astype("string[pyarrow]")})
        return found.rename_axis("event").reset_index()

    def _terms(self, text: str) -> list[list[str]]:
        """Names and words of a text, each with all that stands for it: of a name its spellings."""
        if not isinstance(text, str):
            raise WrongArgumentError(f"text={text!r} is no text: give words, such as 'Erdoğan' or 'Sochi statement'")
        asked = words(text)
        if not asked:
            raise WrongArgumentError(f"text={text!r} has no word: give some, such as 'Erdoğan' or 'Sochi statement'")
        terms: list[list[str]] = []
        at = 0
        while at < len(asked):
            longest = min(len(asked), at + LONGEST_NAME)
            # The words of a name stay together, small ones too: that of a ministry is more than its words.
            named = ((end, self._name(" ".join(asked[at:end]))) for end in range(longest, at, -1))
            end, name = next((found for found in named if found[1]), (at + 1, asked[at]))
            if name not in _LEFT_OUT or set(asked) <= _LEFT_OUT:
                terms.append([name, *sorted(self.index.same(name) - {name})])
            at = end
        return terms

    def _name(self, phrase: str) -> str:
        """The name that a phrase is, in the form of `words`: as written, or that of a state body in another order."""
        if phrase in self.index.bearers:
            return phrase
        body = self._names.state_bodies.get(state_body(phrase))
        return "" if body is None else " ".join(words(body))

    def claims_holding(self, text: str, said: Claims, rows: Ints) -> Bools:
        """Mark the claims, at these rows, that hold all words of a text: in their note or as a name in them."""
        keep = np.ones(len(rows), dtype=bool)
        for term in self._terms(text):
            found = self._texts_holding(term)
            notes, places, actors = (found.loc[found["kind"] == kind, "about"] for kind in ("note", "place", "actor"))
            named = np.isin(said.place, places) | np.isin(said.speaker, actors) | np.isin(said.subject, actors)
            keep &= named | np.isin(rows, notes)
        return keep

    def _term_hits(self, term: list[str], day: int | None) -> pd.DataFrame:
        """Where a name or word is found: event, field, worth, phrase and what is shown, one row per event and field."""
        hits = self._texts_holding(term).merge(self.index.uses, on=["kind", "about"])
        if day is not None:
            hits = hits[hits["known"] <= day]
        hits["worth"] *= hits["field"].map(WEIGHTS).astype(float)
        return hits.sort_values("worth", ascending=False, kind="stable").drop_duplicates(["event", "field"])

    def _texts_holding(self, term: list[str]) -> pd.DataFrame:
        """Texts that hold a name or word, by its best spelling: kind, about, shown, worth and phrase."""
        index = self.index
        # Looking for how all spellings begin takes as long as looking for one.
        beginnings = "|".join(re.escape(phrase[:_BEGUN]) for phrase in term)
        rows = np.flatnonzero(pc.match_substring_regex(index.folded, f" (?:{beginnings})"))
        folded = index.folded.take(pa.array(rows))
        quality, by = np.zeros(len(rows)), np.full(len(rows), MISSING)
        for number, phrase in enumerate(term):
            for pattern, worth in ((f" {phrase} ", 1.0), (f" {phrase}", _BEGINNING if len(phrase) > SHORT else 0.0)):
                better = np.asarray(pc.match_substring(folded, pattern)) & (quality < worth)
                quality[better], by[better] = worth, number
        quality[self._of_another(term[0])[rows]] = 0.0
        phrases = np.array([*term, ""], dtype=object)[by]
        found = index.texts.take(rows).assign(worth=quality, phrase=phrases)[quality > 0]
        return found.sort_values("worth", ascending=False, kind="stable").drop_duplicates(["kind", "about"])

    def _of_another(self, name: str) -> Bools:
        """Mark the names of other actors, where a name is that of state bodies: a ministry is called as many are."""
        bearers, actors = self.index.bearers.get(name, set()), self._tables.frame("actors")
        kinds = actors["kind"].to_numpy(dtype=object)
        if not bearers or any(what != "actor" or kinds[at] not in STATE_BODIES for what, at in bearers):
            return np.zeros(len(self.index.texts), dtype=bool)
        chosen = self._names.chosen("actor", [actors["actor_id"].iloc[at] for _, at in bearers], within=True)
        of_actors = self.index.texts["kind"] == "actor"
        return of_actors.to_numpy() & ~chosen[self.index.texts["about"].where(of_actors, MISSING)]

    def nearest(self, text: str) -> list[str]:
        """Words of the data that those of a text which are not in them are misspellings of."""
        known = {word for line in self.index.folded.to_pylist() for word in line.split()}
        unknown = [word for word in words(text) if word not in known]
        return [near for word in unknown for near in misspelled(word, known)[:_NEAREST]]

    @cached_property
    def index(self) -> Index:
        """Every text of the data, made when something is first looked for."""
        events, claims = self._tables.arrow("events"), self._tables.frame("claims")
        said, rows = self._encoded.claims, self._encoded.rows
        notes = claims["note"].to_numpy(dtype=object)[rows]
        noted = np.flatnonzero(pd.notna(notes))
        numbers = claims["claim_id"].to_numpy(dtype=object)[rows]
        texts = [
            *indexed("title", range(len(events)), events["title"].to_pylist()),
            *indexed("summary", range(len(events)), events["summary"].to_pylist()),
            *indexed("note", noted, notes[noted], numbers[noted].tolist()),
        ]
        of_codes, codes_used = coded(self._tables, self._encoded)
        texts += of_codes
        names: dict[Bearer, set[str]] = {}
        for what in NAMED:
            texts += self._named_texts(what, names)
        bearers: dict[str, set[Bearer]] = {}
        for bearer, those in names.items():
            for name in those:
                bearers.setdefault(name, set()).add(bearer)
        role = said.kind == self._encoded.kinds.index("role")
        every = np.arange(len(events))
        used = [
            *codes_used,
            uses("title", "title", every, every, np.full(len(events), ALWAYS)),
            uses("summary", "summary", every, every, np.full(len(events), ALWAYS)),
            uses("note", "note", noted, said.event[noted], said.known[noted]),
            uses("place", "place", said.place, said.event, said.known),
            uses("actor", "participant", said.subject[role], said.event[role], said.known[role]),
            uses("actor", "subject", said.subject[~role], said.event[~role], said.known[~role]),
            uses("actor", "speaker", said.speaker, said.event, said.known),
        ]
        frame = pd.DataFrame(texts, columns=["kind", "about", "folded", "shown"])
        folded = pa.array(frame.pop("folded"), pa.string())
        return Index(frame, folded, pd.concat(used, ignore_index=True), bearers, names)

    def _named_texts(self, what: Named, names: dict[Bearer, set[str]]) -> list[IndexedText]:
        """Spellings of places or actors as texts; all are put among `names`, of persons also the last word alone."""
        key = f"{what}_id"
        table, spelled = self._tables.frame(f"{what}s"), self._names.spellings(what)
        position = {name: row for row, name in enumerate(table[key])}
        surnames_of = self._names.surnames.groupby("actor_id")["name"].agg(set).to_dict() if what == "actor" else {}
        texts: list[IndexedText] = []
        for name, of_name in spelled.groupby(key, sort=False)["name"]:
            label = str(table["name"].iloc[position[str(name)]])
            # Of a label such as "Shusha / Shushi" each part is a name.
            parts = [part for spelling in of_name for part in {spelling, *str(spelling).split(" / ")}]
            phrases = {" ".join(words(part)): part for part in reversed(parts)} | {" ".join(words(label)): label}
            names[what, position[str(name)]] = {*phrases, *surnames_of.get(name, ())}
            texts += [(what, position[str(name)], f" {phrase} ", label) for phrase in phrases]
        return texts
