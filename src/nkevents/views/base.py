"""What every view needs: the tables, the encoded claims, names, and the checks of a user's arguments."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nkevents.errors import UnknownValueError, WrongArgumentError, shown
from nkevents.model.edtf import as_day, day_number, is_day
from nkevents.model.frames import UNDER_MASK, string_array
from nkevents.rule import VERSION
from nkevents.rule import states as rule_states
from nkevents.rule.claim_arrays import MISSING, ClaimArrays
from nkevents.rule.encode import encode
from nkevents.rule.grouping import Ints
from nkevents.rule.states import Provisions
from nkevents.store.package import Package
from nkevents.views.naming import Named, Names
from nkevents.views.word_index import WordIndex

# Of the moments, datetime and pandas.Timestamp are dates too.
Day: TypeAlias = str | dt.date | np.datetime64
NAT = np.iinfo(np.int64).min
_STATES_KEPT = 8
Rule: TypeAlias = Callable[[ClaimArrays, int | None], rule_states.States]


class Base:
    """A data set that is read once; every call makes fresh frames.

    Parameters
    ----------
    root : str, pathlib.Path or Package
        A directory with a datapackage.json, a release zip, or a package whose rows may be in memory.
    """

    def __init__(self, root: str | Path | Package) -> None:
        self._tables = root if isinstance(root, Package) else Package(Path(root))
        self._kept: dict[tuple[Rule, int | None], rule_states.States] = {}

    @cached_property
    def _encoded(self) -> ClaimArrays:
        return encode(self._tables)

    def _states(self, as_of: Day | None, rule: Rule = rule_states.as_of) -> rule_states.States:
        """The rule applied as of a day, to all that was said or side by side; what was asked for last is kept."""
        asked = rule, None if as_of is None else day_number(as_day(as_of))
        if asked not in self._kept:
            while len(self._kept) >= _STATES_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[asked] = rule(self._encoded, asked[1])
        return self._kept[asked]

    @cached_property
    def _all_states(self) -> rule_states.States:
        return rule_states.every_state(self._encoded)

    @cached_property
    def _all_provision_states(self) -> Provisions:
        return rule_states.every_provision_state(self._encoded)

    @cached_property
    def _names(self) -> Names:
        return Names(self._tables)

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex(self._tables, self._encoded, self._names)

    @cached_property
    def _second_readings(self) -> Any:
        """Outcome of the last reading of each claim, in the order of the table; missing where nobody read it again."""
        claims = self._tables.arrow("claims")["claim_id"].combine_chunks()
        outcome = np.full(len(claims), MISSING, dtype=np.int64)
        if "readings" not in self._tables.names:  # an older version
            return pd.Categorical.from_codes(outcome, dtype=pd.CategoricalDtype([]))
        readings = self._tables.arrow("readings")
        by_day = readings.take(pc.sort_indices(readings["read_on"]))
        # Of several readings of one claim the last is kept.
        claim = pc.index_in(by_day["claim_id"].combine_chunks(), value_set=claims)
        outcome[np.asarray(claim)] = np.asarray(by_day["outcome"].combine_chunks().indices)
        return self._coded("readings", "outcome", outcome)

    @cached_property
    def _slugs(self) -> dict[str, int]:
        """Position of each event by slug and by id."""
        events = self._tables.arrow("events")
        ids, slugs = events["event_id"].to_pylist(), events["slug"].to_pylist()
        return {name: row for names in (ids, slugs) for row, name in enumerate(names)}

    def _event(self, event: str) -> int:
        """Position of an event named by id or slug."""
        if is_day(event) and event not in self._slugs:
            raise WrongArgumentError(f"event={event!r} is a day, not an event: days are given as as_of={event!r}")
        self._check("event", [event], self._slugs, "nkevents.table('events')")
        return self._slugs[event]

    def _check(self, what: str, values: Iterable[object], valid: Iterable[str], where: str) -> None:
        known = valid if isinstance(valid, dict) else set(valid)
        for value in values:
            if not isinstance(value, str) or value not in known:
                raise UnknownValueError(what, value, known, where)

    def _coded(self, table: str, column: str, positions: Ints, names: Sequence[str] | None = None) -> pd.Categorical:
        """Codes of a column from positions in its vocabulary, or among `names` if they are given; -1 for missing."""
        field = self._tables.schemas[table].field(column)
        codes = self._tables.codes(field)
        if names is not None:
            of_names = [codes.index(name) if name in codes else MISSING for name in names]
            positions = np.array([*of_names, MISSING])[positions]
        return pd.Categorical.from_codes(positions, dtype=field.pandas_dtype(codes))

    def _labels(self, what: Named, lang: str = "en") -> pa.Array:
        """Name of each actor or place; the English one where the language has none."""
        table, key = self._tables.arrow(f"{what}s"), f"{what}_id"
        labels = table["name"].combine_chunks()
        if lang == "en":
            return labels
        names = self._tables.arrow(f"{what}_names")
        # Of several spellings in a language one is printed.
        names = names.filter(pc.and_(pc.fill_null(names["preferred"], True), pc.equal(names["lang"], lang)))
        at = pc.index_in(table[key].combine_chunks(), value_set=names[key].combine_chunks())
        return pc.coalesce(names["name"].combine_chunks().take(at), labels)

    def _texts(self, table: str, column: str, positions: Ints) -> Any:
        """Texts of a column at positions, -1 for missing, as a pandas array of strings."""
        return self._named(self._tables.arrow(table)[column].combine_chunks(), positions)

    def _named(self, labels: pa.Array, positions: Ints) -> Any:
        """Labels at positions, -1 for missing, as a pandas array of strings."""
        return string_array(labels.take(optional_positions(positions)))

    def _attrs(self, as_of: Day | None) -> dict[str, Any]:
        """What a frame carries so that it can be cited later."""
        newest = str(np.datetime64(self._encoded.newest, "D")) if len(self._encoded.rows) else None
        return {
            "data_version": self._tables.version,
            "as_of": None if as_of is None else as_day(as_of).isoformat(),
            "latest_known_from": newest,
            "rule_version": VERSION,
            "citation_key": f"nkevents-{self._tables.version}",
            "sha256": self._tables.sha256,
        }


def optional_positions(positions: Ints) -> pa.Array:
    """Positions as Arrow indices, -1 as null."""
    return pa.array(positions, mask=positions == MISSING)


def integers(values: Ints, missing: int = MISSING) -> pd.arrays.IntegerArray:
    """Nullable integers."""
    absent = values == missing
    return pd.arrays.IntegerArray(np.where(absent, UNDER_MASK, values), absent)


def days(numbers: Ints, missing: int = NAT) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    """Day numbers as datetime64[ms]."""
    moments = numbers.astype("datetime64[D]").astype("datetime64[ms]")
    moments[numbers == missing] = np.datetime64("NaT", "ms")
    return moments


def listed(value: str | Iterable[str]) -> list[str]:
    """One name or several as a list; what is neither is left for the check of names to refuse."""
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]


def flag(value: object, what: str) -> bool:
    """What is true or false; a text such as "false" is neither.

    Raises
    ------
    WrongArgumentError
        If the value is another one; says which argument it is of.
    """
    if not isinstance(value, bool | np.bool_):
        raise WrongArgumentError(f"{what}={shown(value)} is neither True nor False")
    return bool(value)


def index_in(keys: pa.ChunkedArray, among: pa.ChunkedArray) -> Ints:
    """Position of each key among others, -1 where it is missing."""
    found = pc.index_in(keys.combine_chunks(), value_set=among.combine_chunks())
    return np.asarray(found.fill_null(MISSING)).astype(np.int64)


def successive(frame: pd.DataFrame, of: Ints, first: Ints, compared: Iterable[Any]) -> pd.DataFrame:
    """States without those that equal the one before, each with the days from and to which it held.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row per state; those of one thing follow each other.
    of, first : array of int, shape (rows,)
        The thing, and the day on which the state began.
    compared : iterable of array or Series, shape (rows,)
        What tells two states apart.
    """
    changed = np.append(True, of[1:] != of[:-1])[: len(of)]
    for values in compared:
        # Equal values have one number; what is missing has -1.
        number = pd.factorize(values)[0]
        changed[1:] |= number[1:] != number[:-1]
    frame, of, first = frame[changed], of[changed], first[changed]
    last = np.full(len(of), NAT, dtype=np.int64)
    follows = of[1:] == of[:-1]
    last[:-1][follows] = first[1:][follows] - 1
    frame.insert(1, "valid_from", days(first))
    frame.insert(2, "valid_to", days(last))
    return frame.reset_index(drop=True)
