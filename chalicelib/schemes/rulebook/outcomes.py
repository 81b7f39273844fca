"""Bands and extras in words (rules.md §3, §4)."""

from collections.abc import Iterator, Sequence

from chalicelib.language import Language
from chalicelib.schemes.rulebook.content import Band, NamedRule
from chalicelib.scoring import CompiledScheme, Grade, Scheme, Text
from chalicelib.scoring.case_words import veto_words
from chalicelib.scoring.exact import plain
from chalicelib.scoring.scheme import Extra, PerCase, Veto
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


def extras(compiled: CompiledScheme, language: Language) -> tuple[NamedRule, ...]:
    """Return the extras: signed points beside the indicators."""
    return tuple(
        NamedRule(extra.code, extra.name[language], _extra(extra)[language])
        for extra in compiled.scheme.extras
    )


def _extra_of_cases(extra: Extra, per_case: PerCase) -> Text:
    said = extra.description or text("", "")
    points, most = plain(per_case.points), plain(per_case.at_most)
    zh, en = ("加", "added") if per_case.kind == "award" else ("减", "taken off")
    return text(
        f"{said['zh']}每记录并确认一例{zh} {points} 分，累计最多 {most} 分。",
        f"{_spaced(said['en'])}{points} {'is' if points == '1' else 'are'} {en} for each case that "
        f"is recorded and confirmed, at most {most} together.",
    )


def vetoes(scheme: Scheme, language: Language) -> tuple[NamedRule, ...]:
    """Return the vetoes: what each sets, and what has to come before."""
    return tuple(
        NamedRule(veto.code, veto.name[language], _veto(scheme, veto)[language])
        for veto in scheme.vetoes
    )


def _totals(grade: Grade, above: Grade | None) -> Text:
    """Return the totals that the grade covers. ``above`` is the next better grade."""
    least = plain(grade.min)
    if above is None:
        return text(f"{least} 分及以上", f"{least} and above")
    most = plain(above.min)
    if grade.min <= 0:
        return text(f"不足 {most} 分", f"below {most}")
    return text(f"{least} 分及以上，不足 {most} 分", f"{least} and above, below {most}")


def _extra(extra: Extra) -> Text:
    if extra.per_case is not None:
        return _extra_of_cases(extra, extra.per_case)
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


def _veto(scheme: Scheme, veto: Veto) -> Text:
    said = veto.description or text("", "")
    sets = veto_words(scheme, veto.code)
    before = text(
        "须先听取本人意见，由具名人员依据记录和证据作出决定；可以撤销。",
        "The person is heard first, and a named person decides, on a recorded case with its "
        "evidence; it can be revoked.",
    )
    return text(
        f"{said['zh']}{sets['zh']}{before['zh']}",
        f"{_spaced(said['en'])}{sets['en']} {before['en']}",
    )


def _spaced(words: str) -> str:
    return f"{words} " if words else ""
