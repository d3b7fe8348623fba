"""How titles and summaries of events are worded: words and patterns, shared by checks and measures."""
