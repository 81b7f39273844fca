"""Quarters, years, ranks, the top and the bottom, streaks."""

from decimal import Decimal
from typing import Any, ClassVar

import pytest

from chalicelib.scoring import (
    Aggregate,
    Part,
    RowFault,
    aggregate,
    bottom_share,
    rank,
    read_scheme,
    streak,
    top_share,
)
from tests.scoring.schemes import BANDS, figures, indicator, scheme

JULY, AUGUST, SEPTEMBER = "2026-07", "2026-08", "2026-09"


def quarter(rules: Any, *parts: Part, **fields: Any) -> Aggregate:
    aggregation = None if rules is None else {"quarter": rules}
    document = scheme(indicator(), aggregation=aggregation, **fields)
    return aggregate(read_scheme(document), "quarter", parts)


def months(*totals: str | None) -> list[Part]:
    return [
        Part(period, None if total is None else Decimal(total))
        for period, total in zip((JULY, AUGUST, SEPTEMBER), totals, strict=False)
    ]


class TestAggregate:
    def test_months_weigh_the_same_by_default(self) -> None:
        # (90 + 85 + 84) ÷ 3 = 86.333… → 86.33
        found = quarter(None, *months("90", "85", "84"))
        assert (found.total, found.grade, found.coefficient) == (
            Decimal("86.33"),
            "good",
            Decimal("1.1"),
        )
        assert found.words["en"] == "(90 × 1 + 85 × 1 + 84 × 1) ÷ 3 = 86.33."

    def test_months_without_a_total_are_left_out(self) -> None:
        found = quarter({"weights": "equal"}, *months("90", None, "80"))
        assert (found.total, dict(found.weights)) == (85, {JULY: 1, SEPTEMBER: 1})

    def test_fewer_than_asked_for_give_no_result(self) -> None:
        rules = {"weights": "equal", "min_periods": 2}
        assert quarter(rules, *months("90", "80")).total == 85
        found = quarter(rules, *months("90", None, None))
        assert (found.total, found.grade, found.coefficient) == (None, None, None)
        assert found.words["en"] == "Only 1 periods have a result; at least 2 are needed."

    def test_without_any_month_there_is_no_result(self) -> None:
        assert quarter(None).total is None

    def test_weights_from_a_column(self) -> None:
        # (90 × 22 + 60 × 11) ÷ 33 = 80
        parts = [
            Part(JULY, Decimal(90), figures(days=22)),
            Part(AUGUST, Decimal(60), [figures(days=11), figures(days=None)]),
            Part(SEPTEMBER, Decimal(10), figures(days=0)),
        ]
        found = quarter({"weights": {"column": "days"}}, *parts)
        assert (found.total, dict(found.weights)) == (80, {JULY: 22, AUGUST: 11})

    @pytest.mark.parametrize("inputs", [None, {}, {"days": None}, {"days": Decimal(-1)}])
    def test_a_month_without_weight_is_left_out(self, inputs: Any) -> None:
        parts = [Part(JULY, Decimal(90), inputs), Part(AUGUST, Decimal(70), figures(days=5))]
        assert quarter({"weights": {"column": "days"}}, *parts).total == 70

    def test_slices_that_disagree_about_the_weight_are_an_error(self) -> None:
        for cells in ([figures(days=22), figures(days=21)], {"days": "many"}):
            with pytest.raises(RowFault) as fault:
                quarter({"weights": {"column": "days"}}, Part(JULY, Decimal(90), cells))
            assert fault.value.column == "days"

    def test_weights_given_per_month(self) -> None:
        # (90 × 2 + 60 × 1) ÷ 3 = 80; a month of weight 0 is left out
        weights = {JULY: "2", SEPTEMBER: "0"}
        found = quarter({"weights": weights}, *months("90", "60", "10"))
        assert found.total == 80

    def test_bands_of_its_own(self) -> None:
        own = [{"code": "star", "name": "Star", "min": "85", "coefficient": "3"}, BANDS[-1]]
        found = quarter({"weights": "equal", "grades": own}, *months("90", "85"))
        assert (found.grade, found.coefficient) == ("star", 3)

    def test_the_basis_and_places_are_the_schemes(self) -> None:
        found = quarter(None, *months("89", "90"), grade_basis="nearest_integer")
        assert (str(found.total), found.grade) == ("89.50", "excellent")
        assert str(quarter(None, *months("89", "90"), rounding={"total": 0}).total) == "90"

    def test_a_month_given_twice_is_refused(self) -> None:
        with pytest.raises(ValueError, match="twice"):
            quarter(None, Part(JULY, Decimal(1)), Part(JULY, Decimal(1)))

    def test_the_order_of_the_months_does_not_matter(self) -> None:
        parts = months("90", "85", "84")
        assert quarter(None, *parts) == quarter(None, *parts[::-1])

    def test_a_year_has_rules_of_its_own(self) -> None:
        document = scheme(indicator(), aggregation={"year": {"min_periods": 2}})
        assert aggregate(read_scheme(document), "year", months("90")).total is None
        assert aggregate(read_scheme(document), "quarter", months("90")).total == 90


class TestRank:
    TOTALS: ClassVar[Any] = dict(
        zip("abcde", map(Decimal, ("90", "80", "80", "70", "95")), strict=True)
    )

    def test_equal_totals_share_a_rank_and_the_next_is_skipped(self) -> None:
        places = {person: r.position for person, r in rank(self.TOTALS).items()}
        assert places == {"e": 1, "a": 2, "b": 3, "c": 3, "d": 5}
        assert {r.of for r in rank(self.TOTALS).values()} == {5}

    def test_without_a_total_there_is_no_rank(self) -> None:
        ranks = rank({**self.TOTALS, "f": None})
        assert "f" not in ranks
        assert ranks["d"].of == 5

    def test_within_groups(self) -> None:
        groups = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "y"}
        ranks = rank(self.TOTALS, groups)
        assert {p: (r.position, r.of) for p, r in ranks.items()} == {
            "a": (1, 2),
            "b": (2, 2),
            "e": (1, 3),
            "c": (2, 3),
            "d": (3, 3),
        }
        assert rank({"z": Decimal(1)}, {})["z"].position == 1

    def test_eighty_and_eighty_point_nought_are_the_same(self) -> None:
        ranks = rank({"a": Decimal(80), "b": Decimal("80.00")})
        assert ranks["a"].position == ranks["b"].position == 1


class TestTopAndBottom:
    def totals(self, *values: int | None) -> dict[str, Decimal | None]:
        return {f"p{n:02}": None if v is None else Decimal(v) for n, v in enumerate(values)}

    TWELVE = (99, 98, 97, 96, 95, 94, 93, 92, 91, 90, 89, 88)

    def test_the_whole_part_of_the_share_counts(self) -> None:
        # 12 × 20 ÷ 100 = 2.4: two
        assert top_share(self.totals(*self.TWELVE), Decimal(20)) == {"p00", "p01"}
        assert bottom_share(self.totals(*self.TWELVE), Decimal(20)) == {"p10", "p11"}

    def test_ties_at_the_edge_are_all_in_for_a_reward(self) -> None:
        assert top_share(self.totals(99, 98, 98, 98, *[50] * 8), Decimal(20)) == {
            "p00",
            "p01",
            "p02",
            "p03",
        }

    def test_ties_at_the_edge_are_all_out_for_a_sanction(self) -> None:
        assert bottom_share(self.totals(*[90] * 9, 60, 60, 50), Decimal(20)) == {"p11"}
        assert bottom_share(self.totals(*[90] * 10, 60, 50), Decimal(20)) == {"p10", "p11"}

    def test_a_group_that_is_too_small_has_neither(self) -> None:
        nine = self.totals(*self.TWELVE[:9])
        assert top_share(nine, Decimal(50)) == bottom_share(nine, Decimal(50)) == frozenset()
        assert len(top_share(nine, Decimal(50), min_group=9)) == 4

    def test_people_without_a_total_are_not_counted(self) -> None:
        nine = self.totals(*self.TWELVE[:9], None, None)
        assert top_share(nine, Decimal(50)) == frozenset()

    def test_nobody_and_everybody(self) -> None:
        twelve = self.totals(*self.TWELVE)
        for share in (top_share, bottom_share):
            assert share(twelve, Decimal(0)) == frozenset()
            assert share(twelve, Decimal("8.33")) == frozenset()
            assert share(twelve, Decimal(100)) == set(twelve)

    @pytest.mark.parametrize("percent", ["-1", "100.1"])
    def test_a_share_is_between_nothing_and_all(self, percent: str) -> None:
        with pytest.raises(ValueError, match="between"):
            top_share(self.totals(*self.TWELVE), Decimal(percent))


class TestStreak:
    def test_periods_in_a_row_up_to_the_last(self) -> None:
        assert streak([True, False, True, True], "reward") == 2
        assert streak([True, True, False], "sanction") == 0
        assert streak([], "reward") == 0

    def test_a_period_without_a_result_breaks_a_rewards_streak(self) -> None:
        assert streak([True, True, None, True], "reward") == 1
        assert streak([True, None], "reward") == 0

    def test_a_period_without_a_result_pauses_a_sanctions_streak(self) -> None:
        assert streak([True, True, None, True], "sanction") == 3
        assert streak([True, None], "sanction") == 1
