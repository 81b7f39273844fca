"""Coaching: what a superior observed and advises, at any time, and what the person says of it."""
