"""What must fit within one row: the columns of a claim and its kind, coordinates, addresses."""
