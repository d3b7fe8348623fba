"""The words of the terminal, the explorer and the charts: codes, days, claims and changes."""
