"""What turns out wrong after the lock: corrected results beside the locked ones."""
