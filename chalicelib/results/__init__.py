"""Writing a period's results, under its lease: score, write, rescore, settle, call what follows.

The one package that does (docs/decisions/one-writer-of-results.md).
"""
