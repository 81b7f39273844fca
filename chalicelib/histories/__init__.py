"""How a result came to be what it is: all its revisions, each with its cause, as a chain."""
