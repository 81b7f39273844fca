# ruff: noqa: E501 - a table of cases reads best with one case a line
"""Explanations in both languages: rule, figures put in, calculation, way to the next grade."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import (
    Exemption,
    Explanation,
    compile_scheme,
    explain,
    measure_words,
    names_of,
    pack,
    policy_words,
    read_scheme,
    rule_words,
    unpack,
)
from chalicelib.scoring.reasons import WORDS, Reason
from chalicelib.scoring.rules.rule import Terms
from tests.scoring.schemes import BANDS, SECONDS_RULE, figures, indicator, scheme

RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b"}
COLUMNS = [
    {"code": "a", "name": {"zh": "响应秒数", "en": "response seconds"}},
    {"code": "b", "name": {"zh": "咨询数", "en": "contacts"}},
]


def explained(document: Any, row: Any, **around: Any) -> Explanation:
    compiled = compile_scheme(read_scheme(document))
    return explain(compiled, compiled.score(row, **around), row)


def words(fields: Any, row: Any, **around: Any) -> dict[str, str]:
    """The explanation of the one line."""
    return dict(explained(scheme(indicator(**fields)), row, **around).lines["line"])


def test_a_line_is_explained_by_its_rule_its_figures_and_the_arithmetic() -> None:
    fields = {
        "direction": "lower",
        "target": "30",
        "unit": "second",
        "value": RATIO,
        "rule": SECONDS_RULE,
    }
    document = scheme(indicator(**fields), columns=COLUMNS)
    line = explained(document, figures(a=5200, b=125)).lines["line"]
    assert line["en"] == (
        "Target at most 30 s: 20 points; 2 points off for each full 10 s above it; above 60 s: 0 points."
        " Response seconds 5200 ÷ contacts 125 = 41.6 s."
        " 41.6 s is 11.6 s above the target, 1 full step, 20 − 2 × 1 = 18: 18.00 points."
    )
    assert line["zh"] == (
        "目标不超过 30 秒，达标得 20 分；每超出满 10 秒扣 2 分；超过 60 秒得 0 分。"
        "响应秒数 5200 ÷ 咨询数 125 = 41.6 秒。"
        "41.6 秒超出目标 11.6 秒，满 1 步：20 − 2 × 1 = 18，得 18.00 分。"
    )


LOWER = {"direction": "lower", "target": "30", "unit": "second"}


@pytest.mark.parametrize(
    ("fields", "x", "expected"),
    [
        ({**LOWER, "rule": SECONDS_RULE}, "28", "28 s meets the target (at most 30 s): 20.00 points."),
        ({**LOWER, "rule": SECONDS_RULE}, "61", "61 s is above 60 s: 0.00 points."),
        ({**LOWER, "rule": {**SECONDS_RULE, "step_mode": "started"}}, "41",
         "41 s is 11 s above the target, 2 begun steps, 20 − 2 × 2 = 16: 16.00 points."),
        ({**LOWER, "rule": {**SECONDS_RULE, "step_mode": "proportional"}}, "35",
         "35 s is 5 s above the target, 0.5 proportional steps, 20 − 2 × 0.5 = 19: 19.00 points."),
        ({**LOWER, "rule": {**SECONDS_RULE, "cutoff": None, "floor": "15"}}, "60",
         "60 s is 30 s above the target, 3 full steps, 20 − 2 × 3 = 14, not below 15: 15.00 points."),
        ({**LOWER, "rule": {**SECONDS_RULE, "cutoff": {"at": "60", "inclusive": True, "points": "1"}}}, "60",
         "60 s is at 60 s or above: 1.00 point."),
        ({"target": "85", "unit": "percent", "rule": {"kind": "step_deduct", "step": "1", "per_step": "1"}}, "84",
         "84% is 1 percentage point below the target, 1 full step, 20 − 1 × 1 = 19: 19.00 points."),
        ({"rule": {"kind": "count_deduct", "per_incident": "5"}}, "1", "20 − 5 × 1 = 15: 15.00 points."),
        ({"rule": {"kind": "count_deduct", "per_incident": "5"}}, "0", "Nothing to deduct: 20.00 points."),
        ({"rule": {"kind": "count_deduct", "per_incident": "5", "zero_at": "3"}}, "4",
         "4 cases, nothing from 3 on: 0.00 points."),
        ({"rule": {"kind": "count_deduct", "per_incident": "5", "zero_at": "1"}, "unit": "ticket"}, "1",
         "1 ticket, nothing from 1 on: 0.00 points."),
        ({"rule": {"kind": "count_deduct", "per_incident": "5", "floor": "8"}}, "3",
         "20 − 5 × 3 = 5, not below 8: 8.00 points."),
        ({"rule": {"kind": "tiers", "tiers": [{"at": "9", "points": "4"}]}}, "9.5", "9.5 is at least 9: 4.00 points."),
        ({"rule": {"kind": "tiers", "tiers": [{"at": "9", "points": "4"}]}}, "8", "8 reaches no tier: 0.00 points."),
        ({"rule": {"kind": "pass_fail"}, "target": "9"}, "8", "8 is 1 below the target: 0.00 points."),
        ({"rule": {"kind": "proportional"}, "target": "30"}, "27", "20 × 27 ÷ 30 = 18: 18.00 points."),
        ({"rule": {"kind": "proportional"}, "target": "30"}, "60", "20 × 60 ÷ 30 = 40, at most 20: 20.00 points."),
        ({"rule": {"kind": "proportional", "floor": "0.5"}, "target": "30"}, "3",
         "20 × 3 ÷ 30 = 2, at least 10: 10.00 points."),
        ({**LOWER, "rule": {"kind": "proportional"}}, "70", "20 × 30 ÷ 70 ≈ 8.571429: 8.57 points."),
        ({**LOWER, "rule": {"kind": "proportional"}}, "0", "The value is not above 0, so the cap holds: 20.00 points."),
        ({"rule": {"kind": "proportional"}, "target": "0"}, "1", "1 meets the target (at least 0): 20.00 points."),
        ({"rule": {"kind": "linear", "zero_at": "1", "full_at": "5"}}, "3.5",
         "20 × (3.5 − 1) ÷ (5 − 1) = 12.5: 12.50 points."),
        ({"rule": {"kind": "linear", "zero_at": "-1", "full_at": "4"}}, "-0.5",
         "20 × (−0.5 − (−1)) ÷ (4 − (−1)) = 2: 2.00 points."),
        ({"rule": {"kind": "linear", "zero_at": "1", "full_at": "5"}}, "5.5", "5.5 is past the full point: 20.00 points."),
        ({"rule": {"kind": "linear", "zero_at": "1", "full_at": "5"}}, "0", "0 is past the zero point: 0.00 points."),
        ({"rule": {"kind": "tiers", "tiers": [{"at": "95", "points": "20"}, {"at": "90", "points": "15"}]}},
         "94.999999999", "94.999999999 is at least 90: 15.00 points."),
        ({**LOWER, "rule": SECONDS_RULE}, "39.99999999",
         "39.99999999 s is 9.99999999 s above the target, 0 full steps, 20 − 2 × 0 = 20: 20.00 points."),
        ({"rule": {"kind": "linear", "zero_at": "1", "full_at": "5"}}, "5", "5 is the full point: 20.00 points."),
        ({"rule": {"kind": "linear", "zero_at": "1", "full_at": "5"}}, "1", "1 is the zero point: 0.00 points."),
        ({"rule": {"kind": "linear", "zero_at": "5", "full_at": "5"}}, "6", "6: 20.00 points."),
    ],
)  # fmt: skip
def test_the_arithmetic_of_each_rule(fields: Any, x: str, expected: str) -> None:
    said = words(fields, figures(x=x))
    assert said["en"].endswith(expected)
    assert said["zh"].endswith("分。")


def test_a_judged_level_is_named() -> None:
    levels = [{"code": "good", "name": {"zh": "良好", "en": "Good"}, "points": "3"}]
    fields = {"rule": {"kind": "scale", "levels": levels}, "target": None}
    said = words(fields, {"x": "良好"})
    assert (
        said["en"]
        == "Judged by level: Good 3 points. Indicator line = 3. Judged “Good” (3): 3.00 points."
    )
    assert said["zh"] == "按等级评分：良好 3 分。指标line = 3。评为“良好”，得 3.00 分。"


@pytest.mark.parametrize(
    ("rule", "fields", "expected"),
    [
        ({**SECONDS_RULE, "step_mode": "started", "floor": "3"}, LOWER,
         ("Target at most 30 s: 20 points; 2 points off for each 10 s begun above it; never below 3 points;"
         " above 60 s: 0 points.")),
        ({**SECONDS_RULE, "step_mode": "proportional", "cutoff": {"at": "60", "inclusive": True}}, LOWER,
         "Target at most 30 s: 20 points; 2 points off per 10 s above it, in proportion; at 60 s or above: 0 points."),
        ({"kind": "step_deduct", "step": "1", "per_step": "1", "cutoff": {"at": "75"}},
         {"target": "85", "unit": "percent"},
         "Target at least 85%: 20 points; 1 point off for each full percentage point below it; below 75%: 0 points."),
        ({"kind": "count_deduct", "per_incident": "5", "zero_at": "3"}, {},
         "20 points, 5 points off for each case; from 3 cases on: 0 points."),
        ({"kind": "count_deduct", "per_incident": "5", "zero_at": "1"}, {"unit": "ticket"},
         "20 points, 5 points off for each ticket; from 1 ticket on: 0 points."),
        ({"kind": "count_deduct", "per_incident": "5", "zero_at": "3"}, {"unit": "percent"},
         "20 points, 5 points off for each case; from 3 cases on: 0 points."),
        ({"kind": "tiers", "tiers": [{"at": "9", "points": "4"}], "otherwise": "1"}, {"target": None},
         "At least 9: 4 points; otherwise 1 point."),
        ({"kind": "pass_fail"}, {"target": "9"}, "Target at least 9: 20 points; else 0 points."),
        ({"kind": "proportional", "cap": "1.2", "floor": "0.5"}, {"target": "9"},
         "20 points × the value ÷ the target of 9; at most 24 points; never below 10 points."),
        ({"kind": "proportional"}, LOWER,
         "20 points × the target of 30 s ÷ the value; at most 20 points."),
        ({"kind": "linear", "zero_at": "1", "full_at": "5"}, {"target": None},
         "0 points at 1, 20 points at 5, a straight line between."),
    ],
)  # fmt: skip
def test_each_rule_in_words(rule: Any, fields: Any, expected: str) -> None:
    one = read_scheme(scheme(indicator(rule=rule, **fields))).indicators[0]
    terms = Terms(one.direction, one.max_points, one.target)
    assert rule_words(one.rule, terms, one.unit)["en"] == expected
    assert rule_words(one.rule, terms, one.unit)["zh"].endswith("。")


@pytest.mark.parametrize(
    ("value", "row", "measure", "put_in"),
    [
        ({**RATIO, "scale": "100"}, figures(a=1, b=4), "a ÷ b × 100", "a 1 ÷ b 4 × 100 = 25."),
        ({"kind": "sample", "failures": "a", "size": "b", "required_size": "3"}, figures(a=1, b=4),
         "“a” per 3 drawn, in proportion when more are drawn", "Failing among 4 drawn: 1 × 3 ÷ 4 = 0.75."),
        ({"kind": "sample", "failures": "a", "size": "b", "required_size": "3", "more_drawn": "as_drawn"},
         figures(a=1, b=4), "“a” among at least 3 drawn", "Failing among 4 drawn = 1."),
        ({"kind": "sample", "failures": "a", "size": "b", "required_size": "3", "counts": "items"},
         figures(a=5, b=3), "“a” per 3 drawn, in proportion when more are drawn", "Failing among 3 drawn = 5."),
        ({"kind": "formula", "expression": "a / b"}, figures(a=1, b=3), "a / b", "a / b (a = 1, b = 3) ≈ 0.333333."),
        ({"kind": "formula", "expression": "7"}, {}, "7", "7 = 7."),
        ({"kind": "rating", "raters": {"peer": 1, "self": 0, "boss": 2}, "scale": {"min": 0, "max": 10}},
         {"line_peer": "5;7", "line_boss": None, "line_self": "9"},
         "marks from 0 to 10 by peer (weight 1), boss (weight 2): mean per role, then weighted",
         "Peer (weight 1): fewer than 3 marks, not shown, boss (weight 2): no marks that count = 6."),
    ],
)  # fmt: skip
def test_how_each_value_is_measured_and_what_was_put_in(
    value: Any, row: Any, measure: str, put_in: str
) -> None:
    fields = {"value": value, "target": "0", "direction": "lower"}
    document = scheme(indicator(**fields))
    compiled = compile_scheme(read_scheme(document))
    one = compiled.scheme.indicators[0]
    assert measure_words(one.value, names_of(compiled.columns))["en"] == measure
    assert put_in in words(fields, row)["en"]


GROWTH = {"kind": "growth", "of": RATIO}


def test_growth_is_explained_from_both_periods_figures() -> None:
    fields = {"value": GROWTH, "unit": "percent", "target": "10"}
    said = words(fields, figures(a=120, b=1), previous={"inputs": figures(a=100, b=1)})
    assert (
        "Previous period a 100 ÷ b 1 = 100; this period a 120 ÷ b 1 = 120;"
        " growth (120 − 100) ÷ 100 × 100 = 20%."
    ) in said["en"]
    assert "上期a 100 ÷ b 1 = 100，本期a 120 ÷ b 1 = 120，增长" in said["zh"]
    of_metric = {**fields, "value": {"kind": "growth", "of": {"kind": "metric", "column": "a"}}}
    said = words(of_metric, figures(a=120), previous={"inputs": figures(a=-100)})
    assert said["en"].startswith("The previous figure is below 0: left out")
    said = words(of_metric, figures(a=-120), previous={"inputs": figures(a=100)})
    assert "growth ((−120) − 100) ÷ 100 × 100 = −220%." in said["en"]


def test_a_stored_growth_is_explained_as_when_it_was_scored() -> None:
    fields = {"value": GROWTH, "unit": "percent", "target": "10"}
    compiled = compile_scheme(read_scheme(scheme(indicator(**fields))))
    row, before = figures(a=10, b=3), {"inputs": figures(a=7, b=3)}
    result = compiled.score(row, previous=before)
    text = pack(result, row)
    assert text.endswith('[[42.857143,20.00,0,null,null,[],[{"0":7,"1":3}]]],[[10,3]]]')
    again, inputs = unpack(compiled, text)
    assert pack(again, inputs) == text
    said = explain(compiled, again, inputs).lines["line"]
    # (10/3 − 7/3) ÷ (7/3) × 100 = 300/7 = 42.857142857…
    assert said["en"] == (
        "Target at least 10%: 20 points; else 0 points."
        " Previous period a 7 ÷ b 3 ≈ 2.333333; this period a 10 ÷ b 3 ≈ 3.333333;"
        " growth (3.333333 − 2.333333) ÷ 2.333333 × 100 ≈ 42.857143%."
        " 42.857143% meets the target (at least 10%): 20.00 points."
    )
    assert said == explain(compiled, result, row).lines["line"]


def test_a_figure_that_an_earlier_version_made_is_explained_as_it_was_recorded() -> None:
    sample = {"kind": "sample", "failures": "f", "size": "n", "required_size": "10"}
    rule = {"kind": "count_deduct", "per_incident": "5"}
    compiled = compile_scheme(read_scheme(scheme(indicator(value=sample, rule=rule, target=None))))
    # 4 of 20 counted as 4: 20 − 4 × 5. Today they count as 2 of 10.
    old = '[1,0.00,20,0.00,"poor",0.5,0,null,{},[[4,0.00]],[[4,20]]]'
    said = explain(compiled, *unpack(compiled, old)).lines["line"]
    assert "By the rules of that time the figure is 4." in said["en"]
    assert "按当时的算法，数值为 4。" in said["zh"]
    assert "÷ 20" not in said["en"]


def test_a_growth_stored_without_the_previous_figures_is_never_called_exact() -> None:
    fields = {"value": GROWTH, "unit": "percent", "target": "10"}
    compiled = compile_scheme(read_scheme(scheme(indicator(**fields))))
    old = '[1,20.00,20,20.00,"poor",0.5,0,null,{},[[42.857143,20.00]],[[10,3]]]'
    said = explain(compiled, *unpack(compiled, old)).lines["line"]["en"]
    assert "This period a 10 ÷ b 3 ≈ 3.333333; growth since the previous ≈ 42.857143%." in said


def test_a_formula_is_quoted_as_written_with_both_periods_figures() -> None:
    value = {"kind": "formula", "expression": "if(previous(a)>a,0,a-previous(a))"}
    said = words({"value": value}, figures(a=9), previous={"inputs": figures(a=4)})
    assert (
        " if(previous(a)>a,0,a-previous(a)) (this period a = 9; previous a = 4) = 5." in said["en"]
    )
    assert "if(previous(a)>a,0,a-previous(a)) (本期 a = 9；上期 a = 4) = 5。" in said["zh"]


def test_a_growths_measure_in_words() -> None:
    fields = {"value": GROWTH, "unit": "percent", "target": "10"}
    one = read_scheme(scheme(indicator(**fields))).indicators[0]
    assert (
        measure_words(one.value, {})["en"] == "(this period − previous) ÷ previous × 100 of a ÷ b"
    )


class TestWithoutAFigure:
    FIELDS = {"value": RATIO, "target": "1"}  # noqa: RUF012 read only

    def test_left_out(self) -> None:
        said = words(self.FIELDS, figures(a=1, b=0))
        assert said["en"] == "The denominator is 0: left out, the other lines are re-weighted."
        assert said["zh"] == "分母为 0：不计入，其余指标按比例放大。"

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            ("full", "The denominator is 0: full points are given."),
            ("zero", "The denominator is 0: no points are given."),
            ("carry_previous", "The denominator is 0: left out, the other lines are re-weighted."),
        ],
    )
    def test_what_the_policy_made_of_it(self, policy: str, expected: str) -> None:
        assert words({**self.FIELDS, "not_available": policy}, figures(a=1, b=0))["en"] == expected

    def test_the_points_of_a_carried_over_value_are_explained(self) -> None:
        said = words({**self.FIELDS, "not_available": "carry_previous"}, figures(a=1, b=0),
                     previous={"values": {"line": Decimal(3)}})  # fmt: skip
        assert said["en"] == (
            "The denominator is 0: the previous period's value is used."
            " 3 meets the target (at least 1): 20.00 points."
        )

    def test_every_reason_and_policy_has_its_words(self) -> None:
        assert set(WORDS) == set(Reason)
        assert policy_words("reject")["en"] == "the row is refused"

    def test_exemptions(self) -> None:
        document = scheme(indicator(**{**self.FIELDS, "target": "5"}), indicator("other"))
        row = figures(a=4, b=1, x=1)

        def said(*exemption: Any) -> str:
            return explained(document, row, exemptions=[Exemption("line", *exemption)]).lines[
                "line"
            ]["en"]

        assert said() == "Exempt by approval, left out."
        assert said("full") == "Exempt by approval, full points."
        assert said("adjusted_target", Decimal(4)).startswith(
            "Exempt by approval, scored against an adjusted target. Target at least 4: 20 points;"
        )


def test_slices_are_explained_one_by_one_and_then_their_mean() -> None:
    slices = {"by": "k", "weight_by": "b", "targets": {"phone": "30", "online": "15", "fax": "1"}}
    rule = {"kind": "step_deduct", "step": "10", "per_step": "2", "step_mode": "proportional"}
    document = scheme(
        indicator(value=RATIO, rule=rule, target=None, slices=slices, direction="lower")
    )
    rows = [
        {"k": "phone", **figures(a=3600, b=120)},
        {"k": "online", **figures(a=1600, b=80)},
        {"k": "fax", **figures(a=0, b=0)},
    ]
    compiled = compile_scheme(read_scheme(document))
    result = compiled.score(rows)
    assert result.lines[0].target is None
    said = explain(compiled, result, rows).lines["line"]["en"]
    assert said == (
        "2 points off per 10 above it, in proportion."
        " phone: Target at most 30: 20 points."
        " a 3600 ÷ b 120 = 30. 30 meets the target (at most 30): 20 points."
        " online: Target at most 15: 20 points."
        " a 1600 ÷ b 80 = 20. 20 is 5 above the target, 0.5 proportional steps, 20 − 2 × 0.5 = 19: 19 points."
        " fax: The denominator is 0: left out, the other lines are re-weighted."
        " Mean (20 × 120 + 19 × 80) ÷ (120 + 80): 19.60 points."
    )


def test_only_the_lines_asked_for() -> None:
    document = scheme(indicator("a"), indicator("b"))
    compiled = compile_scheme(read_scheme(document))
    said = explain(compiled.scheme, compiled.score(figures(x=1)), figures(x=1), lines=["b"])
    assert list(said.lines) == ["b"]


class TestTotal:
    def total(self, row: Any, **around: Any) -> str:
        lines = [
            indicator(c, max_points=p, target="100", rule={"kind": "proportional"},
                      value={"kind": "metric", "column": c})
            for c, p in (("a", "50"), ("b", "30"), ("c", "20"))
        ]  # fmt: skip
        fields = {key: around.pop(key) for key in ("grade_basis", "total_cap") if key in around}
        extras = [{"code": "e", "name": "Award", "column": "e"}]
        vetoes = [{"code": "fraud", "name": "Fraud", "grade": "out", "grade_name": "Out", "coefficient": "0"},
                  {"code": "leak", "name": "Leak", "grade": "poor"}]  # fmt: skip
        document = scheme(*lines, extras=extras, vetoes=vetoes, **fields)
        return explained(document, row, **around).total["en"]

    def test_the_sum_and_the_grade(self) -> None:
        assert self.total(figures(a=80, b=90, c=70)) == (
            "Points earned: 81.00 of 100. Total 81.00. 80 or more: grade “Good”, coefficient 1.1."
        )

    def test_what_reweighting_did(self) -> None:
        assert self.total(figures(a=None, b=90, c=70)) == (
            "Points earned: 41.00 of 50. Left out: Indicator a."
            " Re-weighted to 100: 41.00 × 100 ÷ 50 = 82. Total 82.00."
            " 80 or more: grade “Good”, coefficient 1.1."
        )

    def test_extras_and_the_cap(self) -> None:
        said = self.total(figures(a=99, b=100, c=100, e=3))
        assert "Award: +3. Total 100.00 (at most 100)." in said
        assert "Award: −3. Total 96.50." in self.total(figures(a=99, b=100, c=100, e=-3))

    def test_the_cap_is_named_where_the_lines_alone_exceed_it(self) -> None:
        rule = {"kind": "proportional", "cap": "1.2"}
        document = scheme(indicator(max_points="100", target="10", rule=rule))
        said = explained(document, figures(x=11)).total["en"]
        assert "Points earned: 110.00 of 100. Total 100.00 (at most 100)." in said
        exactly = explained(document, figures(x=10)).total
        assert "Total 100.00. 90 or more" in exactly["en"]

    def test_a_total_is_never_below_nothing_and_says_so(self) -> None:
        said = self.total(figures(a=1, b=0, c=0, e=-3))
        assert "Award: −3. Total 0.00 (at least 0)." in said

    def test_too_little_data(self) -> None:
        assert self.total(figures(b=90)) == (
            "Points earned: 27.00 of 30. Left out: Indicator a, Indicator c."
            " 70 points are unavailable, more than 50%, so there is no total and no grade."
        )

    def test_a_veto(self) -> None:
        row = figures(a=80, b=90, c=70)
        assert self.total(row, veto="fraud").endswith(
            "Veto “Fraud”: whatever the total, the grade is “Out”, coefficient 0."
        )
        assert "the grade is “Poor”, coefficient 0.5." in self.total(row, veto="leak")

    def test_what_is_compared_with_the_bands(self) -> None:
        row = figures(a=80, b=90, c=70)
        assert "Rounded to a whole number, 80 or more" in self.total(
            row, grade_basis="nearest_integer"
        )
        assert "By its whole part, 80 or more" in self.total(row, grade_basis="whole_part")


class TestNextGrade:
    """Lines of 60 (at most 30 s, −2 per full 10 s over) and 40 points (in proportion to 100)."""

    def way(self, s: Any, x: Any, **fields: Any) -> Any:
        lines = [
            indicator("seconds", max_points="60", direction="lower", target="30", unit="second",
                      value={"kind": "metric", "column": "s"},
                      rule={"kind": "step_deduct", "step": "10", "per_step": "2"}),
            indicator("share", max_points="40", target="100", rule={"kind": "proportional"}),
        ]  # fmt: skip
        return explained(scheme(*lines, **fields), figures(s=s, x=x)).next_grade

    def test_the_smallest_change_of_one_indicator(self) -> None:
        # 45 s: 58 points; 75: 30 points; 88 in all. 2 more: all of the seconds, or 79.99 of the share.
        way = self.way(45, 75)
        assert (way.grade.code, way.missing) == ("excellent", 2)
        (first, second) = way.changes
        assert (first.indicator, first.from_value, first.to_value) == (
            "share",
            75,
            Decimal("79.99"),
        )
        # 40 × 0.7999 = 31.996 → 32.00
        assert (first.from_points, first.to_points, first.total) == (30, 32, 90)
        # below 40 s no whole step is lost: 39.99 in hundredths
        assert (second.indicator, second.to_value, second.to_points) == (
            "seconds",
            Decimal("39.99"),
            60,
        )
        assert way.words["en"] == (
            "With “Indicator share” at 79.99 instead of 75 the total would be 90.00, which is “Excellent” (90)."
        )

    def test_no_single_indicator_may_be_enough(self) -> None:
        # 0 of the share: 60 points at most; the next band is 60: seconds alone bring it from 58
        way = self.way(230, 50)  # 20 + 20 = 40: to 60 the seconds need all, the share all
        assert {c.indicator for c in way.changes} == {"seconds", "share"}
        way = self.way(400, 5)  # 0 + 2: neither brings 60, but for the seconds with 60 + 2
        assert [c.indicator for c in way.changes] == ["seconds"]
        way = self.way(400, 5, grades=[BANDS[0], BANDS[-1]])
        assert way.changes == ()
        assert way.words["en"] == "“Excellent” (90): no single indicator alone would reach it."

    def test_at_the_top_there_is_no_next(self) -> None:
        assert self.way(30, 100) is None

    def test_without_a_total_or_under_a_veto_there_is_none(self) -> None:
        assert self.way(None, 40) is None
        document = scheme(indicator(max_points="100", rule={"kind": "linear", "zero_at": "0", "full_at": "100"}),
                          vetoes=[{"code": "v", "name": "V", "grade": "out", "coefficient": "0"}])  # fmt: skip
        assert explained(document, figures(x=50), veto="v").next_grade is None
        assert explained(document, figures(x=50)).next_grade is not None

    def test_counts_change_by_whole_ones(self) -> None:
        fields = {"max_points": "100", "rule": {"kind": "count_deduct", "per_incident": "6"}}
        way = explained(scheme(indicator(**fields)), figures(x=4)).next_grade
        # 76 → 80 asks for 3 cases: 82
        assert (way.changes[0].to_value, way.changes[0].total) == (3, 82)

    def test_a_share_below_one_changes_by_ten_thousandths(self) -> None:
        rule = {"kind": "linear", "zero_at": "0", "full_at": "0.9"}
        way = explained(
            scheme(indicator(max_points="100", target=None, rule=rule)), figures(x="0.5")
        ).next_grade
        # 55.56 → 59.995 rounds to 60: 0.9 × 59.995 %
        assert (way.changes[0].to_value, way.changes[0].total) == (Decimal("0.54"), 60)
        fine = {**rule, "full_at": "0.95"}
        way = explained(
            scheme(indicator(max_points="100", target=None, rule=fine)), figures(x="0.5")
        ).next_grade
        assert (way.changes[0].to_value, way.changes[0].total) == (Decimal("0.57"), 60)
        other = {**rule, "full_at": "0.97"}
        way = explained(
            scheme(indicator(max_points="100", target=None, rule=other)), figures(x="0.5")
        ).next_grade
        # 0.97 × 59.995 % = 0.58195…, not 0.59
        assert (way.changes[0].to_value, way.changes[0].total) == (Decimal("0.582"), 60)

    def test_judged_levels_change_by_marks(self) -> None:
        levels = [{"code": "a", "name": "A", "points": ["8", "10"], "step": "0.5"},
                  {"code": "b", "name": "B", "points": "6"}]  # fmt: skip
        line = indicator(max_points="10", target=None, rule={"kind": "scale", "levels": levels})
        bands = [{"code": "x", "name": "X", "min": "8.2", "coefficient": 1}, {**BANDS[-1]}]
        way = explained(scheme(line, grades=bands), {"x": "b"}).next_grade
        assert (way.changes[0].from_value, way.changes[0].to_value) == (6, Decimal("8.5"))

    def test_one_slice_may_be_enough(self) -> None:
        slices = {"by": "k", "weight_by": "w", "targets": {"p": "10", "o": "20"}}
        line = indicator(
            max_points="100", target=None, rule={"kind": "proportional"}, slices=slices
        )
        rows = [{"k": "p", **figures(x=8, w=1)}, {"k": "o", **figures(x=16, w=3)}]
        way = explained(scheme(line), rows).next_grade
        # both at 80; 10 more need 13.33… more of the online three quarters: 93.34 % of 20
        assert [(c.slice, c.to_value, c.total) for c in way.changes] == [
            ("o", Decimal("18.67"), Decimal("90.01"))
        ]
        assert "Indicator line (o)" in way.words["en"]

    def test_lines_without_a_figure_of_their_own_do_not_change(self) -> None:
        fields = {"target": "100", "rule": {"kind": "proportional"}}
        document = scheme(indicator("a", not_available="zero", **fields),
                          indicator("b", max_points="30", value={"kind": "metric", "column": "b"}, **fields),
                          total_points="50", max_unavailable="1", grades=[
                              {**BANDS[0], "min": "40"}, {**BANDS[1], "min": "25"}, BANDS[-1]])  # fmt: skip
        way = explained(document, figures(x=None, b=50)).next_grade
        assert [c.indicator for c in way.changes] == ["b"]
        assert way.changes[0].to_value == Decimal("83.32")  # 24.996 → 25.00


def test_what_is_counted_is_named_by_the_indicator_s_unit() -> None:
    rule = {"kind": "count_deduct", "per_incident": "5", "zero_at": "3"}
    tickets = words({"rule": rule, "unit": "ticket"}, figures(x=3))
    assert tickets["zh"].startswith("满分 20 分，每单扣 5 分；达到 3 单得 0 分。")
    assert tickets["zh"].endswith("3 单，达到 3 单即为 0，得 0.00 分。")
    without = words({"rule": rule}, figures(x=3))
    assert without["zh"].startswith("满分 20 分，每次扣 5 分；达到 3 次得 0 分。")
    own = words({"rule": rule, "unit": {"zh": "起", "en": "incident"}}, figures(x=3))
    assert own["en"].startswith("20 points, 5 points off for each incident;")
