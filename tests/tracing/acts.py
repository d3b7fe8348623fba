"""Validate, read, release and enter into each package named, whatever comes of it; a release validates too."""

import sys
from pathlib import Path

import nkevents
from nkevents.checks import check_package
from nkevents.curate.entry import add, rewrite
from nkevents.curate.release.make import make_release
from nkevents.errors import NkeventsError


def act(root: Path, document: Path) -> None:
    """Do one after the other; what is refused is printed."""
    for does in (
        lambda: nkevents.open(root).load(),
        lambda: make_release(root, root.parent / "out"),
        lambda: add([document], root),
        lambda: rewrite(root),
    ):
        try:
            does()
        except NkeventsError as error:
            print(root.parent.name, does.__code__.co_names[0], " ".join(str(error).split())[:300])
    check_package(root, with_frictionless=False)


for each in sys.argv[2:]:
    act(Path(each), Path(sys.argv[1]))
