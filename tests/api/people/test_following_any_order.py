"""Whatever changes, and in whatever order it is committed: a copy that follows is complete."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from chalicelib.errors import ServiceError
from chalicelib.people import renaming, service
from chalicelib.person_keys import first_key, shown
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.records import read_tenant
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope
from chalicelib.web.etags import NO_CONDITIONS
from chalicelib.web.syncing import MARGIN
from tests.api.clock import START, Clock
from tests.api.company import Company
from tests.api.web.following import Follower
from tests.profiles import examples

PEOPLE = ("1", "2", "3")
TEAMS = ("red", "blue")
#: A request lasts so long at most. Its commit comes at any moment of it.
LONGEST = timedelta(minutes=5)

ACTIONS = some.one_of(
    some.tuples(some.just("put"), some.sampled_from(PEOPLE), some.sampled_from(TEAMS)),
    some.tuples(some.just("delete"), some.sampled_from(PEOPLE), some.just("")),
    some.tuples(some.just("rename"), some.sampled_from(PEOPLE), some.sampled_from(PEOPLE)),
    some.tuples(some.just("commit"), some.integers(0, 5).map(str), some.just("")),
    some.tuples(some.just("wait"), some.integers(1, 4).map(str), some.just("")),
    some.tuples(some.just("sync"), some.sampled_from(("1", "200")), some.just("")),
)


class Requests:
    """Requests that have read and not yet committed, with the time by which each ends."""

    def __init__(self, platform: Platform, clock: Clock) -> None:
        self.platform, self.clock = platform, clock
        self.open: list[tuple[timedelta, Unit]] = []
        with acting_as(TenantScope("acme")):
            tenant = read_tenant(platform.table, TenantScope("acme"))
        assert tenant is not None
        self.shards = tenant.register_shards

    def begin(self, change: Callable[[Context], object]) -> None:
        unit = Unit(self.platform.table)
        caller = Principal("key", frozenset({Role.HR}), "acme", register_shards=self.shards)
        context = Context(self.platform, TenantScope("acme"), caller, unit, self.clock.now)
        with acting_as(context.scope):
            try:
                change(context)
            except ServiceError:
                return
        self.open.append((self.clock.now - START + LONGEST, unit))

    def commit(self, number: int) -> None:
        if number < len(self.open):
            _, unit = self.open.pop(number)
            with acting_as(TenantScope("acme")):
                try:
                    unit.commit()
                except (ServiceError, ConditionFailed):
                    return

    def end(self, moment: timedelta) -> None:
        """Commit what ends before a moment, and then let it be that moment."""
        while late := [n for n, (until, _) in enumerate(self.open) if until <= moment]:
            self.commit(late[0])
        self.clock.now = START + moment


@settings(max_examples=examples(0.1))
@given(some.lists(ACTIONS, max_size=25))
def _follows(
    company: Company, platform: Platform, clock: Clock, story: list[tuple[str, str, str]]
) -> None:
    requests = Requests(platform, clock)
    copy = Follower(company.hr, "/v1/employees", "person")
    red = Follower(company.hr, "/v1/employees", "person", {"team": "red"})
    copy.follow()
    red.follow()
    for action, one, other in story:
        if action == "put":
            wanted = {"team": other, "name": other, "rehired": True}
            requests.begin(partial(_put, one, wanted))
        elif action == "delete":
            requests.begin(partial(_delete, one))
        elif action == "rename":
            requests.begin(partial(_rename, one, other))
        elif action == "commit":
            requests.commit(int(one))
        elif action == "wait":
            requests.end(clock.now - START + timedelta(minutes=int(one)))
        else:
            copy.follow(int(one))
            red.follow(int(one))
    while requests.open:
        requests.commit(0)
    clock.now += MARGIN
    copy.follow()
    red.follow()
    assert _present(copy) == copy.listed_anew()
    assert _present(red) == red.listed_anew()


def _present(held: Follower) -> dict[str, Any]:
    """What a copy holds without deleted people, as a list has it."""
    return {key: one for key, one in held.copy.items() if one["status"] != "deleted"}


def _put(employee_id: str, wanted: dict[str, object], context: Context) -> None:
    try:
        service.put(context, employee_id, wanted, NO_CONDITIONS)
    except ServiceError:
        plain = {name: value for name, value in wanted.items() if name != "rehired"}
        service.put(context, employee_id, plain, NO_CONDITIONS)


def _delete(employee_id: str, context: Context) -> None:
    service.delete(context, employee_id, NO_CONDITIONS)


def _rename(employee_id: str, new_id: str, context: Context) -> None:
    renaming.rename(context, employee_id, new_id, reuse=True, expected=NO_CONDITIONS)


def test_a_copy_that_follows_is_what_a_full_list_gives(
    acme: Company, platform: Platform, clock: Clock
) -> None:
    _follows(acme, platform, clock)


def test_a_change_that_was_under_way_during_a_sync_comes_with_the_next(
    acme: Company, platform: Platform, clock: Clock
) -> None:
    requests = Requests(platform, clock)
    copy = Follower(acme.hr, "/v1/employees", "person")
    copy.follow()
    clock.advance(minutes=30)
    requests.begin(partial(_put, "1", {"name": "Ann"}))
    clock.advance(minutes=1)
    assert copy.follow() == []
    clock.advance(minutes=3)
    requests.commit(0)

    clock.advance(hours=5)

    assert copy.follow() == [shown(first_key("1"))]
