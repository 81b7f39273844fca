"""Background work: kinds that packages register, queues, retries, giving up, metrics."""
