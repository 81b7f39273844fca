"""A company that leaves: everything of it goes, and its id is never given again."""
