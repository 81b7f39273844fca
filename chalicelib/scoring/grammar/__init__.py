"""The grammar of a scheme document as JSON Schema (2020-12): what `reading` reads and refuses.

One module for each section of the document, with the words, choices, kinds and limits of the
readers themselves. Tests hold the schema to the reader, place by place.
"""

from .document import ADDRESS, scheme_grammar

__all__ = ["ADDRESS", "scheme_grammar"]
