"""A period as HR works with it: counts, who is missing, publishing, locking."""
