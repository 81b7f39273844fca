"""Writing results, under the period's lease: score, rescore, settle, and what follows."""
