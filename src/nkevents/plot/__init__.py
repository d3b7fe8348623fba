"""Charts of the package's frames, as Altair charts that can be restyled and saved without network or browser.

>>> import nkevents
>>> from nkevents import plot
>>> chart = plot.tolls(nkevents.tolls("clash-2021-11-16"))
>>> wider = chart.configure_view(stroke=None)

`save` writes a chart as HTML, SVG or PNG. Needs the extra ``plot``.
"""

from nkevents.errors import MissingExtraError

try:
    import altair as _altair  # noqa: F401
    import vl_convert as _vl_convert  # noqa: F401
except ModuleNotFoundError:
    raise MissingExtraError("charts", "plot") from None

from nkevents.plot.account_days import accounts
from nkevents.plot.coverage_weeks import coverage
from nkevents.plot.event_dots import timeline
from nkevents.plot.place_dots import map
from nkevents.plot.saving import save
from nkevents.plot.source_bars import sources
from nkevents.plot.toll_steps import tolls

__all__ = ["accounts", "coverage", "map", "save", "sources", "timeline", "tolls"]
