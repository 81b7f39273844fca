"""Tests of the fixtures on which other tests build."""

from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.company import Company
from tests.api.world import World


def test_the_service_answers_without_a_credential(api: Api) -> None:
    assert api.get("/v1/health").ok()["status"] == "ok"


def test_an_onboarded_company_reads_its_own_settings(acme: Company) -> None:
    assert acme.admin.get("/v1/tenant").ok()["name"] == {"zh": "某公司", "en": "Acme"}


def test_every_role_has_a_key_that_works(acme: Company) -> None:
    for role, caller in acme.callers().items():
        assert caller.get("/v1/me").ok()["tenant"] == "acme", role


def test_the_table_is_empty_at_the_start(world: World, platform: Platform) -> None:
    assert world.items() == []
    assert world.objects() == []
