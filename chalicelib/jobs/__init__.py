"""Background work: kinds that packages register, progress, retries, giving up."""
