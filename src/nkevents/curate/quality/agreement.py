"""How far two codings of the same events agree: which claims both entered, and cell by cell how."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nkevents.curate.quality.alpha import nominal_alpha
from nkevents.dataset import Dataset
from nkevents.errors import NkeventsError, UnknownValueError
from nkevents.model.page_address import page
from nkevents.model.plain_values import records
from nkevents.rule.grouping import Bools

# Each compared column, with whether alpha is computed of it: numbers and days are no codes.
COLUMNS = {
    "code": True,
    "polarity": True,
    "subject": True,
    "aspect": True,
    "date": False,
    "low": False,
    "high": False,
    "certainty": True,
    "known_from": False,
    "place": True,
}
_EXACT = ["code", "subject", "root"]
# What tells one statement from another: nearly all claims assert, firmly, on the day of their page.
_LIKENESS = ["code", "subject", "root", "aspect", "provision", "date", "low", "high", "place"]
_ALIKE = 0.5


@dataclass(frozen=True)
class Agreement:
    """Two codings compared.

    Attributes
    ----------
    events : pandas.DataFrame
        Columns event (its name in the first coding), first, second (claims of each), pairs.
    only_first, only_second : list of str
        Events, by slug, that were not compared: the other coding lacks them, or they were not asked for.
    kinds : pandas.DataFrame
        Columns kind, first, second (claims of each), pairs, exact (pairs that agree on source, code, subject and
        speaker), only_first, only_second, and same_page_first, same_page_second: the unmatched claims from pages
        that the other coder used as well.
    cells : pandas.DataFrame
        Columns kind, column, pairs, same, percent (0 to 100), alpha (NaN where all were coded alike, and for numbers
        and days). Two empty cells are the same; a column that neither coding fills for a kind is left out. Kind
        ``all`` is over the pairs of every kind that has the column.
    pairs : pandas.DataFrame
        Columns event, kind, first, second (claim ids), exact, likeness (share of the telling cells that are equal),
        differs (columns that differ, joined by spaces).
    """

    events: pd.DataFrame
    only_first: list[str]
    only_second: list[str]
    kinds: pd.DataFrame
    cells: pd.DataFrame
    pairs: pd.DataFrame


def agreement(first: Dataset, second: Dataset, events: Mapping[str, str] | None = None) -> Agreement:
    """Compare two codings of the same events.

    Claims are matched within an event, a kind and a page: first those with the same code, subject and speaker (at
    its root), then the most alike first, as long as half of the telling cells that either filled are equal.

    Parameters
    ----------
    events : mapping of str to str, optional
        Events to compare, by slug in the first and in the second coding; those in both when left out.

    Raises
    ------
    UnknownValueError
        If a coding does not have an event that was asked for.
    NkeventsError
        If the codings have no event in common.
    """
    slugs = [dataset.table("events")["slug"].tolist() for dataset in (first, second)]
    chosen = dict(events) if events is not None else {slug: slug for slug in slugs[0] if slug in set(slugs[1])}
    for wanted, known in ((chosen.keys(), slugs[0]), (chosen.values(), slugs[1])):
        for slug in wanted:
            if slug not in known:
                raise UnknownValueError("event", slug, known, "the table events of that coding")
    if not chosen:
        raise NkeventsError("the two codings have no event in common; name them: --events one=uno,two=due")
    one, two = _claims(first, {slug: slug for slug in chosen}), _claims(second, {b: a for a, b in chosen.items()})
    pairs = _matched(one, two)
    left, right = one.loc[pairs["one"]].reset_index(drop=True), two.loc[pairs["two"]].reset_index(drop=True)
    return Agreement(
        events=_by_event(list(chosen), one, two, pairs),
        only_first=[slug for slug in slugs[0] if slug not in chosen],
        only_second=[slug for slug in slugs[1] if slug not in set(chosen.values())],
        kinds=_by_kind(one, two, pairs),
        cells=_cells(left, right),
        pairs=_differences(left, right, pairs),
    )


def _claims(dataset: Dataset, names: Mapping[str, str]) -> pd.DataFrame:
    """Claims on the chosen events as comparable texts, missing cells empty.

    Ids of places and provisions are given by each coding anew, so that names and points are compared.
    """
    claims = dataset.claims()
    claims = claims[claims["slug"].isin(list(names))]
    actors, points = dataset.table("actors")["actor_id"], dataset.table("provisions").set_index("provision_id")
    root = dataset._encoded.actors.root[pd.Index(actors).get_indexer(pd.Index(claims["speaker_id"]))]
    texts = {
        "claim_id": claims["claim_id"],
        "event": claims["slug"].map(dict(names)),
        "page": claims["url"].map(page),
        "root": pd.Series(actors.to_numpy()[root], index=claims.index),
        "provision": claims["provision_id"].map(points["point"]),
        "subject": claims["subject_id"],
        "known_from": claims["known_from"].dt.strftime("%Y-%m-%d"),
    }
    plain = ["kind", "code", "polarity", "aspect", "date", "low", "high", "certainty", "place"]
    frame = pd.DataFrame({**{name: claims[name] for name in plain}, **texts}).astype(object)
    return frame.where(frame.notna(), "").astype(str).sort_values("claim_id", ignore_index=True)


def _matched(one: pd.DataFrame, two: pd.DataFrame) -> pd.DataFrame:
    """Rows of both that are the same statement, each in one pair at most.

    Columns one, two (rows), exact and likeness.
    """
    sides = one.assign(one=one.index), two.assign(two=two.index)
    both = sides[0].merge(sides[1], on=["event", "kind", "page"], suffixes=("", "_other"))
    same, filled = _equal(both, _LIKENESS), _filled(both, _LIKENESS)
    both = both.assign(
        likeness=(same & filled).sum(axis=1) / np.maximum(filled.sum(axis=1), 1),
        exact=np.all(_equal(both, _EXACT), axis=1),
        same=_equal(both, list(COLUMNS)).sum(axis=1),
    )
    both = both[both["exact"] | (both["likeness"] >= _ALIKE)]
    order = ["exact", "likeness", "same", "one", "two"]
    both = both.sort_values(order, ascending=[False, False, False, True, True])
    return both.loc[_greedy(both), ["one", "two", "exact", "likeness"]].sort_values("one", ignore_index=True)


def _equal(both: pd.DataFrame, columns: list[str]) -> Bools:
    equal: Bools = both[columns].to_numpy() == both[[f"{name}_other" for name in columns]].to_numpy()
    return equal


def _filled(both: pd.DataFrame, columns: list[str]) -> Bools:
    """Cells that one of the two coders filled at least."""
    filled: Bools = (both[columns].to_numpy() != "") | (both[[f"{name}_other" for name in columns]].to_numpy() != "")
    return filled


def _greedy(candidates: pd.DataFrame) -> list[int]:
    """Labels of the candidates that are left when each row goes to the first partner that is still free."""
    used: tuple[set[int], set[int]] = (set(), set())
    kept = []
    for label, one, two in zip(candidates.index, candidates["one"], candidates["two"], strict=True):
        if one not in used[0] and two not in used[1]:
            used[0].add(one)
            used[1].add(two)
            kept.append(label)
    return kept


def _by_event(events: list[str], one: pd.DataFrame, two: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    of = {"first": one["event"], "second": two["event"], "pairs": one.loc[pairs["one"], "event"]}
    return _counted(of).reindex(events, fill_value=0).rename_axis("event").reset_index()


def _by_kind(one: pd.DataFrame, two: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    alone = one.drop(pairs["one"]), two.drop(pairs["two"])
    matched = one.loc[pairs["one"], "kind"]
    frame = _counted(
        {
            "first": one["kind"],
            "second": two["kind"],
            "pairs": matched,
            "exact": matched[pairs["exact"].to_numpy(dtype=bool)],
            "only_first": alone[0]["kind"],
            "only_second": alone[1]["kind"],
            "same_page_first": alone[0].loc[_shared(alone[0], two), "kind"],
            "same_page_second": alone[1].loc[_shared(alone[1], one), "kind"],
        }
    )
    frame.loc["all"] = frame.sum()
    return frame.rename_axis("kind").reset_index()


def _counted(of: Mapping[str, pd.Series]) -> pd.DataFrame:
    """How often each value stands in each of some columns."""
    return pd.DataFrame({name: values.value_counts() for name, values in of.items()}).fillna(0).astype(int)


def _shared(claims: pd.DataFrame, others: pd.DataFrame) -> Bools:
    """Whether the other coder used the page of each claim for the same event."""
    return pd.MultiIndex.from_frame(claims[["event", "page"]]).isin(pd.MultiIndex.from_frame(others[["event", "page"]]))


def _cells(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """How far the cells of pairs agree, of which each coding has one row."""
    filled = ((left[list(COLUMNS)] + right[list(COLUMNS)]) != "").groupby(left["kind"]).transform("any")
    groups = [*((str(kind), rows) for kind, rows in left.groupby("kind").groups.items()), ("all", left.index)]
    found = [
        _cell(kind, name, left.loc[used, name], right.loc[used, name])
        for kind, rows in groups
        for name in COLUMNS
        if len(used := rows[filled.loc[rows, name].to_numpy(dtype=bool)])
    ]
    return pd.DataFrame(found, columns=["kind", "column", "pairs", "same", "percent", "alpha"])


def _cell(kind: str, column: str, left: pd.Series, right: pd.Series) -> tuple[str, str, int, int, float, float]:
    same = int((left == right).sum())
    alpha = nominal_alpha(pd.DataFrame({"first": left, "second": right})) if COLUMNS[column] else np.nan
    return kind, column, len(left), same, round(100 * same / len(left), 1), round(alpha, 3)


def _differences(left: pd.DataFrame, right: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    apart = left[list(COLUMNS)] != right[list(COLUMNS)]
    return pd.DataFrame(
        {
            "event": left["event"],
            "kind": left["kind"],
            "first": left["claim_id"],
            "second": right["claim_id"],
            "exact": pairs["exact"].astype(bool),
            "likeness": pairs["likeness"].round(3),
            "differs": [" ".join(name for name in COLUMNS if row[name]) for row in records(apart)],
        }
    )
