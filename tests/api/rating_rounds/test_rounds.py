"""Rounds as hr makes, draws, changes, opens and cancels them."""

import pytest

from tests.api.people.worker import Worker
from tests.api.rating_rounds.rating import TEAM, Ring
from tests.api.uploads.sending import SCHEME, published

Rates = set[tuple[str, str, str]]


def rates(ring: Ring, path: str) -> Rates:
    """Who rates whom: rater, role, person rated."""
    found = ring.hr.get(f"{path}/assignments", query={"limit": 200}).ok()["items"]
    return {
        (one["employee_id"], form["role"], form["employee_id"])
        for one in found
        for form in one["forms"]
    }


def test_a_round_is_drawn_from_the_register_and_says_what_it_feeds(ring: Ring) -> None:
    path = ring.make()
    found = ring.hr.get(path).ok()
    assert (found["status"], found["indicators"], found["sources"]) == (
        "draft",
        ["teamwork"],
        ["forms"],
    )
    # five people: each rates four peers and the own person, and lead rates all: 20 + 5 + 5
    assert (found["people"], found["raters"], found["forms"], found["lacking"]) == (5, 6, 30, [])
    drawn = rates(ring, path)
    assert {one for one in drawn if one[1] == "peer"} == {
        (a, "peer", b) for a in TEAM for b in TEAM if a != b
    }
    assert {one for one in drawn if one[1] != "peer"} == {
        *((one, "self", one) for one in TEAM),
        *(("lead", "superior", one) for one in TEAM),
    }


def test_the_same_seed_and_register_draw_the_same(ring: Ring) -> None:
    two = [{"role": "peer", "number": 2}]
    first, second = ring.make(roles=two), ring.make(roles=two)
    assert rates(ring, first) == rates(ring, second)
    ring.hr.post(f"{second}/draw", {"seed": "two"}, if_match="*").ok()
    Worker(ring.world).work()
    assert rates(ring, first) != rates(ring, second)
    assert len(rates(ring, first)) == len(rates(ring, second)) == 20


def test_people_whom_a_role_has_no_rater_for_are_counted(ring: Ring) -> None:
    ring.hr.patch("/v1/teams/red", {"supervisors": []}, if_match="*").ok()
    found = ring.hr.get(ring.make()).ok()
    assert found["lacking"] == [{"role": "superior", "people": 5}]


def test_who_has_no_team_rates_the_own_person_alone(ring: Ring) -> None:
    for person in ("solo", "other"):
        ring.hr.put(f"/v1/employees/{person}", {"name": person}).ok(201)
    path = ring.make(teams=[])
    alone = {one for one in rates(ring, path) if {"solo", "other"} & {one[0], one[2]}}
    assert alone == {("solo", "self", "solo"), ("other", "self", "other")}
    # lead is alone in the team office, which has no supervisor
    lacking = {one["role"]: one["people"] for one in ring.hr.get(path).ok()["lacking"]}
    assert lacking == {"peer": 3, "superior": 3}


def test_hr_changes_who_rates_whom_until_the_round_opens(ring: Ring) -> None:
    path = ring.make(roles=[{"role": "superior", "who": "named", "employees": ["lead"]}])
    of_lead = f"{path}/assignments/lead"
    stale = ring.hr.get(of_lead).etag
    forms = {"forms": [{"role": "superior", "employee_id": "a1"}]}
    ring.hr.put(of_lead, forms, if_match=stale).ok()
    assert {one for one in rates(ring, path) if one[0] == "lead"} == {("lead", "superior", "a1")}
    assert ring.hr.put(of_lead, forms, if_match=stale).problem(412)["code"] == "stale_etag"
    own = {
        "forms": [{"role": "peer", "employee_id": "lead"}, {"role": "boss", "employee_id": "a1"}]
    }
    faults = ring.hr.put(of_lead, own, if_match="*").problem(422)["errors"]
    assert [one["code"] for one in faults] == ["not_oneself", "unknown_role"]
    ring.hr.post(f"{path}/open", if_match="*").ok()
    assert ring.hr.put(of_lead, forms, if_match="*").problem(409)["code"] == "status_not_reachable"


def test_who_has_left_since_the_draw_is_told(ring: Ring) -> None:
    path = ring.open()
    ring.hr.patch("/v1/employees/a5", {"status": "left"}).ok()
    ring.hr.delete("/v1/employees/a4").ok(204)
    (one,) = ring.hr.get(f"{path}/assignments", query={"employee_id": "a5"}).ok()["items"]
    assert one["notices"] == ["left"]
    gone = [form for form in one["forms"] if form["notices"] == ["gone"]]
    assert [form["employee_id"] for form in gone] == ["a4"]


def test_the_round_shows_who_has_not_answered_to_hr_alone(ring: Ring) -> None:
    path = ring.open()
    ring.rate("a2", "peer", "a1", "8", "6")
    (one,) = ring.hr.get(f"{path}/assignments", query={"employee_id": "a2"}).ok()["items"]
    states = {(form["role"], form["employee_id"]): form["status"] for form in one["forms"]}
    assert (states["peer", "a1"], states["peer", "a3"]) == ("submitted", "not_begun")
    for ratee in ("a3", "a4", "a5"):
        ring.rate("a2", "peer", ratee, "8", "6")
    ring.rate("a2", "self", "a2", "8", "6")
    query = {"unanswered": "true", "limit": 2}
    first = ring.hr.get(f"{path}/assignments", query=query).ok()
    rest = ring.hr.get(f"{path}/assignments", query={**query, "cursor": first["next"]}).ok()
    more = ring.hr.get(f"{path}/assignments", query={**query, "cursor": rest["next"]}).ok()
    left = [one["employee_id"] for page in (first, rest, more) for one in page["items"]]
    assert left == ["a1", "a3", "a4", "a5", "lead"]
    assert ring.of("lead").get(f"{path}/assignments").problem(403)["code"] == "forbidden"
    assert ring.of("lead").get(path).problem(403)["code"] == "forbidden"


def test_two_rounds_do_not_feed_one_source(ring: Ring) -> None:
    ring.open()
    second = ring.make()
    refused = ring.hr.post(f"{second}/open", if_match="*").problem(409)
    assert refused["code"] == "source_of_another_round"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"indicators": ["answer_time"]}, "not_a_rating"),
        ({"closes_on": "2026-11-04"}, "in_past"),
        ({"closes_on": "9026-11-20"}, "too_far"),
        ({"opens_on": "2026-11-21"}, "before_opening"),
        ({"roles": [{"role": "boss"}]}, "unknown_role"),
        ({"roles": [{"role": "superior", "who": "named", "employees": ["x"]}]}, "unknown_employee"),
        ({"period": "2026-Q4"}, "wrong_kind_of_period"),
        ({"scheme": "other"}, "no_scheme_in_effect"),
        ({"scheme": "plain"}, "no_ratings"),
    ],
)
def test_what_a_round_cannot_be_made_of(ring: Ring, body: dict[str, object], code: str) -> None:
    if body.get("scheme") == "plain":
        published(ring.company, {**SCHEME, "code": "plain"})
    wanted = {"scheme": "desk", "period": "2026-10", "closes_on": "2026-11-20", **body}
    faults = ring.hr.post("/v1/rating-rounds", wanted).problem(422)["errors"]
    assert [one["code"] for one in faults] == [code]


def test_a_draft_changes_its_days_and_an_open_round_its_last_one(ring: Ring) -> None:
    path = ring.make()
    days = {"opens_on": "2026-11-06", "closes_on": "2026-11-19"}
    assert ring.hr.patch(path, days, if_match="*").ok()["opens_on"] == "2026-11-06"
    ring.hr.post(f"{path}/open", if_match="*").ok()
    later = ring.hr.patch(path, {"closes_on": "2026-11-25"}, if_match="*").ok()
    assert later["closes_on"] == "2026-11-25"
    refused = ring.hr.patch(path, {"opens_on": "2026-11-07"}, if_match="*").problem(409)
    assert refused["code"] == "status_not_reachable"


def test_a_drawing_that_dies_is_drawn_anew_and_leaves_nothing(ring: Ring) -> None:
    from unittest import mock

    from chalicelib.rating_rounds import drawing

    body = {"scheme": "desk", "period": "2026-10", "closes_on": "2026-11-20", "teams": ["red"]}
    made = ring.hr.post("/v1/rating-rounds", {**body, "seed": "one"}).ok(201)
    (message,) = ring.world.messages("jobs")
    for function in ("_remove_former", "_end"):
        with mock.patch.object(drawing, function, side_effect=RuntimeError):
            Worker(ring.world).deliver(message)
    assert ring.hr.get(f"/v1/rating-rounds/{made['id']}").ok()["status"] == "drawing"
    Worker(ring.world).deliver(message)
    path = f"/v1/rating-rounds/{made['id']}"
    assert len(rates(ring, path)) == ring.hr.get(path).ok()["forms"] == 25
    sheets = [one for one in ring.world.items() if "#rating-sheets#" in one["pk"]["S"]]
    # each of the six raters once
    assert len(sheets) == 6


def test_nobody_chooses_by_whom_they_are_rated(ring: Ring) -> None:
    path = ring.make(roles=[{"role": "superior", "who": "named", "employees": ["lead"]}])
    own, of_lead = ring.company.with_key(role="hr", employee_id="a1"), f"{path}/assignments/lead"
    a1, a2 = ({"role": "superior", "employee_id": one} for one in ("a1", "a2"))
    # lead rates a1 to a5: nobody is taken away from those who rate a1, by a1.
    own.put(of_lead, {"forms": [a2]}, if_match="*").problem(409, "own_raters")
    own.put(of_lead, {"forms": [a1]}, if_match="*").ok()
    ring.hr.put(of_lead, {"forms": [a2]}, if_match="*").ok()
    own.put(of_lead, {"forms": [a1, a2]}, if_match="*").problem(409, "own_raters")
