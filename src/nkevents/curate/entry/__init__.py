"""The curation desk: an event as one document, checked and entered into the tables, and printed back.

`add` enters documents, `event_form` prints an event in the same form, `template` prints a blank, `rewrite` puts the
tables into canonical form.
"""

from importlib.resources import files

from nkevents.curate.entry.adding import Outcome, Result, add, rewrite
from nkevents.curate.entry.document_form import event_form
from nkevents.curate.entry.report import Remark

__all__ = ["Outcome", "Remark", "Result", "add", "event_form", "rewrite", "template"]


def template() -> str:
    """Give a commented blank of the form.

    Returns
    -------
    str
    """
    return (files(__name__) / "template.yaml").read_text(encoding="utf-8")
