"""A rule in words: for the rulebook and the explanations."""

from chalicelib.scoring.phrases import sentence
from chalicelib.scoring.rules.catalogue import rule_kind_of
from chalicelib.scoring.rules.rule import Rule, Terms
from chalicelib.scoring.text import Text


def rule_words(rule: Rule, terms: Terms, unit: Text | None) -> Text:
    """The rule as one sentence, with its figures and units."""
    return sentence(rule_clauses(rule, terms, unit))


def rule_clauses(rule: Rule, terms: Terms, unit: Text | None) -> tuple[Text, ...]:
    """The clauses of that sentence. Only some of them name the target."""
    return tuple(rule_kind_of(rule).words(rule, terms, unit))
