"""What happened in a company, for other systems: derived from the audit log, in its order."""
