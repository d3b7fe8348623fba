"""The grammar of claims in schemas/ fits the vocabularies and the types that editors offer."""

from typing import get_args

import nkevents
from nkevents.model import codes
from nkevents.store.grammar import grammar


def test_every_kind_has_its_columns_and_they_are_columns_of_claims() -> None:
    assert list(grammar().kinds) == list(get_args(codes.ClaimKind))
    columns = set(nkevents.table("claims").columns)
    for required, allowed in grammar().kinds.values():
        assert {*required, *allowed} <= columns and not set(required) & set(allowed)


def test_every_code_of_an_occurrence_has_one_stage() -> None:
    found = nkevents.table("claim_codes")
    staged = [*grammar().planned, *grammar().called_off, *grammar().under_way, *grammar().happened]
    assert sorted(staged) == sorted(found.loc[found["kind"] == "occurrence", "code"])


def test_languages_and_sides_are_those_of_the_data() -> None:
    assert grammar().languages == get_args(codes.Lang)
    assert set(grammar().sides) == set(nkevents.table("actors")["side"])
    assert {*grammar().belligerents, "third"} == set(grammar().sides)


def test_the_shipped_claims_fit_the_grammar() -> None:
    claims = nkevents.table("claims")
    varying = {column for columns in grammar().kinds.values() for column in (*columns.required, *columns.allowed)}
    for kind, rows in claims.groupby("kind", observed=True):
        required, allowed = grammar().kinds[str(kind)]
        assert rows[list(required)].notna().all(axis=None)
        assert rows[sorted(varying - {*required, *allowed})].isna().all(axis=None)
