"""What must hold of the rule for any claims: claims are drawn from the real ones, with cells exchanged."""

import random
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import nkevents
from conftest import rows_of, write_copy
from nkevents.views.history import EXPLAINED
from small import Rows

LEVELS = ["episode", "event", "part", "series"]
EVENTS, CLAIMS = rows_of("events"), rows_of("claims")
OF_KIND = {
    kind: [row for row in CLAIMS if row["kind"] == kind] for kind in ("occurrence", "figure", "role", "compliance")
}
KILLED = [row for row in OF_KIND["figure"] if row["code"] == "killed"]
DAYS = [f"2020-10-{day:02}" for day in range(1, 29)]
AS_OF = st.sampled_from(DAYS)


@st.composite
def claims(draw: st.DrawFn) -> Rows:
    """Between 1 and 60 claims on a handful of events within four weeks, many of them rivals."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    events = rng.sample([row["event_id"] for row in EVENTS], 4)
    speakers = [row["speaker_id"] for row in rng.sample(CLAIMS, 6)]
    rows: Rows = []
    for number in range(1, draw(st.integers(1, 60)) + 1):
        pool = rng.choices([OF_KIND["occurrence"], KILLED, OF_KIND["role"], OF_KIND["compliance"]], [5, 8, 3, 1])[0]
        row = dict(rng.choice(pool))
        row |= {"claim_id": f"c{number:05}", "event_id": rng.choice(events), "known_from": rng.choice(DAYS)}
        row |= {"speaker_id": rng.choice([row["speaker_id"], *speakers])}
        row |= {"polarity": rng.choices(["asserts", "denies"], [5, 1])[0]}
        row |= {"certainty": rng.choices(["firm", "hedged"], [4, 1])[0]}
        if row["kind"] == "figure":
            low = rng.randint(0, 20)
            low_high = (str(low), str(low + rng.choice([0, 0, 5])))
            row["low"], row["high"] = rng.choice([low_high, low_high, (str(low), ""), ("", str(low))])
        if row["kind"] == "occurrence":
            row["date"] = rng.choice([row["date"], rng.choice(DAYS), f"../{rng.choice(DAYS)}", "2020-10"])
        rows.append(row)
    return rows


def opened(rows: Rows, *, canonical: bool = True) -> nkevents.Dataset:
    """Open a copy of the data with these claims alone; the tables are read before the directory goes."""
    with tempfile.TemporaryDirectory() as folder:
        data = nkevents.open(write_copy(Path(folder) / "copy", {"claims": rows}, canonical=canonical))
        for name in data._tables.names:
            data._tables.arrow(name)
        assert data.sha256  # read while the files are there
        return data


def all_rows(data: nkevents.Dataset, as_of: str | None) -> pd.DataFrame:
    return data.load(as_of=as_of, level=LEVELS)  # type: ignore[arg-type]


@given(claims(), AS_OF)
def test_a_past_day_shows_nothing_that_was_known_later(rows: Rows, as_of: str) -> None:
    earlier = [row for row in rows if row["known_from"] <= as_of]
    then, now = opened(earlier), opened(rows)
    assert_frame_equal(all_rows(now, as_of), all_rows(then, as_of))
    assert_frame_equal(now.figures(as_of=as_of), then.figures(as_of=as_of))
    assert_frame_equal(now.provisions(as_of=as_of), then.provisions(as_of=as_of))
    assert_frame_equal(now.participants(as_of=as_of), then.participants(as_of=as_of))


@given(claims(), st.randoms())
def test_the_order_of_rows_in_the_files_does_not_matter(rows: Rows, rng: random.Random) -> None:
    shuffled = list(rows)
    rng.shuffle(shuffled)
    one, other = opened(rows), opened(shuffled, canonical=False)
    assert_frame_equal(all_rows(one, None), all_rows(other, None))
    assert_frame_equal(one.vintages(), other.vintages())
    assert_frame_equal(one.claims(), other.claims())


@given(claims())
def test_low_is_at_most_best_and_best_at_most_high(rows: Rows) -> None:
    found = opened(rows).figures().dropna(subset=["best"])
    assert (found["low"] <= found["best"]).all()
    assert (found["best"] <= found["high"]).all()


@given(claims())
def test_what_only_an_adversary_says_never_counts(rows: Rows) -> None:
    data = opened(rows)
    said = data.claims(kind="figure")
    mute = ~said["event_id"].isin(said.loc[said["standing"] != "adversary", "event_id"])
    for event in said.loc[mute, "event_id"].unique():
        figures = data.figures(event)
        assert figures["best"].isna().all()
        assert figures["high"].isna().all()


@given(claims(), AS_OF)
def test_the_states_of_a_day_are_the_timeline_of_that_day(rows: Rows, as_of: str) -> None:
    data = opened(rows)
    day = pd.Timestamp(as_of)
    states = data.vintages()
    held = states[(states["valid_from"] <= day) & ~(states["valid_to"] < day)]
    held = held.drop(columns=["valid_from", "valid_to"]).reset_index(drop=True)
    expected = all_rows(data, as_of).sort_values("event_id", ignore_index=True)
    assert_frame_equal(held, expected, check_flags=False)


@given(claims())
def test_no_two_states_of_an_event_hold_on_one_day(rows: Rows) -> None:
    states = opened(rows).vintages()
    after = states.groupby("event_id")["valid_from"].shift(-1)
    assert (states["valid_to"].dropna() + pd.Timedelta(days=1) == after.dropna()).all()
    assert (states["valid_to"].isna() == after.isna()).all()


@pytest.mark.slow
@given(claims(), st.one_of(st.none(), AS_OF), st.sets(st.sampled_from(EXPLAINED), min_size=4, max_size=8))
def test_every_cell_is_explained_by_a_claim(rows: Rows, as_of: str | None, columns: set[str]) -> None:
    data = opened(rows)
    for row in all_rows(data, as_of).to_dict("records"):
        for column in sorted(columns):
            if pd.isna(row[column]) or row[column] == "none":
                continue
            behind = data.explain(row["event_id"], column, as_of=as_of)
            assert "decides" in set(behind["use"]), (row["slug"], column, row[column])
            assert (behind["event_id"] == row["event_id"]).all()
