"""Uploads: a file of a month's figures, its way through the queue, its errors and its results."""
