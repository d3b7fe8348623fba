"""Promises of entering documents: nothing is lost, nothing is half written, what is wrong is shown where it stands."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from case_files import document
from nkevents.cli import app
from nkevents.curate.entry import add, event_form, rewrite, template
from nkevents.curate.entry import transaction as writing
from nkevents.curate.entry.workspace import Workspace
from nkevents.errors import NkeventsError, UnknownValueError
from nkevents.model import page_address
from nkevents.store.canonical_csv import serialise
from nkevents.store.editions import OPTIONAL
from nkevents.store.opening import shipped_root
from small import small_root

CASES = Path(__file__).parent / "cases" / "entry"
NO_DOCUMENT = document(CASES / "no_document.yaml")
NEW = CASES / "new.yaml"
SMALL = Workspace(small_root())
SLUGS = [row["slug"] for row in SMALL.rows["events"].values()]
FORMS = {slug: event_form(SMALL, slug) for slug in SLUGS}
PLAIN_FORMS = {slug: event_form(SMALL, slug, ids=False) for slug in SLUGS}


def package(to: Path, source: Path | None = None) -> Path:
    """Copy of the small data package, or of another."""
    source = source or small_root()
    shutil.copytree(source / "schemas", to / "schemas")
    shutil.copytree(source / "data", to / "data")
    shutil.copy(source / "datapackage.json", to)
    return to


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return package(tmp_path / "package")


def files(root: Path) -> dict[str, bytes]:
    """Everything in a data package, whatever its name."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def save(directory: Path, *texts: str) -> list[Path]:
    paths = [directory / f"document-{i}.yaml" for i in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def states(root: Path, *paths: Path) -> list[str]:
    result = add(paths, root)
    shown = [str(remark) for outcome in result.refused for remark in outcome.remarks]
    assert not shown, "\n".join(shown)
    return [outcome.state for outcome in result.outcomes]


def messages(root: Path, *paths: Path) -> list[str]:
    """Remarks on refused documents; nothing must have been written for them."""
    return [str(remark) for outcome in add(paths, root).refused for remark in outcome.remarks]


# --- round trips


@pytest.mark.slow
@pytest.mark.parametrize("ids", [True, False])
def test_every_shipped_event_printed_and_added_again_leaves_every_byte(ids: bool, tmp_path: Path) -> None:
    root = package(tmp_path / "package", shipped_root())
    before, book = files(root), Workspace(root)
    forms = [event_form(book, row["slug"], ids=ids) for row in book.rows["events"].values()]
    assert set(states(root, *save(tmp_path, *forms))) == {"unchanged"}
    assert files(root) == before


def test_a_second_printing_is_the_first(root: Path) -> None:
    assert {slug: event_form(Workspace(root), slug) for slug in SLUGS} == FORMS


def without_ids(book: Workspace) -> dict[str, list[tuple[tuple[str, str], ...]]]:
    """Rows with what ids stand for in place of the ids: slug, address, agreement and point."""
    names = {row["event_id"]: row["slug"] for row in book.rows["events"].values()}
    names |= {row["source_id"]: row["url"] for row in book.rows["sources"].values()}
    names |= {row["place_id"]: row["name"] for row in book.rows["places"].values()}
    names |= {
        row["provision_id"]: f"{names[row['event_id']]}/{row['point']}" for row in book.rows["provisions"].values()
    }
    own = ("claim_id", "relation_id")
    return {
        name: sorted(
            tuple((column, names.get(text, text)) for column, text in row.items() if column not in own)
            for row in rows.values()
        )
        for name, rows in book.rows.items()
        if name not in OPTIONAL  # logs, and readings, which tell of claims by id: no document carries them
    }


def dependants(events: set[str]) -> set[str]:
    """Events that would point nowhere without these."""
    rows = SMALL.rows
    while True:
        points = {key for key, row in rows["provisions"].items() if row["event_id"] in events}
        more = {row["event_id"] for row in rows["events"].values() if row["episode_id"] in events}
        more |= {row["from_event_id"] for row in rows["relations"].values() if row["to_event_id"] in events}
        more |= {row["event_id"] for row in rows["claims"].values() if (row["provision_id"],) in points}
        if more <= events:
            return events
        events = events | more


def remove(book: Workspace, events: set[str]) -> Workspace:
    """A book without these events, and without the sources that only they cite."""
    small = book.clone()
    for table, column in (("claims", "event_id"), ("provisions", "event_id"), ("relations", "from_event_id")):
        for key, row in book.rows[table].items():
            if row[column] in events:
                small.remove(table, key)
    for key in [key for key in small.rows["readings"] if (key[0],) not in small.rows["claims"]]:
        small.remove("readings", key)
    for event in events:
        small.remove("events", (event,))
    cited = {row["source_id"] for table in ("claims", "relations", "places") for row in small.rows[table].values()}
    for key in [key for key in small.rows["sources"] if key[0] not in cited]:
        small.remove("sources", key)
    return small


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sets(st.sampled_from(sorted(SLUGS)), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_events_removed_and_entered_again_give_the_same_tables_up_to_ids(
    tmp_path_factory: pytest.TempPathFactory, slugs: set[str], random: "object"
) -> None:
    directory = tmp_path_factory.mktemp("removed")
    root = package(directory / "package")
    ids = {row["event_id"] for row in SMALL.rows["events"].values() if row["slug"] in slugs}
    gone = dependants(ids)
    small = remove(Workspace(root), gone)
    for name, rows in small.rows.items():
        (root / small.package.path(name)).write_bytes(serialise(rows.values(), small.schemas[name]))
    forms = [PLAIN_FORMS[SMALL.rows["events"][(event,)]["slug"]] for event in sorted(gone)]
    random.shuffle(forms)  # type: ignore[attr-defined]
    assert set(states(root, *save(directory, *forms))) == {"added"}
    assert without_ids(Workspace(root)) == without_ids(SMALL)


# --- a new document


def new_rows(root: Path) -> dict[str, str]:
    """Rows that the shipped data do not have, as CSV, with new ids counted from one and others by name."""
    book, found = Workspace(root), {}
    words: dict[str, str] = {}
    for table, column in (("events", "slug"), ("places", "name")):
        words |= {key[0]: row[column] for key, row in SMALL.rows[table].items()}
    for row in SMALL.rows["provisions"].values():
        words[row["provision_id"]] = f"{words[row['event_id']]}/{row['point']}"
    for name, rows in book.rows.items():
        added = {key: row for key, row in sorted(rows.items()) if SMALL.rows[name].get(key) != row}
        for i, key in enumerate(added, 1):
            if name in book.highest:
                words[key[0]] = f"{key[0][0]}+{i}"
    for name, rows in book.rows.items():
        added_rows = [row for key, row in sorted(rows.items()) if SMALL.rows[name].get(key) != row]
        if added_rows:
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(book.schemas[name].names)
            writer.writerows([[words.get(cell, cell) for cell in row.values()] for row in added_rows])
            found[name] = text.getvalue()
    return found


def test_a_new_document_gives_exactly_these_rows(root: Path) -> None:
    assert states(root, NEW) == ["added"]
    expected = {path.stem: path.read_text(encoding="utf-8") for path in (CASES / "new").glob("*.csv")}
    assert new_rows(root) == expected
    assert rewrite(root) == ([], None)


def test_the_same_document_twice_changes_nothing(root: Path) -> None:
    assert states(root, NEW) == ["added"]
    once = files(root)
    assert states(root, NEW) == ["unchanged"]
    assert states(root, NEW, NEW) == ["unchanged", "unchanged"]
    assert files(root) == once


def test_the_same_new_document_twice_in_one_call(root: Path, tmp_path: Path) -> None:
    states(root, NEW)
    other = package(tmp_path / "other")
    assert [outcome.state for outcome in add([NEW, NEW], other).outcomes] == ["added", "added"]
    assert files(other) == files(root)


def test_new_things_that_nothing_refers_to_are_left_out(root: Path, tmp_path: Path) -> None:
    before = files(root)
    text = (
        "event:\n  slug: su-25-loss\nplaces:\n  - {name: Nowhere, kind: site, hint: a, names: {ru: Нигде}}\nactors:\n"
    )
    text += (
        "  - {id: nobody, name: Nobody, kind: media, side: third, names: {ru: Никто}}\nsources:\n  - {key: a, url: b}\n"
    )
    (outcome,) = add(save(tmp_path, text), root).outcomes
    assert outcome.state == "unchanged"
    assert [(each.line, each.severity) for each in outcome.remarks] == [(4, "warning"), (6, "warning"), (8, "warning")]
    assert files(root) == before


def test_an_address_of_another_form_is_the_same_source(root: Path, tmp_path: Path) -> None:
    source = SMALL.rows["sources"][("s0022",)]
    text = PLAIN_FORMS["su-25-loss"].replace(
        source["url"], f"http://www.{page_address.page(source['url'])}/?fbclid=1#x"
    )
    assert text != PLAIN_FORMS["su-25-loss"]
    assert states(root, *save(tmp_path, text)) == ["unchanged"]


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://a.org/b?id=1&utm_medium=x", "https://a.org/b?id=1"),
        ("https://a.org/b?fbclid=x", "https://a.org/b"),
        ("https://a.org/b/#part", "https://a.org/b/"),
        ("https://a.org/b?a=&b", "https://a.org/b?a=&b"),
        ("http://[", "http://["),
    ],
)
def test_addresses_lose_what_only_tracks(url: str, clean: str) -> None:
    assert page_address.clean(url) == clean


# --- errors


def expected_errors(path: Path) -> dict[int, list[str]]:
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return {number: [line.split("# error: ")[1]] for number, line in lines if "# error: " in line}


@pytest.mark.parametrize("case", document(CASES.parent / "lost_letters.yaml")["lost"], ids=lambda case: case["text"])
def test_letters_that_an_encoding_lost_are_refused_on_their_line_and_never_written(
    case: dict[str, str], root: Path, tmp_path: Path
) -> None:
    before, text = files(root), NEW.read_text(encoding="utf-8")
    (line,) = (number for number, each in enumerate(text.splitlines(), 1) if "title: Sınaq" in each)
    (path,) = save(tmp_path, text.replace("title: Sınaq", f"title: {json.dumps(case['text'])}"))
    (message,) = messages(root, path)
    assert message.startswith(f"{path}:{line}: ") and f"holds {case['word']!r}" in message
    assert "write the letters that the source has" in message
    assert files(root) == before


def test_all_errors_are_reported_on_their_lines(root: Path) -> None:
    before, path = files(root), CASES / "wrong.yaml"
    (outcome,) = add([path], root).outcomes
    found: dict[int, list[str]] = {}
    for remark in outcome.remarks:
        assert remark.file == str(path)
        if remark.severity == "error":
            found.setdefault(remark.line, []).append(remark.message)
    expected = expected_errors(path)
    assert found.keys() == expected.keys()
    for line, (fragment,) in expected.items():
        assert any(fragment in message for message in found[line]), (line, fragment, found[line])
    assert files(root) == before


@pytest.mark.parametrize("case", NO_DOCUMENT, ids=lambda case: case["text"])
def test_whatever_is_no_document_is_refused_with_its_line(case: dict[str, str], root: Path, tmp_path: Path) -> None:
    found = messages(root, *save(tmp_path, case["text"]))
    assert any(case["says"] in each for each in found), found


def test_files_that_cannot_be_read_are_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"event:\n  slug: \xe9\n")
    found = messages(root, tmp_path / "latin.yaml", tmp_path / "none.yaml", tmp_path)
    assert [each.split(": ", 1)[1].split(":")[0] for each in found] == ["not UTF-8", *["the file cannot be read"] * 2]
    assert found[0].startswith(f"{tmp_path}/latin.yaml:2:")


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_edit_of_a_document_ends_in_a_traceback(root: Path, tmp_path: Path, data: st.DataObject) -> None:
    lines = NEW.read_text(encoding="utf-8").splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(
        st.sampled_from(["", lines[at][2:], f"  {lines[at]}", lines[at].split(":")[0] + ": ", "- x: {}", "  ? []"])
    )
    add(save(tmp_path, "\n".join(lines)), root, dry_run=True)


def test_a_finding_of_the_tables_points_at_its_claim(root: Path, tmp_path: Path) -> None:
    text = NEW.read_text(encoding="utf-8").replace("known: 2020-10-23", "known: 2020-10-25")
    line = text[: text.index("known: 2020-10-25")].count("\n") + 1
    (path,) = save(tmp_path, text)
    assert any(each.startswith(f"{path}:{line}: ") for each in messages(root, path))


def test_refused_documents_do_not_hinder_the_good_ones(root: Path, tmp_path: Path) -> None:
    good = NEW.read_text(encoding="utf-8")
    needs_bad = good.replace("test-bridge-shelling-2020-10-21", "other").replace(
        "moscow-truce-2020/1\n    in", "bad\n    in"
    )
    bad = "event:\n  slug: bad\n"
    outcomes = add(save(tmp_path, needs_bad, bad, good), root).outcomes
    assert [outcome.state for outcome in outcomes] == ["refused", "refused", "added"]
    assert any("its own document was refused" in remark.message for remark in outcomes[0].remarks)
    assert Workspace(root).event_by_slug("test-bridge-shelling-2020-10-21")


def test_an_event_the_data_may_have_is_a_warning(root: Path, tmp_path: Path) -> None:
    states(root, NEW)
    again = NEW.read_text(encoding="utf-8").replace("slug: test-bridge-shelling-2020-10-21", "slug: another-name")
    again = again.replace("title: Shelling of", "title: Fire on").replace("summary: A bridge", "summary: The bridge")
    (outcome,) = add(save(tmp_path, again), root).outcomes
    assert outcome.state == "added"
    assert any("test-bridge-shelling-2020-10-21" in each.message for each in outcome.remarks)


def test_a_document_without_an_id_changes_no_event(root: Path, tmp_path: Path) -> None:
    before = files(root)
    for case in document(CASES / "not_its_event.yaml"):
        said, wanted = case.pop("case"), case.pop("says")
        found = "\n".join(messages(root, *save(tmp_path, yaml.safe_dump(case, sort_keys=False))))
        assert [text for text in wanted if text not in found] == [], f"{said}: {found}"
        assert files(root) == before, said


def test_two_documents_of_one_call_do_not_overwrite_each_other(root: Path, tmp_path: Path) -> None:
    text = NEW.read_text(encoding="utf-8")
    outcomes = add(save(tmp_path, text, text.replace("title: Shelling of", "title: Fire on")), root).outcomes
    assert [outcome.state for outcome in outcomes] == ["added", "refused"]


@pytest.mark.parametrize("removed", [False, True])
def test_a_claim_that_is_not_what_was_read_loses_its_readings(removed: bool, root: Path, tmp_path: Path) -> None:
    states(root, NEW)
    book = Workspace(root)
    event = book.event_by_slug("test-bridge-shelling-2020-10-21")
    assert event
    text, claims = event_form(book, event["slug"]), book.of_event("claims", event["event_id"])
    changed = next(row for row in claims if (row["code"], row["low"]) == ("killed", "3"))["claim_id"]
    gone = claims[-1]["claim_id"]
    for claim in (changed, gone, claims[0]["claim_id"]):
        book.put("readings", book.blank("readings") | {"claim_id": claim, "read_on": "2026-11-29", "outcome": "right"})
    path = root / book.package.path("readings")
    path.write_bytes(serialise(book.rows["readings"].values(), book.schemas["readings"]))
    if removed:
        text, lost = re.sub(r"\n  - demand: ceasefire.*?(?=\nrelations:)", "\n", text, flags=re.S), gone
    else:
        text, lost = text.replace("killed: 3\n", "killed: 4\n"), changed
    (outcome,) = add(save(tmp_path, text), root).outcomes
    assert outcome.state == "updated" and outcome.counts["readings", "removed"] == 1
    assert any(f"{lost} is {'removed' if removed else 'changed'}" in remark.message for remark in outcome.remarks)
    assert book.rows["readings"].keys() - Workspace(root).rows["readings"].keys() == {(lost, "2026-11-29")}


# --- updates


def test_an_edited_form_updates_its_event(root: Path, tmp_path: Path) -> None:
    states(root, NEW)
    before, slug = Workspace(root), "test-bridge-shelling-2020-10-21"
    event = before.event_by_slug(slug)
    assert event
    text = event_form(before, slug)
    claims = before.of_event("claims", event["event_id"])
    text = text.replace("killed: 3\n", "killed: 4\n").replace("title: Shelling of", "title: Fire on")
    # The last claim, the position, goes; a new one without id comes.
    text = re.sub(r"\n  - demand: ceasefire.*?(?=\nrelations:)", "", text, flags=re.S)
    added = "claims:\n  - missing: 1\n    by: azerbaijan-mod\n    in: azerbaijan-mod-2020-10-21\n\n"
    text = text.replace("claims:\n", added)
    assert states(root, *save(tmp_path, text)) == ["updated"]
    after = Workspace(root)
    event = after.event_by_slug(slug)
    assert event and event["title"] == "Fire on a bridge near a test village"
    changed = {row["claim_id"]: row for row in after.of_event("claims", event["event_id"])}
    killed = next(row for row in claims if row["code"] == "killed" and row["low"] == "3")
    assert changed.pop(killed["claim_id"]) == killed | {"low": "4", "high": "4"}
    new = changed.pop(max(changed))
    assert new["code"] == "missing" and new["claim_id"] > claims[-1]["claim_id"]
    assert list(changed.values()) == [row for row in claims[:-1] if row is not killed]


def test_a_removed_id_is_never_given_again(root: Path, tmp_path: Path) -> None:
    states(root, NEW)
    slug = "test-bridge-shelling-2020-10-21"
    last = max(Workspace(root).rows["claims"])[0]
    text = re.sub(r"\n  - demand: ceasefire.*?(?=\nrelations:)", "\n", event_form(Workspace(root), slug), flags=re.S)
    assert states(root, *save(tmp_path, text)) == ["updated"]
    assert (last,) not in Workspace(root).rows["claims"]
    assert states(root, NEW) == ["updated"]
    assert max(Workspace(root).rows["claims"])[0] == f"c{int(last[1:]) + 1:05}"


def test_what_nothing_cites_any_more_goes_too(root: Path, tmp_path: Path) -> None:
    states(root, NEW)
    slug = "test-bridge-shelling-2020-10-21"
    text = event_form(Workspace(root), slug).replace("summary: A bridge", "summary: By Azerbaijan's account, a bridge")
    kept = [
        part for part in text.split("\n\n") if "test-observers.org/2" not in part and "in: test-observers" not in part
    ]
    assert states(root, *save(tmp_path, "\n\n".join(kept))) == ["updated"]
    book = Workspace(root)
    assert ("test-observers",) not in book.rows["actors"]
    assert not any(row["url"] == "https://test-observers.org/2" for row in book.rows["sources"].values())
    assert not any(key[0] == "test-observers" for key in book.rows["actor_names"])


def test_a_point_that_claims_are_about_may_not_go(root: Path, tmp_path: Path) -> None:
    before = files(root)
    text = re.sub(r"provisions:\n.*?\n(?=claims:)", "", FORMS["moscow-truce-2020"], flags=re.S)
    found = messages(root, *save(tmp_path, text))
    assert any("point" in each for each in found)
    assert files(root) == before


# --- writing

KILLER = """
import os, sys
from pathlib import Path
from nkevents.curate.entry import add, transaction
def step(name):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
transaction.step = step
for left, root in enumerate(sys.argv[2:]):
    # A child of its own for every place to die; forked, so that the imports are paid for once.
    child = os.fork()
    if child == 0:
        add([Path(sys.argv[1])], Path(root))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_process_killed_between_any_two_steps_leaves_the_old_or_the_new_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    monkeypatch.setattr(writing, "step", names.append)
    states(package(tmp_path / "new"), CASES / "more.yaml")
    monkeypatch.undo()
    old, new = files(package(tmp_path / "old")), files(tmp_path / "new")
    changed = [name for name in new if old.get(name) != new[name]]
    assert changed == ["data/actors.csv", "data/claims.csv", "data/sources.csv"]
    roots = [package(tmp_path / f"killed-{i}") for i in range(len(names))]
    subprocess.run([sys.executable, "-c", KILLER, CASES / "more.yaml", *roots], check=True)
    marker = names.index("before the marker")
    for i, (name, root) in enumerate(zip(names, roots, strict=True)):
        said = rewrite(root)[1]
        assert files(root) == (old if i <= marker else new), name
        assert rewrite(root) == ([], None), name
        if i == 0:
            assert said is None
        elif 1 < i < len(names) - 1:
            assert said and ("completed" if i > marker else "as they were") in said, name
        else:
            assert said, name


def test_two_commands_do_not_write_at_once(root: Path) -> None:
    before = files(root)
    with writing.locked(root), pytest.raises(NkeventsError, match="another nkevents command"):
        add([NEW], root)
    assert files(root) == before
    assert states(root, NEW) == ["added"]


def test_a_table_changed_meanwhile_is_not_overwritten(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nkevents.curate.entry import adding

    def meddle(*_arguments: object) -> set[tuple[str, ...]]:
        (root / "data" / "claims.csv").write_text("edited", encoding="utf-8")
        return set()

    monkeypatch.setattr(adding, "report_findings", meddle)
    with pytest.raises(NkeventsError, match="changed by somebody else"):
        add([NEW], root)
    assert (root / "data" / "claims.csv").read_text(encoding="utf-8") == "edited"


# --- command line


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def test_a_dry_run_prints_the_difference_and_writes_nothing(root: Path) -> None:
    before = files(root)
    code, out, _ = run("add", NEW, "--data", root, "--dry-run")
    assert code == 0 and files(root) == before
    assert "+++ data/claims.csv" in out and "nothing was written" in out
    added = [line for line in out.splitlines() if line.startswith("+c")]
    assert run("add", NEW, "--data", root)[0] == 0
    now = (root / "data" / "claims.csv").read_text(encoding="utf-8").splitlines()
    assert [line[1:] for line in added] == [line for line in now if line.encode() not in before["data/claims.csv"]]


def test_add_says_what_became_of_each_document(root: Path, tmp_path: Path) -> None:
    bad = save(tmp_path, "event:\n  slug: bad\n")[0]
    code, out, err = run("add", NEW, bad, "--data", root)
    assert code == 1
    assert re.search(r"^added +\S*new\.yaml +test-bridge-shelling-2020-10-21 \(e\d+\): .*claims 11 added", out, re.M)
    assert re.search(r"^refused +\S*document-0\.yaml +bad: \d+ errors", out, re.M)
    assert out.splitlines()[-1] == "1 added, 1 refused"
    assert f"{bad}:2: " in err


def test_format_rewrites_what_is_not_canonical(root: Path) -> None:
    before, path = files(root), root / "data" / "places.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_bytes("\r\n".join([header, *reversed(rows), ""]).encode())
    assert run("format", root)[:2] == (0, "rewritten  data/places.csv\n")
    assert files(root) == before
    assert run("format", root)[1] == "all tables were in canonical form\n"


def test_errors_of_the_directory_are_one_line(tmp_path: Path) -> None:
    code, _, err = run("format", tmp_path / "nowhere")
    assert code == 2 and err.count("\n") == 1


def test_the_template_is_itself_a_document_but_for_its_addresses(root: Path, tmp_path: Path) -> None:
    assert run("template")[1] == template()
    blank = template()
    sections = blank.split("\n# provisions:")[0] + re.sub(
        r"(?m)^# ?", "", "\n# provisions:" + blank.split("\n# provisions:")[1]
    )
    whole = sections.replace("in: key-of-a-source", "in: armenia-statement")
    whole = whole.replace("place: Armenia-Azerbaijan border ", "place: Vienna ", 1)
    whole = whole.replace("by: azerbaijan-mod", "by: norway-mfa", 1)
    whole = whole.replace("type: battle", "type: ceasefire")
    errors = [message for message in messages(root, *save(tmp_path, blank)) if ": warning: " not in message]
    assert len(errors) == blank.count("url: ") and all("nobody can open a page" in error for error in errors)
    for text in (blank.replace("example.org", "news.am"), whole.replace("example.org", "news.am")):
        assert "refused" not in [outcome.state for outcome in add(save(tmp_path, text), root, dry_run=True).outcomes], (
            messages(root, *save(tmp_path, text))
        )


def test_printing_an_event_names_the_nearest_where_there_is_none() -> None:
    with pytest.raises(UnknownValueError, match="brussels-meeting"):
        event_form(SMALL, "brussel-meeting")


def test_the_examples_for_contributors_are_in_the_data(root: Path, tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    examples = [block for block in re.findall(r"```yaml\n(.*?)```", text, re.S) if block.startswith("event:")]
    assert len(examples) == 3
    for example in examples:
        assert states(root, *save(tmp_path, example)) == ["unchanged"]


def test_entering_takes_no_temporary_directory_and_no_process(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("entering checks what would become in memory, by our own checks")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert states(root, NEW) == ["added"]
