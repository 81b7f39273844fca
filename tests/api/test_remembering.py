"""Remembered setup: what is put back is what was there, and no test sees what another one did."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import pytest
from chalice.test import Client

from chalicelib.schemes import compiled
from chalicelib.tenancy.platform import Platform
from tests.api import remembering
from tests.api.client import Api
from tests.api.clock import START, Clock
from tests.api.company import Company
from tests.api.kept_state import NotKept, Process, put_back, taken
from tests.api.remembering import Course
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import BUCKET, World

MONTH = csv_of("1001,Ann,red,4000,100,88,100")


@dataclass
class Fixture:
    """A fixture, as pytest describes it to its hooks. ``ran``: how many times it has run."""

    argname: str
    run: Callable[..., Any]
    argnames: tuple[str, ...] = ()
    params: Any = None
    scope: str = "function"
    ran: int = 0

    def __post_init__(self) -> None:
        def func(**given: Any) -> Any:
            self.ran += 1
            return self.run(**given)

        self.func: Callable[..., Any] = func


@dataclass
class Setup:
    """Sets up fixtures as pytest does, test after test, in a course of its own."""

    process: Process
    course: Course
    given: dict[str, Any] = field(default_factory=dict)

    def test(self, *fixtures: Fixture) -> list[Any]:
        """Begin a test with the empty world, and set up its fixtures. Return their values."""
        self.begin()
        return [self.fixture(each) for each in fixtures]

    def begin(self) -> None:
        process = self.process
        process.world.clear()
        process.clock.now = START
        process.platform.start_over(process.clock)
        compiled.forget()
        self.given = {"world": process.world, "clock": process.clock}
        self.course.start()
        self.course.process, self.course.moment = process, self.course.beginning
        self.course.ended, self.course.seen = False, self.course.state()

    def fixture(self, fixture: Fixture) -> Any:
        request: Any = None
        hook = remembering.pytest_fixture_setup(fixture, request)
        next(hook)
        value = fixture.func(**{name: self.given[name] for name in fixture.argnames})
        with pytest.raises(StopIteration) as ended:
            hook.send(value)
        self.given[fixture.argname] = ended.value.value
        return ended.value.value


@pytest.fixture
def process(world: World, clock: Clock, platform: Platform, _client: Client) -> Process:
    return Process(world, clock, platform, _client)


@pytest.fixture
def setup(process: Process, monkeypatch: pytest.MonkeyPatch) -> Setup:
    course = Course()
    monkeypatch.setattr(remembering, "course", course)
    return Setup(process, course)


@pytest.fixture
def company(process: Process) -> Fixture:
    from chalicelib.api_keys.operator_keys import issue_operator_key

    def onboarded() -> Company:
        key = issue_operator_key(process.platform.table, process.platform.clock)
        return Company(Api(process.client, key), "acme")

    return Fixture("company", onboarded)


def scored(company: Company, world: World) -> Desk:
    published(company)
    desk = Desk(world, company.hr, "acme")
    desk.send(MONTH)
    return desk


@pytest.fixture
def month() -> Fixture:
    return Fixture("month", scored, ("company", "world"))


def everything(world: World) -> Any:
    """All that is stored: items, objects with their bytes, messages that wait."""
    objects = {
        name: world.s3.get_object(Bucket=BUCKET, Key=name)["Body"].read()
        for name in world.objects()
    }
    return world.items(), objects, [world.not_received(queue) for queue in world.queue_urls]


def test_a_setup_is_put_back_for_the_next_test_as_it_was(
    setup: Setup, company: Fixture, month: Fixture, world: World
) -> None:
    acme, _ = setup.test(company, month)
    before, key, next_id = everything(world), acme.hr.key, world.next_id

    again, its_desk = setup.test(company, month)

    assert (company.ran, month.ran, setup.course.put_back) == (1, 1, 2)
    assert everything(world) == before
    assert (again.hr.key, its_desk.caller.key, world.next_id) == (key, key, next_id)
    assert its_desk.caller is again.hr
    assert its_desk.world is world
    assert acme is not again


def test_what_a_test_does_is_not_there_for_the_next_one(
    setup: Setup, company: Fixture, month: Fixture, world: World, clock: Clock
) -> None:
    acme, desk = setup.test(company, month)
    before = everything(world)
    for _ in range(2):
        # New items, items changed in their place, a new object, a key of a role, a later time.
        acme.hr.put("/v1/employees/1002", {"name": "Bob", "team": "red"}).ok(201)
        acme.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
        desk.send(csv_of("1001,Ann,red,9000,100,10,100"))
        assert acme.payroll.key
        desk.tenant = "globex"
        clock.advance(hours=30)
        assert everything(world) != before

        acme, desk = setup.test(company, month)

        assert everything(world) == before
        assert (clock.now, desk.tenant, "payroll" in vars(acme)) == (START, "acme", False)
    assert month.ran == 1


def test_what_follows_a_setup_is_the_same_with_and_without_it(
    setup: Setup, company: Fixture, month: Fixture, process: Process
) -> None:
    def read() -> list[str]:
        made: list[str] = []
        client = process.platform.table.connection.connection.client

        def note(model: Any, **_: object) -> None:
            made.append(model.name)

        client.meta.events.register("before-call.dynamodb.*", note)
        _, desk = setup.test(company, month)
        made.clear()
        desk.caller.get("/v1/employees/1001/scorecards/2026-10", query={"scheme": "desk"}).ok()
        desk.send(MONTH)
        client.meta.events.unregister("before-call.dynamodb.*", note)
        return made

    first = read()
    assert first == read()
    assert month.ran == 1


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda process, acme: acme.admin.get("/v1/tenant").ok(),
        lambda process, acme: process.clock.advance(seconds=1),
        lambda process, acme: process.world.take_id(60),
        lambda process, acme: process.world.sqs.send_message(
            QueueUrl=process.world.queue_urls["jobs"], MessageBody="{}"
        ),
    ],
    ids=["a request", "another time", "an id", "a message"],
)
def test_after_anything_between_two_fixtures_the_next_one_runs(
    setup: Setup, company: Fixture, month: Fixture, process: Process, meanwhile: Any
) -> None:
    setup.test(company, month)
    (acme,) = setup.test(company)
    meanwhile(process, acme)
    setup.fixture(month)
    assert (company.ran, month.ran) == (1, 2)


@pytest.mark.parametrize(
    "other",
    [
        Fixture("patching", lambda monkeypatch: None, ("monkeypatch",)),
        Fixture("asking", lambda request: request, ("request",)),
        Fixture("one_of_two", lambda: None, params=(1, 2)),
    ],
    ids=lambda fixture: fixture.argname,
)
def test_after_a_fixture_that_is_not_plain_nothing_is_put_back(
    setup: Setup, company: Fixture, other: Fixture
) -> None:
    for _ in range(2):
        setup.begin()
        setup.given |= {"monkeypatch": None, "request": None}
        setup.fixture(other)
        setup.fixture(company)
    assert (company.ran, setup.course.put_back) == (2, 0)


def test_another_order_of_fixtures_is_another_setup(setup: Setup, company: Fixture) -> None:
    other = Fixture("other", lambda company: company.with_role("hr").key, ("company",))
    more = Fixture("more", lambda company: company.with_role("auditor").key, ("company",))
    setup.test(company, other, more)
    setup.test(company, more, other)
    assert (other.ran, more.ran) == (2, 2)
    setup.test(company, other, more)
    setup.test(company, more, other)
    assert (other.ran, more.ran) == (2, 2)


def test_the_call_of_a_test_is_not_remembered(
    setup: Setup, company: Fixture, month: Fixture
) -> None:
    for _ in range(2):
        setup.test(company)
        remembering.pytest_runtest_call()
        setup.fixture(month)
    assert (company.ran, month.ran) == (1, 2)


def test_a_state_that_waits_by_the_machines_clock_is_not_kept(process: Process) -> None:
    url = process.world.queue_urls["jobs"]
    process.world.sqs.send_message(QueueUrl=url, MessageBody="{}", DelaySeconds=60)
    with pytest.raises(NotKept):
        taken(process, [], None)


@pytest.mark.parametrize("value", [lambda: None, mock.Mock(), (one for one in ())])
def test_a_value_that_cannot_be_copied_is_not_kept(process: Process, value: Any) -> None:
    with pytest.raises(NotKept):
        taken(process, [], value)


def test_a_container_that_a_later_fixture_fills_comes_back_filled(process: Process) -> None:
    seen: list[str] = ["one"]
    told = {"names": seen}
    kept = taken(process, [seen, told], None)
    seen.append("two")
    told.clear()
    put_back(process, [seen, told], kept)
    assert (seen, told) == (["one"], {"names": seen})
    assert told["names"] is seen
