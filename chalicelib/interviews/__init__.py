"""Talks about a published result: what the superior records, and what the person says of it."""
