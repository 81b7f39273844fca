"""The sentences of every finding that the linter reports, those of the rule kinds included."""

from typing import Final

from chalicelib.scoring.findings import Finding, Sentences, filled_finding
from chalicelib.scoring.rules.catalogue import RULE_KINDS
from chalicelib.scoring.structure_words import STRUCTURE

from .error_words import ERROR_WORDS
from .warning_words import WARNING_WORDS

ERRORS: Final[dict[str, Sentences]] = ERROR_WORDS | {
    code: words for kind in RULE_KINDS for code, words in kind.problem_sentences.items()
}
WARNINGS: Final[dict[str, Sentences]] = WARNING_WORDS | {
    code: words for kind in RULE_KINDS for code, words in kind.warning_sentences.items()
}


def finding(code: str, pointer: str, **figures: object) -> Finding:
    """The finding `code` at `pointer`, its sentences filled with the figures.

    A figure that is a name in two languages is given as a Text. KeyError for an unknown code.
    """
    if code in WARNINGS:
        return filled_finding(code, "warning", WARNINGS[code], pointer, figures)
    words = ERRORS[code] if code in ERRORS else STRUCTURE[code]
    return filled_finding(code, "error", words, pointer, figures)
