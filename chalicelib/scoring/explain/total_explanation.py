"""The explanation of a total: sum, re-weighting, extras, cap, grade, veto (rules.md §3, §4)."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from chalicelib.scoring.exact import WORKING, ZERO, plain, rounded, with_minus_sign
from chalicelib.scoring.phrases import enumeration, equals, paragraph
from chalicelib.scoring.result import Result
from chalicelib.scoring.scheme import Scheme
from chalicelib.scoring.text import Text, text


def explain_total(scheme: Scheme, result: Result) -> Text:
    """Explain how the lines came to the total, and the total to the grade."""
    return paragraph([*_sum(scheme, result), *_grade(scheme, result)])


def _sum(scheme: Scheme, result: Result) -> Iterator[Text]:
    left_out = [
        scheme.indicator(line.indicator).name for line in result.lines if line.points is None
    ]
    earned, available = format(result.earned, "f"), plain(result.available)
    yield text(f"得分合计 {earned} / {available} 分。", f"Points earned: {earned} of {available}.")
    if result.awaiting:
        yield _awaiting(result)
        return
    if left_out:
        names = enumeration(left_out)
        yield text(f"未计入：{names['zh']}。", f"Left out: {names['en']}.")
    if result.total is None:
        yield _insufficient(scheme, result)
        return
    if result.available != scheme.total_points:
        with localcontext(WORKING):
            exact = equals(result.earned * scheme.total_points / result.available)
        points = plain(scheme.total_points)
        zh, en = (f"{earned} × {points} ÷ {available} {exact[lang]}" for lang in ("zh", "en"))
        yield text(f"按满分 {points} 折算：{zh}。", f"Re-weighted to {points}: {en}.")
    yield from _extras(scheme, result)
    yield _total(scheme, result, result.total)


def _total(scheme: Scheme, result: Result, total: Decimal) -> Text:
    """The total, with the cap or floor that it was held to."""
    said, extras = format(total, "f"), sum(result.extras.values(), ZERO)
    with localcontext(WORKING):
        due = result.earned * scheme.total_points / result.available + extras
        due = rounded(due, scheme.total_places)
    if due > scheme.total_cap:
        cap = plain(scheme.total_cap)
        return text(f"总分 {said}（上限 {cap}）。", f"Total {said} (at most {cap}).")
    if due < 0:
        return text(f"总分 {said}（下限 0）。", f"Total {said} (at least 0).")
    return text(f"总分 {said}。", f"Total {said}.")


def _awaiting(result: Result) -> Text:
    names = enumeration([one.name for one in result.layout.sources if one.code in result.awaiting])
    return text(
        f"尚待报送：{names['zh']}；在此之前没有总分和等级。",
        f"Still awaited: {names['en']}. Until then there is no total and no grade.",
    )


def _insufficient(scheme: Scheme, result: Result) -> Text:
    missing = plain(result.layout.points - result.available)
    share = plain((scheme.max_unavailable * 100).normalize())
    return text(
        f"{missing} 分没有数据，超过 {share}%，不产生总分和等级。",
        f"{missing} points are unavailable, more than {share}%, so there is no total and no grade.",
    )


def _extras(scheme: Scheme, result: Result) -> Iterator[Text]:
    for extra in scheme.extras:
        points = result.extras.get(extra.code)
        if points:
            signed = f"{'+' if points > 0 else '−'}{plain(abs(points))}"
            name, capped = extra.name, text("", "")
            if extra.per_case is not None and abs(points) == extra.per_case.at_most:
                most = plain(extra.per_case.at_most)
                capped = text(f"（累计上限 {most}）", f" (at most {most} together)")
            yield text(
                f"{name['zh']} {signed} 分{capped['zh']}。",
                f"{name['en']}: {signed}{capped['en']}.",
            )


def _grade(scheme: Scheme, result: Result) -> Iterator[Text]:
    coefficient = "–" if result.coefficient is None else plain(result.coefficient)
    if result.veto is not None:
        veto = next((v for v in scheme.vetoes if v.code == result.veto), None)
        name = veto.name if veto else text(result.veto, result.veto)
        grade = _grade_name(scheme, result)
        yield text(
            f"否决项“{name['zh']}”：无论总分，等级为“{grade['zh']}”，系数 {coefficient}。",
            f"Veto “{name['en']}”: whatever the total, the grade is “{grade['en']}”,"
            f" coefficient {coefficient}.",
        )
        return
    band = scheme.grade(result.grade) if result.grade else None
    if band is None or result.total is None:
        return
    least = with_minus_sign(band.min)
    basis = _compared(scheme)
    yield text(
        f"{basis['zh']}不低于 {least} 分，等级“{band.name['zh']}”，系数 {coefficient}。",
        f"{basis['en']}{least} or more: grade “{band.name['en']}”, coefficient {coefficient}.",
    )


def _compared(scheme: Scheme) -> Text:
    if scheme.grade_basis == "nearest_integer":
        return text("四舍五入取整后", "Rounded to a whole number, ")
    if scheme.grade_basis == "whole_part":
        return text("取整数部分后", "By its whole part, ")
    return text("", "")


def _grade_name(scheme: Scheme, result: Result) -> Text:
    veto = next((v for v in scheme.vetoes if v.code == result.veto), None)
    if veto and veto.grade_name:
        return veto.grade_name
    band = scheme.grade(result.grade) if result.grade else None
    return band.name if band else text(result.grade or "–", result.grade or "–")
