"""A copy of everything that is kept of a company, for the company to take away."""
