"""GET /v1/scheme-grammar: the grammar of scheme documents, for editors and programs."""
