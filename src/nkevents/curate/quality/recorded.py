"""Targets of coverage and the values last recorded: a value may fall only with a line that says why."""

import re
import tomllib
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import TypeAlias

from nkevents.curate.quality.coverage import LATER, MEASURES, WAR, Coverage
from nkevents.errors import NkeventsError
from nkevents.store.files import read_file, write_file

SCOPES = (WAR, LATER)
Name: TypeAlias = tuple[str, str]
_SECTION = re.compile(r"(?ms)^\[(?P<scope>\w+)\.(?P<measure>\w+)\][ \t]*$(?P<body>.*?)(?=^\[\w+\.\w+\][ \t]*$|\Z)")
_RECORDED = re.compile(r"^recorded *=.*$", re.M)


@dataclass(frozen=True)
class Entry:
    """What the file says of one measure of one scope.

    Attributes
    ----------
    target : float or None
        The value to reach: at least, or for measures that should be small at most.
    recorded : float or None
        None where there was nothing to measure.
    why : tuple of str
        Lines that explain a fall, each with the measure's name and the value that it fell to.
    """

    target: float | None = None
    recorded: float | None = None
    why: tuple[str, ...] = ()


def read(path: Path) -> dict[Name, Entry]:
    """Read targets and recorded values by scope and measure.

    Parameters
    ----------
    path : pathlib.Path
        As tests/coverage.toml.

    Raises
    ------
    NkeventsError
        If the file cannot be read, or names a measure that there is none of.
    """
    try:
        document = tomllib.loads(read_file(path).decode("utf-8"))
        entries = {(scope, name): Entry(**item) for scope, part in document.items() for name, item in part.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise NkeventsError(f"{path}: no file of targets and recorded values: {error}") from error
    for scope, name in entries:
        if scope not in SCOPES or name not in MEASURES:
            raise NkeventsError(f"{path}: there is no measure {scope}.{name}")
    return entries


def measured(found: Coverage) -> dict[Name, float]:
    """Values of what is recorded, without shares of nothing, by scope and measure."""
    values = {(scope, name): value for scope in SCOPES for name, value in found.values(scope).items()}
    return {name: value for name, value in values.items() if not isnan(value)}


def reached(measure: str, value: float, target: float) -> bool:
    """Whether a value is as good as a target."""
    return value >= target if MEASURES[measure].rises else value <= target


def falls(found: Coverage, entries: dict[Name, Entry]) -> list[str]:
    """Say which values are worse than recorded without a line that says why.

    Parameters
    ----------
    entries : dict
        As `read` gives them.

    Returns
    -------
    list of str
        One sentence per value.
    """
    values, told = measured(found), []
    for (scope, measure), entry in entries.items():
        value = values.get((scope, measure))
        if entry.recorded is None or (value is not None and reached(measure, value, entry.recorded)):
            continue
        name, now = f"{scope}.{measure}", "none" if value is None else f"{value:g}"
        if not any(line.split()[:2] == [name, f"{now}:"] for line in entry.why):
            told.append(f'{name} was {entry.recorded:g} and is {now}; add the line "{name} {now}: …" to its why')
    return told


def record(found: Coverage, path: Path) -> list[Name]:
    """Write today's values into the file; targets, whys and comments stay.

    Parameters
    ----------
    path : pathlib.Path
        Made where there is none.

    Returns
    -------
    list of (scope, measure)
        Those whose value changed.

    Raises
    ------
    NkeventsError
        If a value fell without a line that says why; nothing is written then.
    """
    entries = read(path) if path.exists() else {}
    if fallen := falls(found, entries):
        raise NkeventsError(f"{path}: nothing was recorded. " + "; ".join(fallen))
    values = measured(found)
    text = read_file(path).decode("utf-8") if path.exists() else ""
    for (scope, measure), value in values.items():
        if (scope, measure) not in entries:
            text += f"\n[{scope}.{measure}]\nrecorded = {value:g}\n"
    write_file(path, _rewritten(text, values))
    return [name for name, value in values.items() if entries.get(name, Entry()).recorded != value]


def _rewritten(text: str, values: dict[Name, float]) -> str:
    """Replace or add the line on the recorded value of every section."""

    def rewritten(section: re.Match[str]) -> str:
        head, body = section[0].removesuffix(section["body"]), section["body"]
        value = values.get((section["scope"], section["measure"]))
        line = "" if value is None else f"recorded = {value:g}"
        if _RECORDED.search(body):
            return head + _RECORDED.sub(line, body, count=1)
        return f"{head}\n{line}{body}" if line else section[0]

    return _SECTION.sub(rewritten, text)
