"""HTTP conventions that every route shares: problems, languages, ETags, cursors, idempotency."""
