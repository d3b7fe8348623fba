"""The marks of events: who says that an event took place, and what was only planned."""

from typing import Any

import altair as alt
import pandas as pd

from nkevents.model.plain_values import records
from nkevents.plot.palette import colour
from nkevents.store.grammar import grammar
from nkevents.wording.events import voice
from nkevents.wording.words import VOICES

# What an event's mark follows from.
COLUMNS = ("status", "acceptance", "armenian_says", "azerbaijani_says")
_PLAN, _OFF = "Planned", "Cancelled or not held"
# Word, colour inside, colour of the rim, shape.
_MARKS = {
    VOICES["agreed"]: ("agreed", "agreed", "circle"),
    VOICES["contested"]: ("panel", "agreed", "circle"),
    VOICES["armenian"]: ("armenian", "armenian", "circle"),
    VOICES["azerbaijani"]: ("azerbaijani", "azerbaijani", "circle"),
    VOICES["third"]: ("third", "third", "circle"),
    _PLAN: ("panel", "accent", "diamond"),
    _OFF: ("soft", "soft", "cross"),
}
ORDER = list(_MARKS)


def marks_of(frame: pd.DataFrame) -> list[str]:
    """The word of each row's mark."""
    return [_mark(row) for row in records(frame[list(COLUMNS)])]


def _mark(row: dict[str, Any]) -> str:
    if row["status"] in grammar().stages.called_off:
        return _OFF
    if row["status"] in grammar().stages.still_to_come:
        return _PLAN
    said = voice(row)
    # What nobody maintains any more was denied.
    return VOICES["contested" if said is None else said]


def key(present: list[str]) -> dict[str, Any]:
    """Channels that draw each mark, with one legend for those that occur."""
    shown = [name for name in ORDER if name in present]
    legend = alt.Legend(
        title=None, orient="bottom", columns=2, symbolSize=70, symbolStrokeWidth=1.6, symbolOpacity=1, offset=12
    )

    def scale(number: int) -> alt.Scale:
        values = [_MARKS[name][number] for name in shown]
        return alt.Scale(domain=shown, range=values if number == 2 else [colour(value) for value in values])

    return {
        "fill": alt.Fill("mark:N", scale=scale(0), legend=legend),
        "stroke": alt.Stroke("mark:N", scale=scale(1), legend=legend),
        "shape": alt.Shape("mark:N", scale=scale(2), legend=legend),
    }
