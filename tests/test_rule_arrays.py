"""Promises of the operations that the rule is made of, against plain Python."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from nkevents.rule.grouping import distinct_per, last_per, pack

WIDE = st.integers(-(2**61), 2**61)
ROWS = st.lists(st.tuples(st.integers(-1, 4), WIDE | st.integers(-3, 3), WIDE | st.integers(-3, 3)), max_size=40)


# Two columns too wide for one integer, and then a third.
@example([(0, -(2**61), -(2**61)), (0, 2**61, 2**61), (1, 0, 0)])
@example([(0, 0, 2**61), (0, 1, 0), (0, 1, 1), (0, 2**61, 0)])
@given(ROWS)
def test_packed_keys_are_equal_and_ordered_as_the_columns_are(rows: list[tuple[int, int, int]]) -> None:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    key = pack(*columns).tolist()
    assert [sorted(rows).index(row) for row in rows] == [sorted(key).index(value) for value in key]


@given(ROWS)
def test_the_last_row_of_each_key_is_the_greatest_and_of_equals_the_later(rows: list[tuple[int, int, int]]) -> None:
    key, first, second = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    greatest = {row[0]: number for number, row in sorted(enumerate(rows), key=lambda pair: (pair[1], pair[0]))}
    assert last_per(key, first, second).tolist() == [greatest[each] for each in sorted(greatest)]


@given(ROWS)
def test_distinct_values_are_counted_once_per_key(rows: list[tuple[int, int, int]]) -> None:
    key, value, _ = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    keys, counts = distinct_per(key, value)
    expected = {each: len({row[1] for row in rows if row[0] == each}) for each in sorted(set(key.tolist()))}
    assert dict(zip(keys.tolist(), counts.tolist(), strict=True)) == expected
