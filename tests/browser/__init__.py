"""Tests that need Chromium: `python -m pytest tests/browser`."""
