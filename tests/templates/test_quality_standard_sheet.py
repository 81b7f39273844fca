"""The quality standard (D), its second scoring and its variant by channel, computed by hand."""

from typing import Any

import pytest

from chalicelib.scoring import RowFault
from tests.templates.sheets import outcome, points, scored

GOOD = {
    "contacts": 400,
    "response_seconds": 10400,
    "empathy_sampled": 10,
    "empathy_failed": 1,
    "tickets": 400,
    "resolved_first": 348,
    "records_sampled": 10,
    "record_errors": 0,
    "recommended": 42,
}
MIXED = {
    "contacts": 250,
    "response_seconds": 11250,
    "empathy_sampled": 8,
    "empathy_failed": 0,
    "tickets": 250,
    "resolved_first": 203,
    "records_sampled": 10,
    "record_errors": 2,
    "recommended": 18,
}


def test_the_worked_sheet_of_the_standard() -> None:
    """The tickets and the contacts of a month are two counts, and neither stands for the other."""
    result = scored(
        "quality-standard",
        {
            "contacts": 125,
            "response_seconds": 3500,
            "empathy_sampled": 10,
            "empathy_failed": 2,
            "tickets": 100,
            "resolved_first": 88,
            "records_sampled": 10,
            "record_errors": 1,
            "recommended": 15,
        },
    )
    assert points(result) == {
        "first_response_time": "20.00",  # 3500 / 125 = 28 s, on target
        "empathy": "15.00",  # 2 of 10 fail: 25 - 10
        "fcr": "30.00",  # 88 / 100 = 88 %, on target
        "record_accuracy": "12.00",  # one wrong item: 15 - 3
        "proactive_recommendation": "10.00",  # 15 / 125 = 12 %, on target
    }
    assert outcome(result) == ("87.00", "good", "1.0")


def test_more_wrong_items_than_tickets_drawn_bring_no_points() -> None:
    result = scored("quality-standard", GOOD | {"record_errors": 12})
    assert points(result)["record_accuracy"] == "0.00"


def test_a_sample_twice_as_large_costs_the_same() -> None:
    larger = {"empathy_sampled": 20, "empathy_failed": 4, "records_sampled": 20, "record_errors": 2}
    # 4 of 20 is 2 of 10: 25 - 10. 2 items in 20 are 1 in 10: 15 - 3.
    found = points(scored("quality-standard", GOOD | larger))
    assert (found["empathy"], found["record_accuracy"]) == ("15.00", "12.00")


def test_a_good_agent_loses_points_only_for_the_failing_ticket() -> None:
    result = scored("quality-standard", GOOD)
    assert points(result) == {
        "first_response_time": "20.00",  # 10400 / 400 = 26 s, on target
        "empathy": "20.00",  # 1 of 10 fails: 25 - 5
        "fcr": "30.00",  # 348 / 400 = 87 %, on target
        "record_accuracy": "15.00",  # no error
        "proactive_recommendation": "10.00",  # 42 / 400 = 10.5 %, on target
    }
    assert outcome(result) == ("95.00", "excellent", "1.2")


def test_a_sample_too_small_is_left_out_and_the_rest_reweighted() -> None:
    result = scored("quality-standard", MIXED)
    assert points(result) == {
        "first_response_time": "18.00",  # 45 s: 15 over, one full step of 10, -2
        "empathy": None,  # 8 tickets drawn of 10
        "fcr": "27.00",  # 81.2 %: 3.8 below, three full points, -3
        "record_accuracy": "9.00",  # two errors, -6
        "proactive_recommendation": "8.00",  # 7.2 %: 2.8 below, two full points, -2
    }
    # 62 of 75 available: 62 * 100 / 75 = 82.666...
    assert outcome(result) == ("82.67", "good", "1.0")


def test_begun_steps_count_when_the_parameters_say_so() -> None:
    started = {
        "response_step_mode": "started",
        "fcr_step_mode": "started",
        "recommendation_step_mode": "started",
    }
    # 45 s: two begun steps, 16; 81.2 %: four, 26; 7.2 %: three, 7; records 9: 58 of 75 is 77.33.
    assert outcome(scored("quality-standard", MIXED, started)) == ("77.33", "pass", "0.8")


def test_beyond_the_cutoffs_nothing_is_left_but_the_award_for_an_idea() -> None:
    result = scored(
        "quality-standard",
        {
            "contacts": 100,
            "response_seconds": 6100,  # 61 s, over 60
            "empathy_sampled": 10,
            "empathy_failed": 6,  # 25 - 30, not below 0
            "tickets": 100,
            "resolved_first": 74,  # under 75 %
            "records_sampled": 10,
            "record_errors": 3,  # 3 or more
            "recommended": 4,  # under 5 %
            "innovation_points": 2,
        },
    )
    assert set(points(result).values()) == {"0.00"}
    assert outcome(result) == ("2.00", "needs_improvement", "0")


def test_an_agent_without_contacts_has_insufficient_data() -> None:
    # Response, first-contact resolution and recommendation are missing: 60 of 100 points.
    result = scored(
        "quality-standard",
        GOOD
        | {
            "contacts": 0,
            "response_seconds": 0,
            "tickets": 0,
            "resolved_first": 0,
            "recommended": 0,
        },
    )
    assert result.insufficient
    assert (result.total, result.grade, result.coefficient) == (None, None, None)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (GOOD | {"reviewed": 10, "mark": "27"}, ("97.00", "excellent", "1.2")),  # 25 + 35 + 10 + 27
        (GOOD | {"reviewed": 10, "mark": "合格"}, ("82.00", "good", "1.0")),  # a level alone: 12
        # 45 s: 23; 81.2 %: 32; 7.2 %: 8; too few records: 63 of 70 is exactly 90.
        (MIXED | {"reviewed": 8, "mark": "27"}, ("90.00", "excellent", "1.2")),
    ],
)
def test_seventy_points_measured_and_thirty_judged(
    figures: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    row = {"records_reviewed": figures["reviewed"], "service_review": figures["mark"]}
    assert outcome(scored("quality-standard-70-30", figures | row)) == expected


def test_a_mark_between_two_levels_of_the_review_is_an_error_of_the_row() -> None:
    with pytest.raises(RowFault) as caught:
        scored(
            "quality-standard-70-30",
            GOOD | {"records_reviewed": 10, "service_review": "24.5"},
        )
    assert caught.value.column == "service_review"


def test_each_channel_is_scored_against_its_own_target_and_weighted_by_contacts() -> None:
    phone = {
        "channel": "phone",
        "contacts": 300,
        "response_seconds": 9600,
        "empathy_sampled": 6,
        "empathy_failed": 1,
        "tickets": 300,
        "resolved_first": 260,
        "records_sampled": 6,
        "record_errors": 1,
        "recommended": 30,
    }
    online = {
        "channel": "online",
        "contacts": 100,
        "response_seconds": 3000,
        "empathy_sampled": 4,
        "empathy_failed": 0,
        "tickets": 100,
        "resolved_first": 80,
        "records_sampled": 4,
        "record_errors": 0,
        "recommended": 2,
    }
    result = scored("quality-standard-channels", [phone, online])
    assert points(result) == {
        # Phone 32 s: 2 over 30, no full step, 20. Online 30 s: 15 over 15, one step, 18.
        # (20 * 300 + 18 * 100) / 400 = 19.5
        "first_response_time": "19.50",
        "empathy": "20.00",  # 6 + 4 drawn, 1 fails
        "fcr": "30.00",  # 340 / 400 = 85 %
        "record_accuracy": "12.00",  # 6 + 4 drawn, 1 error
        "proactive_recommendation": "8.00",  # 32 / 400 = 8 %, -2
    }
    # 89.5 is below 90: bands compare the exact total.
    assert outcome(result) == ("89.50", "good", "1.0")


def test_an_agent_of_one_channel_has_one_row() -> None:
    result = scored(
        "quality-standard-channels",
        {
            "channel": "bot",
            "contacts": 200,
            "response_seconds": 2600,  # 13 s: 3 over 10, no full step
            "empathy_sampled": 4,
            "empathy_failed": 0,
            "tickets": 200,
            "resolved_first": 152,  # 76 %: nine points below 85
            "records_sampled": 4,
            "record_errors": 0,
            "recommended": 20,
        },
    )
    # 20 + 21 + 10 = 51 of 60 available: 85.
    assert outcome(result) == ("85.00", "good", "1.0")
