"""Each class of wrong entry has a case file and gives its finding."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from typer.testing import CliRunner

import nkevents
from case_files import documents
from conftest import rows_of, with_readings, write_copy
from nkevents import checks
from nkevents.checks import Finding, check_package, validate
from nkevents.cli import app
from nkevents.dataset import shipped
from nkevents.errors import MissingExtraError, NkeventsError, UnknownValueError
from nkevents.store.canonical_csv import serialise
from nkevents.store.package import Package
from small import Rows, small_package, small_root

CASES = Path(__file__).parent / "cases" / "validation"
FRESH = 900_000
SMALL = nkevents.open(small_root())


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for number, case in enumerate(documents(path)):
            yield pytest.param(case, id=path.stem if number == 0 else f"{path.stem}-{number + 1}")


class Edited:
    """A copy of the small package under change, and the row that was changed last.

    Rows that are not changed stay those of the package, which has no wrong cell: in memory they count as checked.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tables: dict[str, Rows] = {}
        self.changed: tuple[str, dict[str, str]] | None = None
        self._fresh = FRESH

    def rows(self, table: str) -> Rows:
        return self.tables.setdefault(table, [*small_package()[table].rows])

    def find(self, table: str, where: dict[str, Any]) -> dict[str, str]:
        """First row with these values; ``*`` is any but empty, a list any of several."""
        for row in self.rows(table):
            if all(_fits(row[column], self.value(wanted)) for column, wanted in where.items()):
                return row
        raise AssertionError(f"no row of {table} fits {where}")

    def value(self, stated: Any) -> Any:
        """A value as stated, or looked up: {table, where, column}."""
        if isinstance(stated, dict):
            return self.find(stated["table"], stated.get("where", {}))[stated["column"]]
        return stated if isinstance(stated, list) else str(stated)

    def set(self, table: str, set: dict[str, Any], where: dict[str, Any] | None = None) -> None:
        before = self.find(table, where or {})
        row = {**before, **{column: self.value(stated) for column, stated in set.items()}}
        self.tables[table] = [row if other is before else other for other in self.rows(table)]
        self.changed = table, row

    def append(self, table: str, like: dict[str, Any] | None = None, set: dict[str, Any] | None = None) -> None:
        """Add a copy of a row under a fresh id."""
        row = dict(self.find(table, like or {}))
        key = shipped()._tables.schemas[table].primary_key[-1]
        if row[key][1:].isdigit():
            self._fresh += 1
            row[key] = f"{row[key][0]}{self._fresh}"
        row.update({column: self.value(stated) for column, stated in (set or {}).items()})
        self.rows(table).append(row)
        self.changed = table, row

    def drop(self, table: str, where: dict[str, Any]) -> None:
        row = self.find(table, where)
        self.tables[table] = [other for other in self.rows(table) if other is not row]

    def empty(self, table: str) -> None:
        self.tables[table] = []

    def write(self) -> None:
        write_copy(self.root, self.tables)

    def in_memory(self) -> Package:
        """The same package without its files."""
        return small_package().with_rows(with_readings(self.tables))

    def bytes(self, file: str, replace: list[str], count: int = 1, encoding: str = "utf-8") -> None:
        old, new = (text.encode("utf-8") for text in replace)
        content = (self.root / file).read_bytes()
        assert old in content, (file, old)
        new = new.decode("utf-8").encode(encoding)
        (self.root / file).write_bytes(content.replace(old, new, count))

    def lines(self, file: str, swap: list[int]) -> None:
        lines = (self.root / file).read_bytes().split(b"\n")
        first, second = swap
        lines[first - 1], lines[second - 1] = lines[second - 1], lines[first - 1]
        (self.root / file).write_bytes(b"\n".join(lines))

    def frame(self, file: str, begin: str = "", end: str = "", without_last: int = 0) -> None:
        """Put bytes before and after a file's own."""
        content = (self.root / file).read_bytes()
        content = content[: len(content) - without_last]
        (self.root / file).write_bytes(bytes.fromhex(begin) + content + bytes.fromhex(end))

    def content(self, file: str, text: str) -> None:
        (self.root / file).write_text(text, encoding="utf-8", newline="")

    def delete(self, file: str) -> None:
        (self.root / file).unlink()

    def directory(self, file: str) -> None:
        """Make a file unreadable, for whichever user the tests run as."""
        (self.root / file).unlink()
        (self.root / file).mkdir()

    def line(self) -> int | None:
        """Line on which the changed row was written."""
        if self.changed is None:
            return None
        table, row = self.changed
        schema = shipped()._tables.schemas[table]
        own = serialise([row], schema).split(b"\n", 1)[1]
        before, found, _ = serialise(self.tables[table], schema).partition(b"\n" + own)
        assert found
        return before.count(b"\n") + 2


_ON_ROWS = ("set", "append", "drop", "empty")
# A file without rows is a finding of its own.
_IN_MEMORY = {"set", "append", "drop"}


def _fits(value: str, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return value in wanted
    return bool(value) if wanted == "*" else value == wanted


def _edit_rows(edited: Edited, steps: list[dict[str, Any]]) -> None:
    for step in steps:
        ((name, arguments),) = step.items()
        if name in _ON_ROWS:
            getattr(edited, name)(**arguments)


def _edit_files(edited: Edited, steps: list[dict[str, Any]]) -> None:
    for step in steps:
        ((name, arguments),) = step.items()
        if name not in _ON_ROWS:
            getattr(edited, name)(**arguments)


def _is_of_rows(case: dict[str, Any]) -> bool:
    """Whether a case changes rows that are there, whatever file they stand in."""
    return "frictionless" not in case and {name for step in case["edit"] for name in step} <= _IN_MEMORY


def _found(case: dict[str, Any], edited: Edited) -> list[Finding]:
    """What is found once a package is changed: of rows alone in memory, where the rest was read before."""
    _edit_rows(edited, case["edit"])
    if _is_of_rows(case):
        return check_package(edited.in_memory(), with_frictionless=False)
    edited.write()
    _edit_files(edited, case["edit"])
    return check_package(edited.root, with_frictionless=case.get("frictionless", False))


def _matches(finding: Finding, wanted: dict[str, Any], line: int | None) -> bool:
    if "row" in wanted:
        line = wanted["row"]
    return (
        (finding.rule, finding.file, finding.column, finding.severity)
        == (wanted["rule"], wanted["file"], wanted.get("column"), wanted.get("severity", "error"))
        and (line is None or finding.row == line or wanted.get("row") == "any")
        and wanted["says"] in finding.message
        and wanted.get("instead", "") in finding.instead
    )


@pytest.mark.slow
@pytest.mark.parametrize("case", list(_cases()))
def test_each_class_of_wrong_entry_gives_its_finding(case: dict[str, Any], tmp_path: Path) -> None:
    edited = Edited(tmp_path / "copy")
    found, line = _found(case, edited), edited.line()
    for wanted in case["finds"]:
        assert any(_matches(finding, wanted, line) for finding in found), (wanted, [*map(str, found)][:20])
    if all(wanted.get("severity") == "warning" for wanted in case["finds"]):
        assert [str(finding) for finding in found if finding.severity == "error"] == []
    for rule in case.get("finds_no", []):
        assert [str(finding) for finding in found if finding.rule == rule] == []


def test_the_rows_that_a_case_leaves_as_they_are_have_no_error() -> None:
    found = check_package(small_root(), with_frictionless=False)
    assert [str(finding) for finding in found if finding.severity == "error"] == []


def test_files_give_the_findings_of_the_same_rows_in_memory(tmp_path: Path) -> None:
    """The wrong rows of all cases at once; many cases change the same row, of which the last change is left."""
    edited = Edited(tmp_path / "copy")
    for (case, *_), *_ in _cases():
        # A cell with a line break takes two lines of a file, so that all below it stand one line further down.
        if _is_of_rows(case) and r"\n" not in json.dumps(case["edit"]):
            _edit_rows(edited, case["edit"])
    edited.write()
    in_memory = check_package(edited.in_memory(), with_frictionless=False)
    assert len({finding.rule for finding in in_memory}) > 40
    assert check_package(edited.root, with_frictionless=False) == in_memory


def test_frictionless_reports_what_our_own_checks_do_not_know(tmp_path: Path) -> None:
    root = write_copy(tmp_path / "copy", {})
    path = root / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"encoding": "utf-8"', '"encoding": "utf-16"', 1))
    assert any(finding.rule.startswith("frictionless") for finding in check_package(root))
    assert not any(finding.rule.startswith("frictionless") for finding in check_package(root, with_frictionless=False))


def test_what_our_own_checks_report_is_not_reported_again_by_frictionless(tmp_path: Path) -> None:
    rows = rows_of("claims")
    next(row for row in rows if row["low"])["low"] = "many"
    rows[5]["event_id"] = "e9999"
    found = check_package(write_copy(tmp_path / "copy", {"claims": rows}))
    assert not any(finding.rule.startswith("frictionless") for finding in found), [*map(str, found)]


@pytest.mark.slow
def test_a_package_in_memory_is_validated_as_the_files_that_it_would_be_written_as(tmp_path: Path) -> None:
    rows = rows_of("claims")
    next(row for row in rows if row["low"])["low"] = "many"
    package = small_package().with_rows({"claims": rows})
    written = validate(write_copy(tmp_path / "copy", {"claims": rows}))
    assert "spelled-number" in set(written["rule"])
    assert_frame_equal(validate(package), written)
    assert_frame_equal(validate(nkevents.Dataset(package)), written)


def test_frictionless_reads_a_package_as_it_is_in_memory(tmp_path: Path) -> None:
    root = write_copy(tmp_path / "copy", {"places": [{**row, "latitude": "none"} for row in rows_of("places")]})
    mended = Package(root).with_rows({"places": rows_of("places")})
    assert not any(finding.rule.startswith("frictionless") for finding in check_package(mended))


@pytest.mark.parametrize("data", [7, ["data"], b"data", {}])
def test_what_is_no_data_is_refused_with_what_would_be_right(data: Any) -> None:
    with pytest.raises(nkevents.WrongArgumentError, match="give the directory or zip of a data package"):
        validate(data)


_NO_RULES = {"utf-8", "latin-1"}


def rules_in(package: Path) -> set[str]:
    """Names of all findings in the code of checks: texts in kebab-case, and what a finding is made with."""
    found: set[str] = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"^[a-z]+(?:-[a-z0-9]+)+$", node.value))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                first = node.args[0]
                if node.func.attr in ("error", "warning") and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found - _NO_RULES


def test_every_finding_that_the_code_can_give_has_a_case() -> None:
    in_cases = {wanted["rule"] for (case, *_), *_ in _cases() for wanted in case["finds"]}
    in_tests = set(re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', Path(__file__).read_text(encoding="utf-8")))
    assert sorted(rules_in(Path(checks.__file__).parent) - in_cases - in_tests) == []


def test_a_directory_that_is_none_is_a_finding(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        found = validate(path)
        assert found["rule"].tolist() == ["not-a-data-package"]


@pytest.mark.usefixtures("without_frictionless")
def test_validate_gives_a_frame_of_findings(tmp_path: Path) -> None:
    rows = rows_of("claims")
    row = next(row for row in rows if row["low"])
    row["low"] = "-3"
    found = validate(write_copy(tmp_path / "copy", {"claims": rows}))
    broken = found[found["rule"] == "below-minimum"].iloc[0]
    assert (broken["file"], broken["row"], broken["column"], broken["value"]) == (
        "data/claims.csv",
        rows.index(row) + 2,
        "low",
        "-3",
    )
    assert str(found["row"].dtype) == "Int64"


def test_columns_of_a_frame_that_contradict_each_other_are_a_finding() -> None:
    frame = nkevents.table("claims")
    frame.loc[frame["low"].first_valid_index(), ["low", "high"]] = [9, 3]
    assert validate(frame, table="claims")["rule"].tolist() == ["reversed-columns"]


@pytest.mark.parametrize("table", [name for name in shipped()._tables.schemas if name != "timeline"])
def test_every_shipped_table_fits_its_pandera_schema(table: str) -> None:
    assert len(validate(nkevents.table(table), table=table)) == 0  # type: ignore[arg-type]


def test_a_frame_that_was_saved_and_read_again_is_valid(tmp_path: Path) -> None:
    nkevents.load().to_csv(tmp_path / "events.csv", index=False)
    assert len(validate(pd.read_csv(tmp_path / "events.csv"))) == 0
    assert len(validate(nkevents.load(as_of="2020-01-01"))) == 0


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("latitude", 139.0, "above-maximum"),
        ("event_type", "meetings", "unknown-code"),
        ("date", "2021-1-3", "unpadded-date"),
        ("date_start", "soon", "not-a-date"),
        ("date_start", pd.Timestamp("2020-09-27T01:00", tz="Asia/Baku"), "time-zone"),
        ("known_from", pd.Timestamp("2020-09-27", tz="UTC"), "time-zone"),
        ("date_end", pd.Timestamp("2020-09-27T05:00"), "time-of-day"),
        ("date_start", pd.Timestamp("2019-01-01"), "contradicting-date"),
        ("day", pd.Timestamp("2019-01-01"), "contradicting-date"),
        ("killed_best", 2.5, "wrong-type"),
        ("slug", "same", "duplicate-value"),
        ("slug", "No Slug", "pattern"),
        ("title", None, "empty-cell"),
        ("title", 5, "not-a-text"),
        ("colour", "red", "extra-column"),
    ],
)
def test_each_fault_of_a_frame_is_found(column: str, value: Any, rule: str) -> None:
    found = validate(SMALL.load().assign(**{column: value}))
    assert rule in set(found["rule"][found["column"] == column]), found
    assert found["message"].str.len().gt(0).all() and found["instead"].str.len().gt(0).all()


def test_a_frame_without_columns_or_with_repeated_ones_is_reported() -> None:
    df = nkevents.load()
    assert {"missing-column"} == set(validate(df[["event_id"]])["rule"])
    names = nkevents.table("actor_names")
    assert "duplicate-key" in set(validate(pd.concat([names, names]), table="actor_names")["rule"])
    assert "repeated-column" in set(validate(pd.concat([df, df[["slug"]]], axis=1))["rule"])
    assert "extra-column" in set(validate(pd.DataFrame({0: [1]}))["rule"])


def test_an_unknown_table_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownValueError, match="did you mean 'claims'"):
        validate(nkevents.load(), table="claim")  # type: ignore[arg-type]


@pytest.mark.parametrize(("module", "data"), [("frictionless", None), ("pandera.pandas", "frame")])
def test_a_missing_extra_is_named(module: str, data: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(NkeventsError, match=r"pip install '\.\[validate\]'"):
        validate(nkevents.load() if data else small_root())


def test_a_directory_is_validated_without_pandera() -> None:
    code = (
        "import sys; from pathlib import Path; from nkevents.checks import check_package;"
        f"check_package(Path({str(small_root())!r}), with_frictionless=False);"
        "print([name for name in ('pandera', 'frictionless') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["validate", *arguments])


def test_the_command_ends_with_0_where_there_is_no_error() -> None:
    done = _run(str(small_root()))
    assert done.exit_code == 0, done.output
    assert done.output.rstrip().split("\n")[-1].startswith("no errors, ")


@pytest.mark.usefixtures("without_frictionless")
def test_the_command_prints_each_finding_in_one_line_and_ends_with_1(tmp_path: Path) -> None:
    rows = rows_of("places")
    rows[0]["latitude"] = "139"
    done = _run(str(write_copy(tmp_path / "copy", {"places": rows})))
    assert done.exit_code == 1
    assert (
        "data/places.csv:2:latitude: error above-maximum: latitude is 139 (degree north), above 90; at most 90\n"
        in done.output
    )


def test_the_command_prints_json(tmp_path: Path) -> None:
    done = _run(str(tmp_path), "--json")
    assert done.exit_code == 1
    (finding,) = json.loads(done.output)
    assert finding["rule"] == "not-a-data-package" and finding["row"] is None


@pytest.mark.usefixtures("without_frictionless")
def test_on_a_terminal_the_findings_stand_under_their_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    rows = rows_of("places")
    rows[0]["latitude"] = rows[1]["latitude"] = "139"
    done = _run(str(write_copy(tmp_path / "copy", {"places": rows})))
    assert done.output.count("data/places.csv") == 1
    assert "2:latitude" in done.output and "3:latitude" in done.output


def test_the_command_names_the_missing_extra_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "frictionless", None)
    done = _run(str(small_root()))
    assert done.exit_code == 2
    assert done.output == f"nkevents: {MissingExtraError('checking a data package', 'validate')}\n"
