"""A copy of everything stored of a company, for the company to download."""
