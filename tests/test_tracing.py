"""Nothing outside the directory that is named is read or written, and nothing is asked for over a network."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hostile import FETCHED, HOSTILE, hostile
from nkevents.curate.release.release_files import PAPERS
from nkevents.store.opening import shipped_root

HERE = Path(__file__).parent / "tracing"
DOCUMENT = Path(__file__).parent / "cases" / "entry" / "new.yaml"
# Where Python, its libraries and the system keep what they load themselves, and the shipped schemas and code.
OWN = [
    Path(str(each)).resolve() for each in (sys.prefix, sys.base_prefix, HERE, DOCUMENT, shipped_root(), *sys.path[1:])
]
SYSTEM = [Path(each) for each in ("/proc", "/sys", "/dev/null", "/etc", "/usr/lib", "/usr/share", "/lib")]
CHANGES = (
    "write",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.truncate",
    "os.chmod",
    "shutil.",
    "sqlite3.connect",
)
PROGRAMS = ("git", Path(sys.executable).name)


def committed(root: Path) -> None:
    """A checkout that lacks nothing a release needs."""
    for name in PAPERS:
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(HERE.parents[1] / name, root / name)
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    for arguments in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "A version"]):
        subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)


def traced(folder: Path, roots: list[Path]) -> list[tuple[str, Path, list[str]]]:
    """Everything that was opened, changed or asked for: event, directory, arguments."""
    log, temporary = folder / "trace", folder / "temporary"
    temporary.mkdir()
    environment = {
        **os.environ,
        "TRACE": str(log),
        "TMPDIR": str(temporary),
        "PYTHONPATH": str(HERE),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, str(HERE / "acts.py"), str(DOCUMENT), *map(str, roots)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    return [(event, Path(cwd), arguments) for event, cwd, arguments in lines]


@pytest.mark.slow
def test_hostile_packages_reach_nothing_outside(tmp_path: Path) -> None:
    roots = []
    for number, case in enumerate([*HOSTILE, *FETCHED]):
        roots.append(hostile(tmp_path / f"{number}", case))
        committed(roots[-1])
    secrets = [root.parent / "outside" for root in roots]
    before = [sorted((path.name, path.read_bytes()) for path in secret.iterdir()) for secret in secrets]
    named = {*roots, *(root.parent / "out" for root in roots), tmp_path / "temporary"}
    readable = {*named, *OWN, *SYSTEM}
    events = traced(tmp_path, roots)
    # What the library that validates reads, in a process of its own, is traced too.
    assert any(event == "read" and cwd.is_relative_to(tmp_path / "temporary") for event, cwd, _ in events)
    wrong: list[Any] = []
    for event, cwd, arguments in events:
        if event.startswith(("socket.", "urllib.")):
            wrong.append((event, arguments))
        elif event == "subprocess.Popen":
            assert Path(arguments[0]).name in PROGRAMS, arguments
        elif event.startswith(CHANGES) or event in ("read", "os.listdir", "os.scandir"):
            path = Path(os.path.realpath(cwd / arguments[0]))
            allowed = named if event.startswith(CHANGES) else readable
            if allowed.isdisjoint([path, *path.parents]):
                wrong.append((event, path))
    assert wrong == []
    assert [sorted((path.name, path.read_bytes()) for path in secret.iterdir()) for secret in secrets] == before
