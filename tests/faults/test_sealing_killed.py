"""The sealer and an erasure of sealed events, killed at each of their writes."""

import contextlib

import pytest

from chalicelib.audit import sealing
from chalicelib.tenancy.platform import Platform
from tests.api.audit.chain import Chain
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.world import World
from tests.faults.killing import Killed, killed_at
from tests.profiles import choose


@pytest.fixture
def chain(
    acme: Company, world: World, platform: Platform, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Chain:
    monkeypatch.setattr(sealing, "MOST_EVENTS", 2)
    return Chain(acme, world, platform, clock)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_sealer_killed_at_a_write_is_followed_by_one_that_goes_on(
    chain: Chain, number: int, after: bool
) -> None:
    chain.change(4)  # with onboarding six events: three seals of two
    with killed_at(chain.platform, number, after=after), pytest.raises(Killed):
        chain.seal()
    assert len(chain.seals) == number - 1 + after
    assert chain.seal(minutes=0) == 3 - len(chain.seals) or len(chain.seals) == 3
    sealed = [one["S"].split()[0] for seal in chain.seals for one in seal["events"]["L"]]
    assert sealed == [event["sk"]["S"] for event in chain.log]
    assert chain.found() is None


@pytest.mark.parametrize("number", range(1, choose(quick=7, long=40)))
def test_an_erasure_killed_at_a_write_leaves_an_intact_log(chain: Chain, number: int) -> None:
    chain.company.hr.put("/v1/employees/7", {"name": "Ann Smith", "team": "red"}).ok(201)
    chain.company.hr.put("/v1/employees/7", {"name": "Ann Smith", "team": "blue"}).ok()
    chain.seal()
    chain.company.admin.post("/v1/employees/7/erase", {"files": "keep"}).ok(202)
    (message,) = chain.world.messages("jobs")
    worker = Worker(chain.world)
    with killed_at(chain.platform, number, after=False), contextlib.suppress(Killed):
        worker.deliver(message)
    assert chain.found() is None
    worker.deliver(message)
    worker.work()
    chain.seal()
    assert chain.found() is None
    assert "Ann Smith" not in str(chain.log)
