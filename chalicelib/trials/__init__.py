"""POST /v1/score: rows tried against a scheme, nothing stored."""
