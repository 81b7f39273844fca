"""Scorecards: one current revision per employee, scheme and period; earlier ones stay readable."""
