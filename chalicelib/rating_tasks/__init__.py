"""The forms that a caller is asked to fill in, in rating rounds that are open."""
