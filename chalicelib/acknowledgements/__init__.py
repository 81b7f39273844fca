"""What people say of their own results: seen, or seen and agreed. Silence is neither."""
