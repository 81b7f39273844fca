"""What a run finds, with the figures worked out, and what too few data leave unsaid."""

from decimal import Decimal
from typing import Any

import pytest

from tests.api.signals.watching import AGAIN, PAIR, PAST, RUNS, SETTINGS, Watch, person


def figures(signal: Any) -> dict[str, Decimal]:
    return {name: Decimal(figure) for name, figure in signal["figures"].items()}


def test_two_figures_that_should_agree_and_do_not_are_a_signal_with_all_it_was_made_of(
    watch: Watch,
) -> None:
    # 1001: 88 of 100 are 88 %, and 88 solved: 0 apart. 1002: 45 of 50 are 90 %: |90 − 45| = 45.
    watch.month(person("1001", 88), person("1002", 90, raised=50, team="blue"))
    assert watch.hr.get(SETTINGS).ok()["revision"] == 0
    assert watch.rules(far_apart=[PAIR])["revision"] == 1
    run = watch.look()
    assert (run["settings_revision"], watch.kind(run, "far_apart")) == (1, (2, 1, 0))
    assert watch.kind(run, "own_past") == (0, 0, 0)
    ((name, signal),) = watch.found().items()
    assert (name, signal["about"], signal["team"]) == (
        "1002 far_apart",
        "rate-and-count",
        "blue",
    )
    assert figures(signal) == {"first": 90, "second": 45, "distance": 45}
    assert signal["threshold"] == {
        "figure": "distance",
        "at_least": "20",
        "below": None,
        "basis": {"zh": "§4", "en": "§4"},
    }
    assert signal["text"]["en"] == (
        "resolution is 90 and solved is 45: |90 − 45| = 45; far apart from 20 on."
    )
    card, row = signal["evidence"]
    assert (card["scorecard"], card["revision"], row["row"]) == ("2026-10", 1, 3)
    assert row["upload"].startswith("upl_")
    assert (signal["state"], signal["outdated"], signal["case"]) == ("open", False, None)


@pytest.mark.long
def test_figures_on_two_scales_are_compared_by_their_places_on_them(watch: Watch) -> None:
    # A rate of 90 on 0 to 100 is 90 % of its scale, 45 solved on 0 to 60 are 75 %: 15 apart.
    watch.month(person("1001", 90, raised=50))
    first, second = {"low": "0", "high": "100"}, {"low": "0", "high": "60"}
    pair = {**PAIR, "first": PAIR["first"] | first, "second": PAIR["second"] | second}
    watch.rules(far_apart=[{**pair, "distance": "15"}])
    watch.look()
    assert figures(watch.found()["1001 far_apart"])["distance"] == 15
    watch.rules(far_apart=[{**pair, "distance": "15.01"}])
    watch.look()
    assert watch.found() == {}


def test_a_value_far_from_the_persons_own_months_before_is_a_signal(watch: Watch) -> None:
    # 1001: (90 + 91 + 92) ÷ 3 = 91, and 80 is 11 away. 1002: 91 too, and 82 is 9 away.
    for period, rate in (("2026-07", 92), ("2026-08", 91), ("2026-09", 90)):
        watch.month(person("1001", rate), person("1002", rate), period=period)
    watch.month(person("1001", 80), person("1002", 82), person("1003", 10))
    watch.rules(own_past=[PAST])
    run = watch.look()
    # 1003 has no months before: nothing is said.
    assert watch.kind(run, "own_past") == (3, 1, 1)
    ((name, signal),) = watch.found().items()
    assert name == "1001 own_past"
    assert figures(signal) == {"value": 80, "mean": 91, "months": 3, "distance": 11}
    assert "(90 + 91 + 92) ÷ 3 = 91" in signal["text"]["en"]
    assert [(one["scorecard"], one["value"]) for one in signal["evidence"]] == [
        ("2026-10", "80"),
        ("2026-09", "90"),
        ("2026-08", "91"),
        ("2026-07", "92"),
    ]


def test_solved_contacts_that_come_again_are_a_signal_with_the_rows(watch: Watch) -> None:
    # 1001: c1, c2 and c4 are solved and known, c1 and c2 come again: 2 ÷ 3 × 100 = 66.666667 %.
    # c3 of the 26th may come again until the 2nd, and the last contact is of the 30th.
    watch.contacts(
        "1001,red,t1,c1,x,2026-10-01 09:00,Y,30",
        "1001,red,t2,c2,x,2026-10-02,Y,30",
        "1001,red,t3,c3,x,2026-10-26,Y,30",
        "1001,red,t4,c4,x,2026-10-03,Y,30",
        "1002,red,t5,c1,x,2026-10-01 10:00,N,30",
        "1002,red,t6,c2,y,2026-10-09,N,30",
        "1002,red,t7,c9,y,2026-10-30,N,30",
        # An export that lists a ticket again counts it once.
        "1001,red,t4,c4,x,2026-10-03,Y,30",
    )
    watch.rules(came_again=AGAIN)
    run = watch.look()
    assert watch.kind(run, "came_again") == (1, 1, 0)
    signal = watch.found()["1001 came_again"]
    assert figures(signal) == {
        "solved": 3,
        "came_again": 2,
        "percent": Decimal("66.666667"),
        "still_open": 1,
        "within_days": 7,
    }
    pairs = [(one["row"], one["again_row"]) for one in signal["evidence"][1:]]
    assert sorted(pairs) == [(2, 6), (3, 7)]
    assert "2 ÷ 3 × 100 = 66.666667%" in signal["text"]["en"]
    assert "c1" not in str(signal), "no customer is kept"
    # On the same topic c1 alone came again: 1 of 3.
    watch.rules(came_again={**AGAIN, "topic": "topic"})
    watch.look()
    assert watch.found() == {}
    # Below four nothing is computed.
    watch.rules(came_again={**AGAIN, "least": 4})
    assert watch.kind(watch.look(), "came_again") == (1, 0, 1)


@pytest.mark.long
def test_what_cannot_be_read_is_said_and_takes_nothing_away(watch: Watch) -> None:
    watch.contacts(
        *(f"1001,red,t{n},c1,x,2026-10-0{n},Y,30" for n in range(1, 6)),
        "1002,red,t9,c9,y,2026-10-30,N,30",
    )
    watch.rules(came_again=AGAIN)
    watch.look()
    assert list(watch.found()) == ["1001 came_again"]
    watch.rules(came_again={**AGAIN, "customer": "no such heading"})
    run = watch.look()
    (lack,) = [one["not_computed"] for one in run["kinds"] if one["not_computed"]]
    assert (lack["code"], "missing_columns" in lack["en"]) == ("unread_files", True)
    assert list(watch.found()) == ["1001 came_again"]


@pytest.mark.long
def test_a_month_of_figures_by_person_has_no_contacts_and_says_so(watch: Watch) -> None:
    watch.month(person("1001", 88))
    watch.rules(came_again=AGAIN)
    run = watch.look()
    assert [one["not_computed"]["code"] for one in run["kinds"] if one["not_computed"]] == [
        "no_contacts"
    ]


def test_a_run_is_asked_for_once_at_a_time_and_of_a_month_with_results(watch: Watch) -> None:
    month = {"scheme": "desk", "period": "2026-10"}
    watch.hr.post(RUNS, month).problem(422)
    watch.month(person("1001", 88))
    watch.hr.post(RUNS, {**month, "scheme": "none"}).problem(422)
    first = watch.hr.post(RUNS, month).ok(201)
    assert (first["status"], first["number"]) == ("queued", 1)
    watch.hr.post(RUNS, month).problem(409, "signals_under_way")
    watch.work()
    assert watch.look()["number"] == 2


@pytest.mark.parametrize(
    ("said", "where", "code"),
    [
        ({"own_past": [{**PAST, "indicator": "none"}]}, "/own_past/0/indicator", "unknown"),
        ({"own_past": [{**PAST, "months": 3, "least": 4}]}, "/own_past/0/least", "too_many"),
        ({"own_past": [PAST, PAST]}, "/own_past/1/indicator", "listed_twice"),
        ({"far_apart": [{**PAIR, "first": {}}]}, "/far_apart/0/first", "one_of_both"),
        ({"far_apart": [{**PAIR, "second": PAIR["first"]}]}, "/far_apart/0/second", "same"),
        (
            {"far_apart": [{**PAIR, "second": {"column": "none"}}]},
            "/far_apart/0/second/column",
            "unknown_column",
        ),
        (
            {"far_apart": [{**PAIR, "second": {"column": "solved", "low": "1"}}]},
            "/far_apart/0/second/low",
            "whole_scale",
        ),
        (
            {"far_apart": [{**PAIR, "second": {"column": "solved", "low": "1", "high": "2"}}]},
            "/far_apart/0/second",
            "scales_of_both",
        ),
    ],
)
@pytest.mark.long
def test_rules_that_the_newest_version_cannot_follow_are_refused_by_name(
    watch: Watch, said: dict[str, Any], where: str, code: str
) -> None:
    problem = watch.hr.put(SETTINGS, said, if_match="*").problem(422)
    found = {one["pointer"]: one["code"] for one in problem["errors"]}
    assert found[where].startswith(code)
