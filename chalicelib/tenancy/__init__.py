"""Callers and the tenant boundary: keys, roles, the scope that makes storage keys, the guard."""
