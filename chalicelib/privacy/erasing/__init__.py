"""Erasing a person: who it was goes from everything kept, and what was achieved stays true."""
