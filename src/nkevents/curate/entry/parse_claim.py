"""One claim of the form, turned into columns: ``killed: 14``, ``host: russia``, ``means: artillery``."""

from nkevents.curate.entry.amounts import FORMS, read_amount
from nkevents.curate.entry.document_words import COLUMNS, FLAGS, KINDS, MODIFIERS, NO, ONLY_FOR, YES, Codes
from nkevents.curate.entry.report import Report
from nkevents.curate.entry.yaml_nodes import Map, Node, Scalar
from nkevents.errors import did_you_mean
from nkevents.model.claim_columns import PERSONS, column_faults

Cells = dict[str, Scalar]
_WORDS = (*MODIFIERS, *FLAGS, "kind", *COLUMNS)


def read_claim(node: Node, codes: Codes, report: Report) -> Cells | None:
    """Read one claim, in short form or in full columns.

    Returns
    -------
    dict of str to Scalar or None
        Texts by column; None where it cannot be told what is claimed.
    """
    if not isinstance(node, Map):
        report.refuse(node.line, "a claim must have named values: killed: 14, by: armenia-mod, in: key-of-a-source")
        return None
    cells: Cells = {}
    heads = [name for name in node.items if name in codes.kind_of or name == "means"]
    kind = _kind(node, heads, codes, report)
    if kind is None:
        return None
    cells["kind"] = Scalar(kind, node.line)
    if heads:
        _read_head(heads[0], kind, node, cells, report)
    for name, value in node.items.items():
        if name not in heads and name != "kind":
            _read_modifier(name, value, node.lines[name], kind, codes, cells, report)
    _defaults(kind, codes, cells, node.line)
    _check(kind, codes, cells, node.line, report)
    return cells


def _kind(node: Map, heads: list[str], codes: Codes, report: Report) -> str | None:
    if len(heads) > 1:
        report.refuse(node.line, f"two statements in one claim ({', '.join(heads)}): write one claim for each")
        return None
    given = node.items.get("kind")
    if heads:
        if given is not None:
            report.refuse(node.line, f"kind: is not needed beside {heads[0]}:")
        return "means" if heads[0] == "means" else codes.kind_of[heads[0]]
    if isinstance(given, Scalar) and given.text in KINDS:
        return given.text
    if given is not None:
        report.refuse(node.lines["kind"], f"unknown kind; there are {', '.join(KINDS)}")
        return None
    strange = next((name for name in node.items if name not in _WORDS), None)
    if strange is None:
        report.refuse(node.line, f"what is claimed? begin with its code: killed: 14; {_CODES}")
        return None
    weapon = strange in codes.of_kind["means"]
    hint = " (a weapon is written means: …)" if weapon else did_you_mean(strange, [*codes.kind_of, "means", *_WORDS])
    report.refuse(node.lines[strange], f"unknown claim {strange!r}{hint}; {_CODES}")
    return None


_CODES = "the codes stand in data/claim_codes.csv"


def _read_head(name: str, kind: str, node: Map, cells: Cells, report: Report) -> None:
    value, line = node.items[name], node.lines[name]
    if name != "means":
        cells["code"] = Scalar(name, line)
    if kind == "figure":
        _read_amount(name, value, line, cells, report)
    elif not isinstance(value, Scalar):
        report.refuse(line, f'{name}: must be one text; quote a date in brackets: "[2021-11-14..2021-11-16]"')
    elif value.text:
        cells[KINDS[kind].head] = value


def _read_amount(name: str, value: Node, line: int, cells: Cells, report: Report) -> None:
    if isinstance(value, Map):
        for bound, number in value.items.items():
            if bound not in ("low", "high") or not isinstance(number, Scalar):
                report.refuse(value.lines[bound], f"{name}: has low: and high:, not {bound!r}; or {FORMS}")
            elif number.text:
                cells[bound] = number
        return
    if not isinstance(value, Scalar) or not value.text:
        report.refuse(line, f"{name}: needs a number: {FORMS}")
        return
    try:
        bounds = read_amount(value.text)
    except ValueError as error:
        report.refuse(value.line, str(error))
        # The one error is enough: without a bound the claim would be refused again.
        bounds = ("0", "")
    cells.update({bound: Scalar(text, line) for bound, text in zip(("low", "high"), bounds, strict=True) if text})


def _read_modifier(name: str, value: Node, line: int, kind: str, codes: Codes, cells: Cells, report: Report) -> None:
    column = MODIFIERS.get(name) or (name if name in COLUMNS else None)
    if column is None and name not in FLAGS:
        known = (*_WORDS, *codes.kind_of)
        report.refuse(
            line, f"a claim has no {name!r}{did_you_mean(name, known)}; it has {', '.join((*MODIFIERS, *FLAGS))}"
        )
    elif not isinstance(value, Scalar):
        report.refuse(line, f"{name}: must be one text")
    elif not value.text:
        return
    elif name in FLAGS:
        _read_flag(name, value, cells, report)
    elif ONLY_FOR.get(name, kind) != kind:
        report.refuse(line, f"{name}: belongs to a claim of kind {ONLY_FOR[name]}, this is of kind {kind}")
    elif column is not None and column in cells:
        report.refuse(line, f"{name}: says a second time what {_first_word(column, kind)} says; keep one of the two")
    elif column is not None:
        cells[column] = value


def _first_word(column: str, kind: str) -> str:
    return "the first line" if column in (KINDS[kind].head, "low", "high", "code") else f"another word for {column}"


def _read_flag(name: str, value: Scalar, cells: Cells, report: Report) -> None:
    column, on, off = FLAGS[name]
    if value.text not in (*YES, *NO):
        report.refuse(value.line, f"{name}: is true or false, not {value.text!r}")
    elif column in cells:
        report.refuse(value.line, f"{name}: says a second time what {column}: says; keep one of the two")
    else:
        cells[column] = Scalar(on if value.text in YES else off, value.line)


def _defaults(kind: str, codes: Codes, cells: Cells, line: int) -> None:
    for column, _, usual in FLAGS.values():
        cells.setdefault(column, Scalar(usual, line))
    code = cells.get("code")
    if kind == "figure" and code and codes.units.get(code.text) == PERSONS:
        cells.setdefault("aspect", Scalar("any", line))


def _check(kind: str, codes: Codes, cells: Cells, line: int, report: Report) -> None:
    """Check which columns go with which kind, and the codes of that kind."""
    unit = codes.units.get(cells["code"].text) if "code" in cells else None
    missing = False
    for fault, column in column_faults(codes.kinds, kind, cells, unit):
        if fault == "column-not-of-kind":
            wrong = f"a claim of kind {kind} has no {column.removesuffix('_id')}: leave it out"
            report.refuse(cells[column].line, wrong)
        elif fault == "population-of-things":
            report.refuse(cells[column].line, "a count of things has no population: leave it out")
        else:
            missing = True
    if missing or "code" not in cells:
        report.refuse(line, f"this claim lacks {KINDS[kind].missing}")
    _check_code("code", codes.of_kind[kind], kind, cells, report)
    if codes.aspects[kind]:
        _check_code("aspect", codes.aspects[kind], kind, cells, report)
    for column, word in (("speaker_id", "who says so? add by:"), ("source_id", "where was it read? add in:")):
        if column not in cells:
            report.refuse(line, f"{word} to this claim")


def _check_code(column: str, valid: list[str], kind: str, cells: Cells, report: Report) -> None:
    cell = cells.get(column)
    if cell and cell.text not in valid:
        word = {"code": "code", "aspect": "population" if kind == "figure" else "topic"}[column]
        report.refuse(
            cell.line,
            f"unknown {word} {cell.text!r} of a {kind}{did_you_mean(cell.text, valid)}; there are {', '.join(valid)}",
        )
