"""The append-only audit log: who changed what, when, and the state before and after."""
