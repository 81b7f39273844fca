"""Rewrite stored items of older formats in the current format, company by company."""
