"""Compare the speed of scoring with a rule engine and with the same rules written by hand."""
