"""Simulation: other rules applied to the stored inputs of a past period. Nothing is stored."""
