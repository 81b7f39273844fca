"""The people who are scored: ids, names, teams, the systems that know them, bonus bases."""
