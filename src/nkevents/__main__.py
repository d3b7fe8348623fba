"""Start the command line, as `nkevents` and as `python -m nkevents`."""

import sys


def main() -> None:
    """Run the command line; who interrupts it while it is still being loaded sees no traceback either."""
    try:
        from nkevents.cli import main as run

        run()
    except KeyboardInterrupt:
        # What a shell takes for "interrupted".
        sys.exit(130)


if __name__ == "__main__":
    main()
