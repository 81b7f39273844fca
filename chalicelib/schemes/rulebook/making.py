"""Make the rulebook of a scheme in one language."""

from chalicelib.language import Language
from chalicelib.schemes.rulebook.content import DimensionRules, IndicatorRules, Rulebook
from chalicelib.schemes.rulebook.examples import examples, levels
from chalicelib.schemes.rulebook.measuring import inputs, measured_words, no_data_words, notes
from chalicelib.schemes.rulebook.outcomes import bands, extras, grading, vetoes
from chalicelib.schemes.rulebook.scoring_words import scoring_words, target_words
from chalicelib.schemes.rulebook.totals import summary, total
from chalicelib.scoring import CompiledScheme, Indicator, Text, names_of
from chalicelib.scoring.exact import plain


def rulebook(compiled: CompiledScheme, language: Language) -> Rulebook:
    """Return every rule of the scheme, complete enough to compute a score by hand."""
    scheme = compiled.scheme
    return Rulebook(
        name=scheme.name[language],
        description=_words(scheme.description, language),
        summary=tuple(words[language] for words in summary(scheme)),
        dimensions=tuple(
            DimensionRules(
                code=dimension.code,
                name=dimension.name[language],
                description=_words(dimension.description, language),
                points=plain(dimension.points),
                indicators=tuple(
                    _indicator(compiled, indicator, language) for indicator in dimension.indicators
                ),
            )
            for dimension in scheme.dimensions
        ),
        extras=extras(compiled, language),
        total=tuple(words[language] for words in total(scheme)),
        grades=bands(scheme, scheme.grades, language),
        grading=tuple(words[language] for words in grading(scheme)),
        vetoes=vetoes(scheme, language),
    )


def _indicator(
    compiled: CompiledScheme, indicator: Indicator, language: Language
) -> IndicatorRules:
    names = names_of(compiled.columns)
    higher = indicator.direction == "higher"
    direction = _HIGHER if higher else _LOWER
    return IndicatorRules(
        code=indicator.code,
        name=indicator.name[language],
        description=_words(indicator.description, language),
        max_points=plain(indicator.max_points),
        target=_words(target_words(indicator), language),
        direction=direction[language],
        source=_words(indicator.source, language),
        measured=measured_words(indicator, names)[language],
        inputs=inputs(compiled, indicator, language),
        rule=scoring_words(indicator)[language],
        levels=levels(indicator, language),
        examples=examples(compiled.scheme, indicator, language),
        no_data=no_data_words(indicator)[language],
        notes=tuple(words[language] for words in notes(indicator, names)),
    )


def _words(text: Text | None, language: Language) -> str | None:
    return text[language] if text is not None else None


_HIGHER: Text = {"zh": "越高越好", "en": "higher is better"}
_LOWER: Text = {"zh": "越低越好", "en": "lower is better"}
