"""One name in any spelling is found by readers and by whoever enters events alike."""

import csv
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import nkevents
from case_files import documents
from nkevents.curate.entry.lookup import LookupFailed, Names, actor_names, place_names
from nkevents.curate.entry.workspace import Workspace
from nkevents.errors import MissingExtraError
from nkevents.model.misspelling import misspelled
from nkevents.store.opening import shipped_root

with (Path(__file__).parent / "cases" / "asking" / "state_bodies.csv").open(encoding="utf-8", newline="") as lines:
    STATE_BODIES = list(csv.DictReader(lines))
with (Path(__file__).parent / "cases" / "asking" / "spellings.csv").open(encoding="utf-8", newline="") as lines:
    SPELLINGS = list(csv.DictReader(lines))
with (Path(__file__).parent / "cases" / "asking" / "misspelled.csv").open(encoding="utf-8", newline="") as lines:
    MISSPELLED = list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """The shipped tables as whoever enters events has them; not to be changed."""
    return Workspace(shipped_root())


@pytest.fixture(scope="module")
def actors(workspace: Workspace) -> Names:
    return actor_names(workspace)


@pytest.fixture(scope="module")
def places(workspace: Workspace) -> Names:
    return place_names(workspace)


@pytest.mark.parametrize("name", ["Susa", "Şuşa", "SHUSHI", "shusha", "Шуша", "Շուշի", "Ganca", "Gəncə", "Gence"])
def test_a_place_is_found_by_any_spelling_and_by_both_alike(name: str, places: Names) -> None:
    try:
        found = nkevents.find_place(name)["place_id"].tolist()
    except nkevents.UnknownValueError:
        with pytest.raises(LookupFailed):
            places.find(name)
    else:
        assert [places.find(name)] == found
        assert name != "Susa" or len(found) == 1


@pytest.mark.parametrize(
    "name", ["armenia-mod", "Ministry of Defence of Armenia", "azerbaycan", "AZƏRBAYCAN", "Ադրբեջան"]
)
def test_an_actor_is_found_by_id_and_by_any_spelling(name: str, actors: Names) -> None:
    found = nkevents.find_actor(name)["actor_id"].tolist()
    assert [actors.find(name)] == found
    assert found[0] in ("armenia-mod", "azerbaijan")


def test_an_unknown_actor_is_refused_with_the_nearest() -> None:
    with pytest.raises(nkevents.UnknownValueError, match="did you mean"):
        nkevents.find_actor("Ministry of Defences of Armenia")


def meant(find: Callable[[str], Sequence[str]], name: str) -> set[str] | None:
    """Ids of what the error on an unknown name says may be meant; None where the data have the name by now."""
    try:
        find(name)
    except (nkevents.UnknownValueError, LookupFailed) as error:
        _, _, hint = str(error).partition("did you mean ")
        return {key for near in re.findall(r"['\"](.+?)['\"](?= or |\?)", hint) for key in find(near)}
    return None


@pytest.mark.slow
@pytest.mark.parametrize("case", MISSPELLED, ids=lambda case: case["name"])
def test_an_unknown_name_suggests_what_it_is_a_misspelling_of_and_nothing_else(
    case: dict[str, str], actors: Names, places: Names
) -> None:
    names, find = (actors, nkevents.find_actor) if case["of"] == "actor" else (places, nkevents.find_place)
    expected = {case["id"]} - {""}
    assert meant(lambda name: find(name)[f"{case['of']}_id"].tolist(), case["name"]) in (None, expected)
    assert meant(lambda name: [names.find(name)], case["name"]) in (None, expected)


@pytest.mark.parametrize("case", documents(Path(__file__).parent / "cases" / "misspelling.yaml")[0], ids=str)
def test_how_many_letters_may_be_wrong_goes_by_the_length_of_the_name(case: dict[str, Any]) -> None:
    assert misspelled(case["name"], case["known"]) == case["meant"]


@pytest.mark.parametrize("case", STATE_BODIES, ids=lambda case: case["name"])
def test_a_state_body_is_found_by_its_english_name_in_any_order_and_never_by_a_guess(
    case: dict[str, str], actors: Names
) -> None:
    if case["actor_id"]:
        assert nkevents.find_actor(case["name"])["actor_id"].tolist() == [case["actor_id"]]
        assert actors.find(case["name"]) == case["actor_id"]
        return
    with pytest.raises(nkevents.UnknownValueError):
        nkevents.find_actor(case["name"])
    with pytest.raises(LookupFailed):
        actors.find(case["name"])


@pytest.mark.parametrize("case", SPELLINGS, ids=lambda case: case["name"])
def test_a_spelling_that_people_use_leads_to_one_place_or_actor_or_to_none(
    case: dict[str, str], actors: Names, places: Names
) -> None:
    names, find = (places, nkevents.find_place) if case["of"] == "place" else (actors, nkevents.find_actor)
    if case["id"]:
        assert find(case["name"])[f"{case['of']}_id"].tolist() == [case["id"]]
    else:
        with pytest.raises(nkevents.UnknownValueError):
            find(case["name"])
        with pytest.raises(LookupFailed):
            names.find(case["name"])


def test_the_reader_does_without_what_only_curators_need() -> None:
    code = (
        "import sys; sys.modules['yaml'] = None; import nkevents; nkevents.load()\n"
        "from nkevents.cli import main; sys.argv = ['nkevents', 'add', 'x.yaml']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == f"nkevents: {MissingExtraError('entering events', 'curate')}\n"
