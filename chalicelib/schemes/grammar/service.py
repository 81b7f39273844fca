"""The grammar as JSON text."""

import json
from functools import cache

from chalicelib.scoring.grammar import scheme_grammar


@cache
def grammar_text() -> str:
    """Return the JSON Schema of a scheme document as JSON text. It is made once per process."""
    return json.dumps(scheme_grammar(), ensure_ascii=False, indent=1) + "\n"
