"""POST /v1/score: score rows of a request by a scheme. Nothing is stored."""
