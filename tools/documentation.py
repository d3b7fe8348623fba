"""Pages of the documentation that are computed: columns, commands, and the rule by its cases.

`write_pages` writes them where docs/conf.py wants them; nothing of it is kept in the repository.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import typer
import yaml
from typer.testing import CliRunner

import nkevents
from nkevents.cli import app
from nkevents.model.codes import ViewName
from nkevents.model.table_schema import Field

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases" / "rule"
# Paragraphs of the rule in docs/method.md, and the files of cases that show their sentences.
PARAGRAPHS = {
    "Live statements, plans, dates and places": (
        *("hedged-never-replaces-firm", "dates-and-places", "dates-that-do-not-overlap", "vaguer-date-said-again"),
        *("brussels-plan-and-meeting", "plan-moved-twice", "plan-that-nobody-spoke-of-again", "plans-of-one-day"),
        *("retracted", "sightings"),
    ),
    "Who says that it took place, and acceptance": (
        *("who-says-it-took-place", "concessions", "town-claimed-denied-conceded", "denied-plan-that-took-place"),
        "ally-confirms-nothing",
    ),
    "Figures": (
        *("figures", "independent-before-own", "own-dead-revised-over-months", "adversary-count", "overtaken-floor"),
        *(
            "bare-floors",
            "weak-floors",
            "populations",
            "parts-are-floors",
            "partial",
            "roots-and-blocs",
            "overall-claims",
        ),
        *("ceilings-and-intervals", "released-as-the-giver-says", "clash-of-16-november-2021"),
    ),
    "Attribution": ("attribution", "attribution-acknowledged", "attribution-both-named", "ankara-denies"),
    "Participants": ("participants",),
    "Points of agreements": (
        *("provision-claimed-then-fulfilled", "provision-broken", "provision-disputed", "provision-overdue"),
        "provisions",
    ),
}
_PLAIN = ("known", "speaker", "code")


def write_pages(folder: Path) -> None:
    """Write all computed pages below a directory."""
    folder.mkdir(exist_ok=True)
    pages = {"columns.md": columns_page(), "commands.md": commands_page(), "rule-by-example.md": rule_page()}
    for name, text in pages.items():
        path = folder / name
        # A page that did not change keeps its time, so that it is not built anew.
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


# --- columns


def columns_page() -> str:
    """Every column of every table, the timeline first."""
    book = nkevents.codebook()
    order = ["timeline", *(name for name in book["table"].unique() if name != "timeline")]
    parts = [
        "# Columns",
        "Every column of every table, as `nkevents.codebook()` gives them. The frame of `load()` is the table "
        "timeline; the others are the data that it is computed from (`nkevents.table(NAME)`). The same stands on "
        "[one page with all codes](../codebook.html).",
    ]
    for name in order:
        parts += [f"## {name}", *(_column(row) for row in book[book["table"] == name].to_dict("records"))]
    parts.append(
        "## Columns of other views\n\nWhat the views beside `load()` give. `nkevents.schema(NAME)` has the same, and "
        "its `to_pandera()` is a check for a pipeline."
    )
    for name in get_args(ViewName)[1:]:
        schema = nkevents.schema(name)
        parts += [f"### {name}", schema.description, *(_column(_as_in_codebook(field)) for field in schema.fields)]
    return "\n\n".join(parts) + "\n"


def _as_in_codebook(field: Field) -> dict[str, Any]:
    kind = "category" if field.coded else str(field.pandas_dtype())
    facts = {name: getattr(field, name) for name in ("question", "description", "unit", "required")}
    return {"column": field.name, "type": kind, "codes": "; ".join(field.codes or ()) or None, **facts}


def _column(row: dict[str, Any]) -> str:
    facts = [_type(str(row["type"])), *([] if row["unit"] == "none" else [str(row["unit"])])]
    facts += ["never missing"] if row["required"] else []
    codes = [] if row["codes"] is None or row["codes"] != row["codes"] else str(row["codes"]).split("; ")
    listed = f" Codes: {', '.join(f'`{code}`' for code in codes)}." if codes else ""
    return f"`{row['column']}`\n: *{row['question']}* {_escaped(str(row['description']))} ({', '.join(facts)}){listed}"


def _type(name: str) -> str:
    plain = {"string[pyarrow]": "text", "category": "code", "datetime64[ms]": "day", "Int64": "whole number"}
    return plain.get(name, {"boolean": "true or false", "float64": "number"}.get(name, name))


def _escaped(text: str) -> str:
    return re.sub(r"([*_`<\[\]])", r"\\\1", text)


# --- commands


def commands_page() -> str:
    """Every command with its help."""
    group = typer.main.get_command(app)
    parts = ["# Command line", "What `nkevents --help` and `nkevents COMMAND --help` print.", _help([])]
    for name in getattr(group, "commands", {}):
        parts += [f"## nkevents {name}", _help([name])]
    return "\n\n".join(parts) + "\n"


def _help(command: list[str]) -> str:
    result = CliRunner().invoke(app, [*command, "--help"], prog_name="nkevents", env={"COLUMNS": "88", "TERM": "dumb"})
    return f"```text\n{result.output.strip()}\n```"


# --- the rule by its cases


def rule_page() -> str:
    """Each promise of the rule with its case: claims, and what follows."""
    shown = [name for names in PARAGRAPHS.values() for name in names]
    there = sorted(path.stem for path in CASES.glob("*.yaml"))
    if sorted(shown) != there:
        raise SystemExit(f"cases without a paragraph in {Path(__file__).name}: {set(shown) ^ set(there)}")
    parts = [
        "# The rule by example",
        "Each sentence of [the rule](../method.md) that decides something, with claims made up for it and what follows "
        "from them. Each of these cases is a test: what stands here is what the code does. **The claims are invented, "
        "and nobody named here said what stands here.** A speaker is named because the rule asks of which side, and of "
        "what kind, a speaker is. In the cases *exactly* is a number, *low* alone is a floor (at least so many), "
        "*high* alone a ceiling; a *hedged* claim is one that its speaker calls unsure.",
    ]
    for heading, names in PARAGRAPHS.items():
        parts.append(f"## {heading}")
        for name in names:
            for case in yaml.safe_load_all((CASES / f"{name}.yaml").read_text(encoding="utf-8")):
                parts += list(_case(case))
    return "\n\n".join(parts) + "\n"


def _case(case: dict[str, Any]) -> Iterator[str]:
    promise = str(case["promise"])
    yield f"### {_escaped(promise[:1].upper() + promise[1:])}"
    kind = str(case["event_type"]).replace("_", " ")
    yield f"The event is of type *{kind}*" + (f"; the point is due on {case['due']}." if "due" in case else ".")
    rows = [f"| {n} | {_claim(claim)} |" for n, claim in enumerate(case["claims"], 1)]
    yield "\n".join(["| | known from | speaker | says |", "| --: | --- | --- | --- |", *rows])
    yield "\n".join(f"- {_expected(expected)}" for expected in case["expect"])


def _claim(claim: dict[str, Any]) -> str:
    said = [f"**{claim['code']}**"] + [f"{key} {value}" for key, value in claim.items() if key not in _PLAIN]
    return f"{claim['known']} | {claim['speaker']} | {', '.join(said)}"


def _expected(expected: dict[str, Any]) -> str:
    day = f"As of {expected['as_of']}" if "as_of" in expected else "In the end"
    cells = [f"`{key}` is {_value(value)}" for key, value in expected.items() if key != "as_of"]
    return f"{day}: {'; '.join(cells)}."


def _value(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(_value(each) for each in value) or "none"
    return f"**{value}**"
