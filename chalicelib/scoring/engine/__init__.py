"""From a scheme to a function of a row, made once and used for every row."""
