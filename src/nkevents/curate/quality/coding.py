"""One coding of events, to be held against another: a data package, or a folder of event documents."""

from collections.abc import Sequence
from pathlib import Path

from nkevents.curate.entry import Outcome
from nkevents.curate.entry.adding import enter_files
from nkevents.curate.entry.workspace import Workspace
from nkevents.dataset import Dataset
from nkevents.errors import NkeventsError
from nkevents.store.opening import shipped_root
from nkevents.store.package import Package
from nkevents.store.release_zip import DESCRIPTOR


def coding(path: Path) -> tuple[Dataset, set[str] | None]:
    """Open a coding.

    Parameters
    ----------
    path : pathlib.Path
        A data package; or a folder of event documents, which are entered into the shipped data, in memory, from which
        the claims on these events were taken.

    Returns
    -------
    set of str or None
        Slugs of the folder's events; None for a data package.

    Raises
    ------
    NkeventsError
        If it is neither, or a document is refused.
    """
    documents = sorted(path.glob("*.yaml"))
    if (path / DESCRIPTOR).is_file() or not documents:
        return Dataset(path), None
    shipped = Package(shipped_root())
    slugs = {outcome.slug for outcome in _accepted(documents, enter_files(documents, Workspace(shipped))[1])}
    emptied = _without_claims(shipped, slugs)
    workspace, outcomes = enter_files(documents, Workspace(emptied))
    _accepted(documents, outcomes)
    return Dataset(workspace.becomes(Workspace(emptied))), slugs


def _accepted(documents: Sequence[Path], outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    remarks = [str(remark) for outcome in outcomes if outcome.state == "refused" for remark in outcome.remarks]
    if remarks:
        raise NkeventsError(f"{documents[0].parent}: {len(remarks)} lines are refused, first {remarks[0]}")
    return outcomes


def _without_claims(package: Package, slugs: set[str]) -> Package:
    """A data package without the claims on these events, their readings and relations: the documents alone speak."""
    ids = {row["event_id"] for row in package["events"].rows if row["slug"] in slugs}
    claims = [row for row in package["claims"].rows if row["event_id"] not in ids]
    kept = {row["claim_id"] for row in claims}
    rows = {
        "claims": claims,
        "relations": [row for row in package["relations"].rows if row["from_event_id"] not in ids],
    }
    if "readings" in package.names:
        rows["readings"] = [row for row in package["readings"].rows if row["claim_id"] in kept]
    return package.with_rows(rows)
