"""The tables as integer columns, made once per data set."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkevents.errors import DataError
from nkevents.model.edtf import OPEN_END, OPEN_START, DateArrays, to_arrays
from nkevents.model.stages import Stages
from nkevents.rule.claim_arrays import MISSING, SIDES, THIRD, Actors, ClaimArrays, Claims
from nkevents.rule.grouping import Bools, Ints
from nkevents.store.package import Package

_FIRST_DAY = r"^\d{4}-\d{2}-\d{2}"
_INDEPENDENT_KINDS = ("igo", "ngo", "court")
_INSTITUTION_KINDS = ("state", "de_facto_state", "government_body", "armed_force")


def encode(tables: Package) -> ClaimArrays:
    """Read a data set into integer columns.

    Raises
    ------
    DataError
        If a key points nowhere, a date is none, a hierarchy of actors runs in a circle, or an occurrence has no stage.
    """
    table = tables.arrow("claims")
    number = pc.cast(pc.utf8_slice_codeunits(table["claim_id"], 1), pa.int64()).to_numpy()
    # A table in canonical order is in this order already, and then nothing need be moved.
    rows = None if (number[1:] > number[:-1]).all() else np.argsort(number, kind="stable")
    if rows is not None:
        table = table.take(rows)
    keys = {
        "event": _key(tables, table, "event_id", "events"),
        "subject": _key(tables, table, "subject_id", "actors"),
        "place": _key(tables, table, "place_id", "places"),
        "provision": _key(tables, table, "provision_id", "provisions"),
        "speaker": _key(tables, table, "speaker_id", "actors"),
    }
    date, dates, date_texts = _dates(table)
    claims = Claims(
        event=keys["event"],
        kind=_codes(table, "kind"),
        code=_codes(table, "code"),
        aspect=_codes(table, "aspect"),
        denies=_flags(tables, table, "polarity", "denies"),
        subject=keys["subject"],
        place=keys["place"],
        provision=keys["provision"],
        date=date,
        low=_integers(table, "low"),
        high=_integers(table, "high"),
        hedged=_flags(tables, table, "certainty", "hedged"),
        speaker=keys["speaker"],
        publisher=_publishers(tables)[_key(tables, table, "source_id", "sources")],
        known=_days(table, "known_from"),
    )
    schema = tables.schemas["claims"]
    events, provisions = tables.arrow("events"), tables.arrow("provisions")
    return ClaimArrays(
        claims=claims,
        rows=np.arange(len(number)) if rows is None else rows,
        dates=dates,
        date_texts=date_texts,
        names_first_day=np.append(np.asarray(pc.match_substring_regex(date_texts, _FIRST_DAY)).astype(bool), False),
        actors=_actors(tables),
        kinds=tables.codes(schema.field("kind")),
        codes=tables.codes(schema.field("code")),
        aspects=tables.codes(schema.field("aspect")),
        stages=_stages(tables),
        radius=tables.arrow("places")["radius_km"].fill_null(np.inf).to_numpy(),
        event_type=_codes(events, "event_type"),
        event_types=tables.codes(tables.schemas["events"].field("event_type")),
        obligor=_key(tables, provisions, "obligor_id", "actors"),
        agreement=_key(tables, provisions, "event_id", "events"),
        due=_due(provisions),
    )


def _stages(tables: Package) -> Stages:
    """The stages of the vocabulary's occurrences; a code without one would be left out without a word."""
    stages, vocabulary = tables.stages, tables.arrow("claim_codes")
    of_occurrence = pc.equal(vocabulary["kind"].cast(pa.string()), "occurrence")
    codes = set(vocabulary["code"].filter(of_occurrence).to_pylist())
    if unlike := codes.symmetric_difference(stages.plans + stages.took_place):
        code = min(unlike)
        wrong = "has no stage in the schema" if code in codes else "has a stage in the schema, but is none there"
        raise DataError(f"{tables.root}: claim_codes: the occurrence {code!r} {wrong}")
    statuses = tables.codes(tables.schemas["timeline"].field("status"))
    if unknown := {*stages.plans, *stages.statuses_took_place}.difference(statuses):
        wrong = f"by its stage {min(unknown)!r} is a status, which the timeline does not know"
        raise DataError(f"{tables.root}: claim_codes: {wrong}")
    return stages


def _key(tables: Package, table: pa.Table, column: str, target: str) -> Ints:
    """Positions in the target table's primary key."""
    (primary,) = tables.schemas[target].primary_key
    values = table[column]
    found = pc.index_in(values, value_set=tables.arrow(target)[primary].combine_chunks())
    if found.null_count > values.null_count:
        lost = pc.filter(values, pc.and_(pc.is_null(found), pc.is_valid(values)))[0].as_py()
        raise DataError(f"{tables.root}: a value of {column}, {lost!r}, is not in the table {target}")
    return _filled(found)


def _filled(values: pa.ChunkedArray | pa.Array) -> Ints:
    filled: Ints = np.asarray(values.fill_null(MISSING)).astype(np.int64)
    return filled


def _codes(table: pa.Table, column: str) -> Ints:
    return _filled(table[column].combine_chunks().indices)


def _flags(tables: Package, table: pa.Table, column: str, code: str) -> Bools:
    codes = tables.codes(tables.schemas["claims"].field(column))
    flags: Bools = _codes(table, column) == codes.index(code)
    return flags


def _integers(table: pa.Table, column: str) -> Ints:
    return _filled(table[column])


def _days(table: pa.Table, column: str) -> Ints:
    numbers: Ints = table[column].to_numpy().astype("datetime64[D]").astype(np.int64)
    return numbers


def _dates(table: pa.Table) -> tuple[Ints, DateArrays, pa.Array]:
    texts = table["date"].combine_chunks().dictionary_encode()
    dates = to_arrays(texts.dictionary.to_pylist())
    # Position -1, a claim without a date, finds this last entry.
    nothing = (OPEN_START, OPEN_END, OPEN_END, MISSING)
    padded = DateArrays(*(np.append(*pair) for pair in zip(dates, nothing, strict=True)))
    return _filled(texts.indices), padded, texts.dictionary


def _due(provisions: pa.Table) -> Ints:
    texts = provisions["due"].to_pylist()
    due = np.full(len(texts), OPEN_END, dtype=np.int64)
    due[[text is not None for text in texts]] = to_arrays(text for text in texts if text is not None).end
    return due


def _publishers(tables: Package) -> Ints:
    sources = tables.arrow("sources")
    origin = _key(tables, sources, "origin_id", "actors")
    return np.where(origin == MISSING, _key(tables, sources, "publisher_id", "actors"), origin)


def _sides(tables: Package, actors: pa.Table, column: str) -> Ints:
    """Positions in `SIDES`; a side that the rule does not know is an error, never a number that flows on."""
    codes = tables.codes(tables.schemas["actors"].field(column))
    unknown = set(codes) - set(SIDES)
    if unknown:
        raise DataError(f"{tables.root}: actors, column {column}: the rule knows no side {min(unknown)!r}")
    number = np.array([SIDES.index(code) for code in codes] + [MISSING], dtype=np.int64)
    return number[_codes(actors, column)]


def _actors(tables: Package) -> Actors:
    table, schema = tables.arrow("actors"), tables.schemas["actors"]
    names = np.array(tables.codes(schema.field("kind")))
    kind = names[_codes(table, "kind")]
    side, aligned = (_sides(tables, table, column) for column in ("side", "aligned_with"))
    is_bloc = kind == "bloc"
    parent = _key(tables, table, "parent_id", "actors")
    climbs = parent != MISSING
    climbs[climbs] = ~is_bloc[parent[climbs]]
    state = _tops(tables, parent, climbs)
    # No ministry speaks for a court.
    root = _tops(tables, parent, climbs & (kind != "court"))
    is_institution = np.isin(kind, _INSTITUTION_KINDS)
    facts = Actors(
        root=root,
        side=side,
        aligned=np.where(aligned == MISSING, aligned[state], aligned),
        is_bloc=is_bloc,
        independent=np.isin(kind, _INDEPENDENT_KINDS) & (side == THIRD),
        # An official speaks for the institution at the top; former officials have no such parent.
        institution=is_institution | ((kind == "person") & is_institution[root]),
    )
    # Position -1, no actor, finds this last entry.
    nobody = (MISSING, MISSING, MISSING, False, False, False)
    return Actors._make(np.append(*pair) for pair in zip(facts, nobody, strict=True))


def _tops(tables: Package, parent: Ints, climbs: Bools) -> Ints:
    """The actor at the top of each one's parents; who does not climb is the top of all below."""
    root = np.arange(len(parent))
    for _ in range(len(parent) + 1):
        below_another = climbs[root]
        if not below_another.any():
            return root
        root = np.where(below_another, parent[root], root)
    raise DataError(f"{tables.root}: the parents of actors run in a circle")
