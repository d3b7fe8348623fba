"""The readme of a release: which file is for whom, and what the Hugging Face Hub reads at its top."""

from collections.abc import Mapping
from importlib.resources import files

from nkevents.dataset import Dataset


def release_readme(data: Dataset, parquet: Mapping[str, str]) -> bytes:
    """Write the readme of a release.

    Parameters
    ----------
    parquet : mapping of str to str
        Path of the Parquet file of each table; that of the timeline is what is loaded if none is named.
    """
    configs = [
        f"- config_name: {name}\n  data_files: {path}" + ("\n  default: true" if name == "timeline" else "")
        for name, path in parquet.items()
    ]
    descriptor = data._tables.descriptor
    said = files("nkevents.curate.release").joinpath("readme.md").read_text(encoding="utf-8")
    filled = said.format(
        configs="\n".join(configs),
        title=descriptor["title"],
        version=data.version,
        day=descriptor["created"][:10],
        citation=data.cite(),
    )
    return filled.encode()
