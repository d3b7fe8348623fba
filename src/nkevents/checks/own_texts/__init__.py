"""Checks of titles and summaries: they take no side, and whatever they say stands in a claim on that event."""
