"""Rule version 2: from claims to one row per event. Its text stands in docs/method.md."""

VERSION = 2
