# ruff: noqa: E501 - a table of cases reads best with one case a line
"""Explanations word for word in both languages: the rule, the figure, the sum, the points."""

from decimal import Context, Decimal, localcontext
from typing import Any

import pytest

from chalicelib.scoring import (
    Exemption,
    Explanation,
    compile_scheme,
    explain,
    measure_words,
    names_of,
    read_scheme,
)
from tests.scoring.schemes import BANDS, SECONDS_RULE, figures, indicator, scheme

LOWER = {"direction": "lower", "target": "30", "unit": "second"}
SHARE = {"target": "85", "unit": "percent"}
BY_ONE = {"kind": "step_deduct", "step": "1", "per_step": "1"}
INCIDENTS = {"kind": "count_deduct", "per_incident": "5"}
LINE = {"kind": "linear", "zero_at": "60", "full_at": "30"}
RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b"}
LEVELS = [{"code": "good", "name": {"zh": "良好", "en": "Good"}, "points": ["4", "5"], "step": "0.5"},
          {"code": "weak", "name": {"zh": "较差", "en": "Weak"}, "points": "1"}]  # fmt: skip


def explained(document: Any, row: Any, **around: Any) -> Explanation:
    compiled = compile_scheme(read_scheme(document))
    return explain(compiled, compiled.score(row, **around), row)


def explained_line(fields: Any, row: Any, **around: Any) -> tuple[str, str]:
    """The one line in Chinese and in English."""
    words = explained(scheme(indicator(**fields)), row, **around).lines["line"]
    return words["zh"], words["en"]


@pytest.mark.parametrize(
    ("fields", "x", "zh", "en"),
    [
        ({**LOWER, "rule": SECONDS_RULE}, "28",
         "目标不超过 30 秒，达标得 20 分；每超出满 10 秒扣 2 分；超过 60 秒得 0 分。指标line = 28 秒。28 秒达到目标（不超过 30 秒），得 20.00 分。",
         "Target at most 30 s: 20 points; 2 points off for each full 10 s above it; above 60 s: 0 points. Indicator line = 28 s. 28 s meets the target (at most 30 s): 20.00 points."),
        ({**LOWER, "rule": SECONDS_RULE}, "41.5",
         "目标不超过 30 秒，达标得 20 分；每超出满 10 秒扣 2 分；超过 60 秒得 0 分。指标line = 41.5 秒。41.5 秒超出目标 11.5 秒，满 1 步：20 − 2 × 1 = 18，得 18.00 分。",
         "Target at most 30 s: 20 points; 2 points off for each full 10 s above it; above 60 s: 0 points. Indicator line = 41.5 s. 41.5 s is 11.5 s above the target, 1 full step, 20 − 2 × 1 = 18: 18.00 points."),
        ({**LOWER, "rule": SECONDS_RULE}, "61",
         "目标不超过 30 秒，达标得 20 分；每超出满 10 秒扣 2 分；超过 60 秒得 0 分。指标line = 61 秒。61 秒超过 60 秒，得 0.00 分。",
         "Target at most 30 s: 20 points; 2 points off for each full 10 s above it; above 60 s: 0 points. Indicator line = 61 s. 61 s is above 60 s: 0.00 points."),
        ({**LOWER, "rule": {**SECONDS_RULE, "step_mode": "started"}}, "41",
         "目标不超过 30 秒，达标得 20 分；每超出 10 秒扣 2 分，不足 10 秒按 10 秒计；超过 60 秒得 0 分。指标line = 41 秒。41 秒超出目标 11 秒，计 2 步：20 − 2 × 2 = 16，得 16.00 分。",
         "Target at most 30 s: 20 points; 2 points off for each 10 s begun above it; above 60 s: 0 points. Indicator line = 41 s. 41 s is 11 s above the target, 2 begun steps, 20 − 2 × 2 = 16: 16.00 points."),
        ({**LOWER, "rule": {**SECONDS_RULE, "step_mode": "proportional"}}, "35",
         "目标不超过 30 秒，达标得 20 分；每超出 10 秒扣 2 分，按比例计算；超过 60 秒得 0 分。指标line = 35 秒。35 秒超出目标 5 秒，合 0.5 步：20 − 2 × 0.5 = 19，得 19.00 分。",
         "Target at most 30 s: 20 points; 2 points off per 10 s above it, in proportion; above 60 s: 0 points. Indicator line = 35 s. 35 s is 5 s above the target, 0.5 proportional steps, 20 − 2 × 0.5 = 19: 19.00 points."),
        ({**LOWER, "rule": {**SECONDS_RULE, "step": "3", "step_mode": "proportional"}}, "31",
         "目标不超过 30 秒，达标得 20 分；每超出 3 秒扣 2 分，按比例计算；超过 60 秒得 0 分。指标line = 31 秒。31 秒超出目标 1 秒，合 0.333333 步：20 − 2 × 0.333333 ≈ 19.333333，得 19.33 分。",
         "Target at most 30 s: 20 points; 2 points off per 3 s above it, in proportion; above 60 s: 0 points. Indicator line = 31 s. 31 s is 1 s above the target, 0.333333 proportional steps, 20 − 2 × 0.333333 ≈ 19.333333: 19.33 points."),
        ({**LOWER, "rule": {**SECONDS_RULE, "cutoff": None, "floor": "15"}}, "60",
         "目标不超过 30 秒，达标得 20 分；每超出满 10 秒扣 2 分；最少 15 分。指标line = 60 秒。60 秒超出目标 30 秒，满 3 步：20 − 2 × 3 = 14，最少 15，得 15.00 分。",
         "Target at most 30 s: 20 points; 2 points off for each full 10 s above it; never below 15 points. Indicator line = 60 s. 60 s is 30 s above the target, 3 full steps, 20 − 2 × 3 = 14, not below 15: 15.00 points."),
        ({**LOWER, "rule": {**SECONDS_RULE, "cutoff": None, "floor": "16"}}, "50",
         "目标不超过 30 秒，达标得 20 分；每超出满 10 秒扣 2 分；最少 16 分。指标line = 50 秒。50 秒超出目标 20 秒，满 2 步：20 − 2 × 2 = 16，得 16.00 分。",
         "Target at most 30 s: 20 points; 2 points off for each full 10 s above it; never below 16 points. Indicator line = 50 s. 50 s is 20 s above the target, 2 full steps, 20 − 2 × 2 = 16: 16.00 points."),
        ({**LOWER, "rule": {**SECONDS_RULE, "cutoff": {"at": "60", "inclusive": True, "points": "1"}}}, "60",
         "目标不超过 30 秒，达标得 20 分；每超出满 10 秒扣 2 分；达到或超过 60 秒得 1 分。指标line = 60 秒。60 秒达到或超过 60 秒，得 1.00 分。",
         "Target at most 30 s: 20 points; 2 points off for each full 10 s above it; at 60 s or above: 1 point. Indicator line = 60 s. 60 s is at 60 s or above: 1.00 point."),
        ({**LOWER, "rule": {**SECONDS_RULE, "cutoff": {"at": "60", "inclusive": True}}}, "61",
         "目标不超过 30 秒，达标得 20 分；每超出满 10 秒扣 2 分；达到或超过 60 秒得 0 分。指标line = 61 秒。61 秒达到或超过 60 秒，得 0.00 分。",
         "Target at most 30 s: 20 points; 2 points off for each full 10 s above it; at 60 s or above: 0 points. Indicator line = 61 s. 61 s is at 60 s or above: 0.00 points."),
        ({**LOWER, "rule": {**SECONDS_RULE, "cutoff": {"at": "60", "inclusive": True}}}, "59",
         "目标不超过 30 秒，达标得 20 分；每超出满 10 秒扣 2 分；达到或超过 60 秒得 0 分。指标line = 59 秒。59 秒超出目标 29 秒，满 2 步：20 − 2 × 2 = 16，得 16.00 分。",
         "Target at most 30 s: 20 points; 2 points off for each full 10 s above it; at 60 s or above: 0 points. Indicator line = 59 s. 59 s is 29 s above the target, 2 full steps, 20 − 2 × 2 = 16: 16.00 points."),
        ({**SHARE, "rule": {**BY_ONE, "cutoff": {"at": "75"}}}, "84",
         "目标不低于 85%，达标得 20 分；每低于目标满 1 个百分点扣 1 分；低于 75% 得 0 分。指标line = 84%。84% 低于目标 1 个百分点，满 1 步：20 − 1 × 1 = 19，得 19.00 分。",
         "Target at least 85%: 20 points; 1 point off for each full percentage point below it; below 75%: 0 points. Indicator line = 84%. 84% is 1 percentage point below the target, 1 full step, 20 − 1 × 1 = 19: 19.00 points."),
        ({**SHARE, "rule": {**BY_ONE, "cutoff": {"at": "75"}}}, "75",
         "目标不低于 85%，达标得 20 分；每低于目标满 1 个百分点扣 1 分；低于 75% 得 0 分。指标line = 75%。75% 低于目标 10 个百分点，满 10 步：20 − 1 × 10 = 10，得 10.00 分。",
         "Target at least 85%: 20 points; 1 point off for each full percentage point below it; below 75%: 0 points. Indicator line = 75%. 75% is 10 percentage points below the target, 10 full steps, 20 − 1 × 10 = 10: 10.00 points."),
        ({**SHARE, "rule": {**BY_ONE, "cutoff": {"at": "75"}}}, "74.5",
         "目标不低于 85%，达标得 20 分；每低于目标满 1 个百分点扣 1 分；低于 75% 得 0 分。指标line = 74.5%。74.5% 低于 75%，得 0.00 分。",
         "Target at least 85%: 20 points; 1 point off for each full percentage point below it; below 75%: 0 points. Indicator line = 74.5%. 74.5% is below 75%: 0.00 points."),
        ({**SHARE, "rule": {**BY_ONE, "step_mode": "started", "cutoff": {"at": "75", "inclusive": True}}}, "75",
         "目标不低于 85%，达标得 20 分；每低于目标 1 个百分点扣 1 分，不足 1 个百分点按 1 个百分点计；达到或低于 75% 得 0 分。指标line = 75%。75% 达到或低于 75%，得 0.00 分。",
         "Target at least 85%: 20 points; 1 point off for each 1 percentage point begun below it; at 75% or below: 0 points. Indicator line = 75%. 75% is at 75% or below: 0.00 points."),
        ({**SHARE, "rule": {**BY_ONE, "step_mode": "proportional"}}, "83.5",
         "目标不低于 85%，达标得 20 分；每低于目标 1 个百分点扣 1 分，按比例计算。指标line = 83.5%。83.5% 低于目标 1.5 个百分点，合 1.5 步：20 − 1 × 1.5 = 18.5，得 18.50 分。",
         "Target at least 85%: 20 points; 1 point off per 1 percentage point below it, in proportion. Indicator line = 83.5%. 83.5% is 1.5 percentage points below the target, 1.5 proportional steps, 20 − 1 × 1.5 = 18.5: 18.50 points."),
        ({"rule": INCIDENTS}, "0",
         "满分 20 分，每次扣 5 分。指标line = 0。没有扣分，得 20.00 分。",
         "20 points, 5 points off for each case. Indicator line = 0. Nothing to deduct: 20.00 points."),
        ({"rule": {**INCIDENTS, "zero_at": "3"}}, "2",
         "满分 20 分，每次扣 5 分；达到 3 次得 0 分。指标line = 2。20 − 5 × 2 = 10，得 10.00 分。",
         "20 points, 5 points off for each case; from 3 cases on: 0 points. Indicator line = 2. 20 − 5 × 2 = 10: 10.00 points."),
        ({"rule": {**INCIDENTS, "zero_at": "3"}, "unit": "ticket"}, "3",
         "满分 20 分，每单扣 5 分；达到 3 单得 0 分。指标line = 3 单。3 单，达到 3 单即为 0，得 0.00 分。",
         "20 points, 5 points off for each ticket; from 3 tickets on: 0 points. Indicator line = 3 tickets. 3 tickets, nothing from 3 on: 0.00 points."),
        ({"rule": {**INCIDENTS, "floor": "8"}}, "3",
         "满分 20 分，每次扣 5 分；最少 8 分。指标line = 3。20 − 5 × 3 = 5，最少 8，得 8.00 分。",
         "20 points, 5 points off for each case; never below 8 points. Indicator line = 3. 20 − 5 × 3 = 5, not below 8: 8.00 points."),
        ({"rule": {**INCIDENTS, "floor": "10"}}, "2",
         "满分 20 分，每次扣 5 分；最少 10 分。指标line = 2。20 − 5 × 2 = 10，得 10.00 分。",
         "20 points, 5 points off for each case; never below 10 points. Indicator line = 2. 20 − 5 × 2 = 10: 10.00 points."),
        ({**LOWER, "rule": {"kind": "tiers", "tiers": [{"at": "20", "points": "20"}, {"at": "30", "points": "9"}], "otherwise": "1"}}, "25",
         "不超过 20 秒得 20 分；不超过 30 秒得 9 分；其余得 1 分。指标line = 25 秒。25 秒不超过 30 秒，得 9.00 分。",
         "At most 20 s: 20 points; at most 30 s: 9 points; otherwise 1 point. Indicator line = 25 s. 25 s is at most 30 s: 9.00 points."),
        ({**SHARE, "rule": {"kind": "tiers", "tiers": [{"at": "95", "points": "20"}, {"at": "90", "points": "9"}]}}, "91",
         "不低于 95% 得 20 分；不低于 90% 得 9 分；其余得 0 分。指标line = 91%。91% 不低于 90%，得 9.00 分。",
         "At least 95%: 20 points; at least 90%: 9 points; otherwise 0 points. Indicator line = 91%. 91% is at least 90%: 9.00 points."),
        ({**SHARE, "rule": {"kind": "tiers", "tiers": [{"at": "95", "points": "20"}]}}, "91",
         "不低于 95% 得 20 分；其余得 0 分。指标line = 91%。91% 未达到任何一档，得 0.00 分。",
         "At least 95%: 20 points; otherwise 0 points. Indicator line = 91%. 91% reaches no tier: 0.00 points."),
        ({**SHARE, "rule": {"kind": "pass_fail"}}, "85",
         "目标不低于 85%，达标得 20 分；未达标得 0 分。指标line = 85%。85% 达到目标（不低于 85%），得 20.00 分。",
         "Target at least 85%: 20 points; else 0 points. Indicator line = 85%. 85% meets the target (at least 85%): 20.00 points."),
        ({**SHARE, "rule": {"kind": "pass_fail"}}, "84",
         "目标不低于 85%，达标得 20 分；未达标得 0 分。指标line = 84%。84% 低于目标 1 个百分点，得 0.00 分。",
         "Target at least 85%: 20 points; else 0 points. Indicator line = 84%. 84% is 1 percentage point below the target: 0.00 points."),
        ({**LOWER, "rule": {"kind": "pass_fail"}}, "31",
         "目标不超过 30 秒，达标得 20 分；未达标得 0 分。指标line = 31 秒。31 秒超出目标 1 秒，得 0.00 分。",
         "Target at most 30 s: 20 points; else 0 points. Indicator line = 31 s. 31 s is 1 s above the target: 0.00 points."),
        ({**SHARE, "rule": {"kind": "proportional"}}, "34",
         "得分 = 20 分 × 实际值 ÷ 目标 85%；最多 20 分。指标line = 34%。20 × 34 ÷ 85 = 8，得 8.00 分。",
         "20 points × the value ÷ the target of 85%; at most 20 points. Indicator line = 34%. 20 × 34 ÷ 85 = 8: 8.00 points."),
        ({**SHARE, "rule": {"kind": "proportional", "cap": "1.1", "floor": "0.5"}}, "170",
         "得分 = 20 分 × 实际值 ÷ 目标 85%；最多 22 分；最少 10 分。指标line = 170%。20 × 170 ÷ 85 = 40，最多 22，得 22.00 分。",
         "20 points × the value ÷ the target of 85%; at most 22 points; never below 10 points. Indicator line = 170%. 20 × 170 ÷ 85 = 40, at most 22: 22.00 points."),
        ({**SHARE, "rule": {"kind": "proportional", "cap": "1.1", "floor": "0.5"}}, "17",
         "得分 = 20 分 × 实际值 ÷ 目标 85%；最多 22 分；最少 10 分。指标line = 17%。20 × 17 ÷ 85 = 4，最少 10，得 10.00 分。",
         "20 points × the value ÷ the target of 85%; at most 22 points; never below 10 points. Indicator line = 17%. 20 × 17 ÷ 85 = 4, at least 10: 10.00 points."),
        ({**LOWER, "rule": {"kind": "proportional"}}, "70",
         "得分 = 20 分 × 目标 30 秒 ÷ 实际值；最多 20 分。指标line = 70 秒。20 × 30 ÷ 70 ≈ 8.571429，得 8.57 分。",
         "20 points × the target of 30 s ÷ the value; at most 20 points. Indicator line = 70 s. 20 × 30 ÷ 70 ≈ 8.571429: 8.57 points."),
        ({**LOWER, "rule": {"kind": "proportional"}}, "0",
         "得分 = 20 分 × 目标 30 秒 ÷ 实际值；最多 20 分。指标line = 0 秒。实际值不大于 0，取上限，得 20.00 分。",
         "20 points × the target of 30 s ÷ the value; at most 20 points. Indicator line = 0 s. The value is not above 0, so the cap holds: 20.00 points."),
        ({**LOWER, "rule": LINE}, "40",
         "60 秒得 0 分，30 秒得 20 分，中间按直线计算。指标line = 40 秒。20 × (40 − 60) ÷ (30 − 60) ≈ 13.333333，得 13.33 分。",
         "0 points at 60 s, 20 points at 30 s, a straight line between. Indicator line = 40 s. 20 × (40 − 60) ÷ (30 − 60) ≈ 13.333333: 13.33 points."),
        ({**LOWER, "rule": LINE}, "30",
         "60 秒得 0 分，30 秒得 20 分，中间按直线计算。指标line = 30 秒。30 秒正好在满分点，得 20.00 分。",
         "0 points at 60 s, 20 points at 30 s, a straight line between. Indicator line = 30 s. 30 s is the full point: 20.00 points."),
        ({**LOWER, "rule": LINE}, "29",
         "60 秒得 0 分，30 秒得 20 分，中间按直线计算。指标line = 29 秒。29 秒已过满分点，得 20.00 分。",
         "0 points at 60 s, 20 points at 30 s, a straight line between. Indicator line = 29 s. 29 s is past the full point: 20.00 points."),
        ({**LOWER, "rule": LINE}, "60",
         "60 秒得 0 分，30 秒得 20 分，中间按直线计算。指标line = 60 秒。60 秒正好在零分点，得 0.00 分。",
         "0 points at 60 s, 20 points at 30 s, a straight line between. Indicator line = 60 s. 60 s is the zero point: 0.00 points."),
        ({**LOWER, "rule": LINE}, "61",
         "60 秒得 0 分，30 秒得 20 分，中间按直线计算。指标line = 61 秒。61 秒在零分点之外，得 0.00 分。",
         "0 points at 60 s, 20 points at 30 s, a straight line between. Indicator line = 61 s. 61 s is past the zero point: 0.00 points."),
        ({"unit": "percent", "rule": {"kind": "linear", "zero_at": "-1", "full_at": "0"}}, "-0.5",
         "−1% 得 0 分，0% 得 20 分，中间按直线计算。指标line = −0.5%。20 × (−0.5 − (−1)) ÷ (0 − (−1)) = 10，得 10.00 分。",
         "0 points at −1%, 20 points at 0%, a straight line between. Indicator line = −0.5%. 20 × (−0.5 − (−1)) ÷ (0 − (−1)) = 10: 10.00 points."),
        ({"unit": "percent", "rule": {"kind": "linear", "zero_at": "0", "full_at": "1"}}, "0.5",
         "0% 得 0 分，1% 得 20 分，中间按直线计算。指标line = 0.5%。20 × (0.5 − 0) ÷ (1 − 0) = 10，得 10.00 分。",
         "0 points at 0%, 20 points at 1%, a straight line between. Indicator line = 0.5%. 20 × (0.5 − 0) ÷ (1 − 0) = 10: 10.00 points."),
        ({"rule": {"kind": "scale", "levels": LEVELS}}, "4.5",
         "按等级评分：良好 4–5 分、较差 1 分。指标line = 4.5。评为“良好”，得 4.50 分。",
         "Judged by level: Good 4–5, Weak 1 points. Indicator line = 4.5. Judged “Good” (4.5): 4.50 points."),
        ({"rule": {"kind": "scale", "levels": LEVELS}}, "1",
         "按等级评分：良好 4–5 分、较差 1 分。指标line = 1。评为“较差”，得 1.00 分。",
         "Judged by level: Good 4–5, Weak 1 points. Indicator line = 1. Judged “Weak” (1): 1.00 point."),
    ],
)  # fmt: skip
def test_a_line_is_explained_in_both_languages(fields: Any, x: str, zh: str, en: str) -> None:
    assert explained_line(fields, figures(x=x)) == (zh, en)


@pytest.mark.parametrize(
    ("fields", "x", "en"),
    [
        # 1.2345675 s above the target are 0.12345675 steps of 10; 20 − 100 × 0.12345675 = 7.654325
        ({**LOWER, "rule": {**SECONDS_RULE, "cutoff": None, "per_step": "100", "step_mode": "proportional"}}, "31.2345675",
         "0.123457 proportional steps, 20 − 100 × 0.123457 ≈ 7.654325: 7.65 points."),
        # 20 × 3.1234568 ÷ 8 = 7.808642
        ({"rule": {"kind": "linear", "zero_at": "0", "full_at": "8"}}, "3.1234568",
         "20 × (3.123457 − 0) ÷ (8 − 0) ≈ 7.808642: 7.81 points."),
        ({"rule": {"kind": "proportional"}, "target": "8"}, "3.1234568", "20 × 3.123457 ÷ 8 ≈ 7.808642: 7.81 points."),
    ],
)  # fmt: skip
def test_a_sum_of_a_rounded_figure_is_never_called_exact(fields: Any, x: str, en: str) -> None:
    assert explained_line(fields, figures(x=x))[1].endswith(en)


def test_a_formula_of_two_columns_and_two_periods() -> None:
    value = {"kind": "formula", "expression": "a * b - previous(a) * previous(b)"}
    zh, en = explained_line(
        {"value": value}, figures(a=9, b=2), previous={"inputs": figures(a=4, b=3)}
    )
    assert (
        " a * b - previous(a) * previous(b) (this period a = 9, b = 2; previous a = 4, b = 3) = 6."
        in en
    )
    assert "(本期 a = 9, b = 2；上期 a = 4, b = 3) = 6。" in zh


def test_a_mark_outside_every_level_is_explained_by_itself() -> None:
    rule = {"kind": "scale", "levels": LEVELS}
    fields = {"rule": rule, "target": None, "not_available": "team_mean"}
    zh, en = explained_line(fields, {"x": None}, team_means={"line": Decimal("3.7")})
    assert zh.endswith("采用团队平均值。评分 3.7，得 3.70 分。")
    assert en.endswith("the team's mean is used. A mark of 3.7: 3.70 points.")


def test_a_substitute_value_is_explained_with_its_unit() -> None:
    fields = {**LOWER, "rule": SECONDS_RULE, "not_available": "carry_previous"}
    zh, en = explained_line(fields, {"x": None}, previous={"values": {"line": Decimal(41)}})
    assert zh.endswith("沿用上期的值。41 秒超出目标 11 秒，满 1 步：20 − 2 × 1 = 18，得 18.00 分。")
    assert en.endswith("41 s is 11 s above the target, 1 full step, 20 − 2 × 1 = 18: 18.00 points.")


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ({"kind": "metric", "column": "a"}, "响应", "response"),
        ({"kind": "metric", "column": "x"}, "指标line", "Indicator line"),
        (RATIO, "响应 ÷ b", "response ÷ b"),
        ({**RATIO, "scale": "100"}, "响应 ÷ b × 100", "response ÷ b × 100"),
        ({"kind": "growth", "of": RATIO}, "（本期 − 上期）÷ 上期 × 100，其中：响应 ÷ b",
         "(this period − previous) ÷ previous × 100 of response ÷ b"),
        ({"kind": "sample", "failures": "a", "size": "b", "required_size": "3.0"},
         "“响应”，按抽检 3 件折算（多抽的按比例）", "“response” per 3 drawn, in proportion when more are drawn"),
        ({"kind": "sample", "failures": "a", "size": "b", "required_size": "3.0", "more_drawn": "as_drawn"},
         "抽检 3 件中的“响应”", "“response” among at least 3 drawn"),
        ({"kind": "formula", "expression": "a / b"}, "a / b", "a / b"),
        ({"kind": "rating", "raters": {"peer": 1, "self": 0, "boss": 2}, "scale": {"min": "-1", "max": 10}},
         "同事（权重 1）、boss（权重 2）评分（−1–10 分），各方取平均后加权平均",
         "marks from −1 to 10 by peer (weight 1), boss (weight 2): mean per role, then weighted"),
        ({"kind": "rating", "raters": {"peer": 1}, "scale": {"min": 1, "max": 5}, "combine": "median"},
         "同事（权重 1）评分（1–5 分），各方取中位数后加权平均", "marks from 1 to 5 by peer (weight 1): median per role, then weighted"),
        ({"kind": "rating", "raters": {"superior": "0.50"}, "scale": {"min": 1, "max": 5}, "combine": "trimmed_mean"},
         "上级（权重 0.5）评分（1–5 分），各方取去掉最高最低后的平均后加权平均",
         "marks from 1 to 5 by superior (weight 0.5): mean without the highest and lowest per role, then weighted"),
    ],
)  # fmt: skip
def test_how_a_value_is_measured_in_both_languages(value: Any, zh: str, en: str) -> None:
    columns = [{"code": "a", "name": {"zh": "响应", "en": "response"}}]
    compiled = compile_scheme(read_scheme(scheme(indicator(value=value), columns=columns)))
    (one,) = compiled.scheme.indicators
    assert measure_words(one.value, names_of(compiled.columns)) == {"zh": zh, "en": en}


def test_the_callers_context_changes_no_word() -> None:
    rule = {"kind": "linear", "zero_at": "0", "full_at": "123.456"}
    document = scheme(indicator(max_points="100", rule=rule, target=None, unit="second"))
    compiled = compile_scheme(read_scheme(document))
    row = figures(x="100.2345")
    result = compiled.score(row)
    words = explain(compiled, result, row)
    assert words.next_grade is not None
    with localcontext(Context(prec=3)):
        assert explain(compiled, result, row) == words


@pytest.mark.parametrize(
    ("exemption", "zh", "en"),
    [
        (Exemption("line"), "已批准豁免，不计入。", "Exempt by approval, left out."),
        (Exemption("line", "full"), "已批准豁免，按满分计。", "Exempt by approval, full points."),
        (Exemption("line", "adjusted_target", Decimal(40)),
         "已批准豁免，按调整后的目标计分。目标不超过 40 秒，达标得 20 分；未达标得 0 分。指标line = 41 秒。41 秒超出目标 1 秒，得 0.00 分。",
         ("Exempt by approval, scored against an adjusted target. Target at most 40 s: 20 points; else 0 points."
         " Indicator line = 41 s. 41 s is 1 s above the target: 0.00 points.")),
    ],
)  # fmt: skip
def test_an_exemption_in_both_languages(exemption: Exemption, zh: str, en: str) -> None:
    fields = {**LOWER, "rule": {"kind": "pass_fail"}}
    document = scheme(indicator(**fields), indicator("other"))
    words = explained(document, figures(x=41), exemptions=[exemption]).lines["line"]
    assert words == {"zh": zh, "en": en}


class TestSlices:
    FIELDS = {  # noqa: RUF012 read only
        "value": RATIO, "target": None, "direction": "lower", "unit": "second",
        "slices": {"by": "k", "weight_by": "w", "targets": {"电话": "30", "online": "15"}},
    }  # fmt: skip

    def test_common_clauses_then_each_slice_then_the_mean(self) -> None:
        rule = {**SECONDS_RULE, "step_mode": "proportional"}
        rows = [
            {"k": "电话", **figures(a=105, b=3, w=3)},
            {"k": "online", **figures(a=75, b=5, w=1)},
        ]
        # 35 s: 20 − 2 × 0.5 = 19, three times; 15 s: 20, once; 77 ÷ 4 = 19.25
        assert explained_line({**self.FIELDS, "rule": rule}, rows) == (
            (
                "每超出 10 秒扣 2 分，按比例计算；超过 60 秒得 0 分。"
                "电话：目标不超过 30 秒，达标得 20 分。a 105 ÷ b 3 = 35 秒。35 秒超出目标 5 秒，合 0.5 步：20 − 2 × 0.5 = 19，得 19 分。"
                "online：目标不超过 15 秒，达标得 20 分。a 75 ÷ b 5 = 15 秒。15 秒达到目标（不超过 15 秒），得 20 分。"
                "加权平均 (19 × 3 + 20 × 1) ÷ (3 + 1)，得 19.25 分。"
            ),
            (
                "2 points off per 10 s above it, in proportion; above 60 s: 0 points."
                " 电话: Target at most 30 s: 20 points. a 105 ÷ b 3 = 35 s."
                " 35 s is 5 s above the target, 0.5 proportional steps, 20 − 2 × 0.5 = 19: 19 points."
                " online: Target at most 15 s: 20 points. a 75 ÷ b 5 = 15 s."
                " 15 s meets the target (at most 15 s): 20 points."
                " Mean (19 × 3 + 20 × 1) ÷ (3 + 1): 19.25 points."
            ),
        )

    def test_a_slice_without_a_figure_or_a_weight_is_no_part_of_the_mean(self) -> None:
        rows = [
            {"k": "电话", **figures(a=0, b=0, w=3)},
            {"k": "online", **figures(a=75, b=5, w=1)},
        ]
        zh, en = explained_line({**self.FIELDS, "rule": {"kind": "pass_fail"}}, rows)
        assert "电话：分母为 0：不计入，其余指标按比例放大。online：" in zh
        assert en.endswith(" Mean (20 × 1) ÷ (1): 20.00 points.")
        rows[0] |= figures(a=30, b=1, w=0)
        assert explained_line({**self.FIELDS, "rule": {"kind": "pass_fail"}}, rows)[1].endswith(
            " Mean (20 × 1) ÷ (1): 20.00 points."
        )

    def test_one_slice_alone_that_earned_nothing(self) -> None:
        rows = [{"k": "online", **figures(a=80, b=5, w=2)}]
        fields = {**self.FIELDS, "rule": {"kind": "pass_fail"}}
        fields["slices"] = {"by": "k", "weight_by": "w", "targets": {"online": "15"}}
        # with one slice all of the rule is shared
        assert explained_line(fields, rows)[1] == (
            "Target at most 15 s: 20 points; else 0 points."
            " online: a 80 ÷ b 5 = 16 s. 16 s is 1 s above the target: 0 points."
            " Mean (0 × 2) ÷ (2): 0.00 points."
        )

    def test_rules_that_share_nothing_begin_with_the_first_slice(self) -> None:
        rows = [
            {"k": "电话", **figures(a=60, b=1, w=1)},
            {"k": "online", **figures(a=15, b=1, w=1)},
        ]
        _, en = explained_line({**self.FIELDS, "rule": {"kind": "proportional"}}, rows)
        assert en == (
            "At most 20 points."
            " 电话: 20 points × the target of 30 s ÷ the value. a 60 ÷ b 1 = 60 s. 20 × 30 ÷ 60 = 10: 10 points."
            " online: 20 points × the target of 15 s ÷ the value. a 15 ÷ b 1 = 15 s. 20 × 15 ÷ 15 = 20: 20 points."
            " Mean (10 × 1 + 20 × 1) ÷ (1 + 1): 15.00 points."
        )

    def test_a_growth_is_explained_slice_by_slice_from_both_periods(self) -> None:
        fields = {**self.FIELDS, "unit": "percent", "direction": "higher", "rule": {"kind": "pass_fail"},
                  "value": {"kind": "growth", "of": {"kind": "metric", "column": "a"}}}  # fmt: skip
        now: Any = [{"k": "电话", **figures(a=150, w=1)}, {"k": "online", **figures(a=110, w=1)}]
        before = [{"k": "online", **figures(a=100, w=1)}, {"k": "电话", **figures(a=120, w=1)}]
        zh, en = explained_line(fields, now, previous={"inputs": before})
        assert (
            "电话: Target at least 30%: 20 points. Previous period a 120; this period a 150; growth (150 − 120) ÷ 120 × 100 = 25%."
            in en
        )
        assert (
            "online: Target at least 15%: 20 points. Previous period a 100; this period a 110; growth (110 − 100) ÷ 100 × 100 = 10%."
            in en
        )
        assert "上期a 120，本期a 150，增长 (150 − 120) ÷ 120 × 100 = 25%。" in zh


class TestTotal:
    def total(self, row: Any, *, fields: Any = None, **around: Any) -> tuple[str, str]:
        lines = [
            indicator(c, max_points=p, target="100", rule={"kind": "proportional"},
                      value={"kind": "metric", "column": c})
            for c, p in (("a", "50"), ("b", "30"), ("c", "20"))
        ]  # fmt: skip
        extras = [{"code": "e", "name": {"zh": "奖励", "en": "Award"}, "column": "e"}]
        vetoes = [{"code": "fraud", "name": {"zh": "造假", "en": "Fraud"}, "grade": "out", "coefficient": "0"},
                  {"code": "leak", "name": "Leak", "grade": "poor"}, {"code": "rude", "name": "Rude"}]  # fmt: skip
        document = scheme(*lines, extras=extras, vetoes=vetoes, **(fields or {}))
        words = explained(document, row, **around).total
        return words["zh"], words["en"]

    FULL = figures(a=80, b=90, c=70)
    SUM = "得分合计 81.00 / 100 分。总分 81.00。"

    @pytest.mark.parametrize(
        ("row", "fields", "zh"),
        [
            (FULL, {}, SUM + "不低于 80 分，等级“良好”，系数 1.1。"),
            (FULL, {"grade_basis": "nearest_integer"}, SUM + "四舍五入取整后不低于 80 分，等级“良好”，系数 1.1。"),
            (FULL, {"grade_basis": "whole_part"}, SUM + "取整数部分后不低于 80 分，等级“良好”，系数 1.1。"),
            (figures(a=None, b=90, c=70), {},
             "得分合计 41.00 / 50 分。未计入：指标a。按满分 100 折算：41.00 × 100 ÷ 50 = 82。总分 82.00。不低于 80 分，等级“良好”，系数 1.1。"),
            (figures(b=90), {}, "得分合计 27.00 / 30 分。未计入：指标a、指标c。70 分没有数据，超过 50%，不产生总分和等级。"),
            (figures(a=99, b=100, c=100, e=3), {},
             "得分合计 99.50 / 100 分。奖励 +3 分。总分 100.00（上限 100）。不低于 90 分，等级“优秀”，系数 1.2。"),
            (figures(a=1, b=0, c=0, e=-3), {},
             "得分合计 0.50 / 100 分。奖励 −3 分。总分 0.00（下限 0）。不低于 0 分，等级“需改进”，系数 0.5。"),
            (figures(a=100, b=100, c=100, e=0), {}, "得分合计 100.00 / 100 分。总分 100.00。不低于 90 分，等级“优秀”，系数 1.2。"),
            (figures(a=0, b=0, c=0), {}, "得分合计 0.00 / 100 分。总分 0.00。不低于 0 分，等级“需改进”，系数 0.5。"),
            (FULL, {"grades": []}, SUM),
            (FULL, {"grades": BANDS[:1]}, SUM),
        ],
    )  # fmt: skip
    def test_a_total_in_chinese(self, row: Any, fields: Any, zh: str) -> None:
        assert self.total(row, fields=fields)[0] == zh

    @pytest.mark.parametrize(
        ("veto", "fields", "zh", "en"),
        [
            ("fraud", {}, "否决项“造假”：无论总分，等级为“out”，系数 0。",
             "Veto “Fraud”: whatever the total, the grade is “out”, coefficient 0."),
            ("leak", {}, "否决项“Leak”：无论总分，等级为“需改进”，系数 0.5。",
             "Veto “Leak”: whatever the total, the grade is “Poor”, coefficient 0.5."),
            ("rude", {}, "否决项“Rude”：无论总分，等级为“需改进”，系数 0.5。",
             "Veto “Rude”: whatever the total, the grade is “Poor”, coefficient 0.5."),
            ("rude", {"grades": []}, "否决项“Rude”：无论总分，等级为“–”，系数 –。",
             "Veto “Rude”: whatever the total, the grade is “–”, coefficient –."),
        ],
    )  # fmt: skip
    def test_a_veto_in_both_languages(self, veto: str, fields: Any, zh: str, en: str) -> None:
        assert self.total(self.FULL, fields=fields, veto=veto) == (
            self.SUM + zh,
            f"Points earned: 81.00 of 100. Total 81.00. {en}",
        )
