"""Which data package a curator works on."""

from pathlib import Path


def checkout() -> Path | None:
    """The data package that the user works on: the directory they are in, else the checkout of this code."""
    from nkevents.store.opening import shipped_root
    from nkevents.store.release_zip import DESCRIPTOR

    here, shipped = Path(), shipped_root()
    if (here / DESCRIPTOR).is_file() and (here / "schemas").is_dir():
        return here
    # Beside the code of an installed package nobody looks for their work, and an upgrade would delete it.
    return shipped if (shipped / "pyproject.toml").is_file() else None


def package_root(given: Path | None) -> Path:
    """The data package that was named, else the checkout.

    Raises
    ------
    NkeventsError
        If none was named and there is none.
    """
    from nkevents.errors import NkeventsError

    root = given or checkout()
    if root is None:
        raise NkeventsError("which data? go to a checkout of the repository, or name it: --data DIR")
    return root
