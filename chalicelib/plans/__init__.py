"""Improvement plans: drafted for low grades, agreed with the person, followed up."""
