"""Compare two versions of a scheme: what was added, removed and changed, as data and in words."""
