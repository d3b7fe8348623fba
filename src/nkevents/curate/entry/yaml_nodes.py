"""YAML as texts with their line numbers: no scalar is turned into a date, a number or a truth value."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from nkevents.curate.entry.report import Report

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = ("", "~", "null", "Null", "NULL")
_DEEPEST = 8


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


def read_nodes(text: str, file: str) -> Iterator[tuple[Node, Report]]:
    """Read every document of a YAML text.

    Yields
    ------
    tuple of Node and Report
        The report is told what is no YAML, named twice, or nested too deeply.
    """
    report = Report(file)
    try:
        for node in yaml.compose_all(text, Loader=_LOADER):
            yield _read(node, report, 0), report
            report = Report(file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem or error.context).split())
        report.refuse(mark.line + 1 if mark else 1, f"this is no YAML: {what}; quote a text that holds ': ' or '#'")
        yield Scalar("", 1), report
    except yaml.YAMLError as error:
        report.refuse(1, f"this is no YAML: {' '.join(str(error).split())}")
        yield Scalar("", 1), report


def _read(node: Any, report: Report, depth: int) -> Node:
    line = node.start_mark.line + 1
    if depth > _DEEPEST:
        report.refuse(line, "nested too deeply: the form has no such depth")
        return Scalar("", line)
    if isinstance(node, yaml.SequenceNode):
        return Items([_read(item, report, depth + 1) for item in node.value], line)
    if isinstance(node, yaml.MappingNode):
        return _read_map(node, line, report, depth)
    empty = node.style is None and node.value in _NULLS
    return Scalar("" if empty else tidy(node.value), line)


def _read_map(node: Any, line: int, report: Report, depth: int) -> Map:
    items: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for name_node, value in node.value:
        at = name_node.start_mark.line + 1
        if not isinstance(name_node, yaml.ScalarNode):
            report.refuse(at, "a name must be one word")
            continue
        name = name_node.value
        if name in items:
            report.refuse(at, f"{name!r} stands here twice, first on line {lines[name]}")
            continue
        items[name], lines[name] = _read(value, report, depth + 1), at
    return Map(items, lines, line)


def tidy(text: str) -> str:
    r"""Text with single spaces and letters in NFC.

    Examples
    --------
    >>> tidy("  two\n lines ")
    'two lines'
    """
    return unicodedata.normalize("NFC", " ".join(text.split()))
