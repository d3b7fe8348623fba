"""Documents that name what only a refused document would have entered."""

from collections import defaultdict
from collections.abc import Sequence

from nkevents.curate.entry.document_entry import Entry
from nkevents.curate.entry.workspace import Key
from nkevents.curate.entry.yaml_nodes import Scalar


def refuse_dependants(entries: Sequence[Entry]) -> None:
    """Refuse at once all that hangs on a refused document, however long the chain.

    Otherwise each link would cost a trial of all documents.
    """
    users: dict[tuple[str, Key], list[tuple[Entry, Scalar]]] = defaultdict(list)
    makers: dict[tuple[str, Key], list[Entry]] = defaultdict(list)
    for entry in entries:
        for table, key, cell in entry.needs:
            users[table, key].append((entry, cell))
        for row in entry.made:
            makers[row].append(entry)
    waiting = [entry for entry in entries if entry.document.report.refused]
    while waiting:
        for row in waiting.pop().made:
            if all(entry.document.report.refused for entry in makers[row]):
                for user, cell in users.pop(row, ()):
                    if not user.document.report.refused:
                        waiting.append(user)
                        what = "its own document was" if row[0] == "events" else "the document that enters it was"
                        user.refuse(cell.line, f"unknown {row[0][:-1]} {cell.text!r}; {what} refused")
