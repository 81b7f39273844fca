"""Deleting a company: everything of it is removed, and its id is never used again."""
