"""Who calls, and what is theirs: keys, roles, the scope that makes storage keys, the guard."""
