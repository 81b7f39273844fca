"""The smoke test that ends a deployment, run against the local AWS."""

import pytest

from chalicelib.api_keys.operator_keys import operator_keys
from demo import smoke
from demo.client import Client
from demo.smoke import SmokeError
from infra import deployed
from tests.stack.conftest import Stack

pytestmark = pytest.mark.stack


def keys_in_force(stack: Stack) -> int:
    table = deployed.table_of(stack.stage, stack.deployment)
    return sum(key.revoked_at is None for key in operator_keys(table))


def test_the_main_job_runs_and_leaves_no_key_and_a_company_on_its_way_out(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    before = keys_in_force(stack)
    assert smoke.main(["--home", str(stack.home)]) == 0
    told = capsys.readouterr().out
    assert "payroll's file is right" in told
    assert keys_in_force(stack) == before
    companies = list(Client(stack.url, stack.operator_key).items("/tenants"))
    (made,) = [one for one in companies if one["id"].startswith("smoke-")]
    assert made["status"] == "deleting"


def test_a_wrong_figure_fails_it_and_the_company_goes_all_the_same(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(smoke.EXPECTED, "1001", ("99.99", "1.1"))
    operator = Client(stack.url, stack.operator_key)
    count = len([one for one in operator.items("/tenants") if one["status"] == "active"])
    with pytest.raises(SmokeError, match="should be"):
        smoke.run(stack.url, operator)
    assert len([one for one in operator.items("/tenants") if one["status"] == "active"]) == count
