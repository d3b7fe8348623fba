"""Versions of the data: what a release holds, what changed between two of them, and whether a new one may go out."""
