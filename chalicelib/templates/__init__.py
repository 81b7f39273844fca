"""Industry schemes to start from: a JSON scheme document each, and `library`, which reads them."""
