"""The rulebook: a scheme in plain words. With it a person can compute their own score."""
