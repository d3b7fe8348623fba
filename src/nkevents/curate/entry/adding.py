"""Add documents to a data package: read, enter, check, write; what is refused does not hinder the rest."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from nkevents.curate.entry.change_lines import difference
from nkevents.curate.entry.dependants import refuse_dependants
from nkevents.curate.entry.document import Document, read_documents
from nkevents.curate.entry.document_entry import Entry
from nkevents.curate.entry.document_words import Codes
from nkevents.curate.entry.enter import enter
from nkevents.curate.entry.entry_checks import Known, report_findings
from nkevents.curate.entry.report import Remark
from nkevents.curate.entry.transaction import locked, recover, write_all
from nkevents.curate.entry.workspace import Workspace
from nkevents.errors import NkeventsError
from nkevents.store.files import read_file

State = Literal["added", "updated", "unchanged", "refused"]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What became of one document.

    Attributes
    ----------
    slug : str
        Empty where the document does not name its event.
    event_id : str
        Empty where it was refused.
    state : str
        ``added``, ``updated``, ``unchanged`` or ``refused``.
    counts : Counter
        Rows by table and by what was done to them.
    remarks : list of Remark
        Errors and warnings, by line.
    """

    file: str
    line: int
    slug: str
    event_id: str
    state: State
    counts: Counter[tuple[str, str]]
    remarks: list[Remark]


@dataclass
class Result:
    """What became of all documents of a call.

    Attributes
    ----------
    recovered : str or None
        What was done about an earlier, interrupted command.
    difference : list of str
        Lines of a unified diff; only with `dry_run`.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    recovered: str | None = None
    difference: list[str] = field(default_factory=list)

    @property
    def refused(self) -> list[Outcome]:
        """Documents that were not entered."""
        return [outcome for outcome in self.outcomes if outcome.state == "refused"]


def add(
    files: Iterable[str | Path], root: str | Path, *, dry_run: bool = False, progress: Progress | None = None
) -> Result:
    """Enter event documents into a data package.

    Parameters
    ----------
    files : iterable of str or pathlib.Path
        YAML files of one or more documents each.
    root : str or pathlib.Path
        Directory with a datapackage.json.
    dry_run : bool
        Write nothing, give the difference.
    progress : callable, optional
        Called with what is being done, how many documents are done and how many there are.

    Raises
    ------
    NkeventsError
        If the data cannot be read, or another command is writing them.
    """
    root, tell, result = Path(root), progress or (lambda _what, _done, _of: None), Result()
    with locked(root):
        result.recovered = recover(root)
        base = Workspace(root)
        workspace, result.outcomes = enter_files(files, base, tell)
        if dry_run:
            result.difference = list(difference(base, workspace))
        else:
            tell("writing", len(result.outcomes), len(result.outcomes))
            _write(root, base, workspace)
    return result


def enter_files(
    files: Iterable[str | Path], base: Workspace, tell: Progress = lambda _what, _done, _of: None
) -> tuple[Workspace, list[Outcome]]:
    """Enter event documents into a copy of the tables, in memory."""
    codes, paths = Codes(base), [Path(file) for file in files]
    documents: list[Document] = []
    for done, path in enumerate(paths):
        tell("reading", done, len(paths))
        documents += read_documents(path, codes)
    workspace, entries = _enter_what_can_be(base, documents, tell)
    return workspace, [_outcome(document, entries.get(id(document))) for document in documents]


def _enter_what_can_be(
    base: Workspace, documents: Sequence[Document], tell: Progress
) -> tuple[Workspace, dict[int, Entry]]:
    """Enter what can be entered: whenever documents are refused the rest is tried anew without them."""
    # A document with mistakes is tried too, once, so that all of them are reported.
    good = [document for document in documents if document.event.cells]
    known: Known = None
    while True:
        tell("checking", len(documents) - len(good), len(documents))
        refused = [each.event.text("slug") for each in documents if each.report.refused]
        batch, entries = enter(base, good, refused)
        refuse_dependants(entries)
        if not any(document.report.refused for document in good) and any(batch.workspace.changed(base)):
            known = report_findings(batch, entries, known)
        left = [document for document in good if not document.report.refused]
        if len(left) == len(good):
            return batch.workspace, {id(entry.document): entry for entry in entries}
        good = left


def _outcome(document: Document, entry: Entry | None) -> Outcome:
    report = document.report
    remarks = sorted(report.remarks, key=lambda remark: remark.line)
    state: State = "refused"
    if entry is not None:
        state = "added" if entry.new else "updated" if entry.counts.total() else "unchanged"
    counts = entry.counts if entry else Counter[tuple[str, str]]()
    event_id = entry.event_id if entry else ""
    return Outcome(report.file, document.line, document.event.text("slug"), event_id, state, counts, remarks)


def _write(root: Path, base: Workspace, workspace: Workspace) -> None:
    files = workspace.new_files(base)
    if not files:
        return
    package = base.package
    for name in package.names:
        path = root / package.path(name)
        if read_file(path) != package.content(name):
            raise NkeventsError(f"{path} was changed by somebody else meanwhile; nothing was written")
    write_all(root, files)


def rewrite(root: str | Path) -> tuple[list[str], str | None]:
    """Rewrite the tables of a data package in canonical form.

    Returns
    -------
    tuple of list of str and (str or None)
        Paths of the tables that were not in that form, and what was done about an interrupted command.

    Raises
    ------
    NkeventsError
        If a table cannot be read, or another command is writing here.
    """
    root = Path(root)
    with locked(root):
        recovered = recover(root)
        package = Workspace(root).package
        canonical = package.with_rows({name: package[name].rows for name in package.names})
        changed = {
            package.path(name): canonical.content(name)
            for name in package.names
            if canonical.content(name) != package.content(name)
        }
        if changed:
            write_all(root, changed)
    return sorted(changed), recovered
