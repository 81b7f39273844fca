"""Periods: what state a scheme's month is in, who is missing, ranks, publishing and locking."""
