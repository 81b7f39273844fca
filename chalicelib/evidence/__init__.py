"""Evidence as files, of cases and of appeals: announced, sent by a form, looked at when it came,
read by a link, kept for a term.

A package whose records have files says how they are kept (:class:`chalicelib.evidence.keeping`).
"""
