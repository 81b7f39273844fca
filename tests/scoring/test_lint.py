# ruff: noqa: E501 - a table of cases reads best with one case a line
"""Every finding of the linter with its code and place, and what gives no finding."""

import copy
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import lint, read_scheme
from chalicelib.scoring.lint.scheme_findings import reach
from chalicelib.scoring.lint.sentences import ERRORS, WARNINGS
from tests.scoring.schemes import BANDS, SECONDS_RULE, indicator, scheme

LINE = "/dimensions/0/indicators/0"
RULE = f"{LINE}/rule"
RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b", "scale": "100"}
LINEAR = {"kind": "linear", "zero_at": "0", "full_at": "20"}
SMOOTH: dict[str, Any] = {"rule": LINEAR, "target": None}
MADE_OF_CONTACTS = {"code": "r", "name": "R", "from_contacts": {"sum": "r"}}
R_OF_A = {"code": "r", "name": "R", "source": "a"}


def sound(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A scheme of 100 points that the linter has nothing to say about, but for these lines."""
    used = sum(int(line["max_points"]) for line in lines)
    rest = indicator("rest", max_points=str(100 - used), value={"kind": "metric", "column": "r"},
                     **SMOOTH) if used < 100 else None  # fmt: skip
    return scheme(*lines, *([rest] if rest else []), **fields)


def findings(document: Any) -> set[tuple[str, str]]:
    return {(f.code, f.pointer) for f in lint(document)}


def with_line(**fields: Any) -> dict[str, Any]:
    return sound(indicator(**{**SMOOTH, **fields}))


def changed(document: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    document = copy.deepcopy(document)
    node: Any = document
    *path, last = pointer.strip("/").split("/")
    for key in path:
        node = node[int(key) if isinstance(node, list) else key]
    node[last] = value
    return document


def level(code: str, points: Any, step: str = "1") -> dict[str, Any]:
    return {"code": code, "name": code.upper(), "points": points, "step": step}


def judged(*levels: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return with_line(rule={"kind": "scale", "levels": list(levels)}, target=None, **fields)


PARAMETER = {"code": "p", "name": "P", "type": "decimal"}
TWO_RATERS = {
    "kind": "rating",
    "raters": {"peer": 1, "superior": 1},
    "scale": {"min": 0, "max": 20},
}
ASKED = {**TWO_RATERS, "questions": [{"code": "q", "name": "Q"}]}
SOURCES = [{"code": "a", "name": "A"}]
FORMS = {"code": "forms", "name": "F"}
MARKS = [{"code": f"line_{role}", "name": role, "source": "forms"} for role in TWO_RATERS["raters"]]
#: Failing tickets of two drawn, a point less for each of them; judged by a checklist of two items.
SAMPLED = {"kind": "sample", "failures": "f", "size": "n", "required_size": "2"}
CHECKED = {**SAMPLED, "checklist": [{"code": code, "name": code.upper()} for code in "xy"]}
COUNTED: dict[str, Any] = {
    "direction": "lower",
    "rule": {"kind": "count_deduct", "per_incident": "1"},
}
INSPECTED: dict[str, Any] = {
    "sources": [*SOURCES, {"code": "qa", "name": "QA", "judged_by": "inspection"}],
    "columns": [R_OF_A, *({"code": code, "name": code, "source": "qa"} for code in "fn")],
}


def test_a_sound_scheme_has_no_findings() -> None:
    assert lint(sound()) == ()


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (changed(sound(), "/dimensions/0/points", "99"),
         {("dimension_points", "/dimensions/0/points"), ("total_points", "/total_points")}),
        (changed(sound(), "/total_points", "95"), {("total_points", "/total_points")}),
        (sound(grades=[]), {("grades_missing", "/grades")}),
        (sound(grades=BANDS[:-1]), {("band_no_bottom", "/grades")}),
        (sound(grades=[*BANDS, {**BANDS[0], "code": "again"}]), {("band_overlap", "/grades")}),
        (sound(grades=[BANDS[0], {**BANDS[-1], "max": "90.01"}]), {("band_overlap", "/grades")}),
        (sound(grades=[BANDS[0], {**BANDS[-1], "max": "89"}]), {("band_gap", "/grades")}),
        (sound(grades=[BANDS[0], {**BANDS[-1], "max": "90"}]), set()),
        (with_line(rule={**SECONDS_RULE, "floor": "21"}, direction="lower", target="30"),
         {("points_above_max", f"{RULE}/floor")}),
        (with_line(rule={**SECONDS_RULE, "cutoff": {"at": "60", "points": "21"}},
                   direction="lower", target="30"),
         {("points_above_max", f"{RULE}/cutoff/points")}),
        (with_line(rule={"kind": "count_deduct", "per_incident": "4", "floor": "21"}),
         {("points_above_max", f"{RULE}/floor")}),
        (with_line(rule={"kind": "tiers", "tiers": [{"at": "9", "points": "21"}]}),
         {("points_above_max", f"{RULE}/tiers/0/points")}),
        (with_line(rule={"kind": "tiers", "tiers": [{"at": "9", "points": "2"}], "otherwise": "21"}),
         {("points_above_max", f"{RULE}/otherwise")}),
        (judged(level("a", "21"), level("b", "0")), {("level_above_max", f"{RULE}/levels/0/points")}),
        (judged(level("a", ["20", "21"])), {("level_above_max", f"{RULE}/levels/0/points")}),
        (with_line(rule=SECONDS_RULE, direction="lower", target="61"),
         {("cutoff_wrong_side", f"{RULE}/cutoff/at")}),
        (with_line(rule=SECONDS_RULE, direction="higher", target="30"),
         {("cutoff_wrong_side", f"{RULE}/cutoff/at")}),
        (with_line(rule={**SECONDS_RULE, "cutoff": {"at": "30", "inclusive": True}},
                   direction="lower", target="30"),
         {("cutoff_wrong_side", f"{RULE}/cutoff/at")}),
        (with_line(rule={"kind": "tiers", "tiers": [{"at": "5", "points": "4"}, {"at": "9", "points": "2"}]}),
         {("tiers_out_of_order", f"{RULE}/tiers/1/at")}),
        (with_line(rule={"kind": "tiers", "tiers": [{"at": "5", "points": "4"}, {"at": "5", "points": "2"}]}),
         {("tiers_out_of_order", f"{RULE}/tiers/1/at")}),
        (with_line(rule={"kind": "proportional"}, target="0"), {("target_not_positive", f"{LINE}/target")}),
        (with_line(rule={"kind": "proportional", "floor": "1.5"}, target="5"),
         {("floor_above_cap", f"{RULE}/floor")}),
        (with_line(rule={"kind": "linear", "zero_at": "5", "full_at": "5.0"}),
         {("line_without_length", f"{RULE}/full_at")}),
        (with_line(rule={"kind": "scale", "levels": [level("a", "5")]}, value=RATIO),
         {("rule_cannot_use_value", f"{RULE}/kind")}),
        (with_line(rule={"kind": "count_deduct", "per_incident": "4"}, value=RATIO),
         {("rule_cannot_use_value", f"{RULE}/kind")}),
        (with_line(rule={"kind": "count_deduct", "per_incident": "4"}, direction="higher"),
         {("direction_contradicts", f"{LINE}/direction")}),
        (with_line(value={"kind": "sample", "failures": "f", "size": "n", "required_size": "5"}),
         {("direction_contradicts", f"{LINE}/direction")}),
        (with_line(slices={"by": "k", "weight_by": "w", "targets": {"p": "1"}}),
         {("slices_without_target", f"{LINE}/slices")}),
        (with_line(rule=SECONDS_RULE, direction="lower", target=None, not_available="team_mean",
                   slices={"by": "k", "weight_by": "w", "targets": {"p": "40"}}),
         {("policy_cannot_apply", f"{LINE}/not_available")}),
        (with_line(rule=SECONDS_RULE, direction="lower", target=None,
                   slices={"by": "k", "weight_by": "w", "targets": {"p": "40", "q": "70", "s": "80"}}),
         {("cutoff_wrong_side", f"{RULE}/cutoff/at")}),
        (with_line(value={"kind": "formula", "expression": "r + rr"}),
         {("unknown_column", f"{LINE}/value/expression"), ("reachable_range", "/total_points")}
         - {("reachable_range", "/total_points")}),
        (sound(sources=[{"code": "a", "name": "A"}], columns=[R_OF_A, {**R_OF_A, "code": "q", "source": "b"}]),
         {("unknown_source", "/columns/1/source")}),
        (sound(sources=[{"code": "a", "name": "A", "judged_by": "inspection"}], columns=[R_OF_A]),
         {("not_judged", "/sources/0/judged_by")}),
        (with_line(value={"kind": "sample", "failures": "f", "size": "n", "required_size": 5, "fails_at": 2,
                          "checklist": [{"code": "a", "name": "A"}]}, direction="lower"),
         {("fails_at_unreachable", f"{LINE}/value/fails_at")}),
        (with_line(value={"kind": "growth", "of": {"kind": "formula", "expression": "qq"}}),
         {("unknown_column", f"{LINE}/value/of/expression")}),
        (sound(indicator(**SMOOTH), indicator("b", value={"kind": "rating", "raters": {"peer": 1, "boss": 1},
               "scale": {"min": 0, "max": 20}}, **SMOOTH),
               indicator("c", value={"kind": "metric", "column": "b_peer"}, **SMOOTH)),
         {("column_conflict", "/dimensions/0/indicators/2/value")}),
        (sound(indicator(**SMOOTH, value=TWO_RATERS), extras=[{"code": "e", "name": "E", "column": "line_peer"}]),
         {("column_conflict", "/extras/0/column")}),
        (with_line(value={**TWO_RATERS, "anonymity_min": 2}),
         {("anonymity_too_small", f"{LINE}/value/anonymity_min")}),
        # None is asked for; nobody is anonymous; the anonymous are not counted.
        (with_line(value={**TWO_RATERS, "anonymity_min": 1}), set()),
        (with_line(value={**TWO_RATERS, "raters": {"superior": 1, "customer": 1}, "anonymity_min": 2}), set()),
        (with_line(value={**TWO_RATERS, "raters": {"superior": 1, "customer": 1, "peer": 0}, "anonymity_min": 2}), set()),
        (sound(aggregation={"quarter": {"min_periods": 4}}),
         {("min_periods_too_many", "/aggregation/quarter/min_periods")}),
        (sound(aggregation={"year": {"min_periods": 13}}),
         {("min_periods_too_many", "/aggregation/year/min_periods")}),
        (sound(aggregation={"year": {"min_periods": 5}}, period="quarter"),
         {("min_periods_too_many", "/aggregation/year/min_periods")}),
        (sound(aggregation={"quarter": {"min_periods": 3}, "year": {"min_periods": 12}}), set()),
        (sound(aggregation={"year": {"grades": BANDS[:1]}}),
         {("band_no_bottom", "/aggregation/year/grades")}),
        (sound(parameters=[PARAMETER]), {("parameter_unset", "/parameters/0")}),
        (sound(parameters=[{**PARAMETER, "suggested": "3", "assumed": True}]),
         {("assumption_unconfirmed", "/parameters/0")}),
        (sound(parameters=[{**PARAMETER, "suggested": "3", "assumed": False}]),
         {("parameter_unset", "/parameters/0")}),
        (sound(parameters=[{**PARAMETER, "suggested": "3", "assumed": True, "confirmed": True}]), set()),
        (sound(parameters=[{**PARAMETER, "value": "3"}]), set()),
        (with_line(target={"$parameter": "p"}) | {"parameters": [PARAMETER]},
         {("parameter_unset", "/parameters/0")}),
        (with_line(target={"$parameter": "q"}) | {"parameters": [PARAMETER]},
         {("parameter_unset", "/parameters/0"), ("parameter_unset", f"{LINE}/target")}),
        (with_line(rule=SECONDS_RULE, direction="lower", target={"$parameter": "p"})
         | {"parameters": [{**PARAMETER, "suggested": "61", "assumed": True}]},
         {("assumption_unconfirmed", "/parameters/0"), ("cutoff_wrong_side", f"{RULE}/cutoff/at")}),
    ],
)  # fmt: skip
def test_an_error_has_its_code_and_place(document: Any, expected: set[tuple[str, str]]) -> None:
    errors = {(f.code, f.pointer) for f in lint(document) if f.severity == "error"}
    assert errors == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        # 20 points: 5 a step are a quarter of them, 4 exactly a fifth
        (with_line(rule={"kind": "step_deduct", "step": "1", "per_step": "5"}, target="30"), {("cliff", RULE)}),
        (with_line(rule={"kind": "step_deduct", "step": "1", "per_step": "4"}, target="30"), set()),
        (with_line(rule={"kind": "step_deduct", "step": "1", "per_step": "5", "step_mode": "proportional"},
                   target="30"), set()),
        (with_line(rule=SECONDS_RULE, direction="lower", target="30"), {("cliff", RULE)}),
        (with_line(rule={"kind": "pass_fail"}, target="30"), {("cliff", RULE)}),
        # the narrowest of the bands 90/80/70/60/0 is 10 points wide
        (sound(indicator(rule={"kind": "pass_fail"}, max_points="10")), {("cliff", RULE)}),
        (sound(indicator(rule={"kind": "pass_fail"}, max_points="9")), set()),
        (sound(indicator(rule={"kind": "pass_fail"}), grades=[BANDS[-1]]), set()),
        (scheme(indicator(max_points="100"), grades=[BANDS[-1]]), set()),
        (sound(indicator(), grades=[BANDS[0], BANDS[-1]]), {("cliff", RULE)}),
        # a grade for full points alone has no width: the narrowest is 100 points wide
        (sound(indicator(), grades=[{**BANDS[0], "min": "100"}, BANDS[-1]]), set()),
        (with_line(rule={"kind": "count_deduct", "per_incident": "5"}), {("cliff", RULE)}),
        (with_line(rule={"kind": "count_deduct", "per_incident": "4"}), set()),
        (with_line(rule={"kind": "count_deduct", "per_incident": "4.001"}), {("cliff", RULE)}),
        # 5 points a second: 20 at 30 s, 4 at 33.2 s and then none, a fifth at once and no hair more
        (with_line(rule={"kind": "step_deduct", "step": "1", "per_step": "5", "step_mode": "proportional",
                         "cutoff": {"at": "33.2", "inclusive": True}}, direction="lower", target="30"), set()),
        (with_line(rule={"kind": "step_deduct", "step": "1", "per_step": "5", "step_mode": "proportional",
                         "cutoff": {"at": "33.1", "inclusive": True}}, direction="lower", target="30"),
         {("cliff", RULE)}),
        # every mark brings all points: nothing jumps, nothing is lost
        (with_line(value={**TWO_RATERS, "scale": {"min": "30", "max": "40"}}),
         {("reachable_range", "/total_points")}),
        (with_line(rule={"kind": "count_deduct", "per_incident": "1", "zero_at": "3"}), {("cliff", RULE)}),
        (with_line(rule={"kind": "tiers", "tiers": [{"at": "9", "points": "20"}, {"at": "5", "points": "15"}],
                         "otherwise": "11"}), {("cliff", RULE), ("reachable_range", "/total_points")}),
        (with_line(rule={"kind": "tiers", "otherwise": "0", "tiers": [
            {"at": str(n), "points": str(n)} for n in (20, 16, 12, 8, 4)]}), set()),
        (with_line(rule={"kind": "linear", "zero_at": "5", "full_at": "1"}), {("points_rise", RULE)}),
        (with_line(rule={"kind": "linear", "zero_at": "1", "full_at": "5"}, direction="lower"),
         {("points_rise", RULE)}),
        (with_line(rule={"kind": "tiers", "otherwise": "4", "tiers": [{"at": "9", "points": "2"}]}),
         {("points_rise", RULE), ("reachable_range", "/total_points"), ("grade_unreachable", "/grades")}),
        (with_line(rule={**SECONDS_RULE, "per_step": "4", "cutoff": {"at": "60", "points": "10"}},
                   direction="lower", target="30"),
         {("points_rise", RULE), ("reachable_range", "/total_points")}),
        (with_line(rule={"kind": "proportional", "floor": "0.25"}, target="5"),
         {("reachable_range", "/total_points")}),
        (judged(level("a", "20"), level("b", "18"), level("c", "0")),
         {("one_rater", f"{LINE}/value"), ("scale_gap", f"{RULE}/levels/0/points"),
          ("scale_gap", f"{RULE}/levels/1/points")}),
        (judged(level("a", ["10", "20"], "10"), level("b", ["0", "10"])),
         {("one_rater", f"{LINE}/value"), ("scale_overlap", f"{RULE}/levels/0/points")}),
        (judged(level("a", ["11", "20"]), level("b", ["0", "10"])), {("one_rater", f"{LINE}/value")}),
        (with_line(value=TWO_RATERS), set()),
        (with_line(value={**TWO_RATERS, "raters": {"peer": 1, "self": 0}}), {("one_rater", f"{LINE}/value")}),
        (with_line(value={**TWO_RATERS, "raters": {"peer": 1}, "min_raters": 2}), set()),
        (with_line(value={**TWO_RATERS, "scale": {"min": "5", "max": "20"}}),
         {("reachable_range", "/total_points")}),
        (with_line(value=CHECKED, **COUNTED), {("checklist_unused", f"{LINE}/value/checklist")}),
        (sound(indicator(target=None, **COUNTED, value=CHECKED), **INSPECTED), set()),
        (sound(indicator(target=None, **COUNTED, value={**CHECKED, "fails_at": 2}), **INSPECTED), set()),
        (sound(indicator(target=None, **COUNTED, value={**CHECKED, "fails_at": 2, "counts": "items"}), **INSPECTED),
         {("fails_at_unused", f"{LINE}/value/fails_at")}),
        (with_line(value={**SAMPLED, "fails_at": 2}, **COUNTED), {("fails_at_unused", f"{LINE}/value/fails_at")}),
        (with_line(value={**TWO_RATERS, "anonymity_min": 3}), set()),
        (with_line(value={**TWO_RATERS, "raters": {"self": 1, "superior": 1}, "anonymity_min": 3}),
         {("anonymity_unused", f"{LINE}/value/anonymity_min")}),
        (with_line(value=ASKED),
         {("round_without_source", f"{LINE}/value/questions")}),
        (sound(indicator(**SMOOTH, value=ASKED), sources=[*SOURCES, FORMS], columns=[R_OF_A, *MARKS]), set()),
        (sound(indicator(**SMOOTH, value=ASKED), sources=SOURCES, columns=[R_OF_A, *({**one, "source": "a"} for one in MARKS)]),
         {("round_without_source", f"{LINE}/value/questions")}),
        (with_line(not_available="zero"), {("zero_without_data", f"{LINE}/not_available")}),
        (with_line(value={"kind": "growth", "of": {"kind": "metric", "column": "n"}}), {("growth_base", f"{LINE}/value/of")}),
        (with_line(value={"kind": "growth", "of": RATIO}), {("growth_base", f"{LINE}/value/of")}),
        (with_line(self_reported=True), {("self_reported", LINE)}),
        (sound(columns=[{"code": "r", "name": "R", "self_reported": True}]), {("self_reported", LINE)}),
        (sound(columns=[{"code": "q", "name": "Q"}]), {("undeclared_column", f"{LINE}/value")}),
        (sound(columns=[{**R_OF_A, "source": "Chat log"}]), {("source_in_words", "/columns/0/source")}),
        (sound(sources=[{"code": "a", "name": "A"}], columns=[R_OF_A]), set()),
        (sound(sources=[{"code": "a", "name": "A"}, {"code": "b", "name": "B"}], columns=[R_OF_A]),
         {("source_unused", "/sources/1")}),
        (sound(sources=[{"code": "a", "name": "A"}], columns=[{"code": "r", "name": "R"}]),
         {("column_without_source", "/columns/0"), ("source_unused", "/sources/0")}),
        (sound(indicator(**SMOOTH, value={"kind": "formula", "expression": "p / n"}),
               indicator("b", target=None, rule={"kind": "step_deduct", "step": "1", "per_step": "1"},
                         value={"kind": "metric", "column": "p"},
                         slices={"by": "k", "weight_by": "p", "targets": {"t": "40"}}),
               sources=[{"code": "a", "name": "A"}, {"code": "b", "name": "B"}],
               columns=[R_OF_A, *({**R_OF_A, "code": code} for code in "pk"), {**R_OF_A, "code": "n", "source": "b"}]),
         {("sources_of_slices", f"{LINE}/value")}),
        (sound(columns=[{**MADE_OF_CONTACTS}]), {("contacts_without_key", "/contacts")}),
        (sound(columns=[{**MADE_OF_CONTACTS}], contacts={"key": "any"}), set()),
        (sound(columns=[{**MADE_OF_CONTACTS}], contacts={"key": "id", "fields": [{"code": "id", "name": "N"}]}),
         {("contact_field_unknown", "/columns/0/from_contacts")}),
        (sound(columns=[{**MADE_OF_CONTACTS}], contacts={"key": "id", "fields": [{"code": "r", "name": "N"}]}),
         {("contact_field_unknown", "/contacts/key")}),
        (sound(vetoes=[{"code": "v", "name": "V"}]), {("veto_without_grade", "/vetoes/0")}),
        (sound(vetoes=[{"code": "v", "name": "V", "grade": "out"}]), set()),
        (sound(grades=[{**BANDS[0], "coefficient": "0.4"}, BANDS[-1]]), {("coefficient_falls", "/grades")}),
        (sound(grades=[{**BANDS[0], "coefficient": "0.5"}, BANDS[-1]]), set()),
        (sound(indicator(max_points="51", value=TWO_RATERS, **SMOOTH)), {("mostly_judged", "/dimensions")}),
        (sound(indicator(max_points="50", value=TWO_RATERS, **SMOOTH)), set()),
        (sound(moves="by_days"), set()),
        (sound(moves="by_days", period="quarter"), {("moves_without_months", "/moves")}),
        (sound(grades=[{**BANDS[0], "min": "101"}, BANDS[-1]]), {("grade_unreachable", "/grades")}),
        (sound(grades=[{**BANDS[0], "min": "100"}, BANDS[-1]]), set()),
        (sound(grades=[{**BANDS[0], "min": "101"}, BANDS[-1]], total_cap="105",
               extras=[{"code": "e", "name": "E", "column": "e", "max": "1", "min": "0"}]), set()),
        (sound(grades=[{**BANDS[0], "min": "102"}, BANDS[-1]], total_cap="105",
               extras=[{"code": "e", "name": "E", "column": "e", "max": "1", "min": "0"}]),
         {("grade_unreachable", "/grades")}),
        (sound(grades=[{**BANDS[0], "min": "105"}, BANDS[-1]], total_cap="105",
               extras=[{"code": "e", "name": "E", "column": "e"}]), set()),
        (scheme(indicator(max_points="100", rule={"kind": "linear", "zero_at": "0", "full_at": "100"},
                          value={**TWO_RATERS, "scale": {"min": "61", "max": "100"}}, target=None),
                grades=BANDS),
         {("mostly_judged", "/dimensions"), ("reachable_range", "/total_points"),
          ("grade_unreachable", "/grades")}),
    ],
)  # fmt: skip
def test_a_warning_has_its_code_and_place(document: Any, expected: set[tuple[str, str]]) -> None:
    assert findings(document) == expected


def test_a_cliff_names_where_and_how_far() -> None:
    (cliff,) = lint(with_line(rule=SECONDS_RULE, direction="lower", target="30"))
    assert cliff.severity == "warning"
    # 14 points at 60 s, none behind it
    assert cliff.message["en"] == (
        "Indicator line: at 60 the points fall by 14 at once, over 20% of its 20."
    )
    assert "60" in cliff.message["zh"]


def test_pass_fail_is_a_cliff_where_it_alone_costs_a_grade() -> None:
    (cliff,) = lint(with_line(rule={"kind": "pass_fail"}, target="30", unit="second"))
    assert cliff.message == {
        "zh": "指标line：在 30 秒 处得分一次降低 20 分，超过其满分 20 分的 20%；仅此一项就相当于整整一个等级。",
        "en": "Indicator line: at 30 s the points fall by 20 at once, over 20% of its 20;"
        " that alone is as much as a whole grade.",
    }


def test_growth_names_its_base_and_what_is_done_where_the_base_is_not_above_0() -> None:
    growth = {"kind": "growth", "of": {"kind": "metric", "column": "nps"}}
    line = {**SMOOTH, "value": growth, "not_available": "zero"}
    columns = [{"code": "nps", "name": {"zh": "净推荐值", "en": "NPS"}}, {"code": "r", "name": "R"}]
    found = next(
        one for one in lint(sound(indicator(**line), columns=columns)) if one.code == "growth_base"
    )
    assert (found.code, found.severity) == ("growth_base", "warning")
    assert found.message == {
        "zh": "指标line：上期的数（“净推荐值”）为 0 或负数时没有增长率：按 0 分计。",
        "en": "Indicator line: over a previous figure (of “NPS”) of 0 or less there is no growth:"
        " no points are given.",
    }


def test_points_that_rise_name_where_from_and_to() -> None:
    rule = {"kind": "tiers", "otherwise": "4", "tiers": [{"at": "9", "points": "2"}]}
    rise = next(f for f in lint(with_line(rule=rule)) if f.code == "points_rise")
    assert (
        rise.message["en"] == "Indicator line: as performance falls to 9, points rise from 2 to 4."
    )


def test_the_reachable_range_of_the_courier_scheme_is_4_to_100() -> None:
    levels = [level("a", ["4", "5"], "0.5"), level("b", "3"), level("c", "2"), level("d", "1")]
    four = [
        indicator(f"j{n}", max_points="5", target=None, rule={"kind": "scale", "levels": levels},
                  value={"kind": "metric", "column": f"j{n}"})
        for n in range(4)
    ]  # fmt: skip
    (found,) = [f for f in lint(sound(*four)) if f.code == "reachable_range"]
    assert found.message["en"] == "The reachable total is 4 to 100, not 0 to 100."
    assert reach(read_scheme(sound(*four))) == (4, 100)


def test_errors_come_before_warnings() -> None:
    document = changed(with_line(rule={"kind": "pass_fail"}, target="3"), "/total_points", "95")
    assert [f.severity for f in lint(document)] == ["error", "warning"]


def test_an_error_of_a_later_line_comes_before_the_warnings_of_an_earlier_one() -> None:
    all_or_nothing = indicator("a", rule={"kind": "pass_fail"}, target="30")
    count = {"kind": "count_deduct", "per_incident": "4"}
    document = sound(all_or_nothing, indicator("b", rule=count, target=None, direction="higher"))
    assert [(f.code, f.pointer) for f in lint(document)] == [
        ("direction_contradicts", "/dimensions/0/indicators/1/direction"),
        ("cliff", RULE),
    ]


def test_for_a_misspelt_column_similar_ones_are_suggested() -> None:
    document = with_line(value={"kind": "formula", "expression": "resolvd / 2"})
    document["columns"] = [{"code": "resolved", "name": "Resolved"}, {"code": "r", "name": "R"}]
    (found,) = [f for f in lint(document) if f.code == "unknown_column"]
    assert "resolved" in found.suggestion["en"]


def test_many_breakpoints_stay_fast_and_correct() -> None:
    # 20 points in steps of a hundredth: 2000 steps, none of them a cliff
    rule = {"kind": "step_deduct", "step": "0.001", "per_step": "0.01"}
    assert findings(with_line(rule=rule, target="30")) == set()
    counts = {"kind": "count_deduct", "per_incident": "0.01"}
    assert findings(with_line(rule=counts)) == set()


def test_every_finding_of_the_linter_is_tested_here() -> None:
    proved: set[str] = set()
    for test in (test_an_error_has_its_code_and_place, test_a_warning_has_its_code_and_place):
        for mark in test.pytestmark:  # type: ignore[attr-defined]
            for _, expected in mark.args[1]:
                proved |= {code for code, _ in expected}
    assert {*ERRORS, *WARNINGS} <= proved | {"bound_column_unknown", "bound_of_words"}


def test_an_assumption_is_named_by_its_parameter_and_its_choice() -> None:
    choices = [{"code": "full", "name": {"zh": "满步才扣", "en": "full steps only"}}]
    name = {"zh": "扣分步进方式", "en": "How steps count"}
    parameter = {"code": "mode", "name": name, "type": "choice", "choices": choices}
    document = with_line(target="30") | {
        "parameters": [{**parameter, "suggested": "full", "assumed": True}]
    }
    (found,) = [f for f in lint(document) if f.code == "assumption_unconfirmed"]
    assert found.message["zh"] == "参数“扣分步进方式”的建议值 满步才扣 只是假定，尚未确认。"
    assert found.message["en"] == (
        "The suggested value full steps only of “How steps count” is an assumption, not yet confirmed."
    )


def test_a_power_in_a_formula_is_named() -> None:
    value = {"kind": "formula", "expression": "a**9"}
    (found,) = [f for f in lint(with_line(value=value)) if f.code == "bad_formula"]
    assert "** is not supported" in found.message["en"]


def test_numbers_in_findings_are_written_out_with_a_true_minus() -> None:
    tiers = [{"at": Decimal("-1E+1"), "points": "20"}, {"at": "-5", "points": "10"}]
    found = lint(with_line(rule={"kind": "tiers", "tiers": tiers}))
    (wrong,) = (f for f in found if f.code == "tiers_out_of_order")
    assert wrong.message["en"] == "The tier at −5 is not worse than the one before it, −10."
