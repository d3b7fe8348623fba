"""What is covered, and how far two coders agree."""
