"""The rulebook: a scheme in plain words, complete enough to work out one's own score."""
