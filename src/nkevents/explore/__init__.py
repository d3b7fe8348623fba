"""The explorer: a static site with the timeline, the map and both accounts of every event, as of any day."""

from nkevents.explore.build import Built, build

__all__ = ["Built", "build"]
