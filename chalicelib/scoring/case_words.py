"""What a recorded case does to a result, in words (rules.md §4)."""

from collections.abc import Mapping
from typing import Any

from .exact import plain
from .recorded_cases import FULL, LEAVE_OUT, VETO
from .scheme import Scheme
from .text import Text, text
from .vetoes import outcome_of


def case_words(scheme: Scheme, case: Mapping[str, Any]) -> Text:
    """Return a sentence: what a case of a result by the scheme does by itself.

    ``case`` has ``kind``, ``code``, ``indicator``, ``treatment`` and ``target``. Of several cases
    about one line the strongest counts (recorded_cases.py).
    """
    if case["kind"] == VETO:
        return veto_words(scheme, case["code"])
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
