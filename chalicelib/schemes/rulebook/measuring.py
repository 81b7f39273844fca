"""How an indicator's figure comes about, and what happens when there is none, in words."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from chalicelib.language import Language
from chalicelib.schemes.rulebook.content import Input
from chalicelib.scoring import CompiledScheme, Indicator, Text, measure_words, policy_words
from chalicelib.scoring.columns import ROLES, uses
from chalicelib.scoring.exact import plain
from chalicelib.scoring.text import text
from chalicelib.scoring.values.formula import Formula
from chalicelib.scoring.values.growth import Growth
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.ratio import Ratio
from chalicelib.scoring.values.sample import Sample

Names = Mapping[str, Text]


def measured_words(indicator: Indicator, names: Names) -> Text:
    """What the figure is made of, in the names of the columns."""
    value = indicator.value
    if not isinstance(value, Formula):
        return measure_words(value, names)
    return text(_written(value, names, "zh"), _written(value, names, "en"))


def inputs(compiled: CompiledScheme, indicator: Indicator, language: Language) -> tuple[Input, ...]:
    """The columns that the indicator reads, with what is said of them."""
    own = [use.column for use in uses(indicator)]
    columns = {column.code: column for column in compiled.columns}
    return tuple(
        Input(
            column=code,
            name=columns[code].name[language],
            unit=_in(columns[code].unit, language),
            description=_in(columns[code].description, language),
            source=_in(note.source if (note := columns[code].note) else None, language),
        )
        for code in own
    )


def no_data_words(indicator: Indicator) -> Text:
    """When there is no figure, and what is made of the line then."""
    when, then = _missing(indicator), policy_words(indicator.not_available)
    gap = " " if when["zh"][-1].isascii() else ""
    return text(f"{when['zh']}{gap}时：{then['zh']}。", f"When {when['en']}: {then['en']}.")


def notes(indicator: Indicator, names: Names) -> Iterator[Text]:
    """Sentences on what one would not guess from the rule alone."""
    value = indicator.value
    if isinstance(value, Rating):
        yield from _of_rating(value)
    if isinstance(value, Formula):
        if _FUNCTIONS.search(value.expression.source):
            yield _FORMULA
        if "previous" in value.expression.source:
            yield _PREVIOUS
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
    """The expression with names for the columns, and the signs that people write."""

    def named(found: re.Match[str]) -> str:
        word = found.group()
        if word not in value.expression.columns:
            return word
        return f"“{names.get(word, text(word, word))[language]}”"

    return _WORD.sub(named, value.expression.source.replace("*", "×").replace("/", "÷"))


def _missing(indicator: Indicator) -> Text:
    value = indicator.value
    when = text("没有数据", "there are no figures")
    if isinstance(value, Ratio):
        when = text("没有数据或分母为 0", "there are no figures, or the denominator is 0")
    elif isinstance(value, Growth):
        when = text(
            "没有本期或上期数据，或上期为 0", "either period has no figure, or the previous is 0"
        )
    elif isinstance(value, Sample):
        size = plain(value.required_size)
        when = text(f"抽检不足 {size} 件", f"fewer than {size} are drawn")
    elif isinstance(value, Rating):
        when = text(
            f"评分不足 {value.min_raters} 份", f"there are fewer than {value.min_raters} marks"
        )
    elif isinstance(value, Formula):
        when = text(
            "公式缺少数据或除数为 0", "a figure of the formula is missing, or it divides by 0"
        )
    if indicator.min_sample is not None:
        return text(f"{when['zh']}，或样本不足", f"{when['en']}, or there are too few cases")
    return when


def _of_rating(value: Rating) -> Iterator[Text]:
    if value.combine == "trimmed_mean":
        yield text(
            "三份及以上评分时去掉一个最高分和一个最低分。",
            "With three marks or more the highest and the lowest are left out.",
        )
    uncounted = [ROLES.get(role, text(role, role)) for role, w in value.raters.items() if not w]
    if uncounted:
        zh, en = "、".join(one["zh"] for one in uncounted), ", ".join(o["en"] for o in uncounted)
        yield text(f"{zh}的评分只收集，不计分。", f"Marks by {en} are collected and not counted.")


def _in(words: Text | None, language: Language) -> str | None:
    return words[language] if words is not None else None


_WORD: Final = re.compile(r"[a-z_][a-z0-9_-]*", re.IGNORECASE)
_FUNCTIONS: Final = re.compile(r"[<>=]|\b(?:if|min|max|abs|round)\b")
_FORMULA = text(
    "公式中：比较成立为 1，否则为 0；if(条件,甲,乙) 在条件成立时取甲，否则取乙；"
    "min、max 取最小、最大，abs 取绝对值，round 四舍五入。",
    "In the formula a comparison counts 1 when it holds, else 0; if(condition, a, b) is a when the "
    "condition holds, else b; min and max are the least and greatest, abs drops the sign, round "
    "rounds half up.",
)
_PREVIOUS = text(
    "previous(…) 是上期同一算式的结果。",
    "previous(…) is the same expression in the previous period.",
)
