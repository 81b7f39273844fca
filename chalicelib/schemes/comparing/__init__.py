"""Two versions of a scheme compared: what was added, removed and changed, as data and in words."""
