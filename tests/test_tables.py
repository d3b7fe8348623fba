"""What cannot be read is refused with file, row, column and what would be right."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import nkevents
from conftest import rows_of, write_copy

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "tables.yaml").read_text(encoding="utf-8"))


def broken(to: Path, case: dict[str, Any]) -> Path:
    """A copy of the data with the case's one fault."""
    tables = {}
    if "table" in case:
        rows = rows_of(case["table"])
        wanted = case.get("where", {})
        row = next(row for row in rows if all(row[name] == value for name, value in wanted.items()))
        row[case["column"]] = str(case["value"])
        tables[case["table"]] = rows
    root = write_copy(to, tables)
    if "delete" in case:
        (root / case["delete"]).unlink()
    if "write" in case:
        (root / case["write"][0]).write_text(case["write"][1])
    if "replace" in case:
        name, old, new = case["replace"]
        path = root / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return root


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_cannot_be_read_is_refused_with_place_and_reason(case: dict[str, Any], tmp_path: Path) -> None:
    root = broken(tmp_path / "copy", case)
    with pytest.raises(nkevents.DataError) as error:
        nkevents.open(root).load()
    for part in case["says"]:
        assert part in str(error.value)


def test_the_row_in_an_error_is_the_line_in_the_file(tmp_path: Path) -> None:
    rows = rows_of("claims")
    rows[6]["low"] = "six"
    with pytest.raises(nkevents.DataError, match="row 8, column low: 'six' is a number in words"):
        nkevents.open(write_copy(tmp_path / "copy", {"claims": rows})).load()


def test_blank_lines_and_order_do_not_move_the_row_in_an_error(tmp_path: Path) -> None:
    root = broken(tmp_path / "copy", {})
    path = root / "data" / "claims.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if number > 5 and ",firm," in line)
    lines[at] = lines[at].replace(",firm,", ",frim,")
    path.write_text(header + "\n\n" + "".join(reversed(lines)), encoding="utf-8")
    with pytest.raises(nkevents.DataError, match=f"row {len(lines) - at + 3}, column certainty: 'frim'"):
        nkevents.open(root).load()


@pytest.mark.parametrize("table", ["claims", "actors", "claim_codes", "event_types", "place_names", "readings"])
def test_a_key_that_stands_twice_is_named_with_both_rows(table: str, tmp_path: Path) -> None:
    root = broken(tmp_path / "copy", {})
    path = root / nkevents.open(root)._tables.path(table)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(nkevents.DataError, match=rf"{path.name}, row {len(lines) + 1}, .* stands in row 2 already"):
        nkevents.open(root).table(table)  # type: ignore[arg-type]


def test_numbers_of_claims_beyond_five_digits_keep_their_order(tmp_path: Path) -> None:
    rows = [row for row in rows_of("claims") if row["kind"] == "occurrence"][:1]
    first = {**rows[0], "claim_id": "c99999", "known_from": "2021-12-30", "polarity": "asserts"}
    second = {**first, "claim_id": "c100000", "polarity": "denies"}
    data = nkevents.open(write_copy(tmp_path / "copy", {"claims": [first, second], "readings": []}))
    assert data.claims().set_index("claim_id")["live"].to_dict() == {"c99999": False, "c100000": True}
