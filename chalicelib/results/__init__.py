"""Write a period's results under its lease: score, write, rescore, settle, call followers.

This is the only package that writes results (docs/decisions/one-writer-of-results.md).
"""
