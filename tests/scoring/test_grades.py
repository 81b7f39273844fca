"""Bands, what is compared with them, vetoes and exemptions."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import Exemption, Result, RowFault
from tests.scoring.schemes import BANDS, figures, indicator, result, scheme

VETOES = [
    {"code": "fraud", "name": "Fraud", "grade": "unqualified", "coefficient": "0"},
    {"code": "leak", "name": "Leak"},
    {"code": "warned", "name": "Warned", "grade": "weak"},
]


def hundred(**fields: Any) -> dict[str, Any]:
    """One line of 100 points, as many as the column x says."""
    line = indicator(max_points="100", target="100", rule={"kind": "proportional"})
    return scheme(line, **fields)


def graded(total: str, **fields: Any) -> Result:
    return result(hundred(**fields), figures(x=total))


@pytest.mark.parametrize(
    ("total", "grade"),
    [("100", "excellent"), ("90", "excellent"), ("89.99", "good"), ("60", "weak"), ("0", "poor")],
)
def test_a_band_reaches_from_its_min_up_to_the_next(total: str, grade: str) -> None:
    assert graded(total).grade == grade


@pytest.mark.parametrize(
    ("basis", "coefficient"), [("exact", "1.1"), ("nearest_integer", "1.2"), ("whole_part", "1.1")]
)
def test_what_is_compared_with_a_band_at_89_and_a_half(basis: str, coefficient: str) -> None:
    assert graded("89.5", grade_basis=basis).coefficient == Decimal(coefficient)


@pytest.mark.parametrize(
    ("basis", "total", "grade"),
    [
        ("nearest_integer", "89.49", "good"),
        ("whole_part", "90.99", "excellent"),
        ("whole_part", "89.99", "good"),
    ],
)
def test_the_nearest_integer_and_the_whole_part(basis: str, total: str, grade: str) -> None:
    assert graded(total, grade_basis=basis).grade == grade


def test_the_total_as_rounded_is_compared() -> None:
    assert graded("89.995").grade == "excellent"  # 90.00
    assert graded("89.994").grade == "good"  # 89.99


def test_the_order_of_the_bands_in_the_document_does_not_matter() -> None:
    assert graded("85", grades=BANDS[::-1]).grade == "good"


def test_below_all_bands_there_is_no_grade() -> None:
    assert (graded("50", grades=BANDS[:2]).grade, graded("50", grades=BANDS[:2]).total) == (
        None,
        50,
    )


class TestVeto:
    def test_it_sets_grade_and_coefficient_and_keeps_the_total(self) -> None:
        vetoed = result(hundred(vetoes=VETOES), figures(x=95), veto="fraud")
        assert (vetoed.total, vetoed.grade, vetoed.coefficient) == (95, "unqualified", 0)
        assert vetoed.veto == "fraud"

    def test_without_a_grade_of_its_own_it_is_the_lowest(self) -> None:
        vetoed = result(hundred(vetoes=VETOES), figures(x=95), veto="leak")
        assert (vetoed.grade, vetoed.coefficient) == ("poor", Decimal("0.5"))

    def test_the_grade_of_a_band_brings_the_bands_coefficient(self) -> None:
        vetoed = result(hundred(vetoes=VETOES), figures(x=95), veto="warned")
        assert (vetoed.grade, vetoed.coefficient) == ("weak", Decimal("0.8"))

    def test_it_holds_without_a_total_too(self) -> None:
        vetoed = result(hundred(vetoes=VETOES), figures(x=None), veto="fraud")
        assert (vetoed.insufficient, vetoed.total, vetoed.grade) == (True, None, "unqualified")

    def test_one_that_the_scheme_does_not_have_is_an_error(self) -> None:
        with pytest.raises(RowFault) as fault:
            result(hundred(vetoes=VETOES), figures(x=95), veto="theft")
        assert (fault.value.column, fault.value.code) == ("theft", "unknown_veto")

    def test_without_bands_it_still_has_its_own_grade(self) -> None:
        document = hundred(vetoes=VETOES, grades=[])
        assert result(document, figures(x=95), veto="fraud").grade == "unqualified"
        assert result(document, figures(x=95), veto="leak").grade is None


class TestExemption:
    """Lines of 60 (at most 30 s, −2 per 10 s over) and 40 points."""

    def scored(self, row: Any, *exemptions: Exemption) -> Result:
        seconds = indicator(
            "seconds",
            max_points="60",
            direction="lower",
            target="30",
            value={"kind": "metric", "column": "s"},
            rule={"kind": "step_deduct", "step": "10", "per_step": "2"},
        )
        other = indicator(
            "other",
            max_points="40",
            target=None,
            rule={"kind": "linear", "zero_at": "0", "full_at": "40"},
        )
        return result(scheme(seconds, other), row, exemptions=exemptions)

    def test_left_out_like_reweight(self) -> None:
        exempt = self.scored(figures(s=500, x=30), Exemption("seconds"))
        assert (exempt.available, exempt.insufficient) == (40, True)  # 60 of 100 are out
        exempt = self.scored(figures(s=30, x=3), Exemption("other", "leave_out"))
        assert (exempt.total, exempt.lines[1].points) == (100, None)
        assert (exempt.lines[1].status, exempt.lines[1].reason) == ("exempt", "leave_out")

    def test_full_points(self) -> None:
        exempt = self.scored(figures(s=500, x=30), Exemption("seconds", "full"))
        assert (exempt.total, exempt.lines[0].points, exempt.lines[0].status) == (90, 60, "exempt")
        assert exempt.lines[0].value is None

    def test_against_an_adjusted_target(self) -> None:
        # 65 s against 45: 2 full steps, 60 − 4 = 56
        exempt = self.scored(
            figures(s=65, x=30), Exemption("seconds", "adjusted_target", Decimal(45))
        )
        line = exempt.lines[0]
        assert (line.points, line.target, line.value) == (56, 45, 65)
        assert (line.status, line.reason, exempt.total) == ("exempt", "adjusted_target", 86)

    def test_an_adjusted_target_does_not_make_a_value(self) -> None:
        exempt = self.scored(
            figures(s=None, x=30), Exemption("seconds", "adjusted_target", Decimal(45))
        )
        assert (exempt.lines[0].status, exempt.lines[0].reason) == ("not_available", "blank")

    @pytest.mark.parametrize(
        "exemption",
        [
            Exemption("seconds", "adjusted_target"),
            Exemption("other", "adjusted_target", Decimal(3)),
        ],
    )
    def test_a_target_must_be_given_and_used(self, exemption: Exemption) -> None:
        with pytest.raises(RowFault) as fault:
            self.scored(figures(s=65, x=30), exemption)
        assert fault.value.code == "exemption_without_target"
        assert fault.value.column == exemption.indicator

    def test_of_an_unknown_indicator_is_an_error(self) -> None:
        with pytest.raises(RowFault) as fault:
            self.scored(figures(s=65, x=30), Exemption("speed"))
        assert (fault.value.column, fault.value.code) == ("speed", "unknown_exemption")


class TestBelowTarget:
    def codes(self, row: Any, *exemptions: Exemption) -> list[str]:
        from chalicelib.scoring import compile_scheme, read_scheme

        lines = [
            indicator("a", target="5", value={"kind": "metric", "column": "a"}),
            indicator(
                "b",
                target=None,
                value={"kind": "metric", "column": "b"},
                rule={"kind": "linear", "zero_at": "0", "full_at": "10"},
            ),
            indicator(
                "c",
                target="5",
                direction="lower",
                value={"kind": "metric", "column": "c"},
                slices={"by": "k", "weight_by": "w", "targets": {"p": "3", "o": "6"}},
            ),
        ]
        ready = compile_scheme(read_scheme(scheme(*lines)))
        return [i.code for i in ready.below_target(ready.score(row, exemptions=exemptions))]

    def row(self, a: Any, b: Any, p: Any, o: Any) -> list[dict[str, Any]]:
        return [
            {"k": "p", **figures(a=a, b=b, c=p, w=1)},
            {"k": "o", **figures(a=a, b=b, c=o, w=1)},
        ]

    def test_values_that_miss_their_target(self) -> None:
        assert self.codes(self.row("4.9", 10, 3, 6)) == ["a"]
        assert self.codes(self.row(5, 10, 3, 6)) == []

    def test_a_line_that_counts_zero_for_want_of_figures_is_below_its_target(self) -> None:
        from chalicelib.scoring import compile_scheme, read_scheme

        for policy, missed in (("zero", 1), ("reweight", 0), ("full", 0)):
            ready = compile_scheme(read_scheme(scheme(indicator(not_available=policy))))
            assert len(ready.below_target(ready.score(figures(x=None)))) == missed

    def test_without_a_target_a_line_that_lost_points_is_below_it(self) -> None:
        assert self.codes(self.row(5, "9.9", 3, 6)) == ["b"]

    def test_one_slice_that_misses_its_own_is_enough(self) -> None:
        assert self.codes(self.row(5, 10, 3, 7)) == ["c"]
        assert self.codes(self.row(5, 10, "3.5", 6)) == ["c"]

    def test_lines_without_a_value_and_exempt_ones_are_not_among_them(self) -> None:
        assert self.codes(self.row(None, None, None, None)) == []
        assert self.codes(self.row(4, 9, 9, 9), Exemption("a"), Exemption("b", "full")) == ["c"]


class TestPlanGrades:
    def grades(self, **flags: Any) -> frozenset[str]:
        from chalicelib.scoring import read_scheme

        bands = [
            {**band, **({"plan": flags[band["code"]]} if band["code"] in flags else {})}
            for band in BANDS
        ]
        return read_scheme(hundred(grades=bands)).plan_grades()

    def test_bands_with_a_coefficient_below_one(self) -> None:
        assert self.grades() == {"weak", "poor"}

    def test_those_that_say_so_when_any_says(self) -> None:
        assert self.grades(fair=True, weak=False) == {"fair"}

    def test_the_lowest_when_none_is_below_one(self) -> None:
        from chalicelib.scoring import read_scheme

        document = hundred(grades=BANDS[:3])
        assert read_scheme(document).plan_grades() == {"fair"}
