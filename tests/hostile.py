"""Packages that try to reach outside, from the cases under tests/cases."""

import json
from pathlib import Path
from typing import Any

from case_files import document
from test_entry import package

CASES = Path(__file__).parent / "cases"
HOSTILE: list[dict[str, Any]] = document(CASES / "hostile.yaml")
FETCHED: list[dict[str, Any]] = document(CASES / "fetched.yaml")


def filled(value: Any, words: dict[str, str]) -> Any:
    """A value of a case with its words in place of their names."""
    if isinstance(value, str):
        for name, word in words.items():
            value = value.replace(f"{{{name}}}", word)
        return value
    if isinstance(value, list):
        return [filled(each, words) for each in value]
    return {key: filled(each, words) for key, each in value.items()} if isinstance(value, dict) else value


def hostile(folder: Path, case: dict[str, Any], address: str = "http://127.0.0.1:9") -> Path:
    """Write the package of a case into a folder, beside a directory `outside`."""
    outside = folder / "outside"
    outside.mkdir(parents=True)
    (outside / "secret.csv").write_text("secret", encoding="utf-8")
    (outside / "schema.json").write_text("{}", encoding="utf-8")
    case = filled(case, {"outside": str(outside), "address": address, "nothing": "0" * 64})
    root = package(folder / "package")
    for name, merged in (("datapackage.json", "descriptor"), ("schemas/claims.json", "schema")):
        raw = json.loads((root / name).read_text(encoding="utf-8"))
        raw |= case.get(merged, {})
        if merged == "descriptor":
            raw["resources"][0] |= case.get("first", {})
        (root / name).write_text(json.dumps(raw), encoding="utf-8")
    for name, target in case.get("link", {}).items():
        (root / name).symlink_to(target)
    for name, text in case.get("write", {}).items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root
