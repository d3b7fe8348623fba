"""Write anew everything that is computed from the data and kept in the repository.

Run ``python tools/refresh.py`` after a change of the data. ``python tools/refresh.py --check`` writes nothing and ends
with status 1 if anything would be written. What only a person can decide is listed and ends with status 1 as well.
The pictures of the explorer need a browser: where the tables changed, their command is named.
"""

import argparse
import csv
import doctest
import importlib
import io
import json
import os
import re
import sys
import tempfile
import tomllib
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import explorer_pictures
import pictures
import readings_told
from nkevents.checks import Finding, check_package
from nkevents.curate.quality.coverage import coverage
from nkevents.curate.quality.fairness_figures import fairness
from nkevents.curate.quality.fairness_page import fairness_page
from nkevents.curate.quality.recorded import Name, measured, reached, record
from nkevents.curate.release.catalogue import codebook_html
from nkevents.dataset import shipped
from nkevents.errors import NkeventsError
from nkevents.store.opening import shipped_root
from nkevents.store.rows import read_rows

ROOT = Path(__file__).resolve().parents[1]
CODEBOOK = "docs/codebook.html"
RECORDED = "tests/coverage.toml"
PAIRS = "tests/settled_pairs.csv"
TEXTS = "tests/settled_texts.csv"
GAPS = "docs/known-gaps.md"
FAIRNESS = "docs/fairness.md"
# A scope in which none of these fell has lost nothing.
COUNTS = ("events", "claims", "sources", "publishers", "languages")
ADDED = "events or claims were added, none were lost"
_SECTION = re.compile(r"(?ms)^\[(?P<scope>\w+)\.(?P<measure>\w+)\]$.*?(?=^\[|\Z)")
_WHY = re.compile(r"(?m)^why *=.*\n?")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+(?=[ ,;:]|$)")
_PAIR = re.compile(r"^(\S+) may be (\S+) again")
_WORDS = re.compile(r"^(\S+) has (?P<quote>['\"])(.+?)(?P=quote)")
_NUMBER_OF_PAIRS = re.compile(r"\d+(?=\s+pairs\s+of\s+events\s+are\s+candidates\s+for\s+duplicates)")


@dataclass
class Refreshed:
    """What the files should hold, and what a person has to do.

    Attributes
    ----------
    files : dict of str to bytes
        By path below the root of the checkout.
    by_hand : list of str
        One sentence per thing that only a person can decide.
    stale_pictures : list of str
        Names of the pictures to be drawn anew.
    perhaps : list of str
        One sentence per thing that may be out of date, with the command that can tell.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    by_hand: list[str] = field(default_factory=list)
    stale_pictures: list[str] = field(default_factory=list)
    perhaps: list[str] = field(default_factory=list)

    def stale(self) -> list[str]:
        """Files that do not hold what they should."""
        return [path for path, content in self.files.items() if not _holds(ROOT / path, content)]


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def refreshed() -> Refreshed:
    """Compute everything that is kept."""
    made = Refreshed()
    made.files[CODEBOOK] = codebook_html(shipped())
    made.files[FAIRNESS] = fairness_page(fairness(shipped())).encode("utf-8")
    _coverage(made)
    _warnings(made)
    made.files |= {name: text.encode("utf-8") for name, text in readings_told.told(ROOT, shipped()).items()}
    _examples(made)
    _pictures(made)
    return made


# --- pictures


def _pictures(made: Refreshed) -> None:
    now = pictures.fingerprints()
    made.stale_pictures = pictures.stale(now)
    made.files[pictures.HASHES] = pictures.as_file(now)
    if explorer_pictures.tables_changed():
        made.perhaps.append(
            f"{pictures.FOLDER}/explorer-*.png may be out of date, which only a browser can tell; run: "
            "python tools/explorer_pictures.py"
        )


# --- coverage


def _coverage(made: Refreshed) -> None:
    found, path = coverage(shipped()), ROOT / RECORDED
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_text(_explained(path.read_text(encoding="utf-8"), measured(found)), encoding="utf-8")
        try:
            record(found, copy)
        except NkeventsError as error:
            made.by_hand.append(str(error).replace(str(copy), RECORDED))
        else:
            made.files[RECORDED] = copy.read_bytes()


def _explained(text: str, values: dict[Name, float]) -> str:
    """Give the reason of each share that fell in a scope that lost nothing: it fell because of what was added."""
    entries = tomllib.loads(text)

    def grew(scope: str) -> bool:
        counted = {name: entries[scope].get(name, {}).get("recorded", 0) for name in COUNTS}
        return all(values.get((scope, name), 0) >= number for name, number in counted.items())

    def section(match: re.Match[str]) -> str:
        name, body = (match["scope"], match["measure"]), match[0]
        entry, value = entries[name[0]][name[1]], values.get(name)
        before = entry.get("recorded")
        if value is None or before is None or reached(name[1], value, before) or not grew(name[0]):
            return body
        kept = [line for line in entry.get("why", []) if not line.endswith(ADDED)]
        why = ", ".join(
            json.dumps(line, ensure_ascii=False) for line in [*kept, f"{'.'.join(name)} {value:g}: {ADDED}"]
        )
        rest = _WHY.sub("", body)
        end = len(rest.rstrip("\n")) + 1
        return f"{rest[:end]}why = [{why}]\n{rest[end:]}"

    return _SECTION.sub(section, text)


# --- warnings of the data, which are settled one by one


def _warnings(made: Refreshed) -> None:
    found = check_package(shipped_root(), with_frictionless=False)
    gaps = (ROOT / GAPS).read_text(encoding="utf-8")
    candidates, texts = set(), {}
    for finding in found:
        pair, words = _PAIR.match(finding.message), _WORDS.match(finding.message)
        if finding.severity == "error":
            made.by_hand.append(f"mend this: {finding}")
        elif finding.rule == "duplicate-candidate" and pair:
            candidates.add((min(pair.groups()), max(pair.groups())))
        elif words:
            texts[finding.rule, words[1], words[3]] = finding
        elif finding.rule != "one-statement-many-events" and not _named(finding.message, gaps):
            made.by_hand.append(f"mend this, or name the event in {GAPS} and say why it stays: {finding}")
    _settled_texts(made, texts)
    settled = [(row["event"], row["other"]) for row in read_rows((ROOT / PAIRS).read_text(encoding="utf-8"))]
    for one, other in sorted(candidates - set(settled)):
        made.by_hand.append(f"{one} and {other} may be one event: merge them, or add the line {one},{other} to {PAIRS}")
    kept = sorted(pair for pair in settled if pair in candidates)
    made.files[PAIRS] = "".join(f"{one},{other}\n" for one, other in [("event", "other"), *kept]).encode()
    made.files[GAPS] = _NUMBER_OF_PAIRS.sub(str(len(candidates)), gaps).encode("utf-8")


def _settled_texts(made: Refreshed, found: dict[tuple[str, str, str], Finding]) -> None:
    """Keep the settled words that still stand in a text, and list those that nobody has settled."""
    settled = {
        (row["rule"], row["event"], row["words"]): row["reason"]
        for row in read_rows((ROOT / TEXTS).read_text(encoding="utf-8"))
    }
    for key, finding in found.items():
        if not settled.get(key):
            line = ",".join(key)
            made.by_hand.append(f"mend this, or add the line {line},REASON to {TEXTS}, with the reason: {finding}")
    lines = io.StringIO()
    kept = ((*key, reason) for key, reason in sorted(settled.items()) if key in found)
    csv.writer(lines, lineterminator="\n").writerows([("rule", "event", "words", "reason"), *kept])
    made.files[TEXTS] = lines.getvalue().encode("utf-8")


def _named(message: str, gaps: str) -> bool:
    """Whether the text on gaps names an event of which a warning speaks."""
    return any(word in gaps for word in _SLUG.findall(message))


# --- examples in texts and docstrings


@dataclass
class _Example:
    line: int
    example: doctest.Example
    got: str | None
    error: str | None = None


class _Runner(doctest.DocTestRunner):
    """Collects the examples that answer something else than is written."""

    def __init__(self) -> None:
        super().__init__(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
        self.differing: list[_Example] = []

    def report_failure(self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        fixed = example.exc_msg is None and doctest.ELLIPSIS not in example.options
        self.differing.append(_Example((test.lineno or 0) + example.lineno, example, got if fixed else None))

    def report_unexpected_exception(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        error = " ".join(traceback.format_exception_only(*exc_info[:2])).strip()
        self.differing.append(_Example((test.lineno or 0) + example.lineno, example, None, error))


def _examples(made: Refreshed) -> None:
    for path in _paths():
        runner = _Runner()
        for test in _tests(path):
            runner.run(test, out=lambda _: None)
        name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        by_hand = [each for each in runner.differing if each.got is None]
        made.by_hand += [f"{name}:{each.line + 1}: the example {_why(each)}" for each in by_hand]
        text = made.files.get(name, text.encode("utf-8")).decode("utf-8")
        made.files[name] = _with_answers(text, runner.differing).encode("utf-8")


def _why(differing: _Example) -> str:
    return f"raises {differing.error}" if differing.error else "gives something else"


def _paths() -> Iterator[Path]:
    texts = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "src").rglob("*.py"))]
    return (path for path in texts if ">>> " in path.read_text(encoding="utf-8"))


def _tests(path: Path) -> list[doctest.DocTest]:
    if path.suffix == ".md":
        text = path.read_text(encoding="utf-8")
        return [doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, path.name, str(path), 0)]
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
    return [test for test in doctest.DocTestFinder().find(module) if test.examples and test.lineno is not None]


def _with_answers(text: str, differing: list[_Example]) -> str:
    lines = text.splitlines(keepends=True)
    for each in sorted(differing, key=lambda each: each.line, reverse=True):
        if each.got is None:
            continue
        # Where an annotation holds quotes, doctest takes its line for the beginning of the docstring.
        prompt = f">>> {each.example.source.splitlines()[0]}"
        asked = next(number for number in range(each.line, len(lines)) if lines[number].strip() == prompt)
        first = asked + each.example.source.count("\n")
        indent = " " * each.example.indent
        answer = [f"{indent}{line}" if line.strip() else f"{indent}<BLANKLINE>\n" for line in each.got.splitlines(True)]
        lines[first : first + each.example.want.count("\n")] = answer
    return "".join(lines)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; status 1 if anything would be written")
    check = parser.parse_args().check
    # pandas prints as many columns as the terminal has room for; the examples are printed for 80 characters.
    os.environ["COLUMNS"] = "80"
    if shipped_root() != ROOT:
        print(f"nkevents is installed from {shipped_root()}; run: python -m pip install -e '{ROOT}'")
        return 2
    made = refreshed()
    stale = made.stale()
    for name in stale:
        if not check:
            (ROOT / name).write_bytes(made.files[name])
        print(f"{name}: {'is stale; run: python tools/refresh.py' if check else 'written anew'}")
    for name in made.stale_pictures:
        print(f"{pictures.FOLDER}/{name}.png: {'is stale; run: python tools/refresh.py' if check else 'written anew'}")
    if not check:
        pictures.draw(made.stale_pictures)
    stale += made.stale_pictures
    for sentence in made.by_hand:
        print(f"by hand: {sentence}")
    for sentence in made.perhaps:
        print(f"perhaps: {sentence}")
    if not (stale or made.by_hand or made.perhaps):
        print("everything is up to date")
    return 1 if made.by_hand or (check and stale) else 0


if __name__ == "__main__":
    sys.exit(main())
