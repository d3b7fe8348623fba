"""Every Python process that finds this on its path writes down what it opens, changes and asks for."""

import json
import os
import sys
from pathlib import Path

_log = os.open(os.environ["TRACE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_WATCHED = (
    "open",
    "os.",
    "shutil.",
    "socket.",
    "subprocess.Popen",
    "urllib.Request",
    "sqlite3.connect",
    "pathlib.",
    "glob.",
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _text(value: object) -> str:
    return os.fsdecode(value) if isinstance(value, bytes | str | os.PathLike) else str(value)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith(_WATCHED) or event in ("os.putenv", "os.unsetenv"):
        return
    # What removes a directory names the rest below it; that it does so is an event of its own.
    caller = sys._getframe().f_back
    if caller and caller.f_code.co_name.startswith("_rmtree"):
        return
    if event == "open":
        path, _, flags = arguments
        event = "write" if isinstance(flags, int) and flags & _WRITES else "read"
        arguments = (path,)
    if arguments and not isinstance(arguments[0], int):
        line = json.dumps([event, str(Path.cwd()), [_text(each) for each in arguments]])
        os.write(_log, line.encode() + b"\n")


sys.addaudithook(_hook)
