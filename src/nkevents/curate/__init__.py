"""The workshop: entering events, measuring the data, making releases."""
