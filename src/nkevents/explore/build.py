"""Write the site: pages, data and assets, as plain files that need no server."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkevents.dataset import Dataset, shipped
from nkevents.errors import DataError, MissingExtraError, NkeventsError
from nkevents.explore.agreement_values import agreement_values
from nkevents.explore.event_values import event_values
from nkevents.explore.lists import actor_page, actor_rows, place_rows, source_rows
from nkevents.explore.main_data import main_data
from nkevents.explore.material import Material
from nkevents.explore.notes import linked
from nkevents.explore.projection import size
from nkevents.explore.visible import visible, visible_cell
from nkevents.model.plain_values import grouped
from nkevents.store.files import file_error
from nkevents.wording.days import day
from nkevents.wording.events import LANES
from nkevents.wording.words import SIDES, VOICES, speaker

if TYPE_CHECKING:
    from jinja2 import Environment

# Addresses of pages are made of these.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# Without this file a directory is somebody else's, and nothing in it is replaced.
_MARK = "data/events.js"


@dataclass(frozen=True)
class Built:
    """What was written."""

    index: Path
    n_pages: int
    seconds: float


def build(out: str | Path, data: Dataset | None = None) -> Built:
    """Write the explorer as a static site.

    Parameters
    ----------
    out : str or pathlib.Path
        Directory for the site. One that holds something else is refused; an earlier site in it is replaced.
    data : Dataset, optional
        The shipped data when left out.

    Raises
    ------
    NkeventsError
        If the extra ``explore`` is not installed, or `out` cannot be written or holds something else.
    """
    began, out = time.perf_counter(), Path(out)
    environment, material = _environment(), Material(data or shipped())
    environment.globals["linked"] = partial(linked, material)
    try:
        _prepare(out)
        n_pages = 0
        for name, text in _pages(environment, material):
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            n_pages += 1
        with as_file(files("nkevents.explore") / "assets") as assets:
            shutil.copytree(assets, out / "assets")
        (out / "data").mkdir()
        data_text = visible(json.dumps(main_data(material), ensure_ascii=False, separators=(",", ":")))
        (out / _MARK).write_text(f"window.nkeventsData={data_text};\n", encoding="utf-8")
    except OSError as error:
        raise file_error(error.filename or out, "written", error) from None
    return Built(out / "index.html", n_pages, time.perf_counter() - began)


def _prepare(out: Path) -> None:
    """Empty an earlier site; refuse a directory that is none."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / _MARK).exists())):
        raise NkeventsError(f"{out}: holds something else than an explorer; name a new or an empty directory")
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)


def _environment() -> "Environment":
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ModuleNotFoundError:
        raise MissingExtraError("the explorer", "explore") from None
    environment = Environment(
        loader=PackageLoader("nkevents.explore"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=visible_cell,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(sides=SIDES, voices=VOICES, lanes=list(LANES), in_words=day, many=_many, named=speaker)
    return environment


def _many(number: int, one: str, several: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else several}"


def _pages(environment: "Environment", material: Material) -> Iterator[tuple[str, str]]:
    """Every page: where it stands and its text."""
    shared = {"version": material.data.version, "rule": material.data.load().attrs["rule_version"]}

    def page(template: str, name: str, values: dict[str, Any]) -> tuple[str, str]:
        for part in Path(name).parts:
            if not _NAME.fullmatch(part):
                raise DataError(f"{part!r} cannot be the name of a page; slugs and ids are letters, digits and dashes")
        root = "../" * name.count("/")
        return name, environment.get_template(template).render(root=root, path=name, **shared, **values)

    agreements = [row for event_id, row in material.rows.items() if event_id in material.provisions]
    width, height = size()
    single: dict[str, dict[str, Any]] = {
        "index.html": {"n_events": len(material.rows), "width": width, "height": height},
        "about.html": {"citation": material.data.cite()},
        "agreements.html": {"agreements": [agreement_values(material, row) for row in agreements]},
        "actors.html": {"rows": actor_rows(material)},
        "places.html": {"rows": place_rows(material)},
        "sources.html": {"rows": source_rows(material)},
    }
    for name, values in single.items():
        yield page(name, name, values)
    for row in material.rows.values():
        yield page("event.html", f"events/{row['slug']}.html", event_values(material, row))
    for row in agreements:
        yield page("agreement.html", f"agreements/{row['slug']}.html", agreement_values(material, row))
    for actor_id, claims in grouped(material.every_claim, "speaker_id").items():
        yield page("actor.html", f"actors/{actor_id}.html", actor_page(material, material.actors[actor_id], claims))
