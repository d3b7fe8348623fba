"""Whatever comes in ends in a result or in one of our errors; `just fuzz` draws 2,000 inputs of each kind."""

import copy
import inspect
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import case_files
import nkevents
from nkevents.checks import check_package
from nkevents.curate.entry import add, rewrite
from nkevents.curate.entry.document_words import SECTIONS
from nkevents.dataset import Dataset
from nkevents.errors import NkeventsError
from nkevents.model.codes import FrameName
from nkevents.store.package import Package
from small import small_root
from test_archive import FILES, TOP
from test_entry import FORMS, NEW, files, package

MANY = 2_000
DRAWN = settings().max_examples
# The ordinary suite draws a few; the profile `fuzz` draws as many as it says.
FUZZ = settings(max_examples=DRAWN if DRAWN >= MANY else max(2, DRAWN // 3))
SMALL = nkevents.open(small_root())
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["", "..", "/etc/passwd", "\x00", "9" * 400, "1e999", "data/claims.csv", "e0001", "=1+1", "~"]),
)
KEYS = st.one_of(st.text(max_size=8), st.sampled_from(["name", "path", "schema", "fields", "type", "constraints"]))
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that every example finds as it was."""
    return package(tmp_path_factory.mktemp("fuzz") / "package")


def reads(root: Path) -> None:
    """Read a package in every way; what nothing is wrong with can be loaded."""
    errors = [each for each in check_package(root, with_frictionless=False) if each.severity == "error"]
    try:
        nkevents.open(root).load()
        nkevents.open(root).claims()
    except NkeventsError:
        assert errors


# --- documents


def words() -> st.SearchStrategy[str]:
    """Names of the form, in every section."""
    found: set[str] = set(SECTIONS)
    for form in FORMS.values():
        for records in case_files.read(form).values():
            for record in records if isinstance(records, list) else [records]:
                found |= {str(name) for name in record}
    return st.sampled_from(sorted(found))


RECORD = st.dictionaries(words(), JSON, max_size=5)
SHAPED = st.dictionaries(st.sampled_from(sorted(SECTIONS)), st.one_of(RECORD, st.lists(RECORD, max_size=4), JSON))
SIGNS = st.sampled_from([*"[]{}:-#&*!|>%@`\"'?,\n\t \\", "\r", "---\n", "<<: ", "\ufeff", "\x00", "é", "- ", "  "])


@st.composite
def edited_documents(draw: st.DrawFn) -> str:
    """A sound document with signs put in and pieces taken out or said twice."""
    text = draw(st.sampled_from([NEW.read_text(encoding="utf-8"), *FORMS.values()]))
    for _ in range(draw(st.integers(1, 4))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 60))
        text = text[:at] + draw(st.one_of(SIGNS, st.just(text[at : at + length] * 2))) + text[at + length :]
    return text


DOCUMENTS = st.one_of(
    edited_documents(),
    SHAPED.map(lambda value: yaml.safe_dump(value, allow_unicode=True)),
    JSON.map(json.dumps),
    st.text(),
    st.lists(SIGNS, max_size=80).map("".join),
)


@pytest.mark.slow
@FUZZ
@given(DOCUMENTS)
def test_any_document_is_entered_or_refused_with_its_line(root: Path, text: str) -> None:
    path = root.parent / "document.yaml"
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    for outcome in add([path], root, dry_run=True).outcomes:
        assert outcome.state != "refused" or any(each.severity == "error" for each in outcome.remarks)
        assert all(each.line >= 1 and each.message for each in outcome.remarks)


# --- descriptors and schemas


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in a JSON value something stands."""
    yield at
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*at, key))


DESCRIBED = ["datapackage.json", *(f"schemas/{name}.json" for name in ("claims", "events", "sources", "claim_codes"))]
RAW = {name: json.loads((small_root() / name).read_text(encoding="utf-8")) for name in DESCRIBED}
PLACES = {name: list(places(raw)) for name, raw in RAW.items()}


@st.composite
def descriptions(draw: st.DrawFn) -> tuple[str, Any]:
    """A descriptor or schema in which values were replaced, taken out or added."""
    name = draw(st.sampled_from(DESCRIBED))
    raw = copy.deepcopy(RAW[name])
    for *where, last in draw(st.lists(st.sampled_from(PLACES[name][1:]), max_size=3)):
        inner = raw
        try:
            for key in where:
                inner = inner[key]
            if draw(st.booleans()):
                inner[last] = draw(JSON)
            else:
                del inner[last]
        except (LookupError, TypeError):
            # An earlier change took the place away.
            continue
    if draw(st.booleans()) and isinstance(raw, dict):
        raw[draw(KEYS)] = draw(JSON)
    return name, draw(st.one_of(st.just(raw), st.just(raw), st.just(raw), JSON))


@pytest.mark.slow
@FUZZ
@given(descriptions())
def test_a_descriptor_or_schema_of_any_shape_is_read_or_refused(root: Path, described: tuple[str, Any]) -> None:
    name, raw = described
    before = (root / name).read_bytes()
    try:
        (root / name).write_text(json.dumps(raw), encoding="utf-8")
        reads(root)
    finally:
        (root / name).write_bytes(before)


# --- arguments

KNOWN = [
    *(
        "sochi-meeting",
        "e0001",
        "war-2020",
        "aliyev",
        "EU",
        "Shusha",
        "killed",
        "status",
        "claims",
        "timeline",
        "meeting",
    ),
    *("2020-10", "2021-11-26", "2020", "M", "D", "all", "az", "1.0.0", "episode", "figure", "", "..", "x" * 5_000),
]
TEXTS = st.one_of(st.sampled_from(KNOWN), st.text(max_size=20))
OF_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    bool: st.booleans(),
    float: st.floats(),
    int: st.integers(),
    np.datetime64: st.one_of(
        st.sampled_from([np.datetime64("NaT"), np.datetime64("2020-10"), np.datetime64("2021", "Y")]),
        st.integers(-(10**9), 10**9).map(lambda days: np.datetime64(days, "D")),
    ),
    pd.DataFrame: st.builds(
        lambda name, rows, cells: SMALL.table(name).head(rows).astype(object).assign(**cells),
        st.sampled_from(["claims", "places", "sources"]),
        st.integers(0, 3),
        st.dictionaries(st.sampled_from(["low", "high", "date", "latitude", "published", "x"]), LEAVES, max_size=3),
    ),
    Path: st.sampled_from(["", "x", "nothing/x", "\x00", "."]).map(Path),
    Dataset: st.just(SMALL),
    Package: st.just(SMALL._tables),
}


def of_type(hint: Any) -> st.SearchStrategy[Any]:
    """Values of an annotation; codes also as any text, since nothing but a checker holds a caller to them."""
    if hint in OF_TYPE:
        return OF_TYPE[hint]
    arguments = get_args(hint)
    if get_origin(hint) is Iterable or get_origin(hint) is list:
        several = st.lists(of_type(arguments[0]), max_size=3)
        return st.one_of(several, several.map(tuple), several.map(iter), several.map(set))
    if arguments and all(isinstance(each, str) for each in arguments):
        return st.one_of(st.sampled_from(arguments), TEXTS)
    if arguments:
        return st.one_of(*map(of_type, arguments))
    return st.none() if hint is type(None) else st.from_type(hint)


def hints(function: Callable[..., Any]) -> dict[str, Any]:
    """Annotations of what a function takes, those of its filters included."""
    found = get_type_hints(function, localns={"pd": pd, "FrameName": FrameName, "Dataset": Dataset, "Package": Package})
    for name, hint in list(found.items()):
        if (inner := get_args(hint)) and is_typeddict(inner[0]):
            del found[name]
            found |= get_type_hints(inner[0])
    return {
        name: hint
        for name, hint in found.items()
        if name not in ("return", "unnamed", "self") and hint != Dataset | None
    }


FUNCTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(SMALL, name, getattr(nkevents, name))
    for name in nkevents.__all__
    if not inspect.isclass(getattr(nkevents, name))
}
HINTS = {name: hints(function) for name, function in FUNCTIONS.items()}


@st.composite
def arguments(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A public function and what it is called with: all that it needs and some of what it may take."""
    name = draw(st.sampled_from(sorted(FUNCTIONS)))
    parameters = inspect.signature(FUNCTIONS[name]).parameters.values()
    needed = {each.name for each in parameters if each.default is each.empty and each.name in HINTS[name]}
    few = draw(st.sets(st.sampled_from(sorted(HINTS[name])), max_size=3)) if HINTS[name] else set()
    return name, {each: draw(of_type(HINTS[name][each])) for each in sorted(needed | few)}


@pytest.mark.slow
@FUZZ
@given(arguments())
def test_any_arguments_of_a_public_function_give_a_result_or_our_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[str, dict[str, Any]]
) -> None:
    name, given_ = call
    monkeypatch.chdir(tmp_path)
    if "path" in given_:
        given_["path"] = os.path.join("fuzzed", os.path.basename(given_["path"]))  # noqa: PTH118, PTH119
    if name == "validate" and given_.get("data") is None:
        given_["data"] = small_root() / "nothing"
    if name.startswith("to_"):
        given_["data"] = SMALL
    try:
        FUNCTIONS[name](**given_)
    except NkeventsError as error:
        assert str(error)


# --- zips and directories

NAMES = st.one_of(
    st.sampled_from([*FILES, *(name.removeprefix(TOP) for name in FILES)]),
    st.sampled_from(
        ["../x", "/x", "C:\\x", "a\\..\\b", TOP + "data/", "x" * 300, TOP + "schemas/more.json", "\x00", ".", ""]
    ),
    st.text(min_size=1, max_size=12),
)
CONTENTS = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([*FILES.values(), b"{}", b"[]", b"null", b"\xff\xfe", b"a,b\n1\n", b"\n" * 2_000, b"," * 2_000]),
)


class Tree(dict[str, bytes]):
    """Files by path; shown are those that are not as released."""

    def __repr__(self) -> str:
        lost = FILES.keys() - self.keys()
        other = {name: content[:200] for name, content in self.items() if FILES.get(name) != content}
        return f"without {sorted(lost)}, with {other}"


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """The files of a release with some taken out, changed and added."""
    found = dict(FILES)
    for name in draw(st.sets(st.sampled_from(sorted(FILES)), max_size=3)):
        content = bytearray(found.pop(name))
        if draw(st.booleans()):
            at = draw(st.integers(0, len(content)))
            content[at : at + draw(st.integers(0, 20))] = draw(st.binary(max_size=20))
            found[name] = bytes(content)
    if draw(st.booleans()):
        found.pop(TOP + "SHA256SUMS", None)
    return Tree(found | draw(st.dictionaries(NAMES, CONTENTS, max_size=3)))


@pytest.mark.slow
@FUZZ
@given(trees(), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=3), st.booleans())
def test_any_zip_is_read_or_refused_and_nothing_of_it_is_written(
    root: Path, tree: Tree, damage: list[tuple[float, int]], whole: bool
) -> None:
    folder = root.parent / "zips"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / "release.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tree.items():
            archive.writestr(zipfile.ZipInfo(name or "x"), content, zipfile.ZIP_DEFLATED)
    if not whole:
        content_ = bytearray(path.read_bytes())
        for share, byte in damage:
            content_[int(share * (len(content_) - 1))] = byte
        path.write_bytes(content_)
    reads(path)
    assert [each.name for each in folder.iterdir()] == ["release.zip"]


@contextmanager
def directory(root: Path, tree: Tree) -> Iterator[Path]:
    """A tree as a directory; what the system does not take as a name is left out."""
    folder = root.parent / "directory"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in tree.items():
        path = folder / name.removeprefix(TOP).replace("..", "_").lstrip("/")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except (OSError, ValueError):
            continue
    yield folder


@pytest.mark.slow
@FUZZ
@given(trees(), st.sampled_from(["", "folder", "link", "loop", "pipe"]), st.sampled_from(sorted(FILES)))
def test_any_directory_is_read_or_refused_and_written_whole_or_not(root: Path, tree: Tree, odd: str, name: str) -> None:
    with directory(root, tree) as folder:
        path = folder / name.removeprefix(TOP)
        if odd and path.is_file():
            path.unlink()
            if odd == "folder":
                path.mkdir()
            elif odd == "pipe":
                os.mkfifo(path)
            else:
                path.symlink_to(root / "datapackage.json" if odd == "link" else path.name)
        reads(folder)
        before = files(folder) if not odd else {}
        try:
            rewrite(folder)
        except NkeventsError:
            assert odd or files(folder) == before
