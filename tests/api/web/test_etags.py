"""ETags: unchanged content is not sent twice, and nobody overwrites a change they have not seen."""

import pytest

from chalicelib.tenancy.roles import Role
from tests.api.client import Api
from tests.api.company import Company
from tests.api.web.permissions import PERMISSIONS
from tests.api.web.walking import PRIVATE, ROUTES, ask
from tests.api.world import World
from tests.isolation.requests import ABSENT, BODIES, Asked
from tests.isolation.things import EMPLOYEE, furnish

PATCH = {"locale": "zh"}
CHANGES = [route for route in PRIVATE if route.method in ("PUT", "PATCH")]


def test_every_read_carries_an_etag_and_is_304_while_nothing_changed(
    acme: Company, operator: Api
) -> None:
    read = 0
    for route in ROUTES:
        for caller in (acme.admin, operator):
            if route.method != "GET" or ask(caller, route).status != 200:
                continue
            first = ask(caller, route)
            again = ask(caller, route, headers={"If-None-Match": f'"other", W/{first.etag}'})
            assert again.status == 304, route.operation
            assert again.content == b""
            assert again.etag == first.etag
            read += 1
    assert read >= 8


def test_a_changed_resource_is_sent_again_with_another_etag(acme: Company) -> None:
    first = acme.admin.get("/v1/tenant")
    acme.admin.patch("/v1/tenant", PATCH, if_match=first.etag).ok()
    again = acme.admin.get("/v1/tenant", headers={"If-None-Match": first.etag})
    assert again.ok()["locale"] == "zh"
    assert again.etag != first.etag


def test_a_change_answers_with_the_etag_that_the_next_read_gives(acme: Company) -> None:
    changed = acme.admin.patch("/v1/tenant", PATCH, if_match='"1"')
    assert changed.etag == acme.admin.get("/v1/tenant").etag == '"2"'


def test_the_second_of_two_who_read_the_same_is_told_to_read_again(acme: Company) -> None:
    etag = acme.admin.get("/v1/tenant").etag
    acme.admin.patch("/v1/tenant", {"locale": "zh"}, if_match=etag).ok()
    acme.admin.patch("/v1/tenant", {"locale": "en"}, if_match=etag).problem(412, "stale_etag")
    assert acme.admin.get("/v1/tenant").ok()["locale"] == "zh"


def test_of_two_changes_at_the_same_moment_one_is_refused(
    acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have read revision 1. The second writes before the first commits."""
    from chalicelib.companies import service

    record = service.record_change
    others: list[int] = []

    def meanwhile(*args: object, **more: object) -> None:
        if not others:
            others.append(0)
            others[0] = acme.admin.patch("/v1/tenant", {"locale": "en"}, if_match='"1"').status
        record(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(service, "record_change", meanwhile)
    acme.admin.patch("/v1/tenant", {"locale": "zh"}, if_match='"1"').problem(412, "stale_etag")
    assert others == [200]
    assert acme.admin.get("/v1/tenant").ok()["locale"] == "en"


def test_without_if_match_a_change_of_settings_is_428(acme: Company) -> None:
    acme.admin.patch("/v1/tenant", PATCH).problem(428, "etag_required")


@pytest.mark.parametrize("header", ['"3", "1"', '"1","x, y"', 'W/"7", "1-0a", ""', '"7",, "1" ,'])
def test_one_current_tag_in_a_list_is_enough(acme: Company, header: str) -> None:
    acme.admin.patch("/v1/tenant", PATCH, if_match=header).ok()


@pytest.mark.parametrize("header", ['"3", "x"', 'W/"1"', '"x, 1"', 'W/"1", "2"', ","])
def test_a_list_without_the_current_tag_is_412(acme: Company, header: str) -> None:
    """A weak tag never matches in If-Match. A comma inside quotes does not end a tag."""
    acme.admin.patch("/v1/tenant", PATCH, if_match=header).problem(412, "stale_etag")


def test_a_read_understands_commas_inside_a_tag(acme: Company) -> None:
    etag = acme.admin.get("/v1/tenant").etag
    headers = {"If-None-Match": f'"a, b", W/{etag}'}
    assert acme.admin.get("/v1/tenant", headers=headers).status == 304


def test_a_person_who_is_there_is_not_made_again(acme: Company) -> None:
    only_new = {"If-None-Match": "*"}
    acme.hr.put("/v1/employees/N1", {"name": "first"}, headers=only_new).ok(201)
    second = acme.hr.put("/v1/employees/N1", {"name": "second"}, headers=only_new)
    assert second.problem(412, "already_there")["detail"].endswith("Nothing was changed.")
    assert acme.hr.get("/v1/employees/N1").ok()["name"] == "first"
    acme.hr.delete("/v1/employees/N1").ok(204)
    acme.hr.put("/v1/employees/N1", {"name": "third", "rehired": True}, headers=only_new).ok(201)


def test_a_change_may_say_which_revision_it_is_not_meant_for(acme: Company) -> None:
    acme.hr.put("/v1/employees/N1", {"name": "first"}).ok(201)
    refused = acme.hr.put("/v1/employees/N1", {"name": "x"}, headers={"If-None-Match": '"1"'})
    refused.problem(412, "already_there")
    acme.hr.put("/v1/employees/N1", {"name": "x"}, headers={"If-None-Match": '"2"'}).ok()


FORM = "rating_tasks.save"


@pytest.mark.long
def test_what_is_there_is_never_changed_by_who_says_that_nothing_is(
    acme: Company, operator: Api, world: World
) -> None:
    """Send ``If-None-Match: *`` with every PUT and PATCH of the API to a thing that exists."""
    names = {**ABSENT, **furnish(acme, world).names}
    operator.put("/v1/tenants/acme/sign-in", BODIES["tenants.sign_in_change"]).ok()
    # A form is found by its rater, and while its round is open.
    admin = acme.with_role("admin", employee_id=EMPLOYEE)
    callers = {
        Role.ADMIN: admin,
        Role.AGENT: acme.with_role("agent", employee_id=EMPLOYEE),
        Role.INSPECTOR: acme.with_role("inspector", employee_id=EMPLOYEE),
        Role.OPERATOR: operator,
    }
    for route in sorted(CHANGES, key=lambda one: one.operation == FORM):
        if route.operation == FORM:
            path = f"/v1/rating-rounds/{names['round_id']}/open"
            admin.post(path, None, if_match="*").ok()
        before = _kept(world)
        asked = Asked(route, route.path, frozenset(), {}, BODIES[route.operation])
        path, _, body = asked.filled(names)
        allowed = PERMISSIONS[route.operation]
        caller = next(one for role, one in callers.items() if role in allowed)
        if route.operation == "cases.change":
            # Nobody changes a case about themselves.
            caller = acme.admin
        reply = caller.call(route.method, path, body, headers={"If-None-Match": "*"})
        assert (reply.status, route.operation) == (412, route.operation)
        reply.problem(412, "already_there")
        assert _kept(world) == before, route.operation


def _kept(world: World) -> list[str]:
    """Return all stored items except the counts of requests and of what is used."""
    counts = ("#requests", "#usage")
    return sorted(
        str(item) for item in world.items() if not any(one in item["pk"]["S"] for one in counts)
    )


def test_a_star_stands_for_any_revision(acme: Company) -> None:
    acme.admin.patch("/v1/tenant", PATCH, if_match="*").ok()


@pytest.mark.parametrize("header", ['"7"', "W/x", '"c-0123"', '"-1"', '"1e3"', '"١"'])
def test_an_etag_that_is_not_this_revision_is_412(acme: Company, header: str) -> None:
    acme.admin.patch("/v1/tenant", PATCH, if_match=header).problem(412, "stale_etag")
