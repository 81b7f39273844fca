"""What a link does not open: others' forms, another round or company, a second time, later."""

import json

import pytest

from chalicelib.tenancy.roles import Role
from tests.api.client import Api
from tests.api.company import Company
from tests.api.fixtures import Lines
from tests.api.rating_rounds.linked import OFFICE, Survey, forms, say, surveyed
from tests.api.rating_rounds.rating import Ring, answers
from tests.api.unlimited import unlimited
from tests.api.web.permissions import PERMISSIONS
from tests.api.web.walking import PRIVATE, ask


@pytest.fixture
def survey(ring: Ring) -> Survey:
    found = surveyed(ring)
    found.draw()
    return found


def test_a_link_is_opened_once(survey: Survey) -> None:
    survey.session("o1")
    assert "tell hr" in survey.open("o1").problem(409, "link_used")["detail"]
    assert survey.states() == {"o1": "opened", "o2": "unopened", "o3": "unopened"}


def test_who_lost_the_answer_gets_the_same_session_with_the_same_key_alone(
    survey: Survey,
) -> None:
    first = survey.open("o1", idempotency_key="a-tab").ok(201)
    assert survey.open("o1", idempotency_key="a-tab").ok(201) == first
    survey.open("o1", idempotency_key="another-tab").problem(409, "link_used")
    # Under a new link the key of before is a new one.
    survey.draw("o1")
    assert survey.open("o1", idempotency_key="a-tab").ok(201)["secret"] != first["secret"]


def test_a_link_that_was_not_opened_reads_and_fills_in_nothing(survey: Survey) -> None:
    caller = survey.with_token(survey.tokens["o1"])
    caller.get("/v1/rating-tasks").problem(403, "forbidden")
    session = survey.session("o1")
    session.post("/v1/rating-sessions").problem(403, "forbidden")


@pytest.mark.long
def test_link_and_session_are_let_in_where_the_table_of_roles_says_and_nowhere_else(
    survey: Survey, operator: Api
) -> None:
    unlimited(operator)
    callers = {
        Role.RATER: survey.session("o1"),
        Role.INVITED: survey.with_token(survey.tokens["o2"]),
    }
    for role, caller in callers.items():
        wrong = [
            route.operation
            for route in PRIVATE
            if (ask(caller, route).status not in (401, 403))
            != (role in PERMISSIONS[route.operation])
        ]
        assert wrong == [], role


def test_a_session_has_the_raters_forms_of_its_round_and_no_others(
    survey: Survey, ring: Ring
) -> None:
    """o1 is a peer in no other round; an own form of another round, and a1's, are not there."""
    own = survey.session("o1")
    other = survey.session("o2")
    for path in forms(other):
        say(other, path, "2", "3", comment="by o2")
    # The form of the same person has the same id for each of its raters: each has an own one.
    for path in forms(own):
        found = own.get(path).ok()
        assert (found["status"], found["comment"]) == ("not_begun", None)
    another = ring.make(period="2026-11", teams=["pair"])
    another_id = another.rpartition("/")[2]
    assert own.get("/v1/rating-tasks", query={"round_id": another_id}).ok()["items"] == []
    foreign = forms(own)[0].replace(survey.round_id, another_id)
    for path in (foreign, forms(own)[0].replace(".superior.", ".peer.")):
        own.get(path).problem(404)
        own.put(path, answers("1", "1"), if_match="*").problem(404)


def test_an_altered_link_is_no_link(survey: Survey, globex: Company) -> None:
    """Each part is exchanged for one of the same form: company, round, place, secret, kind."""
    token, other = survey.tokens["o1"], survey.tokens["o2"]
    kind, tenant, _, number, place, secret = token.split("_")
    place_of_another, secret_of_another = other.split("_")[4:]
    altered = [
        (kind, globex.tenant, number, place, secret),
        (kind, tenant, "0" * len(number), place, secret),
        (kind, tenant, number, place_of_another, secret),
        (kind, tenant, number, place, secret_of_another),
        (kind, tenant, number, place, secret[::-1]),
        ("sss", tenant, number, place, secret),
        ("ssk", tenant, number, place, secret),
    ]
    for kind, tenant, number, place, secret in altered:
        caller = survey.with_token(f"{kind}_{tenant}_rnd_{number}_{place}_{secret}")
        caller.post("/v1/rating-sessions").problem(401)
        caller.get("/v1/rating-tasks").problem(401)
    survey.open("o1").ok(201)


def test_a_session_ends_after_four_hours_and_a_link_with_its_last_day(survey: Survey) -> None:
    caller, clock = survey.session("o1"), survey.ring.clock
    clock.advance(hours=3, minutes=59)
    caller.get("/v1/rating-tasks").ok()
    clock.advance(minutes=1)
    caller.get("/v1/rating-tasks").problem(401)
    survey.draw("o2", expires_on="2026-11-06")
    # The sixth ends in Shanghai at 16:00 UTC.
    clock.advance(hours=28)
    survey.open("o2").problem(401)
    assert survey.states()["o2"] == "ended"
    survey.open("o3").ok(201)


def test_a_session_ends_with_its_link(survey: Survey) -> None:
    # The round's last day ends at 16:00 UTC; the session is opened two hours before.
    survey.ring.clock.advance(days=15, hours=6)
    assert survey.open("o1").ok(201)["expires_at"] == "2026-11-20T16:00:00.000Z"


def test_nothing_opens_or_changes_when_the_round_is_closed(survey: Survey) -> None:
    caller = survey.session("o1")
    path = forms(caller)[0]
    caller.put(path, answers("1", "1"), if_match="*").ok()
    survey.hr.post(f"{survey.path}/close", if_match="*").ok()
    caller.post(f"{path}/submit", if_match="*").problem(409, "link_over")
    caller.get("/v1/rating-tasks").problem(409, "link_over")
    survey.open("o2").problem(409, "link_over")
    assert set(survey.states().values()) == {"ended"}


def test_a_new_list_revokes_the_links_and_sessions_of_the_former(survey: Survey) -> None:
    former, session = dict(survey.tokens), survey.session("o1")
    survey.draw()
    for token in former.values():
        survey.with_token(token).post("/v1/rating-sessions").problem(401)
    session.get("/v1/rating-tasks").problem(401)
    assert survey.states() == dict.fromkeys(OFFICE, "unopened")


def test_a_list_for_some_leaves_the_others_links_and_one_for_all_ends_each(
    survey: Survey,
) -> None:
    # p1 rates the own person, and is no rater whom the round names.
    survey.draw("o1", "p1")
    survey.open("o2").ok(201)
    survey.hr.patch("/v1/employees/o3", {"status": "left"}).ok()
    survey.draw()
    # o3 and p1 have no new link, and the old ones do not hold.
    told = {"o1": "unopened", "o2": "unopened", "o3": "revoked", "p1": "revoked"}
    assert survey.states() == told
    for rater in ("o3", "p1"):
        survey.open(rater).problem(409, "link_over")


def test_who_draws_a_new_link_reads_nothing_that_was_said_under_the_former(
    survey: Survey,
) -> None:
    """hr holds every link before its rater does. A mark must not be read by drawing another."""
    caller = survey.session("o1")
    first, second = forms(caller)
    caller.put(first, answers("3", "4", comment="candid"), if_match="*").ok()
    say(caller, second, "5", "6")
    survey.draw("o1")
    spy = survey.session("o1")
    shown = [spy.get(path).ok() for path in (first, second)]
    assert [one["status"] for one in shown] == ["saved", "submitted"]
    for one in shown:
        assert one["comment"] is None
        assert [said["mark"] for said in one["questions"]] == [None, None]
        assert not any(said["answered"] for said in one["questions"])
    # What stands is not submitted unseen either.
    refused = spy.post(f"{first}/submit", if_match="*").problem(422)["errors"]
    assert [one["code"] for one in refused] == ["unanswered", "unanswered"]
    # The rater with the new link says it again, and reads it then.
    spy.put(first, answers("4", "4"), if_match="*").ok()
    assert [said["mark"] for said in spy.get(first).ok()["questions"]] == ["4", "4"]
    spy.post(f"{first}/submit", if_match="*").ok()
    spy.get(first).problem(409, "link_over")


def test_a_revoked_link_opens_nothing(survey: Survey) -> None:
    session = survey.session("o1")
    survey.hr.delete(f"{survey.path}/links/o1").ok(204)
    session.get("/v1/rating-tasks").problem(401)
    survey.open("o1").problem(401)
    survey.hr.delete(f"{survey.path}/links/o1").problem(404, "not_found")
    other = survey.session("o2")
    survey.hr.delete(f"{survey.path}/links").ok(204)
    # Said by the round itself, whatever the gateway still remembers of the session.
    other.get("/v1/rating-tasks").problem(409, "link_over")
    survey.open("o3").problem(409, "link_over")
    survey.draw("o3")
    survey.open("o3").ok(201)


def test_a_change_of_the_round_meanwhile_brings_no_revoked_link_back(survey: Survey) -> None:
    before = survey.hr.get(survey.path)
    survey.hr.delete(f"{survey.path}/links").ok(204)
    later = {"closes_on": "2026-11-21"}
    survey.hr.patch(survey.path, later, if_match=before.etag).problem(412, "stale_etag")
    survey.hr.patch(survey.path, later, if_match="*").ok()
    survey.open("o1").problem(409, "link_over")


def test_a_rater_who_left_fills_in_nothing_and_one_who_is_gone_is_nobody(survey: Survey) -> None:
    left, gone = survey.session("o1"), survey.session("o2")
    path = forms(left)[0]
    survey.hr.patch("/v1/employees/o1", {"status": "left"}).ok()
    left.put(path, answers("1", "1"), if_match="*").problem(409, "rater_left")
    survey.hr.delete("/v1/employees/o2").ok(204)
    gone.get("/v1/rating-tasks").problem(401)
    survey.hr.put("/v1/employees/o2", {"name": "another", "team": "office", "new_person": True})
    gone.get("/v1/rating-tasks").problem(401)


def test_a_suspended_companys_links_open_nothing(survey: Survey, operator: Api) -> None:
    operator.patch("/v1/tenants/acme", {"status": "suspended"}, if_match="*").ok()
    survey.open("o1").problem(401)


def test_before_the_rounds_first_day_a_link_waits(ring: Ring) -> None:
    found = surveyed(ring)
    found.hr.post(f"{found.path}/cancel", {"reason": "later"}, if_match="*").ok()
    role = {"role": "superior", "who": "named", "employees": ["o1"]}
    found.path = ring.open(teams=["pair"], roles=[role], opens_on="2026-11-07")
    found.draw()
    found.open("o1").problem(409, "round_not_open")
    ring.clock.advance(days=2)
    found.open("o1").ok(201)


def test_no_secret_is_stored_logged_audited_or_told_again(survey: Survey, lines: Lines) -> None:
    session = survey.open("o1", idempotency_key="once").ok(201)["secret"]
    caller = survey.with_token(session)
    say(caller, forms(caller)[0], "7", "7")
    secrets = [one.rpartition("_")[2] for one in (*survey.tokens.values(), session)]
    admin = survey.ring.company.admin
    told = [
        json.dumps(survey.ring.world.items(), default=str),
        json.dumps(lines()),
        admin.get("/v1/audit-events", query={"limit": 200}).text,
        admin.get("/v1/events", query={"since": "2026-11-01T00:00:00Z", "limit": 200}).text,
        survey.hr.get(f"{survey.path}/links").text,
        survey.hr.get(survey.path).text,
    ]
    for secret in secrets:
        assert [text for text in told if secret in text] == []


def test_the_log_says_who_drew_links_and_whose_was_opened(survey: Survey) -> None:
    survey.session("o1")
    survey.hr.delete(f"{survey.path}/links/o2").ok(204)
    admin = survey.ring.company.admin
    events = admin.get("/v1/audit-events", query={"limit": 3}).ok()["items"]
    told = {one["action"]: one for one in events}
    drawn = told["rating_links.draw"]
    assert (drawn["role"], drawn["target"]) == ("hr", f"rating-links/{survey.round_id}")
    assert drawn["after"]["links"] == 3
    opened = told["rating_sessions.open"]
    assert (opened["role"], opened["actor_kind"]) == ("invited", "link")
    assert opened["actor"].startswith("lnk_")
    assert told["rating_links.revoke"]["after"] == {"links": 0}
