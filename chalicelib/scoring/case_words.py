"""What a recorded case does to a result, in words (rules.md §4)."""

from collections.abc import Mapping
from typing import Any

from .exact import plain
from .recorded_cases import FULL, LEAVE_OUT, OF_POINTS, VETO
from .scheme import Scheme
from .text import Text, text
from .vetoes import outcome_of


def case_words(scheme: Scheme, case: Mapping[str, Any]) -> Text:
    """Return a sentence: what a case of a result by the scheme does by itself.

    ``case`` has ``kind``, ``code``, ``indicator``, ``treatment`` and ``target``. Of several cases
    about one line the strongest counts (recorded_cases.py). A case of points has the ``points``
    that it adds below the cap.
    """
    if case["kind"] == VETO:
        return veto_words(scheme, case["code"])
    if case["kind"] in OF_POINTS:
        return _points_words(scheme, case)
    named = next((one.name for one in scheme.indicators if one.code == case["indicator"]), None)
    name = named or text("整个结果", "the whole result")
    treatment = case["treatment"]
    if treatment == LEAVE_OUT:
        return text(f"豁免：{name['zh']}不计入。", f"Exemption: {name['en']} is left out.")
    if treatment == FULL:
        return text(f"豁免：{name['zh']}按满分计。", f"Exemption: {name['en']} has full points.")
    target = plain(case["target"])
    return text(
        f"豁免：{name['zh']}按目标 {target} 计分。",
        f"Exemption: {name['en']} is scored against the target {target}.",
    )


def _points_words(scheme: Scheme, case: Mapping[str, Any]) -> Text:
    extra = next((one for one in scheme.extras if one.code == case["code"]), None)
    if extra is None or extra.per_case is None:
        return text(f"加减分项“{case['code']}”。", f"Extra “{case['code']}”.")
    name, most, points = extra.name, plain(extra.per_case.at_most), case["points"]
    if not points:
        return text(
            f"{name['zh']}：累计已达上限 {most} 分，不再计。",
            f"{name['en']}: the cap of {most} was reached before, so it counts nothing more.",
        )
    signed = f"{'+' if points > 0 else '−'}{plain(abs(points))}"
    return text(
        f"{name['zh']}：{signed} 分（累计上限 {most}）。",
        f"{name['en']}: {signed} (at most {most} together).",
    )


def veto_words(scheme: Scheme, code: str) -> Text:
    """Return a sentence: what a veto of the scheme sets. An unknown code is told as it is."""
    veto = next((one for one in scheme.vetoes if one.code == code), None)
    if veto is None:
        return text(f"否决项“{code}”。", f"Veto “{code}”.")
    grade, coefficient = outcome_of(scheme, veto)
    band = scheme.grade(grade)
    name = veto.grade_name or (band.name if band else text(grade or "–", grade or "–"))
    factor = "–" if coefficient is None else plain(coefficient)
    return text(
        f"否决项“{veto.name['zh']}”：无论总分，等级为“{name['zh']}”，系数 {factor}；不参加排名。",
        f"Veto “{veto.name['en']}”: whatever the total, the grade is “{name['en']}”, coefficient "
        f"{factor}; the result is not ranked.",
    )
