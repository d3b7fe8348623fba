"""Rows under groups: the few array operations that the rule is made of."""

from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_ROOM = 2**62


def pack(*columns: Ints | Bools) -> Ints:
    """One integer per row that is equal where all columns are equal.

    Parameters
    ----------
    *columns : arrays of int, shape (n,)
        Any values, -1 for missing included.

    Returns
    -------
    array of int, shape (n,)
        Ordered like the columns, the first one first.
    """
    key = np.zeros(len(columns[0]), dtype=np.int64)
    size = 1
    for column in columns:
        if not len(column):
            break
        low = int(column.min())
        span = int(column.max()) - low + 1
        if size * span > _ROOM:
            # Too wide for one integer: ranks keep the order and take less room.
            key, column = (np.unique(each, return_inverse=True)[1].astype(np.int64) for each in (key, column))
            low, span, size = 0, int(column.max()) + 1, int(key.max()) + 1
        key = key * span + (column - low)
        size *= span
    return key


def last_per(key: Ints, *order: Ints | Bools) -> Ints:
    """Row of the greatest element of each distinct key.

    Parameters
    ----------
    key : array of int, shape (n,)
    *order : arrays, shape (n,)
        What is compared, the most important first; of equal rows the later one is greater.

    Returns
    -------
    array of int, shape (number of distinct keys,)
        Row numbers, ordered by key.
    """
    rows = np.argsort(pack(key, *order), kind="stable")
    return rows[_run_ends(key[rows])]


def distinct_per(key: Ints, value: Ints) -> tuple[Ints, Ints]:
    """Count the distinct values under each distinct key.

    Parameters
    ----------
    key, value : arrays of int, shape (n,)

    Returns
    -------
    keys, counts : arrays of int, shape (number of distinct keys,)
        Ordered by key.
    """
    rows = np.argsort(pack(key, value), kind="stable")
    keys = key[rows]
    keys = keys[_run_starts(keys) | _run_starts(value[rows])]
    heads = np.flatnonzero(_run_starts(keys))
    return keys[heads], np.diff(heads, append=len(keys))


def _run_starts(keys: Ints) -> Bools:
    changed = np.ones(len(keys), dtype=bool)
    changed[1:] = keys[1:] != keys[:-1]
    return changed


def _run_ends(keys: Ints) -> Bools:
    changed = np.ones(len(keys), dtype=bool)
    changed[:-1] = keys[1:] != keys[:-1]
    return changed


class Found(NamedTuple):
    """One integer per group, where the group has one.

    Attributes
    ----------
    value : array of int, shape (groups,)
        Means nothing where nothing was found.
    found : array of bool, shape (groups,)
    """

    value: Ints
    found: Bools

    def otherwise(self, default: Ints | int) -> Ints:
        """The integers, and `default` where nothing was found."""
        return np.where(self.found, self.value, default)

    def of(self, column: npt.NDArray[Any], default: Any) -> npt.NDArray[Any]:
        """What stands in `column` at the rows found, and `default` where none was."""
        if not len(column):
            return np.full(len(self.value), default)
        return np.where(self.found, column[self.value], default)


class Groups(NamedTuple):
    """Rows that belong together.

    Attributes
    ----------
    of : array of int, shape (rows,)
        The group of each row, from 0.
    n : int
        Number of groups; some may have no row.
    """

    of: Ints
    n: int

    @classmethod
    def by(cls, *columns: Ints | Bools) -> tuple[Self, Ints]:
        """Group rows that are equal in all columns.

        Returns
        -------
        Groups
            In the order of the columns, the first one first.
        array of int, shape (groups,)
            The first row of each group.
        """
        _, first, of = np.unique(pack(*columns), return_index=True, return_inverse=True)
        return cls(of.astype(np.int64), len(first)), first

    def any(self, flags: Bools) -> Bools:
        """Whether any flag is set in each group."""
        found = np.zeros(self.n, dtype=bool)
        found[self.of[flags]] = True
        return found

    def greatest(self, values: Ints, where: Bools) -> Found:
        """The greatest value among the rows that count."""
        top = np.full(self.n, np.iinfo(np.int64).min)
        np.maximum.at(top, self.of[where], values[where])
        return Found(top, self.any(where))

    def least(self, values: Ints, where: Bools) -> Found:
        """The least value among the rows that count."""
        bottom = np.full(self.n, np.iinfo(np.int64).max)
        np.minimum.at(bottom, self.of[where], values[where])
        return Found(bottom, self.any(where))

    def sum(self, values: Ints) -> Ints:
        """The sum of all rows of each group."""
        total = np.zeros(self.n, dtype=np.int64)
        np.add.at(total, self.of, values)
        return total

    def sizes(self) -> Ints:
        """The number of rows of each group."""
        # numpy counts by the machine's own integers, which are of 32 bits in a browser.
        return np.bincount(self.of.astype(np.intp), minlength=self.n).astype(np.int64)

    def last(self, *order: Ints | Bools, where: Bools) -> Found:
        """The row that is greatest in `order` among the rows that count; of equal rows the later one."""
        rows = np.flatnonzero(where)
        chosen = rows[last_per(self.of[rows], *(column[rows] for column in order))]
        row = np.zeros(self.n, dtype=np.int64)
        row[self.of[chosen]] = chosen
        return Found(row, self.any(where))

    def only(self, where: Bools) -> Found:
        """The row that counts, of groups in which at most one does."""
        rows = np.flatnonzero(where)
        row = np.zeros(self.n, dtype=np.int64)
        row[self.of[rows]] = rows
        return Found(row, self.any(where))


def marked(n: int, rows: Ints) -> Bools:
    """Flags of shape (n,), set at these rows."""
    flags = np.zeros(n, dtype=bool)
    flags[rows] = True
    return flags
