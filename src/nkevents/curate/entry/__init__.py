"""Entering events: one document each, checked and entered into the tables, and printed back.

`add` enters documents, `event_form` prints an event in the same form, `template` prints a blank, `rewrite` puts the
tables into canonical form.
"""

from importlib.resources import files
from importlib.util import find_spec

from nkevents.errors import MissingExtraError

if find_spec("yaml") is None:
    raise MissingExtraError("entering events", "curate")

from nkevents.curate.entry.adding import Outcome, Result, add, rewrite
from nkevents.curate.entry.document_form import event_form
from nkevents.curate.entry.report import Remark

__all__ = ["Outcome", "Remark", "Result", "add", "event_form", "rewrite", "template"]


def template() -> str:
    """Give a commented blank of the form."""
    return (files(__name__) / "template.yaml").read_text(encoding="utf-8")
