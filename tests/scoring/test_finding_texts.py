# ruff: noqa: E501 - a table of cases reads best with one case a line
"""The sentences of findings, with the figures of the case, and what to do about it."""

from decimal import Context, Decimal, localcontext
from typing import Any

import pytest

from chalicelib.scoring import Finding, lint, read_scheme
from chalicelib.scoring.lint.scheme_findings import reach
from tests.scoring.schemes import BANDS, SECONDS_RULE, indicator, scheme
from tests.scoring.test_lint import (
    RATIO,
    SMOOTH,
    TWO_RATERS,
    changed,
    judged,
    level,
    sound,
    with_line,
)

SLICES = {"by": "k", "weight_by": "w", "targets": {"p": "40"}}
LOWER = {"direction": "lower", "target": "30"}
GROWTH = {"kind": "growth", "of": {"kind": "metric", "column": "x"}}
FORMULA = {"kind": "formula", "expression": "r - r"}
MINUS_TEN_TO_TEN = {"kind": "linear", "zero_at": "-10", "full_at": "10"}


def one(document: Any, code: str) -> Finding:
    (found,) = [finding for finding in lint(document) if finding.code == code]
    return found


def rated(least: str, most: str, **fields: Any) -> dict[str, Any]:
    """A line of 20 points whose marks, from least to most, are its points; 80 points beside it."""
    return with_line(value={**TWO_RATERS, "scale": {"min": least, "max": most}}, **fields)


@pytest.mark.parametrize(
    ("document", "code", "message_text"),
    [
        (changed(sound(), "/dimensions/0/points", "99.0"), "dimension_points",
         "The indicators add up to 100, the dimension says 99."),
        (changed(sound(), "/total_points", "95.0"), "total_points",
         "The dimensions add up to 100, the scheme's total is 95."),
        (sound(grades=[{**BANDS[-1], "min": "0.50"}]), "band_no_bottom",
         "The lowest band begins at 0.5; totals below it have no grade."),
        (sound(grades=[BANDS[0], {**BANDS[-1], "max": "90.10"}]), "band_overlap",
         "The bands “Poor” and “Excellent” overlap at 90."),
        (sound(grades=[BANDS[0], {**BANDS[-1], "max": "89.0"}]), "band_gap",
         "The band “Poor” ends at 89, the next, “Excellent”, begins at 90."),
        (with_line(value={"kind": "formula", "expression": "zz + r"}), "unknown_column",
         "“zz” in the formula is not a known column."),
        (sound(indicator("b", value=TWO_RATERS, **SMOOTH), indicator("c", value={"kind": "metric", "column": "b_peer"}, **SMOOTH)),
         "column_conflict", "The column “b_peer” is read both as a number and as text."),
        (sound(columns=[{"code": "q", "name": "Q"}]), "undeclared_column", "The column “r” is not declared under columns."),
        (with_line(rule={**SECONDS_RULE, "floor": "21.50"}, **LOWER), "points_above_max",
         "21.5 points are more than the indicator's maximum of 20."),
        (judged(level("a", ["20", "21.0"])), "level_above_max", "The level is worth 21 points, the indicator only 20."),
        (with_line(rule=SECONDS_RULE, direction="lower", target="61.0"), "cutoff_wrong_side",
         "The cutoff 60 is better than the target 61, or the target itself, included."),
        (with_line(rule={"kind": "tiers", "tiers": [{"at": "5", "points": "4"}, {"at": "9.0", "points": "2"}]}),
         "tiers_out_of_order", "The tier at 9 is not worse than the one before it, 5."),
        (with_line(rule={"kind": "proportional"}, target="-2.0"), "target_not_positive",
         "A proportional rule needs a target above 0, not −2."),
        (with_line(rule={"kind": "proportional", "floor": "1.50"}, target="5"), "floor_above_cap",
         "The floor 1.5 is above the cap 1."),
        (with_line(rule={"kind": "linear", "zero_at": "5.0", "full_at": "5"}), "line_without_length",
         "Zero and full points are both at 5."),
        (with_line(rule={"kind": "count_deduct", "per_incident": "4"}, value=RATIO), "rule_cannot_use_value",
         "The rule count_deduct cannot use a value of kind ratio."),
        (with_line(slices=SLICES), "slices_without_target",
         "The rule linear uses no target, so targets by slice do nothing."),
        (with_line(rule={**SECONDS_RULE, "cutoff": None}, direction="lower", target=None, slices=SLICES,
                   not_available="carry_previous"), "policy_cannot_apply",
         "An indicator with slices has no single value for carry_previous to use."),
        (judged(level("a", "20"), level("b", ["0", "17.0"])), "scale_gap", "Marks between 17 and 20 belong to no level."),
        (judged(level("a", ["10.0", "20"], "10"), level("b", ["0", "10"])), "scale_overlap",
         "Marks between 10 and 10 belong to two levels."),
        (sound(grades=[{**BANDS[0], "min": "101"}, BANDS[-1]]), "grade_unreachable",
         "Totals reach from 0 to 100; nobody can get the grade “Excellent”."),
        (sound(aggregation={"quarter": {"min_periods": 4}}), "min_periods_too_many",
         "At least 4 periods are asked for, but there are only 3."),
        (sound(grades=[{**BANDS[0], "coefficient": "0.4"}, BANDS[-1]]), "coefficient_falls",
         "The grade “Excellent” brings 0.4, the lower “Poor” brings 0.5."),
        (sound(indicator(max_points="51", value=TWO_RATERS, **SMOOTH)), "mostly_judged",
         "Judged indicators make up 51 of 100 points, more than half."),
        (scheme(indicator(rule={"kind": "scale", "levels": [level("a", ["3.0", "2"])]})), "bad_range",
         "The range 3–2 is empty or cannot be walked in steps of 1."),
        (scheme(indicator(value={**TWO_RATERS, "raters": {f"r{n}": 1 for n in range(13)}})), "too_many",
         "There are 13 entries here; at most 12 are allowed."),
        (scheme(indicator(value={**TWO_RATERS, "raters": {}})), "too_few", "At least 1 are needed here."),
        (scheme(indicator(value={**TWO_RATERS, "raters": {"Boss": 1}})), "bad_code", "“Boss” cannot be a code."),
        (scheme(indicator(), subject=["crowd"]), "bad_choice", "“[…]” is not one of the choices."),
        (scheme(indicator(), notes=[]), "wrong_type", "Expected text here, found “[…]”."),
    ],
)  # fmt: skip
def test_a_finding_names_the_figures_of_the_case(
    document: Any, code: str, message_text: str | None
) -> None:
    message = one(document, code).message
    for words in message.values():
        assert "None" not in words
        assert "XX" not in words
    assert message["en"] == message_text


@pytest.mark.parametrize(
    ("document", "code", "advice"),
    [
        (with_line(rule={"kind": "count_deduct", "per_incident": "4"}, value=RATIO), "rule_cannot_use_value",
         "It can use: metric, sample, formula."),
        (changed(sound(), "/dimensions/0/points", "99"), "dimension_points",
         "Change the indicators' points, or the dimension's to 100."),
        (changed(sound(), "/total_points", "95"), "total_points", "Change the dimensions' points; they differ by 5."),
        (changed(sound(), "/total_points", "105"), "total_points", "Change the dimensions' points; they differ by 5."),
        (sound(grades=[BANDS[0], {**BANDS[-1], "max": "89"}]), "band_gap",
         "A band reaches up to the next one's min, exclusive; drop max or make it 90."),
        (with_line(rule={**SECONDS_RULE, "floor": "21.5"}, **LOWER), "points_above_max", "Use at most 20."),
        (sound(aggregation={"year": {"min_periods": 13}}), "min_periods_too_many", "Use at most 12."),
        (sound(columns=[{"code": "rr", "name": "R"}]), "undeclared_column", "Perhaps: rr; otherwise declare it."),
        (scheme(indicator(), subject="crowd"), "bad_choice", "Choose one of: agent, team, department."),
        (scheme(indicator(), subjct="agent"), "unknown_field",
         "Perhaps one of: subject; begin fields of your own with x_."),
        (scheme(indicator(), ranking={"zzz": 1}), "unknown_field",
         "Perhaps one of: group_by; begin fields of your own with x_."),
        (scheme(indicator(), rounding={"q" * 60: 2}), "unknown_field",
         "Perhaps one of: line, total; begin fields of your own with x_."),
        (scheme(indicator(value={**TWO_RATERS, "raters": {5: 1, "peer": 1}})), "unknown_field",
         "Perhaps one of: -; begin fields of your own with x_."),
    ],
)  # fmt: skip
def test_what_to_do_about_a_finding(document: Any, code: str, advice: str) -> None:
    assert one(document, code).suggestion["en"] == advice


def test_for_an_unknown_column_up_to_three_similar_or_the_first_ten_are_suggested() -> None:
    declared = [{"code": f"calls_{n}", "name": "C"} for n in range(12)] + [
        {"code": "r", "name": "R"}
    ]
    near = with_line(value={"kind": "formula", "expression": "calls_99 + r"}) | {
        "columns": declared
    }
    assert one(near, "unknown_column").suggestion["en"].count("calls_") == 3
    far = with_line(value={"kind": "formula", "expression": "zzzzz + r"}) | {"columns": declared}
    first_ten = (
        "calls_0, calls_1, calls_10, calls_11, calls_2, calls_3, calls_4, calls_5, calls_6, calls_7"
    )
    assert one(far, "unknown_column").suggestion["en"] == (
        f"Perhaps: {first_ten}; otherwise declare it under columns."
    )
    alone = scheme(indicator(value={"kind": "formula", "expression": "zzzzz"}, **SMOOTH))
    assert (
        one(alone, "unknown_column").suggestion["en"]
        == "Perhaps: -; otherwise declare it under columns."
    )


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("Pace", "Pace", "Pace"),
        ({"zh": "步进", "en": "Pace"}, "步进", "Pace"),
        ({"zh": "步进"}, "步进", "p"),
        ({"en": "Pace"}, "p", "Pace"),
        (None, "p", "p"),
    ],
)
def test_an_open_parameter_is_named_by_its_name_or_else_its_code(
    name: Any, zh: str, en: str
) -> None:
    found = one(sound(parameters=[{"code": "p", "name": name}]), "parameter_unset")
    assert found.message == {
        "zh": f"参数“{zh}”尚未填写。",
        "en": f"The parameter “{en}” is not set.",
    }


def test_an_assumption_without_a_name_is_named_by_its_code() -> None:
    parameter = {"code": "p", "type": "decimal", "suggested": "3", "assumed": True}
    found = one(sound(parameters=[parameter]), "assumption_unconfirmed")
    assert found.message == {
        "zh": "参数“p”的建议值 3 只是假定，尚未确认。",
        "en": "The suggested value 3 of “p” is an assumption, not yet confirmed.",
    }


def test_a_suggested_choice_without_a_name_is_quoted() -> None:
    parameter = {
        "code": "p",
        "name": "P",
        "type": "choice",
        "choices": ["none", {"code": "full"}],
        "assumed": True,
    }
    for suggested in ("none", "full"):
        document = sound(parameters=[{**parameter, "suggested": suggested}])
        assert one(document, "assumption_unconfirmed").message["en"] == (
            f"The suggested value {suggested} of “P” is an assumption, not yet confirmed."
        )


class TestReach:
    """The rest of every scheme here reaches from 0 to 80."""

    def reach(self, document: Any) -> tuple[Decimal, Decimal]:
        return reach(read_scheme(document))

    def test_marks_reach_as_far_as_their_scale(self) -> None:
        assert self.reach(rated("5", "15")) == (5, 95)
        assert self.reach(rated("0", "20")) == (0, 100)

    @pytest.mark.parametrize("value", [GROWTH, FORMULA])
    def test_growth_and_formulas_may_be_negative_and_counts_may_not(self, value: Any) -> None:
        assert self.reach(with_line(value=value, rule=MINUS_TEN_TO_TEN)) == (0, 100)
        assert self.reach(with_line(rule=MINUS_TEN_TO_TEN)) == (10, 100)

    def test_extras_reach_down_and_up_but_not_beyond_nothing_and_the_cap(self) -> None:
        def extras(*bounds: tuple[str | None, str | None]) -> list[dict[str, Any]]:
            return [{"code": f"e{n}", "name": "E", "column": "e", "min": low, "max": high}
                    for n, (low, high) in enumerate(bounds)]  # fmt: skip

        assert self.reach(
            rated(
                "5",
                "15",
            )
            | {"extras": extras(("-1", "2"))}
        ) == (4, 97)
        assert self.reach(rated("5", "15") | {"extras": extras(("1", "2"))}) == (5, 97)
        assert self.reach(rated("5", "15") | {"extras": extras((None, "2"))}) == (0, 97)
        assert self.reach(rated("5", "15") | {"extras": extras(("-9", None))}) == (0, 100)

    def test_a_fraction_of_a_point_that_everybody_gets_is_a_warning(self) -> None:
        # 20 × 0.025 = 0.5
        document = with_line(rule={"kind": "proportional", "floor": "0.025"}, target="5")
        assert (
            one(document, "reachable_range").message["en"].startswith("The reachable total is 0.5")
        )

    @pytest.mark.parametrize(("most", "reached"), [("9.5", True), ("9.49", False)])
    def test_a_grade_is_reached_as_its_total_is_compared(self, most: str, reached: bool) -> None:
        # 80 + 9.5 = 89.5 counts as 90
        document = rated("0", most) | {"grade_basis": "nearest_integer"}
        codes = [finding.code for finding in lint(document)]
        assert ("grade_unreachable" not in codes) is reached
        exact = [finding.code for finding in lint(rated("0", most))]
        assert "grade_unreachable" in exact

    def test_a_band_that_ends_where_the_lowest_total_begins_is_out_of_reach(self) -> None:
        bands = [{**BANDS[0], "min": "5"}, BANDS[-1]]
        found = one(rated("5", "20") | {"grades": bands}, "grade_unreachable")
        assert found.message["en"].endswith("nobody can get the grade “Poor”.")
        bands = [{**BANDS[0], "min": "5.01"}, BANDS[-1]]
        assert "grade_unreachable" not in [
            f.code for f in lint(rated("5", "20") | {"grades": bands})
        ]


def test_the_callers_context_changes_no_finding() -> None:
    # 33.333 + 66.666 are 99.999, and with three digits 100
    lines = [
        indicator(f"i{n}", max_points=p, value=TWO_RATERS, **SMOOTH)
        for n, p in enumerate(("33.333", "66.666"))
    ]
    document = scheme(*lines)
    message_text = lint(document)
    with localcontext(Context(prec=3)):
        assert lint(document) == message_text


def test_a_columns_case_count_and_weight_are_known_to_a_formula() -> None:
    formula = {"kind": "formula", "expression": "r * n / w"}
    counted = with_line(value=formula, min_sample={"column": "n", "at_least": "3"})
    assert [f.message["en"] for f in lint(counted) if f.code == "unknown_column"] == [
        "“w” in the formula is not a known column."
    ]
    fields = {"rule": {"kind": "pass_fail"}, "target": None, "slices": {**SLICES, "weight_by": "w"}}
    weighted = with_line(value=formula, **fields)
    assert [f.message["en"] for f in lint(weighted) if f.code == "unknown_column"] == [
        "“n” in the formula is not a known column."
    ]


def test_a_finding_common_to_all_slices_is_reported_once() -> None:
    def message_text(rule: Any, code: str, *targets: str) -> list[str]:
        slices = {**SLICES, "targets": {f"s{n}": target for n, target in enumerate(targets)}}
        document = with_line(rule=rule, direction="lower", target=None, slices=slices)
        return [f.message["en"] for f in lint(document) if f.code == code]

    assert message_text(SECONDS_RULE, "cutoff_wrong_side", "70", "80", "80") == [
        "The cutoff 60 is better than the target 70, or the target itself, included."
    ]
    # 14 points at 60 s with the first target, 10 with the second
    assert message_text(SECONDS_RULE, "cliff", "30", "10") == [
        "Indicator line: at 60 the points fall by 14 at once, over 20% of its 20."
    ]
    rising = {**SECONDS_RULE, "per_step": "3.5", "cutoff": {"at": "60", "points": "19"}}
    assert message_text(rising, "points_rise", "30", "40") == [
        "Indicator line: as performance falls to 60, points rise from 9.5 to 19."
    ]


def test_points_that_rise_are_given_in_hundredths() -> None:
    rule = {"kind": "tiers", "otherwise": "4.006", "tiers": [{"at": "9", "points": "2.004"}]}
    assert one(with_line(rule=rule), "points_rise").message["en"] == (
        "Indicator line: as performance falls to 9, points rise from 2 to 4.01."
    )


def test_a_cliff_may_fall_or_rise() -> None:
    falls = with_line(rule=SECONDS_RULE, **LOWER)
    assert one(falls, "cliff").message["zh"] == (
        "指标line：在 60 处得分一次降低 14 分，超过其满分 20 分的 20%。"
    )
    rule = {"kind": "tiers", "otherwise": "15", "tiers": [{"at": "9", "points": "2"}]}
    assert one(with_line(rule=rule), "cliff").message == {
        "zh": "指标line：在 9 处得分一次升高 13 分，超过其满分 20 分的 20%。",
        "en": "Indicator line: at 9 the points rise by 13 at once, over 20% of its 20.",
    }


@pytest.mark.parametrize("target", ["0.5", "1"])
def test_a_proportional_target_of_one_or_less_and_a_floor_at_the_cap_are_no_errors(
    target: str,
) -> None:
    rule = {"kind": "proportional", "floor": "1"}
    document = with_line(rule=rule, target=target)
    assert [f.code for f in lint(document) if f.severity == "error"] == []
