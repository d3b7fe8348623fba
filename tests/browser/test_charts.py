"""A saved chart in Chromium: drawn from the file alone, with a hostile title as text."""

from pathlib import Path
from typing import Any

import nkevents
from nkevents import plot

HOSTILE = """</script><script>document.title = "taken over"</script> 'quote' & <b>bold</b>"""


def test_a_saved_chart_is_drawn_without_any_request_and_shows_a_hostile_title_as_text(
    new_page: Any, tmp_path: Path
) -> None:
    events = nkevents.load(episode="sochi-2021")
    events["title"] = HOSTILE
    saved = plot.save(plot.timeline(events, title=HOSTILE), tmp_path / "chart.html")
    page = new_page()
    page.goto(saved.as_uri())
    page.locator("#vis svg.marks .mark-symbol path").first.hover()
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert HOSTILE in page.locator("#vg-tooltip-element").inner_text()
    assert HOSTILE in page.locator("#vis svg.marks").text_content()
    assert page.title() != "taken over"
    assert page.locator("#vis b, #vg-tooltip-element b").count() == 0
