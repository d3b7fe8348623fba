"""YAML as texts with their line numbers: no scalar is turned into a date, a number or a truth value."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from nkevents.curate.entry.report import Report
from nkevents.model.lost_letters import lost_letters

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = ("", "~", "null", "Null", "NULL")
# An event of hundreds of claims has some 10,000 texts.
_DEEPEST, _MOST = 8, 200_000


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text and its line; white space is single, letters are in NFC."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Map:
    """Named values; `lines` gives the line of each name."""

    items: "dict[str, Node]"
    lines: dict[str, int]
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: "list[Node]"
    line: int


Node: TypeAlias = Scalar | Map | Items


class _Unreadable(Exception):
    """A line on which reading ends, and why."""


def read_nodes(text: str, file: str) -> Iterator[tuple[Node, Report]]:
    """Read every document of a YAML text.

    Yields
    ------
    tuple of Node and Report
        The report is told what is no YAML, named twice, or nested too deeply.
    """
    report = Report(file)
    try:
        # Events come one by one, however deep: composing nodes would exhaust the stack of the process.
        events = yaml.parse(text, Loader=_LOADER)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                yield _read(next(events), _counted(events), report, 0), report
                report = Report(file)
    except (yaml.YAMLError, _Unreadable) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, why = mark.line + 1 if mark else 1, f"this is no YAML: {' '.join(str(error).split())}"
        if isinstance(error, _Unreadable):
            line, why = error.args
        elif isinstance(error, yaml.MarkedYAMLError):
            what = " ".join(str(error.problem or error.context).split())
            why = f"this is no YAML: {what}; quote a text that holds ': ' or '#'"
        report.refuse(line, why)
        yield Scalar("", 1), report


def _counted(events: Iterator[Any]) -> Iterator[Any]:
    """The events of one document, as many as a document may have."""
    for number, event in enumerate(events):
        if number > _MOST:
            why = f"more than {_MOST:,} texts in one document, which is of one event"
            raise _Unreadable(event.start_mark.line + 1, why)
        yield event
        if isinstance(event, yaml.DocumentEndEvent):
            return


def _read(event: Any, events: Iterator[Any], report: Report, depth: int) -> Node:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent):
        raise _Unreadable(line, f"*{event.anchor} stands for another place: write out what is meant, or quote it")
    if depth > _DEEPEST:
        raise _Unreadable(line, "nested too deeply: the form has no such depth")
    if isinstance(event, yaml.SequenceStartEvent):
        return Items([_read(each, events, report, depth + 1) for each in _until(events, yaml.SequenceEndEvent)], line)
    if isinstance(event, yaml.MappingStartEvent):
        return _read_map(line, events, report, depth)
    empty = not event.style and event.value in _NULLS
    text = "" if empty else tidy(event.value)
    if lost := lost_letters(text):
        report.refuse(line, f"{lost.message}; {lost.instead} ({lost.rule})")
    return Scalar(text, line)


def _until(events: Iterator[Any], end: type) -> Iterator[Any]:
    return iter(lambda: None if isinstance(event := next(events), end) else event, None)


def _read_map(line: int, events: Iterator[Any], report: Report, depth: int) -> Map:
    items: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for event in _until(events, yaml.MappingEndEvent):
        at = event.start_mark.line + 1
        key = _read(event, events, report, depth + 1)
        value = _read(next(events), events, report, depth + 1)
        if not isinstance(key, Scalar):
            report.refuse(at, "a name must be one word")
        elif event.value in items:
            report.refuse(at, f"{event.value!r} stands here twice, first on line {lines[event.value]}")
        else:
            items[event.value], lines[event.value] = value, at
    return Map(items, lines, line)


def tidy(text: str) -> str:
    r"""Text with single spaces and letters in NFC.

    Examples
    --------
    >>> tidy("  two\n lines ")
    'two lines'
    """
    return unicodedata.normalize("NFC", " ".join(text.split()))
