"""The data package: reading it from a directory or a release zip, and its one written form."""
