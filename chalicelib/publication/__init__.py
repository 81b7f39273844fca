"""Periods for HR: counts, people without a result, publishing, locking, rescoring."""
