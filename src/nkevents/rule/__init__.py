"""Rule version 3: from claims to one row per event. Its text stands in docs/method.md."""

VERSION = 3
