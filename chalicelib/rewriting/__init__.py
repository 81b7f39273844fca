"""Stored items of older formats are rewritten in the one in force, company by company."""
