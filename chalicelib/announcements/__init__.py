"""A month's plan, announced beforehand: what it is, who was told when, who acknowledged it."""
