"""What must hold of the rule for any claims: claims are drawn from the real ones, with cells exchanged."""

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nkevents
from conftest import as_they_come, assert_same, rows_of
from nkevents.store.memory_path import MemoryPath
from nkevents.store.package import Package
from nkevents.views.base import Day
from nkevents.views.history import EXPLAINED
from nkevents.views.provisions import provision_vintages
from small import Rows, read_once, small_files, small_package

OTHER_SIDE = {"armenian": "azerbaijani", "azerbaijani": "armenian"}


SMALL = small_package()
EXCHANGED = read_once(
    SMALL.with_rows(
        {
            "actors": [
                row | {name: OTHER_SIDE.get(row[name], row[name]) for name in ("side", "aligned_with")}
                for row in rows_of("actors")
            ]
        }
    )
)
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


def opened(rows: Rows, package: Package = SMALL) -> nkevents.Dataset:
    """The small package, or another, with these claims alone."""
    return nkevents.Dataset(package.with_rows({"claims": rows, "readings": []}))


def opened_from_files(rows: Rows) -> nkevents.Dataset:
    """The same from files, with the rows of claims as they come."""
    tables = {"claims": rows, "readings": []}
    changed = {f"data/{name}.csv": as_they_come(name, some) for name, some in tables.items()}
    package = Package(MemoryPath("copy", {**small_files(), **changed}))
    package._arrow |= {name: SMALL.arrow(name) for name in package.names if name not in tables}
    return nkevents.Dataset(package)


def all_rows(data: nkevents.Dataset, as_of: Day | None) -> pd.DataFrame:
    return data.load(as_of=as_of, level=LEVELS)  # type: ignore[arg-type]


@given(claims(), AS_OF)
def test_a_past_day_shows_nothing_that_was_known_later(rows: Rows, as_of: str) -> None:
    earlier = [row for row in rows if row["known_from"] <= as_of]
    then, now = opened(earlier), opened(rows)
    assert_same(all_rows(now, as_of), all_rows(then, as_of))
    assert_same(now.figures(as_of=as_of), then.figures(as_of=as_of))
    assert_same(now.provisions(as_of=as_of), then.provisions(as_of=as_of))
    assert_same(now.participants(as_of=as_of), then.participants(as_of=as_of))


@given(claims(), st.randoms())
def test_the_order_of_rows_in_the_files_does_not_matter(rows: Rows, rng: random.Random) -> None:
    shuffled = list(rows)
    rng.shuffle(shuffled)
    one, other = opened(rows), opened_from_files(shuffled)
    assert_same(all_rows(one, None), all_rows(other, None))
    assert_same(one.vintages(), other.vintages())
    assert_same(one.claims(), other.claims())


def test_claims_are_in_the_order_of_their_numbers_also_where_later_ones_have_more_digits() -> None:
    """As texts c100000 stands before c99999; of two claims of one day the later numbered one stands."""
    first = next(row for row in OF_KIND["occurrence"] if row["code"] == "occurred" and row["polarity"] == "asserts")
    earlier, later = first | {"claim_id": "c99999", "date": "2020-10-01"}, first | {"claim_id": "c100000"}
    later |= {"date": "2020-10-02", "known_from": first["known_from"]}
    live = opened([earlier, later]).claims().set_index("claim_id")["live"]
    assert live.to_dict() == {"c99999": False, "c100000": True}
    assert opened([earlier, later]).claims()["claim_id"].tolist() == ["c99999", "c100000"]


@given(claims())
def test_low_is_at_most_best_and_best_at_most_high(rows: Rows) -> None:
    found = opened(rows).figures().dropna(subset=["best"])
    assert (found["low"] <= found["best"]).all()
    bounded = found[found["high"].notna()]
    assert (bounded["best"] <= bounded["high"]).all()


@given(claims(), st.one_of(st.none(), AS_OF))
def test_only_a_floor_lacks_an_upper_bound_and_a_floor_has_one_only_above_itself(rows: Rows, as_of: str | None) -> None:
    figures = opened(rows).figures(as_of=as_of)
    known = figures.dropna(subset=["best"])
    assert known["is_floor"].notna().all()
    assert figures["is_floor"].isna().equals(figures["best"].isna())
    assert known.loc[known["high"].isna(), "is_floor"].all()
    floors = known[known["is_floor"].to_numpy(dtype=bool)]
    assert (floors["high"].isna() | (floors["high"] > floors["best"])).all()
    assert known.loc[known["basis"] == "partial", "is_floor"].all()


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
    assert_same(Held(data.vintages(), "day", "event_id").on(pd.Timestamp(as_of)), all_rows(data, as_of))


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


# Claims of which kind or code a column rests on.
RESTS_ON = {"attribution": ("code", "initiator"), "date_contested": ("kind", "occurrence")}


@given(claims(), st.one_of(st.none(), AS_OF))
def test_the_claims_that_decide_a_cell_make_it_by_themselves(rows: Rows, as_of: str | None) -> None:
    data, alone = opened(rows), rows
    told = data.explanations(as_of=as_of)
    found = all_rows(data, as_of).set_index("event_id")
    settled: dict[str, pd.Series[Any]] = {}
    for column, (name, value) in RESTS_ON.items():
        cells = found[column].astype(object)
        settled[column] = cells[cells.notna() & (cells != "none")]
        decides = told[(told["column"] == column) & (told["use"] == "decides")]
        assert set(decides["event_id"]) == set(settled[column].index)
        deciding, events = set(decides["claim_id"]), set(settled[column].index)
        alone = [r for r in alone if r[name] != value or r["event_id"] not in events or r["claim_id"] in deciding]
    without = all_rows(opened(alone), as_of).set_index("event_id")
    for column, cells in settled.items():
        assert without.loc[cells.index, column].tolist() == cells.tolist()


@given(claims(), AS_OF)
def test_parts_are_within_their_wholes_and_bounds_in_order_on_every_side(rows: Rows, as_of: str) -> None:
    data = opened(rows)
    figures = data.figures(as_of=as_of)
    known = figures.dropna(subset=["best", "civilian"])
    assert (known["civilian"] <= known["best"]).all()
    found = data._states(as_of).figures
    has_best = found.by_side >= 0
    assert (found.low_by_side <= found.by_side)[has_best].all()
    has_high = found.high_by_side >= 0
    assert (found.by_side <= found.high_by_side)[has_high].all()
    assert (has_high <= has_best).all()
    assert (has_best & ~has_high <= found.floor_by_side).all()
    assert ((found.low_by_side >= 0) == has_best).all()
    added = figures["basis"].isin(["sides", "partial", "one_side"]).to_numpy(dtype=bool)
    visible = data._states(as_of).visible[found.event_code // len(data._encoded.codes)]
    sums = np.where(has_best, found.by_side, 0).sum(axis=0)[visible]
    assert (figures["best"][added] == sums[added]).all()


@given(claims(), st.one_of(st.none(), AS_OF))
def test_every_row_has_a_day_and_ends_no_earlier_than_it_starts(rows: Rows, as_of: str | None) -> None:
    frame = all_rows(opened(rows), as_of)
    assert frame["day"].notna().all()
    assert frame["day"].is_monotonic_increasing
    expected = frame["date_start"].fillna(frame["date_end"]).fillna(frame["known_from"])
    assert (frame["day"] == expected).all()
    both = frame.dropna(subset=["date_start", "date_end"])
    assert (both["date_start"] <= both["date_end"]).all()
    assert (frame["known_from"] <= frame["last_known"]).all()
    assert frame["killed_basis"].notna().all()
    assert frame["acceptance"].notna().all()


class Held:
    """States of rows, sorted by some of their columns, and those of them that held on a day."""

    def __init__(self, states: pd.DataFrame, *by: str) -> None:
        ordered = states.sort_values([*by])
        self._rows = ordered.drop(columns=["valid_from", "valid_to"])
        self._from, self._to = ordered["valid_from"].to_numpy(), ordered["valid_to"].to_numpy()

    def on(self, day: pd.Timestamp) -> pd.DataFrame:
        moment = day.to_datetime64()
        held = self._rows.take(np.flatnonzero((self._from <= moment) & ~(self._to < moment)))
        held.index = pd.RangeIndex(len(held))
        return held


@given(claims(), AS_OF)
def test_the_states_of_provisions_on_a_day_are_the_provisions_of_that_day(rows: Rows, as_of: str) -> None:
    data = opened(rows)
    assert_provisions_held(data, Held(provision_vintages(data), "provision_id"), pd.Timestamp(as_of))


def assert_provisions_held(data: nkevents.Dataset, states: Held, day: pd.Timestamp) -> None:
    """The vintage of a provision reads as it does on its first day, but for the days by which it is late."""
    held = states.on(day).drop(columns="late_days")
    expected = data.provisions(as_of=day.date()).drop(columns="late_days")
    expected = expected.sort_values("provision_id", ignore_index=True)
    assert_same(held, expected)


FIRST, LAST = pd.Timestamp("2020-09-26"), pd.Timestamp("2022-06-30")


@pytest.mark.slow
def test_the_shipped_states_are_the_timeline_of_every_day() -> None:
    """From 26 September 2020 to 30 June 2022, 643 days.

    `load` is asked on each day on which a state begins, and on the first and last day; on the days between no state
    begins or ends, and `load` is asked on every twentieth of them, so that it changes on no day that has no state.
    """
    data = nkevents.dataset.shipped()
    states, provisions = data.vintages(), provision_vintages(data)
    days = pd.date_range(FIRST, LAST)
    begins = set(states["valid_from"]) | set(provisions["valid_from"])
    quiet = [day for day in days if day not in begins]
    asked = sorted({day for day in days if day in begins} | {FIRST, LAST} | set(quiet[::20]))
    held = Held(states, "day", "event_id")
    for day in asked:
        assert_same(held.on(day), all_rows(data, day.date()), str(day))
    held = Held(provisions, "provision_id")
    for day in sorted({day for day in days if day in set(provisions["valid_from"])} | {FIRST, LAST}):
        assert_provisions_held(data, held, day)


SIDE_COLUMNS = {"side", "speaks_with"}


def mirrored(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with the two belligerent sides exchanged, in the names of its columns and in its codes."""
    names = {name: "_".join(OTHER_SIDE.get(part, part) for part in name.split("_")) for name in frame.columns}
    swapped = frame.set_axis([*names.values()], axis=1)[list(frame.columns)]
    for name in SIDE_COLUMNS.intersection(swapped.columns):
        swapped[name] = swapped[name].astype("string").replace(OTHER_SIDE)
    return swapped


def plain_side(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{name: frame[name].astype("string") for name in SIDE_COLUMNS.intersection(frame.columns)})


@given(claims(), st.one_of(st.none(), AS_OF))
def test_exchanging_the_sides_mirrors_every_frame(rows: Rows, as_of: str | None) -> None:
    assert_mirrored(opened(rows), opened(rows, EXCHANGED), [as_of])


def test_exchanging_the_sides_mirrors_the_small_package() -> None:
    days = ["2020-09-28", "2020-10-17", "2020-11-09", "2020-12-31", "2021-11-26", None]
    assert_mirrored(opened(CLAIMS), opened(CLAIMS, EXCHANGED), days)


def assert_mirrored(data: nkevents.Dataset, other: nkevents.Dataset, days: Sequence[str | None]) -> None:
    pairs = [(data.vintages(), other.vintages()), (provision_vintages(data), provision_vintages(other))]
    for day in days:
        pairs.append((all_rows(data, day), all_rows(other, day)))
        for view in ("figures", "participants", "provisions", "claims"):
            pairs.append((getattr(data, view)(as_of=day), getattr(other, view)(as_of=day)))
    for frame, image in pairs:
        # What a frame says of its origin would be copied with every column.
        frame.attrs, image.attrs = {}, {}
        assert_same(mirrored(frame), plain_side(image))


def test_claims_that_stand_out_of_order_after_the_first_are_put_in_order() -> None:
    rows = sorted(CLAIMS[:300], key=lambda row: int(row["claim_id"][1:]))
    one, other = opened(rows), opened_from_files([rows[0], *rows[:0:-1]])
    assert_same(one.claims(), other.claims())
    assert_same(all_rows(one, None), all_rows(other, None))


def test_without_any_claim_every_frame_is_empty() -> None:
    data = opened([])
    frames = [data.load(), data.vintages(), data.figures(), data.participants(), data.provisions(), data.claims()]
    assert [len(frame) for frame in [*frames, provision_vintages(data)]] == [0] * 7
    assert len(data.load(as_of="2020-10-01")) == 0


def test_a_day_before_all_claims_has_no_row() -> None:
    data = opened(CLAIMS)
    first = min(row["known_from"] for row in CLAIMS)
    assert len(data.load(as_of=pd.Timestamp(first).date() - pd.Timedelta(days=1), level=LEVELS)) == 0  # type: ignore[arg-type]
    assert len(data.load(as_of=first, level=LEVELS)) > 0  # type: ignore[arg-type]
