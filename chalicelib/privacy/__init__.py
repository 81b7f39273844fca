"""What concerns every package at once: copies of a company, its deletion, erasing a person."""
