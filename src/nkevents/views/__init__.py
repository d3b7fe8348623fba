"""What a user gets: frames made from the tables and the rule."""
