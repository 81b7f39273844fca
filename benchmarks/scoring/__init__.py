"""How fast scoring is, beside the same rules in a rule engine and written out by hand."""
