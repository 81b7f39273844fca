# ruff: noqa: E501 - figures beside what they prove
"""Special cases of slices, teams, periods and money."""

from decimal import ROUND_DOWN, Context, Decimal, localcontext
from typing import Any

import pytest

from chalicelib.scoring import (
    Claim,
    IndivisiblePool,
    Part,
    aggregate,
    bonus_base,
    bottom_share,
    compile_scheme,
    divide_pool,
    lint,
    mean_total,
    pool_of,
    rank,
    read_scheme,
    team_means,
    team_result,
    top_share,
)
from chalicelib.scoring.exact import rounder
from tests.scoring.schemes import BANDS, figures, indicator, line, result, scheme

RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b"}
GROWTH = {"kind": "growth", "of": RATIO}
SLICES = {"by": "k", "weight_by": "w", "targets": {"phone": "10", "online": "20"}}
RISING = {"rule": {"kind": "proportional"}, "target": None, "slices": SLICES}


def row(k: str | None, **cells: Any) -> dict[str, Any]:
    return {"k": k, **figures(**cells)}


class TestSlices:
    def test_a_row_without_a_slice_is_skipped(self) -> None:
        rows = [row(None, a=9, b=1, w=9), row("phone", a=5, b=1, w=1)]
        assert line({"value": RATIO, **RISING}, rows).points == 10

    def test_growth_is_taken_slice_by_slice(self) -> None:
        now = [row("phone", a=110, b=1, w=1), row("online", a=120, b=1, w=1)]
        before = [row("online", a=100, b=1, w=1), row("phone", a=100, b=1, w=1)]
        scored = line({"value": GROWTH, **RISING}, now, previous={"inputs": before})
        assert [(s.slice, s.value) for s in scored.slices] == [("phone", 10), ("online", 20)]
        alone = line({"value": GROWTH, **RISING}, now, previous={"inputs": before[0]})
        assert [(s.value, s.reason) for s in alone.slices] == [(None, "no_previous"), (20, None)]

    def test_a_slice_without_figure_or_weight_is_kept_in_the_result(self) -> None:
        rows = [row("phone", a=5, b=0, w=3), row("online", a=10, b=1, w=None)]
        scored = line({"value": RATIO, **RISING}, rows)
        assert scored.points is None
        assert scored.slices == (
            ("phone", None, 10, None, 3, "zero_denominator"),
            ("online", 10, 20, 10, None, None),
        )

    def test_a_missed_slice_is_below_target_even_at_full_points(self) -> None:
        rule = {"kind": "step_deduct", "step": "5", "per_step": "1"}
        ready = compile_scheme(
            read_scheme(scheme(indicator(value=RATIO, **{**RISING, "rule": rule})))
        )
        scored = ready.score([row("phone", a=9, b=1, w=1), row("online", a=20, b=1, w=1)])
        assert scored.points == (20,)
        assert [i.code for i in ready.below_target(scored)] == ["line"]


class TestBelowTarget:
    RULE = {"kind": "step_deduct", "step": "1", "per_step": "1"}  # noqa: RUF012 read only

    def test_a_missed_target_counts_even_at_full_points(self) -> None:
        ready = compile_scheme(read_scheme(scheme(indicator(rule=self.RULE, target="85"))))
        scored = ready.score(figures(x="84.5"))
        assert scored.points == (20,)
        assert [i.code for i in ready.below_target(scored)] == ["line"]

    def test_a_met_target_counts_not_even_where_the_rule_takes_points(self) -> None:
        rule = {"kind": "linear", "zero_at": "0", "full_at": "10"}
        ready = compile_scheme(read_scheme(scheme(indicator(rule=rule, target="5"))))
        assert ready.below_target(ready.score(figures(x=6))) == ()
        assert len(ready.below_target(ready.score(figures(x=4)))) == 1


class TestTeams:
    def team(self, fields: Any, members: Any, previous: Any = (), **document: Any) -> Any:
        ready = compile_scheme(read_scheme(scheme(indicator(**fields), **document)))
        return team_result(ready, members, previous).lines[0]

    def test_growth_by_slice(self) -> None:
        members = [[row("phone", a=60, b=1, w=1)], [row("phone", a=60, b=1, w=2)]]
        before = [[row("phone", a=100, b=2, w=1), row("online", a=7, b=1, w=1)]]
        scored = self.team({"value": GROWTH, **RISING}, members, before)
        # (60 + 60) ÷ 2 = 60 after 50: grown by 20 against 10; both weights
        assert [(s.slice, s.value, s.points, s.weight) for s in scored.slices] == [
            ("phone", 20, 20, 3)
        ]

    def test_a_slice_that_nobody_weighs_is_left_out(self) -> None:
        scored = self.team({"value": RATIO, **RISING}, [row("phone", a=5, b=1, w=None)])
        assert (scored.points, scored.slices[0].weight, scored.slices[0].points) == (None, None, 10)
        assert scored.status == "not_available"

    def test_members_with_several_rows_are_merged_first(self) -> None:
        other = indicator("other", value=RATIO, target="1", rule={"kind": "proportional"})
        ready = compile_scheme(read_scheme(scheme(indicator("s", value=RATIO, **RISING), other)))
        member = [row("phone", a=1, b=2, w=1), row("online", a=2, b=4, w=1)]
        assert team_result(ready, [member]).lines[1].value == Decimal("0.5")
        growing = indicator("other", value=GROWTH, target="1", rule={"kind": "proportional"})
        ready = compile_scheme(read_scheme(scheme(indicator("s", value=RATIO, **RISING), growing)))
        assert team_result(ready, [member], [member]).lines[1].value == 0

    @pytest.mark.parametrize(
        ("policy", "points"), [("zero", 0), ("team_mean", None), ("carry_previous", None)]
    )
    def test_policies_of_a_team_without_figures(self, policy: str, points: object) -> None:
        fields = {"value": RATIO, "not_available": policy}
        scored = self.team(fields, [figures(a=1, b=0)])
        assert (scored.points, scored.reason) == (points, "zero_denominator")

    def test_the_first_members_reason_stands_for_all(self) -> None:
        sample = {"kind": "sample", "failures": "f", "size": "n", "required_size": "5"}
        scored = self.team({"value": sample}, [figures(f=1, n=3), figures(f=None, n=9)])
        assert scored.reason == "too_few_drawn"


class TestPeriodsAndRanks:
    def quarter(self, *totals: str, weights: Any = "equal", **fields: Any) -> Any:
        document = scheme(
            indicator(), aggregation={"quarter": {"weights": weights, "min_periods": 2}}, **fields
        )
        parts = [
            Part(f"2026-{n + 7:02}", Decimal(t), figures(days="0.5")) for n, t in enumerate(totals)
        ]
        return aggregate(read_scheme(document), "quarter", parts)

    def test_too_few_periods_still_name_those_that_counted(self) -> None:
        found = self.quarter("90")
        assert dict(found.weights) == {"2026-07": 1}
        assert found.words["zh"] == "只有 1 期有结果，至少需要 2 期。"

    def test_the_sum_is_explained_in_both_languages_with_its_places(self) -> None:
        found = self.quarter("90.0", "80.00", weights={"column": "days"})
        assert found.words["zh"] == "(90 × 0.5 + 80 × 0.5) ÷ 1 = 85.00。"
        assert found.words["en"] == "(90 × 0.5 + 80 × 0.5) ÷ 1 = 85.00."

    def test_below_all_bands_there_is_a_total_without_a_grade(self) -> None:
        found = self.quarter("50", "40", grades=BANDS[:1])
        assert (found.total, found.grade, found.coefficient) == (45, None, None)

    def test_zero_is_a_total_too(self) -> None:
        totals = {"a": Decimal(0), "b": Decimal("0.5"), "c": None}
        assert {p: r.position for p, r in rank(totals).items()} == {"a": 2, "b": 1}

    def test_people_of_no_group_are_a_group(self) -> None:
        ranks = rank({"a": Decimal(2), "b": Decimal(1), "c": Decimal(1)}, {"a": "x"})
        assert (ranks["a"].of, ranks["b"].of) == (1, 2)

    def test_a_single_person_at_the_bottom(self) -> None:
        ten = {str(n): Decimal(n) for n in range(10)}
        assert bottom_share(ten, Decimal(10)) == {"0"}
        assert top_share(ten, Decimal(10)) == {"9"}


def test_the_mean_of_totals_is_compared_as_the_scheme_says() -> None:
    ready = read_scheme(scheme(indicator(), grade_basis="nearest_integer"))
    total, grade = mean_total(ready, [Decimal(89), Decimal(90)])
    assert (total, grade and grade.code) == (Decimal("89.5"), "excellent")


class TestMessages:
    @pytest.mark.parametrize(
        ("pool", "claims", "message"),
        [
            ("1", [], "nobody has a claim on the pool"),
            ("-1", [Claim("a", Decimal(1), Decimal(1))],
             "the pool is negative, or finer than the currency's smallest unit"),
        ],
    )  # fmt: skip
    def test_a_pool_that_cannot_be_divided(self, pool: str, claims: Any, message: str) -> None:
        with pytest.raises(IndivisiblePool) as error:
            divide_pool(Decimal(pool), claims, 2)
        assert str(error.value) == message

    def test_shares_and_periods_out_of_bounds(self) -> None:
        with pytest.raises(
            ValueError, match=r"^the base's share is above 0, the performance's not below$"
        ):
            bonus_base(Decimal(1), 2, 0)
        with pytest.raises(ValueError, match=r"^a share is between 0 and 100 percent$"):
            top_share({}, Decimal(101))
        with pytest.raises(ValueError, match=r"^a period is given twice$"):
            aggregate(read_scheme(scheme(indicator())), "year", [Part("2026-07", None)] * 2)


def test_nothing_depends_on_the_callers_context() -> None:
    """Figures of many digits, computed while the caller's context has three digits."""
    ready = read_scheme(scheme(indicator(max_points="100", value=RATIO, target="1")))
    rule = {"kind": "linear", "zero_at": "0", "full_at": "9"}
    large = scheme(indicator(max_points="1234.56", rule=rule, target=None), grades=[BANDS[-1]])
    three = [Decimal("12345.67"), Decimal("12345.68"), Decimal("12345.69")]
    rows = [figures(a=a, b="100.00") for a in ("12345.67", "12345.69")]
    with localcontext(Context(prec=3, rounding=ROUND_DOWN)):
        assert str(pool_of(Decimal("12345.67"), Decimal("1.1"), 2)) == "13580.24"  # 13580.237
        assert str(bonus_base(Decimal("12345.67"), 2)) == "8230.45"  # 8230.4466…
        assert mean_total(ready, three)[0] == Decimal("12345.68")
        parts = [Part(f"2026-0{n}", total) for n, total in enumerate(three, 1)]
        found = aggregate(ready, "year", parts)
        assert (found.total, found.words["en"][-12:]) == (Decimal("12345.68"), " = 12345.68.")
        results = [compile_scheme(ready).score(r) for r in rows]
        assert team_means(results) == {"line": Decimal("123.4568")}
        assert results[0].dimensions == {"all": (100, 100)}
        shares = divide_pool(Decimal("12345.67"), [Claim("a", Decimal("1234.5"), Decimal("1.25")),
                                                   Claim("b", Decimal("1234.5"), Decimal("1.25"))], 2)  # fmt: skip
        assert shares == {"a": Decimal("6172.84"), "b": Decimal("6172.83")}
        many = {str(n): Decimal(n) for n in range(1_002)}
        assert len(top_share(many, Decimal("33.35"))) == 334
        assert len(top_share(many, Decimal(100))) == 1_002
        assert str(rounder(2)(Decimal("12345.675"))) == "12345.68"
        whole = read_scheme(scheme(indicator(), grade_basis="whole_part", grades=[
            {**BANDS[0], "min": "12345"}]))  # fmt: skip
        assert mean_total(whole, [Decimal("12345.67")])[1] == whole.grades[0]
        assert lint(large) == ()
    assert result(scheme(indicator()), figures(x=1)).total == 20
