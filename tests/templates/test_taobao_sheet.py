"""The online shop scheme (A), computed by hand.

Each of ten indicators gives up to ten points, in proportion to the target.
"""

from decimal import Decimal

from tests.templates.sheets import outcome, points, scored

GOOD = {
    "consultations": 1760,
    "first_response_minutes": 1408,
    "replied": 1760,
    "rating_sum": 2350,
    "rated": 500,
    "problems_raised": 500,
    "problems_solved": 475,
    "worked_days": 22,
    "orders_handled": 400,
    "orders_in_time": 380,
    "sales_amount": 49440,
    "buyers": 480,
    "consulting_customers": 1000,
    "collaboration_peer": "8;9;7",
    "collaboration_superior": "9",
    "survey_answers": 20,
    "survey_satisfied": 18,
}
LAST_MONTH = {"inputs": {"sales_amount": Decimal(50000), "buyers": Decimal(500)}, "values": {}}
NEWCOMER = {
    "consultations": 1000,
    "first_response_minutes": 1250,
    "replied": 990,
    "rating_sum": 40,
    "rated": 8,
    "problems_raised": 100,
    "problems_solved": 72,
    "worked_days": 20,
    "orders_handled": 200,
    "orders_in_time": 171,
    "sales_amount": 30000,
    "buyers": 300,
    "consulting_customers": 800,
    "collaboration_peer": "7;6;8",
    "collaboration_superior": "6",
    "survey_answers": 20,
    "survey_satisfied": 17,
}


def test_every_target_met_is_a_hundred() -> None:
    result = scored("taobao", GOOD, previous=LAST_MONTH)
    # 0.8 min of 1; 100 %; 4.7 of 4.6; 95 of 90 %; 80 a day of 80; 95 of 95 %; spend 103 after 100
    # is growth 3 of 2 %; 48 of 45 %; (8 + 9) / 2 = 8.5 of 8; 90 of 85 %.
    assert set(points(result).values()) == {"10.00"}
    assert outcome(result) == ("100.00", "excellent", "1.2")


def test_a_newcomer_has_no_growth_and_too_few_ratings() -> None:
    result = scored("taobao", NEWCOMER)
    assert points(result) == {
        "avg_response_time": "8.00",  # 1.25 min: 10 * 1 / 1.25
        "reply_rate": "9.90",  # 99 of 100 %
        "satisfaction": None,  # eight ratings of ten
        "resolution_rate": "8.00",  # 72 of 90 %
        "consultations_per_day": "6.25",  # 50 a day of 80
        "order_timeliness": "9.00",  # 85.5 of 95 %
        "basket_growth": None,  # no previous month
        "conversion_rate": "8.33",  # 37.5 of 45 %: 8.333...
        "collaboration": "8.13",  # (7 + 6) / 2 = 6.5 of 8: 8.125, half up
        "cross_department": "10.00",  # 85 of 85 %
    }
    # 67.61 of 80: 84.5125
    assert outcome(result) == ("84.51", "good", "1.0")


def test_spend_that_fell_gets_nothing_for_growth() -> None:
    figures = GOOD | {"sales_amount": 47520}  # 99 after 100
    result = scored("taobao", figures, previous=LAST_MONTH)
    assert points(result)["basket_growth"] == "0.00"
    assert outcome(result) == ("90.00", "excellent", "1.2")


def test_all_or_nothing_is_the_other_rule_on_offer() -> None:
    result = scored("taobao", NEWCOMER, {"miss_rule": "pass_fail"})
    # Only the other departments' satisfaction reaches its target: 10 of 80.
    assert outcome(result) == ("12.50", "below", "0.5")
