"""How an indicator's figure is measured, and what happens without a figure, in words."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from chalicelib.language import Language
from chalicelib.schemes.rulebook.content import Input
from chalicelib.scoring import CompiledScheme, Indicator, Text, measure_words, policy_words
from chalicelib.scoring.columns import uses
from chalicelib.scoring.exact import plain
from chalicelib.scoring.text import text
from chalicelib.scoring.values.catalogue import value_kind_of
from chalicelib.scoring.values.formula import Formula

Names = Mapping[str, Text]


def measured_words(indicator: Indicator, names: Names) -> Text:
    """Return how the figure is computed, in the names of the columns."""
    value = indicator.value
    if not isinstance(value, Formula):
        return measure_words(value, names)
    return text(_written(value, names, "zh"), _written(value, names, "en"))


def inputs(compiled: CompiledScheme, indicator: Indicator, language: Language) -> tuple[Input, ...]:
    """Return the columns that the indicator reads, with their descriptions."""
    own = [use.column for use in uses(indicator)]
    columns = {column.code: column for column in compiled.columns}
    return tuple(
        Input(
            column=code,
            name=columns[code].name[language],
            unit=_in(columns[code].unit, language),
            description=_in(columns[code].explanation, language),
            source=_in(source.name if (source := columns[code].source) else None, language),
        )
        for code in own
    )


def no_data_words(indicator: Indicator) -> Text:
    """Return when there is no figure, and how the indicator is scored then."""
    when, then = _missing(indicator), policy_words(indicator.not_available)
    gap = " " if when["zh"][-1].isascii() else ""
    return text(f"{when['zh']}{gap}时：{then['zh']}。", f"When {when['en']}: {then['en']}.")


def notes(indicator: Indicator, names: Names) -> Iterator[Text]:
    """Yield sentences on what the rule does not say.

    They cover the value kind's remarks, the smallest sample, slices, and self-reported figures.
    """
    value = indicator.value
    yield from value_kind_of(value).remarks(value)
    if indicator.min_sample is not None:
        name, least = names[indicator.min_sample.column], plain(indicator.min_sample.at_least)
        yield text(
            f"“{name['zh']}”不少于 {least} 才计算这一项。",
            f"Counts only with “{name['en']}” of at least {least}.",
        )
    if indicator.slices is not None:
        by, weight = names[indicator.slices.by], names[indicator.slices.weight_by]
        yield text(
            f"按“{by['zh']}”分别计分，再按“{weight['zh']}”加权平均。",
            f"Each “{by['en']}” is scored on its own; the line is the mean weighted by "
            f"“{weight['en']}”.",
        )
    if indicator.self_reported:
        yield text("数据由本人填报。", "The figure is reported by the person measured.")


def _written(value: Formula, names: Names, language: Language) -> str:
    """Return the expression with the columns' names, and × and ÷ for * and /."""

    def named(found: re.Match[str]) -> str:
        word = found.group()
        if word not in value.expression.columns:
            return word
        return f"“{names.get(word, text(word, word))[language]}”"

    return _WORD.sub(named, value.expression.source.replace("*", "×").replace("/", "÷"))


def _missing(indicator: Indicator) -> Text:
    """Return the condition under which there is no figure."""
    when = value_kind_of(indicator.value).no_value_words(indicator.value)
    if indicator.min_sample is not None:
        return text(f"{when['zh']}，或样本不足", f"{when['en']}, or there are too few cases")
    return when


def _in(words: Text | None, language: Language) -> str | None:
    return words[language] if words is not None else None


_WORD: Final = re.compile(r"[a-z_][a-z0-9_-]*", re.IGNORECASE)
