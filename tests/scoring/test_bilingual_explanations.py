"""Every explanation is a sentence in both languages, and both name the same figures."""

import re
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import Exemption, RowFault, compile_scheme, explain, read_scheme
from tests.scoring.schemes import figures, indicator, scheme

FIGURE = re.compile(r"(?:(?<![0-9a-z\u4e00-\u9fff])[-−])?[0-9]+(?:\.[0-9]+)?")
UNITS = (None, "second", "percent", "ticket", "point", {"zh": "单", "en": "orders"})
CUTOFF = {"at": "60", "points": "3"}
LEVELS = [
    {"code": "good", "name": {"zh": "良好", "en": "Good"}, "points": ["4", "5"], "step": "0.5"},
    {"code": "weak", "name": {"zh": "较差", "en": "Weak"}, "points": "1"},
]
STEPS = {"kind": "step_deduct", "step": "10", "per_step": "3"}
RULES: list[dict[str, Any]] = [
    STEPS,
    {**STEPS, "step_mode": "started", "floor": "4"},
    {**STEPS, "step_mode": "proportional", "cutoff": CUTOFF},
    {**STEPS, "step": "1", "per_step": "1", "cutoff": {**CUTOFF, "inclusive": True}},
    {"kind": "count_deduct", "per_incident": "6"},
    {"kind": "count_deduct", "per_incident": "6", "zero_at": "3", "floor": "5"},
    {"kind": "tiers", "tiers": [{"at": "31", "points": "20"}, {"at": "40", "points": "9"}]},
    {"kind": "pass_fail"},
    {"kind": "proportional", "cap": "1.2", "floor": "0.25"},
    {"kind": "linear", "zero_at": "61", "full_at": "31"},
    {"kind": "scale", "levels": LEVELS},
]
VALUES = ("0", "1", "2.5", "3", "4.5", "30", "31", "39.5", "40", "60", "60.5", "61", "75", "-3")
RATING = {"kind": "rating", "raters": {"peer": "1", "boss": "2"}, "scale": {"min": "0", "max": "9"}}
GROWTH = {"kind": "growth", "of": {"kind": "ratio", "numerator": "a", "denominator": "b"}}


def check(words: Any) -> None:
    assert set(words) == {"zh", "en"}
    for sentence in words.values():
        assert sentence.strip()
        assert not re.search(r"None|XX|Decimal\(", sentence), sentence
    assert any("\u4e00" <= c <= "\u9fff" for c in words["zh"]), words
    assert not any("\u4e00" <= c <= "\u9fff" for c in words["en"]), words
    in_english = words["en"].replace("no points", "0 points")
    assert set(FIGURE.findall(words["zh"])) == set(FIGURE.findall(in_english)), words


def explained(document: Any, row: Any, **around: Any) -> None:
    compiled = compile_scheme(read_scheme(document))
    try:
        result = compiled.score(row, **around)
    except RowFault:
        return
    explanation = explain(compiled, result, row)
    for words in (*explanation.lines.values(), explanation.total):
        check(words)
    if explanation.next_grade is not None:
        check(explanation.next_grade.words)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["kind"])
@pytest.mark.parametrize("direction", ["lower", "higher"])
def test_every_rule_at_every_kind_of_value(rule: dict[str, Any], direction: str) -> None:
    for n, value in enumerate(VALUES):
        fields = {"unit": UNITS[n % len(UNITS)], "rule": rule, "direction": direction}
        document = scheme(indicator(target="31", **fields))
        explained(document, figures(x=value))


@pytest.mark.parametrize(
    ("value", "row"),
    [
        ({"kind": "ratio", "numerator": "a", "denominator": "b"}, figures(a=93, b=3)),
        ({"kind": "ratio", "numerator": "a", "denominator": "b", "scale": "7"}, figures(a=1, b=3)),
        (GROWTH, figures(a=110, b=3)),
        ({"kind": "growth", "of": {"kind": "metric", "column": "a"}}, figures(a=110)),
        ({"kind": "growth", "of": {"kind": "formula", "expression": "a * 4"}}, figures(a=110)),
        ({"kind": "sample", "failures": "f", "size": "n", "required_size": "7"}, figures(f=1, n=9)),
        (RATING, {"line_peer": "4;6;8", "line_boss": "5"}),
        (RATING, {"line_peer": None, "line_boss": "5"}),
        ({**RATING, "combine": "median"}, {"line_peer": "4;6", "line_boss": "5"}),
        ({**RATING, "combine": "trimmed_mean"}, {"line_peer": "4;6;8", "line_boss": "5"}),
        ({"kind": "formula", "expression": "a / b + 8"}, figures(a=1, b=3)),
        ({"kind": "formula", "expression": "a - previous(a)"}, figures(a=9, b=3)),
    ],
)
@pytest.mark.parametrize("unit", UNITS)
def test_every_value(value: Any, row: Any, unit: Any) -> None:
    document = scheme(indicator(value=value, unit=unit, target="7", rule={"kind": "proportional"}))
    explained(document, row, previous={"inputs": figures(a=100, b=4, x=1)})
    explained(document, row)


@pytest.mark.parametrize("policy", ["reweight", "full", "zero", "carry_previous", "team_mean"])
@pytest.mark.parametrize("unit", UNITS)
def test_every_policy_and_exemption(policy: str, unit: Any) -> None:
    rule = {"kind": "proportional"}
    other = indicator("other", value={"kind": "metric", "column": "y"})
    document = scheme(
        indicator(not_available=policy, unit=unit, target="31", rule=rule),
        other,
        max_unavailable="1",
    )
    for stand_in in ({}, {"line": Decimal("15.5")}):
        around = {"previous": {"values": stand_in}, "team_means": stand_in}
        explained(document, figures(x=None, y=1), **around)
    for exemption in (
        Exemption("line"),
        Exemption("line", "full"),
        Exemption("line", "adjusted_target", Decimal(40)),
    ):
        explained(document, figures(x=20, y=1), exemptions=[exemption])


@pytest.mark.parametrize(
    "rule", [r for r in RULES if r["kind"] in ("step_deduct", "proportional", "pass_fail")]
)
@pytest.mark.parametrize("direction", ["lower", "higher"])
def test_slices(rule: dict[str, Any], direction: str) -> None:
    slices = {"by": "k", "weight_by": "w", "targets": {"phone": "31", "online": "16"}}
    document = scheme(
        indicator(rule=rule, direction=direction, unit="second", target=None, slices=slices)
    )
    for x, y, w in (("30", "20", "3"), ("45.5", "0", "4"), ("61", None, "5"), ("31", "16", None)):
        rows = [{"k": "phone", **figures(x=x, w=2)}, {"k": "online", **figures(x=y, w=w)}]
        explained(document, rows)
