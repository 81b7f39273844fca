"""The online support scheme (C), computed by hand: points in proportion to the target."""

from chalicelib.templates.library import template
from tests.templates.sheets import outcome, points, scored

GOOD = {
    "sessions": 700,
    "response_seconds": 17500,
    "worked_days": 20,
    "hours_online": 130,
    "rating_sum": 930,
    "rated": 200,
    "solved": 644,
    "violations": 0,
    "recommendations": 100,
    "recommendations_bought": 6,
    "knowledge_items": 6,
    "conversations_rated": 20,
    "conversation_rating_sum": 170,
}
MIXED = {
    "sessions": 480,
    "response_seconds": 19200,
    "worked_days": 20,
    "hours_online": 108,
    "rating_sum": 405,
    "rated": 100,
    "solved": 384,
    "violations": 1,
    "recommendations": 0,
    "recommendations_bought": 0,
    "knowledge_items": 3,
    "conversations_rated": 15,
    "conversation_rating_sum": 150,
}


def test_beating_a_target_brings_no_more_than_its_weight() -> None:
    result = scored("online-support", GOOD)
    assert points(result) == {
        "response_speed": "15.00",  # 25 s of 30
        "online_hours": "15.00",  # 6.5 h a day of 6
        "consultations": "10.00",  # 35 a day of 30
        "csat": "20.00",  # 4.65 of 4.5
        "resolution_rate": "10.00",  # 92 of 90 %
        "compliance": "10.00",
        "recommendation_conversion": "10.00",  # 6 of 5 %
        "knowledge_base": "5.00",  # 6 of 5
        "conversation_rating": "5.00",  # 8.5 of 8
    }
    assert outcome(result) == ("100.00", "excellent", "1.2")


def test_a_missed_target_costs_its_proportion() -> None:
    result = scored("online-support", MIXED)
    assert points(result) == {
        "response_speed": "11.25",  # 40 s: 15 * 30 / 40
        "online_hours": "13.50",  # 5.4 h: 15 * 5.4 / 6
        "consultations": "8.00",  # 24 a day: 10 * 24 / 30
        "csat": "18.00",  # 4.05: 20 * 4.05 / 4.5
        "resolution_rate": "8.89",  # 80 %: 10 * 80 / 90 = 8.888...
        "compliance": "0.00",  # one violation costs the ten proposed
        "recommendation_conversion": None,  # nothing was recommended
        "knowledge_base": "3.00",  # 3 of 5 items
        "conversation_rating": None,  # 15 conversations of 20
    }
    # 62.64 of 85: 73.694...
    assert outcome(result) == ("73.69", "pass", "0.8")


def test_a_milder_deduction_for_violations_can_be_chosen() -> None:
    result = scored("online-support", MIXED, {"points_per_violation": "2"})
    # 70.64 of 85: 83.105...
    assert outcome(result) == ("83.11", "good", "1.0")


def test_the_weights_listed_in_the_scheme_are_95_and_the_rest_is_an_assumption() -> None:
    document = template("online-support").document()
    weights = [i["max_points"] for d in document["dimensions"] for i in d["indicators"]]
    assert sum(int(weight) for weight in weights if isinstance(weight, str)) == 95
    assert [w for w in weights if not isinstance(w, str)] == [
        {"$parameter": "conversation_rating_points"}
    ]
    (missing,) = (p for p in document["parameters"] if p["code"] == "conversation_rating_points")
    assert (missing["suggested"], missing["assumed"]) == ("5", True)
