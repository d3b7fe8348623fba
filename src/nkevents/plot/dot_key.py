"""The dots of events, and their marks: who says that an event took place, and what was only planned."""

from typing import Any

import altair as alt
import pandas as pd

from nkevents.model.plain_values import records
from nkevents.plot.chart_frame import words
from nkevents.plot.palette import colour
from nkevents.store.grammar import grammar
from nkevents.wording.events import voice
from nkevents.wording.words import OF_DEAD, VOICES, number_of_dead, status_of

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
_ORDER = list(_MARKS)


def dots_of(events: pd.DataFrame) -> pd.DataFrame:
    """One row per event: what is told of it, the word of its mark, and the order in which marks are drawn."""
    marks = [_mark(row) for row in records(events[list(COLUMNS)])]
    return pd.DataFrame(
        {
            "title": words(events["title"]),
            "day": events["day"].dt.strftime("%Y-%m-%d").tolist(),
            "says": [status_of(row) for row in records(events[["status", "acceptance"]])],
            "deaths": [number_of_dead(row) or "no count" for row in records(events[list(OF_DEAD)])],
            "mark": marks,
            "order": [_ORDER.index(mark) for mark in marks],
        }
    )


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
    shown = [name for name in _ORDER if name in present]
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
