"""Let `python -m nkevents` do what `nkevents` does."""

from nkevents.cli import main

main()
