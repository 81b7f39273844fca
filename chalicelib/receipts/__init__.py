"""Payroll's answers to the rows of exported files: accepted, or rejected with code and reason."""
