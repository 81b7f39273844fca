"""A draft against a past period's stored inputs: who would change grade, and what it would cost."""
