"""The API's promises, each made once: problems, languages, ETags, cursors, idempotency."""
