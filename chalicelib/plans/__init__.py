"""Improvement plans: drafted for those graded low, agreed with a person, followed up."""
