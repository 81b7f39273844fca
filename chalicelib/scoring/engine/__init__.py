"""The engine: compile a scheme once, then score any number of rows with it."""
