import csv
import datetime as dt
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkevents.errors import DateError
from nkevents.model.edtf import OPEN_END, OPEN_START, as_day, day_number, parse, to_arrays
from nkevents.store.opening import shipped_root

CASES = Path(__file__).parent / "cases" / "dates"
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2050, 12, 31))


def cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", cases("valid.csv"), ids=lambda case: case["text"])
def test_each_form_has_its_bounds_and_precision(case: dict[str, str]) -> None:
    date = parse(case["text"])
    got = [date.start, date.end, date.precision, date.uncertainty]
    assert ["" if value is None else str(value) for value in got] == list(case.values())[1:]


@pytest.mark.parametrize("case", cases("invalid.csv"), ids=lambda case: repr(case["text"]))
def test_any_other_text_is_refused_with_the_text_and_the_reason(case: dict[str, str]) -> None:
    with pytest.raises(DateError, match=re.escape(case["message"])) as error:
        parse(case["text"])
    assert repr(case["text"]) in str(error.value)


@given(st.text(alphabet="0123456789-/.[] x", max_size=24))
def test_a_text_is_a_date_or_a_date_error(text: str) -> None:
    try:
        date = parse(text)
    except DateError:
        return
    assert date.start is None or date.end is None or date.start <= date.end


@given(DAYS, DAYS)
def test_bounds_of_intervals_are_the_days_written(one: dt.date, other: dt.date) -> None:
    first, last = sorted([one, other])
    if first == last:
        assert (parse(f"{first}").start, parse(f"{first}").uncertainty) == (first, 0)
        return
    lasted, between = parse(f"{first}/{last}"), parse(f"[{first}..{last}]")
    assert (lasted.start, lasted.end, lasted.uncertainty) == (first, last, 0)
    assert (between.start, between.end, between.uncertainty) == (first, last, (last - first).days)
    with pytest.raises(DateError):
        parse(f"{last}/{first}")


@given(st.lists(DAYS, max_size=5))
def test_arrays_hold_what_single_dates_say(days: list[dt.date]) -> None:
    arrays = to_arrays([f"{day}/.." for day in days] + [f"../{day}" for day in days])
    assert arrays.start.tolist() == [day_number(day) for day in days] + [OPEN_START] * len(days)
    assert arrays.end.tolist() == [OPEN_END] * len(days) + [day_number(day) for day in days]


@given(DAYS)
def test_a_day_is_read_from_any_of_its_types(day: dt.date) -> None:
    moment = dt.datetime.combine(day, dt.time(23, 59))
    for value in (day, str(day), moment, pd.Timestamp(moment), np.datetime64(moment)):
        assert as_day(value) == day


@pytest.mark.parametrize("value", [pd.NaT, None, 20211126, "2021-11", "today", 3.5])
def test_what_is_no_single_day_is_refused(value: object) -> None:
    with pytest.raises(DateError):
        as_day(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", cases("valid.csv"), ids=lambda case: case["text"])
def test_the_schema_lets_every_allowed_form_pass(case: dict[str, str]) -> None:
    schema = json.loads((shipped_root() / "schemas" / "claims.json").read_text(encoding="utf-8"))
    pattern = next(field for field in schema["fields"] if field["name"] == "date")["constraints"]["pattern"]
    assert re.fullmatch(pattern, case["text"])
