"""Templates of schemes for several industries: one JSON document each, read by `library`."""
