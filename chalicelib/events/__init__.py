"""Events of a company for other systems, derived from the audit log and in its order."""
