"""Put the data into the wheel beside the code; an editable install reads them at the checkout's root."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataBesideCode(BuildHookInterface):  # type: ignore[type-arg]
    """Copy what is stated once at the root into standard wheels only, so that no second copy can go stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the descriptor, the tables and their schemas."""
        if version == "standard":
            for name in ("datapackage.json", "data", "schemas"):
                build_data["force_include"][name] = f"nkevents/{name}"
