"""Grouped selections over integer columns, the few array operations that the rule is made of."""

from typing import Any

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
    heads = starts(keys)
    return keys[heads], np.diff(heads, append=len(keys))


def starts(keys: Ints) -> Ints:
    """Positions at which a sorted array takes a new value."""
    return np.flatnonzero(_run_starts(keys))


def _run_starts(keys: Ints) -> Bools:
    changed = np.ones(len(keys), dtype=bool)
    changed[1:] = keys[1:] != keys[:-1]
    return changed


def _run_ends(keys: Ints) -> Bools:
    changed = np.ones(len(keys), dtype=bool)
    changed[:-1] = keys[1:] != keys[:-1]
    return changed


def any_per(group: Ints, n: int, flags: Bools) -> Bools:
    """Whether any flag is set in each of n groups."""
    found = np.zeros(n, dtype=bool)
    found[group[flags]] = True
    return found


def scatter(n: int, group: Ints, values: npt.NDArray[Any], missing: int) -> Ints:
    """One value per group, `missing` where a group has none."""
    out = np.full(n, missing, dtype=np.int64)
    out[group] = values
    return out
