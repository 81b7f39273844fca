"""What changed in the lists that other systems follow, in the order of time."""
