"""ETags: what has not changed is not sent twice, and nobody overwrites what they have not seen."""

import pytest

from tests.api.client import Api
from tests.api.company import Company
from tests.api.web.walking import ROUTES, ask

PATCH = {"locale": "zh"}


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
    """Both have read revision 1; the second has written before the first commits."""
    from chalicelib.tenancy import service

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


def test_a_star_stands_for_any_revision(acme: Company) -> None:
    acme.admin.patch("/v1/tenant", PATCH, if_match="*").ok()


@pytest.mark.parametrize("header", ['"7"', "W/x", '"c-0123"', '"-1"', '"1e3"', '"١"'])
def test_an_etag_that_is_not_this_revision_is_412(acme: Company, header: str) -> None:
    acme.admin.patch("/v1/tenant", PATCH, if_match=header).problem(412, "stale_etag")
