"""The grammar of a scheme document as JSON Schema (2020-12): what `reading` accepts and refuses.

Each section of the document has one module. The modules import the readers' own words, choices,
kinds and limits. Tests compare the schema with the reader at every place of a document.
"""

from .document import ADDRESS, scheme_grammar

__all__ = ["ADDRESS", "scheme_grammar"]
