"""Forms of rating rounds as they are stored, and what a closed round's forms come to.

Raters fill them in (rating_tasks), hr runs the rounds (rating_rounds), and an upload of a closed
round takes the combined values (uploads). Nobody else reads a single mark.
"""
