"""The curation desk: what is covered, and how far two coders agree."""
