"""Teams as texts: which spellings are one team, who leads it, and what is stored of it."""
