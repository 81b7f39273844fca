"""Uploads: a file of a period's figures, from its announcement to its errors and results."""
