"""Meetings of a team or department on a period: what was looked at, why, and what was decided."""
