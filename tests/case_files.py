"""Cases of tests that are written in YAML."""

from pathlib import Path
from typing import Any

import yaml

# With libyaml a tenth of the time.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def documents(path: Path) -> list[Any]:
    """All documents of a file, in their order."""
    return list(yaml.load_all(path.read_text(encoding="utf-8"), Loader=_LOADER))


def document(path: Path) -> Any:
    """The one document of a file."""
    (only,) = documents(path)
    return only


def read(text: str) -> Any:
    """The one document of a text."""
    return yaml.load(text, Loader=_LOADER)
