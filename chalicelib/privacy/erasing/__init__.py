"""Erasing a person: the identity is removed everywhere, results stay under a pseudonym."""
