"""Pools divided to the smallest unit, bonus bases, and teams scored as one."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import (
    CURRENCY_PLACES,
    Claim,
    FactorTier,
    IndivisiblePool,
    RowFault,
    bonus_base,
    compile_scheme,
    divide_pool,
    mean_total,
    pool_of,
    read_scheme,
    team_factor,
    team_means,
    team_result,
)
from tests.scoring.schemes import figures, indicator, result, scheme


def claims(**weights: str) -> list[Claim]:
    return [Claim(person, Decimal(weight), Decimal(1)) for person, weight in weights.items()]


class TestPool:
    def test_what_rounding_leaves_goes_to_the_largest_remainders(self) -> None:
        # 100.00 over 1 : 1 : 4 = 16.6666…, 16.6666…, 66.6666…: 2 cents are left, ties by id
        shares = divide_pool(Decimal(100), claims(c="1", a="1", b="4"), 2)
        assert shares == {"a": Decimal("16.67"), "b": Decimal("66.67"), "c": Decimal("16.66")}
        assert sum(shares.values()) == 100

    def test_the_largest_remainder_comes_before_the_id(self) -> None:
        # 10 over 1 : 2 : 4 → 1.43, 2.86, 5.71: 8 whole, 2 left, to b (0.86) and c (0.71)
        assert divide_pool(Decimal(10), claims(a="1", b="2", c="4"), 0) == {"a": 1, "b": 3, "c": 6}

    def test_a_share_is_proportional_to_base_times_coefficient(self) -> None:
        given = [
            Claim("a", Decimal(4000), Decimal("1.2")),
            Claim("b", Decimal(6000), Decimal("0.8")),
            Claim("c", Decimal(3000), Decimal(0)),
        ]
        # 4800 : 4800 : 0
        assert divide_pool(Decimal(1000), given, 2) == {"a": 500, "b": 500, "c": 0}

    @pytest.mark.parametrize(
        ("places", "expected"),
        [
            (0, ["334", "333", "333"]),
            (2, ["333.34", "333.33", "333.33"]),
            (3, ["333.334", "333.333", "333.333"]),
        ],
    )
    def test_currencies_of_no_two_and_three_decimals(
        self, places: int, expected: list[str]
    ) -> None:
        shares = divide_pool(Decimal(1000), claims(a="1", b="1", c="1"), places)
        assert [str(share) for share in shares.values()] == expected

    def test_the_places_of_some_currencies(self) -> None:
        assert [CURRENCY_PLACES[c] for c in ("JPY", "CNY", "KWD")] == [0, 2, 3]

    def test_a_pool_of_nothing_is_nothing_for_everybody(self) -> None:
        assert divide_pool(Decimal(0), claims(a="1", b="0"), 2) == {"a": 0, "b": 0}
        assert divide_pool(Decimal(0), claims(a="0"), 2) == {"a": 0}
        assert divide_pool(Decimal(0), [], 2) == {}

    @pytest.mark.parametrize(
        ("pool", "given"),
        [("-1", claims(a="1")), ("0.001", claims(a="1")), ("1", claims(a="0")), ("1", [])],
    )
    def test_a_pool_that_cannot_be_divided_is_refused(self, pool: str, given: Any) -> None:
        with pytest.raises(IndivisiblePool):
            divide_pool(Decimal(pool), given, 2)

    def test_trailing_zeros_are_not_too_fine(self) -> None:
        assert divide_pool(Decimal("1.000"), claims(a="1"), 2) == {"a": 1}

    @pytest.mark.parametrize(
        "given",
        [
            [*claims(a="1"), *claims(a="2")],
            claims(a="-1"),
            [Claim("a", Decimal(1), Decimal(-1))],
            [Claim("a", Decimal(-1), Decimal(-1))],
        ],
    )
    def test_people_named_twice_and_negative_claims_are_refused(self, given: Any) -> None:
        with pytest.raises(ValueError, match="a "):
            divide_pool(Decimal(1), given, 2)

    def test_the_pool_floats_with_the_teams_score(self) -> None:
        tiers = [FactorTier(Decimal(80), Decimal("1.0")), FactorTier(Decimal(90), Decimal("1.2"))]
        factors = [
            team_factor(Decimal(s), tiers, Decimal("0.8"))
            for s in ("95", "90", "89.99", "80", "79")
        ]
        assert [str(f) for f in factors] == ["1.2", "1.2", "1.0", "1.0", "0.8"]
        assert team_factor(None, tiers) == 1
        assert team_factor(Decimal(95), []) == 1

    def test_a_pool_is_rounded_to_its_currency(self) -> None:
        assert str(pool_of(Decimal("1000.05"), Decimal("1.1"), 2)) == "1100.06"  # 1100.055
        assert str(pool_of(Decimal(1005), Decimal("1.1"), 0)) == "1106"  # 1105.5


class TestBonusBase:
    def test_six_to_four(self) -> None:
        # 6000 × 4 ÷ 6 = 4000; 5000 × 4 ÷ 6 = 3333.333…
        assert str(bonus_base(Decimal(6000), 2)) == "4000.00"
        assert str(bonus_base(Decimal(5000), 2)) == "3333.33"
        assert str(bonus_base(Decimal(5000), 0)) == "3333"

    def test_other_shares(self) -> None:
        assert bonus_base(Decimal(7000), 2, 7, 3) == 3000
        assert bonus_base(Decimal(7000), 2, 1, 0) == 0
        for shares in ((0, 4), (6, -1)):
            with pytest.raises(ValueError, match="share"):
                bonus_base(Decimal(7000), 2, *shares)


RATIO = {"kind": "ratio", "numerator": "solved", "denominator": "asked", "scale": "100"}
LINEAR = {"rule": {"kind": "linear", "zero_at": "0", "full_at": "100"}, "target": None}


class TestTeam:
    def team(self, document: dict[str, Any], *members: Any, previous: Any = ()) -> Any:
        return team_result(compile_scheme(read_scheme(document)), members, previous)

    def test_a_ratio_of_sums_not_a_mean_of_ratios(self) -> None:
        # (90 + 1) ÷ (100 + 10) = 82.727…, the mean of 90 % and 10 % would be 50
        document = scheme(indicator(value=RATIO, max_points="100", **LINEAR))
        team = self.team(document, figures(solved=90, asked=100), figures(solved=1, asked=10))
        assert str(team.total) == "82.73"
        assert team.grade == "good"

    def test_members_without_all_their_figures_are_left_out_of_the_sums(self) -> None:
        document = scheme(indicator(value=RATIO, **LINEAR))
        team = self.team(document, figures(solved=9, asked=10), figures(solved=5, asked=None))
        assert team.lines[0].value == 90

    def test_other_values_are_the_mean_of_the_members(self) -> None:
        sample = {"kind": "sample", "failures": "failed", "size": "drawn", "required_size": "10"}
        rating = {"kind": "rating", "raters": {"peer": "1"}, "scale": {"min": "0", "max": "10"}}
        levels = [
            {"code": "good", "name": "Good", "points": "3"},
            {"code": "weak", "name": "Weak", "points": "1"},
        ]
        document = scheme(
            indicator("a", value={"kind": "metric", "column": "exam"}, **LINEAR),
            indicator(
                "b", value=sample, target=None, rule={"kind": "count_deduct", "per_incident": "5"}
            ),
            indicator("c", value=rating, **LINEAR),
            indicator(
                "d",
                value={"kind": "metric", "column": "level"},
                target=None,
                rule={"kind": "scale", "levels": levels},
            ),
        )
        one = {**figures(exam=80, failed=1, drawn=10), "c_peer": "8;6", "level": "good"}
        two = {**figures(exam=60, failed=0, drawn=9), "c_peer": "4", "level": "weak"}
        three = {**figures(exam=None, failed=2, drawn=10), "c_peer": None, "level": "good"}
        values = [line.value for line in self.team(document, one, two, three).lines]
        # 70; (1 + 2) ÷ 2; (7 + 4) ÷ 2; (3 + 1 + 3) ÷ 3
        assert values == [70, Decimal("1.5"), Decimal("5.5"), Decimal("2.333333")]

    def test_growth_is_of_the_teams_sums(self) -> None:
        document = scheme(indicator(value={"kind": "growth", "of": RATIO}, **LINEAR))
        now = [figures(solved=30, asked=100), figures(solved=6, asked=20)]
        before = [figures(solved=20, asked=100)]
        # 36 ÷ 120 = 30 % after 20 %: grown by 50 %
        assert self.team(document, *now, previous=before).lines[0].value == 50
        assert self.team(document, *now).lines[0].reason == "no_previous"

    def test_growth_of_an_uploaded_figure_is_of_the_teams_sums_too(self) -> None:
        growth = {"kind": "growth", "of": {"kind": "metric", "column": "x"}}
        document = scheme(indicator(value=growth, **LINEAR))
        now, before = [figures(x=10), figures(x=26)], [figures(x=10), figures(x=20)]
        # 36 after 30
        assert self.team(document, *now, previous=before).lines[0].value == 20
        assert self.team(document, figures(x=10)).lines[0].reason == "no_previous"

    def test_without_any_figure_the_policy_holds(self) -> None:
        document = scheme(
            indicator("a", value=RATIO, not_available="full", **LINEAR),
            indicator("b", value={"kind": "metric", "column": "x"}, **LINEAR),
        )
        team = self.team(document, figures(solved=None, asked=1, x=None))
        assert [line.points for line in team.lines] == [20, None]
        assert [line.reason for line in team.lines] == ["blank", "blank"]

    def test_per_slice(self) -> None:
        slices = {"by": "channel", "weight_by": "asked", "targets": {"phone": "80", "online": "50"}}
        rule = {"kind": "step_deduct", "step": "1", "per_step": "1"}
        document = scheme(indicator(value=RATIO, rule=rule, target=None, slices=slices))
        one = [
            {"channel": "phone", **figures(solved=6, asked=10)},
            {"channel": "online", **figures(solved=5, asked=10)},
        ]
        two = {"channel": "phone", **figures(solved=18, asked=20)}
        line = self.team(document, one, two).lines[0]
        # phone 24 ÷ 30 = 80 %: 20 points, weight 30; online 50 %: 20 points, weight 10
        assert [(s.slice, s.value, s.points, s.weight) for s in line.slices] == [
            ("phone", 80, 20, 30),
            ("online", 50, 20, 10),
        ]
        assert line.points == 20
        assert (
            self.team(document, {"channel": None, **figures(solved=1, asked=1)}).lines[0].points
            is None
        )

    def test_a_team_of_nobody_is_an_error(self) -> None:
        with pytest.raises(RowFault):
            self.team(scheme(indicator()))

    def test_the_mean_of_the_members_totals(self) -> None:
        ready = read_scheme(scheme(indicator()))
        total, grade = mean_total(ready, [Decimal(90), None, Decimal(85), Decimal(84)])
        assert (str(total), grade and grade.code) == ("86.33", "good")
        assert mean_total(ready, [None]) == (None, None)

    def test_the_means_that_the_policy_uses(self) -> None:
        document = scheme(
            indicator("a", value={"kind": "metric", "column": "a"}, not_available="carry_previous"),
            indicator("b", value={"kind": "metric", "column": "b"}),
        )
        rows = [figures(a=1, b=2), figures(a=2, b=2), figures(a=2, b=None), figures(a=None, b=2)]
        carried = {"values": {"a": Decimal(100)}}
        results = [result(document, row, previous=carried) for row in rows]
        # what was carried over is no value of this period
        assert team_means(results) == {"a": Decimal("1.666667"), "b": 2}
        assert team_means([]) == {}
        # a figure that one lacks hides none of the figures behind it
        assert team_means([result(document, figures(a=None, b=7))]) == {"b": 7}
