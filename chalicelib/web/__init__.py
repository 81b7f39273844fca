"""The promises of the HTTP API, each made once: problems, languages, ETags, cursors, idempotency."""
