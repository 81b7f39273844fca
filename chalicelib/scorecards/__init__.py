"""Scorecards: a current revision per employee, scheme and period, and the former ones."""
