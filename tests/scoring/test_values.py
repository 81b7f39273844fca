"""One worked example for each value kind, and for each way of having no value."""

from decimal import Decimal
from typing import Any, ClassVar

import pytest

from chalicelib.scoring import Line, RowFault, read_scheme
from chalicelib.scoring.values.catalogue import value_kind_of
from chalicelib.scoring.values.combined_marks import Mark, combined, read_combined
from tests.scoring.schemes import compiled, figures, indicator, line, result, scheme


def measured(value: dict[str, Any], row: Any, **fields: Any) -> Line:
    around = {key: fields.pop(key) for key in ("previous",) if key in fields}
    target = {"target": "0", "rule": {"kind": "pass_fail"}}
    return line({**target, "value": value, **fields}, row, **around)


RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b"}


class TestMetric:
    def test_the_value_is_the_column(self) -> None:
        assert measured({"kind": "metric", "column": "x"}, figures(x="12.50")).value == Decimal(
            "12.5"
        )

    @pytest.mark.parametrize("cell", [None, "", "-", "N/A", "n/a", "无", "  ", "—"])
    def test_blank_is_not_available(self, cell: object) -> None:
        scored = measured({"kind": "metric", "column": "x"}, {"x": cell})
        assert (scored.status, scored.reason, scored.value) == ("not_available", "blank", None)

    def test_a_column_that_the_row_lacks_is_blank(self) -> None:
        assert measured({"kind": "metric", "column": "x"}, {}).reason == "blank"

    def test_zero_is_a_value(self) -> None:
        assert measured({"kind": "metric", "column": "x"}, figures(x=0)).value == 0


class TestRatio:
    def test_numerator_over_denominator(self) -> None:
        assert measured(RATIO, figures(a=5200, b=125)).value == Decimal("41.6")

    def test_times_the_scale(self) -> None:
        assert measured({**RATIO, "scale": "100"}, figures(a=103, b=125)).value == Decimal("82.4")

    def test_shown_half_up_to_six_decimals(self) -> None:
        assert measured(RATIO, figures(a=2, b=3)).value == Decimal("0.666667")

    @pytest.mark.parametrize(
        ("a", "b", "reason"),
        [
            (1, 0, "zero_denominator"),
            (None, 3, "blank"),
            (3, None, "blank"),
            (0, 0, "zero_denominator"),
        ],
    )
    def test_not_available_without_either_or_over_nothing(
        self, a: object, b: object, reason: str
    ) -> None:
        scored = measured(RATIO, figures(a=a, b=b))
        assert (scored.status, scored.reason) == ("not_available", reason)

    def test_a_negative_denominator_is_an_error_of_that_row(self) -> None:
        with pytest.raises(RowFault) as fault:
            measured(RATIO, figures(a=1, b=-2))
        assert (fault.value.column, fault.value.code) == ("b", "negative_denominator")


class TestGrowth:
    OF: ClassVar[Any] = {"kind": "ratio", "numerator": "spend", "denominator": "buyers"}

    def grown(self, now: Any, before: Any) -> Line:
        previous = None if before is None else {"inputs": before}
        return measured({"kind": "growth", "of": self.OF}, now, previous=previous)

    def test_this_period_less_the_previous_over_the_previous_in_percent(self) -> None:
        # 3600 ÷ 30 = 120 now, 2500 ÷ 25 = 100 before: (120 − 100) ÷ 100 × 100 = 20
        scored = self.grown(figures(spend=3600, buyers=30), figures(spend=2500, buyers=25))
        assert scored.value == 20

    def test_it_can_fall(self) -> None:
        scored = self.grown(figures(spend=90, buyers=1), figures(spend=100, buyers=1))
        assert scored.value == -10

    @pytest.mark.parametrize(
        ("before", "reason"),
        [
            (None, "no_previous"),
            ({"spend": None, "buyers": None}, "no_previous"),
            ({}, "no_previous"),
            (figures(spend=0, buyers=25), "previous_zero"),
            (figures(spend=-1, buyers=25), "previous_below_zero"),
            (figures(spend=9, buyers=0), "no_previous"),
        ],
    )
    def test_not_available_without_a_previous_figure(self, before: Any, reason: str) -> None:
        scored = self.grown(figures(spend=3600, buyers=30), before)
        assert (scored.status, scored.reason) == ("not_available", reason)

    @pytest.mark.parametrize("now", [-30, -10, 0, 20])
    def test_nothing_grows_from_a_base_below_zero(self, now: int) -> None:
        # From −20 to −30 would be +50%, to −10 −50%: the sign turns.
        for of in ({"kind": "metric", "column": "x"}, {"kind": "formula", "expression": "x * 1"}):
            previous = {"inputs": figures(x=-20)}
            scored = measured({"kind": "growth", "of": of}, figures(x=now), previous=previous)
            assert (scored.value, scored.reason) == (None, "previous_below_zero")

    def test_not_available_without_a_figure_of_this_period(self) -> None:
        scored = self.grown(figures(spend=1, buyers=0), figures(spend=1, buyers=1))
        assert scored.reason == "zero_denominator"

    def test_of_a_metric_and_of_a_formula(self) -> None:
        for of in ({"kind": "metric", "column": "x"}, {"kind": "formula", "expression": "x * 3"}):
            value = {"kind": "growth", "of": of}
            scored = measured(value, figures(x=110), previous={"inputs": figures(x=80)})
            assert scored.value == Decimal("37.5")  # 30 ÷ 80

    def test_a_previous_denominator_below_zero_is_an_error_of_that_row(self) -> None:
        with pytest.raises(RowFault):
            self.grown(figures(spend=1, buyers=1), figures(spend=1, buyers=-1))


class TestSample:
    VALUE: ClassVar[Any] = {
        "kind": "sample",
        "failures": "failed",
        "size": "drawn",
        "required_size": "10",
    }

    def test_the_value_is_the_number_of_failing_items(self) -> None:
        scored = measured(self.VALUE, figures(failed=2, drawn=10), direction="lower")
        assert scored.value == 2

    @pytest.mark.parametrize(
        ("failed", "drawn", "counted"),
        # failed × 10 ÷ drawn
        [(4, 20, "2"), (3, 20, "1.5"), (1, 16, "0.625"), (0, 400, "0"), (30, 30, "10")],
    )
    def test_a_larger_sample_is_brought_to_the_required_size(
        self, failed: int, drawn: int, counted: str
    ) -> None:
        row = figures(failed=failed, drawn=drawn)
        assert measured(self.VALUE, row).value == Decimal(counted)
        assert measured(self.VALUE | {"more_drawn": "normalise"}, row).value == Decimal(counted)
        assert measured(self.VALUE | {"more_drawn": "as_drawn"}, row).value == failed

    def test_four_of_twenty_cost_as_much_as_two_of_ten(self) -> None:
        rule = {"kind": "count_deduct", "per_incident": "5"}
        scheme_ = compiled(
            indicator(value=self.VALUE, rule=rule, target=None, direction="lower", max_points="25")
        )
        for failed, drawn in ((4, 20), (2, 10)):
            assert scheme_.score(figures(failed=failed, drawn=drawn)).points == (Decimal("15.00"),)

    def test_several_items_may_be_wrong_in_one_ticket(self) -> None:
        items = self.VALUE | {"counts": "items"}
        assert measured(items, figures(failed=12, drawn=10)).value == 12
        assert measured(items, figures(failed=30, drawn=20)).value == 15
        rule = {"kind": "count_deduct", "per_incident": "3", "zero_at": "3"}
        scheme_ = compiled(
            indicator(value=items, rule=rule, target=None, direction="lower", max_points="15")
        )
        assert scheme_.score(figures(failed=12, drawn=10)).points == (Decimal("0.00"),)

    def test_items_wrong_among_too_few_tickets_or_fewer_than_none(self) -> None:
        items = self.VALUE | {"counts": "items"}
        assert measured(items, figures(failed=12, drawn=9)).reason == "too_few_drawn"
        with pytest.raises(RowFault) as fault:
            measured(items, figures(failed=-1, drawn=10))
        assert fault.value.code == "negative_count"

    @pytest.mark.parametrize(
        ("failed", "drawn", "reason"),
        [(1, 9, "too_few_drawn"), (9, 9, "too_few_drawn"), (None, 10, "blank"), (0, None, "blank")],
    )
    def test_not_available_when_fewer_were_drawn_than_required(
        self, failed: object, drawn: object, reason: str
    ) -> None:
        scored = measured(self.VALUE, figures(failed=failed, drawn=drawn))
        assert (scored.status, scored.reason) == ("not_available", reason)

    @pytest.mark.parametrize(
        ("failed", "drawn", "code"),
        [
            (11, 10, "more_failures_than_drawn"),
            (-1, 10, "negative_count"),
            (2, 1, "more_failures_than_drawn"),
        ],
    )
    def test_impossible_counts_are_errors_of_that_row(
        self, failed: int, drawn: int, code: str
    ) -> None:
        with pytest.raises(RowFault) as fault:
            measured(self.VALUE, figures(failed=failed, drawn=drawn))
        assert (fault.value.column, fault.value.code) == ("failed", code)

    @pytest.mark.parametrize(("failed", "drawn"), [(0, 10), (10, 10), (0, 11)])
    def test_none_or_all_of_just_enough_items_may_fail(self, failed: int, drawn: int) -> None:
        assert measured(self.VALUE, figures(failed=failed, drawn=drawn)).value == failed


class TestRating:
    def rated(self, row: dict[str, Any], raters: Any = None, **value: Any) -> Line:
        scale = {"min": "0", "max": "10"}
        raters = raters or {"peer": "1", "superior": "2"}
        rating = {"kind": "rating", "raters": raters, "scale": scale, **value}
        return measured(rating, row)

    def test_the_weighted_mean_of_the_roles_means(self) -> None:
        # peers (6 + 9 + 9) ÷ 3 = 8, superior 5: (1 × 8 + 2 × 5) ÷ 3 = 6
        scored = self.rated({"line_peer": "6;9;9", "line_superior": "5"})
        assert scored.value == 6

    def test_over_the_roles_that_rated(self) -> None:
        assert self.rated({"line_peer": "6；9|9", "line_superior": None}).value == 8
        assert self.rated({"line_peer": "6、9、9", "line_superior": None}).value == 8

    def test_median(self) -> None:
        # peers 2, 7, 9 → 7; superior 4, 9 → 6.5: (7 + 13) ÷ 3 = 6.666667
        row = {"line_peer": "9; 2; 7", "line_superior": "4;9"}
        assert self.rated(row, combine="median").value == Decimal("6.666667")

    def test_median_of_five(self) -> None:
        assert (
            self.rated({"line_peer": "1;2;6;7;9", "line_superior": None}, combine="median").value
            == 6
        )

    def test_trimmed_mean_leaves_out_one_highest_and_one_lowest_of_three_or_more(self) -> None:
        # peers 0, 7, 8, 10 → 7.5; superior 4, 9 are two: 6.5: (7.5 + 13) ÷ 3 = 6.833333
        row = {"line_peer": "0;7;8;10", "line_superior": "4;9"}
        assert self.rated(row, combine="trimmed_mean").value == Decimal("6.833333")
        three = {"line_peer": "0;7;10", "line_superior": None}
        assert self.rated(three, combine="trimmed_mean").value == 7

    def test_a_role_without_weight_is_collected_and_not_counted(self) -> None:
        raters = {"superior": "1", "self": "0"}
        assert self.rated({"line_self": "10", "line_superior": "5"}, raters).value == 5
        alone = self.rated({"line_self": "10", "line_superior": None}, raters)
        assert alone.reason == "too_few_raters"

    def test_an_anonymous_role_with_fewer_marks_than_its_least_drops_out_as_a_whole(self) -> None:
        # peers 6, 9 are two of three: the superior has the whole weight
        row = {"line_peer": "6;9", "line_superior": "5"}
        assert self.rated(row, anonymity_min=3).value == 5
        # peers (6 + 9 + 9) ÷ 3 = 8: (8 + 10) ÷ 3 = 6
        assert self.rated({**row, "line_peer": "6;9;9"}, anonymity_min=3).value == 6
        alone = {"line_peer": "6;9", "line_superior": None}
        assert self.rated(alone, anonymity_min=3).reason == "too_few_raters"

    def test_two_marks_of_an_anonymous_role_that_count_can_be_computed(self) -> None:
        # A published version goes on so; the linter refuses it for a new one. The line is 6 by
        # peers ×1 and superior ×2: who reads the superior's 5 has the two peers' 3 × 6 − 2 × 5 = 8.
        row = {"line_peer": "7;9", "line_superior": "5"}
        counted = self.rated(row, anonymity_min=2).value
        assert counted == 6
        assert 3 * counted - 2 * 5 == (7 + 9) / 2

    def test_what_a_round_has_combined_counts_exactly_as_its_marks(self) -> None:
        # peers 25 ÷ 3 of three raters, superior 5: (25 ÷ 3 + 10) ÷ 3 = 6.111111
        row = {"line_peer": "25/3(3)", "line_superior": "5"}
        assert self.rated(row).value == self.rated({**row, "line_peer": "8;8;9"}).value
        assert self.rated(row, min_raters=4).value == Decimal("6.111111")
        assert self.rated(row, min_raters=5).reason == "too_few_raters"

    def test_a_mark_that_is_the_mean_of_questions_is_combined_without_rounding(self) -> None:
        # two raters: (7 + 8 + 8) ÷ 3 and (5 + 6) ÷ 2: their mean is (46 + 33) ÷ 12
        marks = [Mark(Decimal(23), 3), Mark(Decimal(11), 2)]
        found = combined("mean", marks)
        assert found is not None
        assert (found.cell, read_combined(found.cell)) == ("79/12(2)", found)
        # the median of 23 ÷ 3, 11 ÷ 2 and 9 is 23 ÷ 3
        middle = combined("median", [*marks, Mark(Decimal(9))])
        assert middle is not None
        assert middle.cell == "46/6(3:median)"

    def test_the_rulebook_says_what_a_round_makes_of_its_forms(self) -> None:
        questions = [{"code": code, "name": code} for code in ("sharing", "helping")]
        asked = {"kind": "rating", "raters": {"peer": "1"}, "scale": {"min": "0", "max": "10"}}

        def remarks(**fields: Any) -> list[str]:
            document = scheme(
                indicator(
                    value={**asked, **fields},
                    rule={"kind": "linear", "zero_at": "0", "full_at": "10"},
                    target=None,
                )
            )
            (line,) = read_scheme(document).indicators
            return [one["en"] for one in value_kind_of(line.value).remarks(line.value)]

        mean = "A rater's mark is the mean of the questions answered."
        few = (
            "Where a rating round asks, marks by peer are left out as a whole with fewer than 3, "
            "or the number that the round says."
        )
        assert remarks() == []
        assert remarks(questions=questions)[1:] == [mean, few]
        assert remarks(questions=questions[:1])[1:] == [few]
        assert few not in remarks(questions=questions, anonymity_min=3)
        assert remarks(questions=questions, raters={"superior": "1"})[1:] == [mean]

    def test_what_was_combined_in_another_way_is_not_taken_for_this_one(self) -> None:
        # 0, 7, 8 and 10: the mean is 25 ÷ 4, the median and the trimmed mean are 15 ÷ 2.
        marks = [Mark(Decimal(mark)) for mark in (0, 7, 8, 10)]
        for how, value in (("mean", "6.25"), ("median", "7.5"), ("trimmed_mean", "7.5")):
            given = combined(how, marks)  # type: ignore[arg-type]
            assert given is not None
            row = {"line_peer": given.cell, "line_superior": None}
            assert self.rated(row, combine=how).value == Decimal(value)
            for other in {"mean", "median", "trimmed_mean"} - {how}:
                with pytest.raises(RowFault) as fault:
                    self.rated(row, combine=other)
                assert fault.value.code == "combined_otherwise"
        # Of two marks all three are the same, and a cell of an earlier time does not say.
        assert combined("median", marks[:2]) == combined("mean", marks[:2])
        assert self.rated({"line_peer": "15/2(4)", "line_superior": None}).value == Decimal("7.5")

    def test_marks_with_all_the_digits_that_a_form_takes_are_read_as_they_were_combined(
        self,
    ) -> None:
        longest = Decimal("999999999999999999.123456789012")
        found = combined("mean", [Mark(longest, 1), Mark(longest, 7), Mark(longest, 11)] * 300)
        assert found is not None
        assert read_combined(found.cell) == found

    def test_not_available_with_fewer_raters_than_required(self) -> None:
        row = {"line_peer": "6", "line_superior": "5"}
        assert self.rated(row, min_raters=2).status == "scored"
        assert self.rated(row, min_raters=3).reason == "too_few_raters"
        assert self.rated(
            {"line_peer": "5;6;", "line_superior": "-"}, min_raters=2
        ).value == Decimal("5.5")

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            ("11", "mark_out_of_scale"),
            ("-1", "mark_out_of_scale"),
            ("good", "bad_mark"),
            ("5;x", "bad_mark"),
            (";".join(["5"] * 101), "too_many_marks"),
            ("31/3(3)", "combined_out_of_scale"),
            ("5/0(3)", "bad_mark"),
        ],
    )
    def test_a_mark_that_cannot_be_is_an_error_of_that_row(self, cell: str, code: str) -> None:
        with pytest.raises(RowFault) as fault:
            self.rated({"line_peer": cell, "line_superior": None})
        assert (fault.value.column, fault.value.code) == ("line_peer", code)

    def test_a_blank_among_the_marks_is_skipped(self) -> None:
        assert self.rated({"line_peer": "5;;7;无", "line_superior": None}).value == 6

    def test_a_cell_holds_up_to_a_hundred_marks(self) -> None:
        row = {"line_peer": ";".join(["5"] * 99 + ["6"]), "line_superior": None}
        assert self.rated(row).value == Decimal("5.01")

    def test_a_single_mark_may_be_a_number(self) -> None:
        alone = {"line_peer": Decimal("7.50"), "line_superior": None}
        assert self.rated(alone).value == Decimal("7.5")
        assert self.rated({**alone, "line_superior": " "}).value == Decimal("7.5")
        cleaned: Any = [alone]  # a list of rows is cleaned first
        assert self.rated(cleaned).value == Decimal("7.5")

    @pytest.mark.parametrize("mark", [Decimal(10) ** 15, -(Decimal(10) ** 15)])
    def test_a_mark_beyond_the_largest_figure_is_an_error_of_that_row(self, mark: Decimal) -> None:
        cleaned: Any = [{"line_peer": mark, "line_superior": None}]
        with pytest.raises(RowFault) as fault:
            self.rated(cleaned)
        assert fault.value.code == "number_too_large"

    @pytest.mark.parametrize(
        ("mark", "found"),
        [("200", "200"), ("999999999999999", "999999999999999"), ("1000000000000000", "…")],
    )
    def test_a_mark_outside_the_scale_is_quoted_unless_it_is_too_long(
        self, mark: str, found: str
    ) -> None:
        with pytest.raises(RowFault) as fault:
            self.rated({"line_peer": mark, "line_superior": None})
        assert fault.value.message["en"].startswith(f"The mark {found} in column")

    def test_the_ends_of_the_scale_are_marks(self) -> None:
        assert self.rated({"line_peer": "0;10", "line_superior": None}).value == 5

    def test_a_wrong_mark_of_a_role_without_weight_is_an_error_too(self) -> None:
        with pytest.raises(RowFault):
            self.rated({"line_self": "12", "line_superior": "5"}, {"superior": "1", "self": "0"})


class TestMinSample:
    FIELDS: ClassVar[Any] = {
        "value": RATIO,
        "min_sample": {"column": "rated", "at_least": "20"},
        "target": "1",
    }

    @pytest.mark.parametrize(
        ("rated", "status"), [(20, "scored"), (19, "not_available"), (None, "not_available")]
    )
    def test_below_so_many_cases_the_value_is_not_available(
        self, rated: object, status: str
    ) -> None:
        scored = line(self.FIELDS, figures(a=4, b=1, rated=rated))
        assert scored.status == status
        assert scored.reason == (None if status == "scored" else "below_min_sample")


class TestSlices:
    """Phone at most 30 s, online at most 15 s, weighted by contacts."""

    FIELDS: ClassVar[Any] = {
        "direction": "lower",
        "target": None,
        "value": {"kind": "ratio", "numerator": "seconds", "denominator": "contacts"},
        "rule": {"kind": "step_deduct", "step": "10", "per_step": "2", "step_mode": "proportional"},
        "slices": {
            "by": "channel",
            "weight_by": "contacts",
            "targets": {"phone": "30", "online": "15"},
        },
    }

    def rows(self, *slices: tuple[str, Any, Any]) -> list[dict[str, Any]]:
        return [
            {"channel": name, **figures(seconds=seconds, contacts=contacts)}
            for name, seconds, contacts in slices
        ]

    def test_each_slice_against_its_own_target_then_the_weighted_mean(self) -> None:
        # phone 3600 ÷ 120 = 30 s: 20; online 1600 ÷ 80 = 20 s, 5 over: 20 − 1 = 19.
        # (20 × 120 + 19 × 80) ÷ 200 = 19.6
        scored = line(self.FIELDS, self.rows(("phone", 3600, 120), ("Online", 1600, 80)))
        assert scored.points == Decimal("19.6")
        assert [(s.slice, s.value, s.target, s.points, s.weight) for s in scored.slices] == [
            ("phone", 30, 30, 20, 120),
            ("online", 20, 15, 19, 80),
        ]
        assert scored.value is None

    def test_a_slice_without_a_figure_is_left_out(self) -> None:
        scored = line(self.FIELDS, self.rows(("phone", 0, 0), ("online", 1600, 80)))
        assert (scored.points, scored.status) == (19, "scored")
        assert scored.slices[0].reason == "zero_denominator"

    def test_a_single_row_is_a_slice_too(self) -> None:
        assert line(self.FIELDS, self.rows(("online", 1600, 80))[0]).points == 19

    def test_without_any_slice_the_line_is_not_available(self) -> None:
        scored = line(self.FIELDS, self.rows(("phone", 0, 0), ("online", None, 3)))
        assert (scored.status, scored.reason, scored.points) == (
            "not_available",
            "zero_denominator",
            None,
        )
        assert (
            line(self.FIELDS, [{"channel": None, **figures(seconds=1, contacts=1)}]).reason
            == "no_slice"
        )

    def test_a_slice_that_is_unknown_or_named_twice_is_an_error_of_that_person(self) -> None:
        for rows, code in (
            (self.rows(("fax", 1, 1)), "unknown_slice"),
            (self.rows(("phone", 1, 1), ("phone", 1, 1)), "duplicate_slice"),
        ):
            with pytest.raises(RowFault) as fault:
                line(self.FIELDS, rows)
            assert (fault.value.column, fault.value.code) == ("channel", code)

    def test_a_weight_below_zero_is_an_error_and_a_weight_of_zero_leaves_out(self) -> None:
        fields = {**self.FIELDS, "slices": {**self.FIELDS["slices"], "weight_by": "w"}}
        rows = self.rows(("phone", 3600, 120), ("online", 1600, 80))
        with pytest.raises(RowFault) as fault:
            line(fields, [rows[0] | figures(w=-1), rows[1] | figures(w=1)])
        assert (fault.value.column, fault.value.code) == ("w", "negative_count")
        assert line(fields, [rows[0] | figures(w=0), rows[1] | figures(w=1)]).points == 19

    def test_the_order_of_the_rows_does_not_matter(self) -> None:
        rows = self.rows(("phone", 3605, 120), ("online", 1607, 81))
        assert line(self.FIELDS, rows).points == line(self.FIELDS, rows[::-1]).points

    def test_other_indicators_add_up_counts_and_agree_on_figures(self) -> None:
        counted = indicator(
            "counted", value={"kind": "ratio", "numerator": "solved", "denominator": "asked"}
        )
        agreed = indicator("agreed", value={"kind": "metric", "column": "exam"})
        document = scheme(indicator("sliced", **self.FIELDS), counted, agreed)
        phone, online = self.rows(("phone", 3600, 120), ("online", 1600, 80))
        rows = [
            phone | figures(solved=3, asked=4, exam=88),
            online | figures(solved=1, asked=4, exam=None),
        ]
        lines = result(document, rows).lines
        assert lines[1].value == Decimal("0.5")  # (3 + 1) ÷ (4 + 4)
        assert lines[2].value == 88
        with pytest.raises(RowFault) as fault:
            result(document, [rows[0], rows[1] | figures(exam=90)])
        assert (fault.value.column, fault.value.code) == ("exam", "rows_disagree")

    def test_a_sum_leaves_out_rows_that_lack_one_of_the_counts(self) -> None:
        counted = indicator(
            "counted", value={"kind": "ratio", "numerator": "solved", "denominator": "asked"}
        )
        document = scheme(indicator("sliced", **self.FIELDS), counted)
        phone, online = self.rows(("phone", 3600, 120), ("online", 1600, 80))
        rows = [phone | figures(solved=3, asked=4), online | figures(solved=5, asked=None)]
        assert result(document, rows).lines[1].value == Decimal("0.75")


def test_several_rows_without_slices_are_an_error() -> None:
    with pytest.raises(RowFault) as fault:
        line({}, [figures(x=1), figures(x=2)])
    assert fault.value.code == "several_rows"
    with pytest.raises(RowFault) as fault:
        line({}, [])
    assert fault.value.code == "no_row"


def test_one_row_in_a_list_is_a_row() -> None:
    assert line({}, [figures(x=1)]).points == 20
