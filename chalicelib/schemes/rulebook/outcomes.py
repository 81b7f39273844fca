"""Bands, vetoes, extras, quarters and years in words (rules.md §4, §5)."""

from collections.abc import Iterator, Sequence

from chalicelib.language import Language
from chalicelib.schemes.rulebook.content import Band, NamedRule
from chalicelib.scoring import CompiledScheme, Grade, Scheme, Text
from chalicelib.scoring.exact import plain
from chalicelib.scoring.scheme import Aggregation, Extra, Veto, WeightColumn
from chalicelib.scoring.text import text


def bands(scheme: Scheme, grades: Sequence[Grade], language: Language) -> tuple[Band, ...]:
    """Return the grades with the totals that each covers.

    ``grades`` are ordered from the best to the lowest.
    """
    plans = scheme.plan_grades()
    found = []
    above: Grade | None = None
    for grade in grades:
        description = grade.description
        found.append(
            Band(
                code=grade.code,
                name=grade.name[language],
                totals=_totals(grade, above)[language],
                coefficient=plain(grade.coefficient),
                description=description[language] if description else None,
                improvement_plan=grade.code in plans,
            )
        )
        above = grade
    return tuple(found)


def grading(scheme: Scheme) -> Iterator[Text]:
    """Yield how a total is compared with the bands, and what a coefficient does."""
    if scheme.grade_basis == "nearest_integer":
        yield text(
            "定等级时总分先四舍五入取整：89.5 按 90 计。",
            "For the grade the total is rounded to a whole number first: 89.5 counts as 90.",
        )
    elif scheme.grade_basis == "whole_part":
        yield text(
            "定等级时只看总分的整数部分：89.9 按 89 计。",
            "For the grade only the whole part of the total counts: 89.9 counts as 89.",
        )
    else:
        yield text(
            "等级按总分本身比较，不再取整：89.99 不到 90。",
            "The total itself is compared, not rounded again: 89.99 does not reach 90.",
        )
    yield text("绩效奖金 = 奖金基数 × 系数。", "Performance bonus = bonus base × coefficient.")
    planned = [grade.name for grade in scheme.grades if grade.code in scheme.plan_grades()]
    if planned:
        zh, en = "、".join(n["zh"] for n in planned), " or ".join(n["en"] for n in planned)
        yield text(
            f"等级为{zh}时，为每项未达标的指标制定改进计划。",
            f"With the grade {en} an improvement plan is drafted for every indicator below target.",
        )


def vetoes(scheme: Scheme, language: Language) -> tuple[NamedRule, ...]:
    """Return the effect of each veto on a result."""
    return tuple(
        NamedRule(veto.code, veto.name[language], _veto(scheme, veto)[language])
        for veto in scheme.vetoes
    )


def extras(compiled: CompiledScheme, language: Language) -> tuple[NamedRule, ...]:
    """Return the extras: signed points beside the indicators."""
    return tuple(
        NamedRule(extra.code, extra.name[language], _extra(extra)[language])
        for extra in compiled.scheme.extras
    )


def several_periods(compiled: CompiledScheme) -> Iterator[Text]:
    """Yield how months are aggregated to a quarter and a year."""
    scheme = compiled.scheme
    names = {column.code: column.name for column in compiled.columns}
    for label, aggregation in ((_QUARTER, scheme.quarter), (_YEAR, scheme.year)):
        if aggregation is not None:
            yield from _aggregated(label, aggregation, names)


def _totals(grade: Grade, above: Grade | None) -> Text:
    """Return the totals that the grade covers. ``above`` is the next better grade."""
    least = plain(grade.min)
    if above is None:
        return text(f"{least} 分及以上", f"{least} and above")
    most = plain(above.min)
    if grade.min <= 0:
        return text(f"不足 {most} 分", f"below {most}")
    return text(f"{least} 分及以上，不足 {most} 分", f"{least} and above, below {most}")


def _veto(scheme: Scheme, veto: Veto) -> Text:
    """Return the effect of a veto. By default it sets the lowest grade and its coefficient."""
    band = (
        scheme.grade(veto.grade) if veto.grade else (scheme.grades[-1] if scheme.grades else None)
    )
    bare = text(veto.grade or "–", veto.grade or "–")
    name = veto.grade_name or (band.name if band else bare)
    coefficient = veto.coefficient
    if coefficient is None and band is not None:
        coefficient = band.coefficient
    worth = "–" if coefficient is None else plain(coefficient)
    said = veto.description or text("", "")
    return text(
        f"{said['zh']}一经查实并记录（何人、何时、依据），无论总分，"
        f"等级为“{name['zh']}”，系数 {worth}；总分照样保留。",
        f"{_spaced(said['en'])}Once a case is recorded (who decided, when, on what evidence), the "
        f"grade is “{name['en']}” and the coefficient {worth} whatever the total, which stays.",
    )


def _extra(extra: Extra) -> Text:
    low = None if extra.min is None else plain(extra.min)
    high = None if extra.max is None else plain(extra.max)
    said = extra.description or text("", "")
    zh, en = "按记录加分或减分", "points are added or taken off as recorded"
    if low is not None and high is not None:
        zh, en = f"{zh}，{low} 至 {high} 分", f"{en}, from {low} to {high}"
    elif low is not None:
        zh, en = f"{zh}，不低于 {low} 分", f"{en}, not below {low}"
    elif high is not None:
        zh, en = f"{zh}，不超过 {high} 分", f"{en}, at most {high}"
    return text(
        f"{said['zh']}{zh}；没有记录为 0 分。",
        f"{_spaced(said['en'])}{en[:1].upper()}{en[1:]}; 0 when nothing is recorded.",
    )


def _aggregated(label: Text, aggregation: Aggregation, names: dict[str, Text]) -> Iterator[Text]:
    weights, least = aggregation.weights, aggregation.min_periods
    zh, en = "各期权重相同", "every period weighing the same"
    if isinstance(weights, WeightColumn):
        name = names.get(weights.column, text(weights.column, weights.column))
        zh, en = f"以“{name['zh']}”为权重", f"weighted by “{name['en']}”"
    elif weights != "equal":
        each = [f"{month}: {plain(weight)}" for month, weight in weights.items()]
        zh = f"权重 {'、'.join(each)}，其余各期为 1"
        en = f"weighted {', '.join(each)}, other periods 1"
    yield text(
        f"{label['zh']}总分是各期总分的加权平均，{zh}；没有总分的期不计入，至少要有 {least} 期。",
        f"The {label['en']} total is the weighted mean of its periods' totals, {en}; periods "
        f"without a total are left out, and at least {least} are needed.",
    )
    if aggregation.grades:
        own = [_band(grade) for grade in aggregation.grades]
        yield text(
            f"{label['zh']}等级：{'；'.join(one['zh'] for one in own)}。",
            f"Grades of the {label['en']}: {'; '.join(one['en'] for one in own)}.",
        )
    else:
        yield text(
            f"{label['zh']}的等级和系数按同样的等级标准。",
            f"Grade and coefficient of the {label['en']} go by the same bands.",
        )


def _band(grade: Grade) -> Text:
    name, least, worth = grade.name, plain(grade.min), plain(grade.coefficient)
    return text(
        f"{name['zh']} {least} 分起（系数 {worth}）",
        f"{name['en']} from {least} (coefficient {worth})",
    )


def _spaced(words: str) -> str:
    return f"{words} " if words else ""


_QUARTER, _YEAR = text("季度", "quarter"), text("年度", "year")
