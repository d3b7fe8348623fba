"""Single cells: whether their column takes them, and their characters."""

from collections.abc import Collection, Iterator

from nkevents.checks.finding import Finding, finding_in
from nkevents.checks.text_checks import PSEUDO_NULLS, text_problems
from nkevents.model.problem import Problem
from nkevents.model.table_schema import Field
from nkevents.store.package import Package
from nkevents.store.rows import Table


def check_cells(package: Package) -> Iterator[Finding]:
    """Check every distinct cell of every table."""
    vocabularies = {
        field.vocabulary for name in package.names for field in package.stated[name].fields if field.vocabulary
    }
    codes = {place: package[place[0]].values(place[1]) for place in vocabularies if place[0] in package.names}
    of_codes = {name for name, _ in vocabularies}
    for table in package.tables:
        for field in table.schema.fields:
            if any(field.name in row for row in table.unchecked):
                # Vocabularies say "none" where a scheme does not code something; the log repeats codes of any table.
                known = (
                    PSEUDO_NULLS
                    if table.name in of_codes or (table.name == "changes" and field.name in ("old", "new"))
                    else codes.get(field.vocabulary or ("", ""), set(field.codes or ()))
                )
                yield from _column(table, field, known)


def _column(table: Table, field: Field, codes: Collection[str]) -> Iterator[Finding]:
    cells = [row[field.name] for row in table.unchecked]
    problems = {text: found for text in set(cells) if (found := list(_problems(text, field, codes)))}
    if problems:
        for row, text in zip(table.unchecked, cells, strict=True):
            for problem in problems.get(text, ()):
                yield finding_in(table, problem.rule, row, field.name, problem.message, problem.instead)


def _problems(text: str, field: Field, codes: Collection[str]) -> Iterator[Problem]:
    if text:
        yield from text_problems(text, field, codes)
    if problem := field.check(text):
        yield problem
