"""The grammar as it is served."""

import json
from functools import cache

from chalicelib.scoring.grammar import scheme_grammar


@cache
def grammar_text() -> str:
    """The JSON Schema of a scheme document, as JSON text."""
    return json.dumps(scheme_grammar(), ensure_ascii=False, indent=1) + "\n"
