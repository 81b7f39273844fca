"""Setup that many tests have in common is done once, and put back for each of the others.

More than half of the time in process went into fixtures that do the same for each test: a company
onboarded, a scheme published, a month scored. After a fixture has run, what it left behind is kept
(:mod:`tests.api.kept_state`). When the next test sets up the same fixtures in the same order, their
state is put back instead. The fixtures themselves know nothing of it.

A kept state is used only where it is certain to be the same: the test has begun with ``world``,
``clock`` and ``platform`` empty, and since then only remembered fixtures have run, in this order,
with nothing between them: no request to AWS, no other id, no other time. A fixture is remembered
only if it is plain: a function that takes other such fixtures alone (no ``monkeypatch``, no
``request``, no parameter, no ``self``), and ends when it returns. After any other fixture the rest
of the setup runs as written. ``tests/api/test_remembering.py`` checks this;
``SERVICESCORE_REMEMBER=no`` turns it off.
"""

import inspect
import os
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import pytest

#: Begin each test; the rest begins with ``platform``.
_BASE = ("world", "clock", "platform")
#: Change nothing, and see nothing of what happens before the test itself.
_HARMLESS = ("lines", "caplog", "monkeypatch", "tmp_path", "request", "subtests")
_ON = os.environ.get("SERVICESCORE_REMEMBER", "yes") != "no"


@dataclass
class Moment:
    """A moment of a setup: what is kept of it, and the moments that followed, by fixture.

    ``kept``: what is put back; None: the fixture makes no request, and runs again.
    """

    kept: Any = None
    kept_at_all: bool = True
    following: dict[Callable[..., Any], "Moment"] = field(default_factory=dict)


@dataclass
class Course:
    """How far the setup of the test at work is the same as setups before it."""

    beginning: Moment = field(default_factory=Moment)
    moment: Moment | None = None
    ended: bool = True
    process: Any = None
    #: The remembered fixtures of this test, and what they have returned, in their order.
    names: set[str] = field(default_factory=set)
    values: list[object] = field(default_factory=list)
    seen: object = None
    put_back: int = 0

    def start(self) -> None:
        self.moment, self.ended, self.names, self.values = None, not _ON, set(), []

    def end(self) -> None:
        """The rest of the setup runs as it is written."""
        self.ended = True

    def begin(self, request: pytest.FixtureRequest, platform: Any) -> None:
        """The world is empty, the clock at its start, the platform new."""
        from tests.api.kept_state import Process

        world, clock, client = map(request.getfixturevalue, ("world", "clock", "_client"))
        self.process = Process(world, clock, platform, client)
        self.moment, self.seen = self.beginning, self.state()

    def state(self) -> object:
        """Whatever happens changes this."""
        from tests.api.quick_requests import made

        world = self.process.world
        return made.requests, world.next_id, self.process.clock.now, world.size()

    def takes(self, fixture: Any) -> bool:
        """Return whether the fixture is plain, and comes directly after those before it."""
        known = {*_BASE, "_client", *self.names}
        ends = not inspect.isgeneratorfunction(fixture.func)
        return (
            ends
            and fixture.params is None
            and not inspect.ismethod(fixture.func)
            and self.moment is not None
            and known.issuperset(fixture.argnames)
            and self.seen == self.state()
        )

    def set_up(self, fixture: Any) -> Generator[None, object, object]:
        """Put the fixture's state back, or run it and keep its state."""
        assert self.moment is not None
        found, before = self.moment.following.get(fixture.func), self.seen

        def put_back(**_: object) -> object:
            assert found is not None
            return self._put_back(found)

        if found is None:
            value = yield
            found = self.moment.following[fixture.func] = self._kept(value)
        elif found.kept is None:
            value = yield
        else:
            with mock.patch.object(fixture, "func", put_back):
                value = yield
        self.names.add(fixture.argname)
        self.values.append(value)
        self.moment, self.seen = found, self.state()
        changed = found.kept is None and self.seen != before
        self.ended = changed or not found.kept_at_all
        return value

    def _kept(self, value: object) -> Moment:
        from tests.api.kept_state import NotKept, taken

        if self.seen == self.state():
            return Moment()
        try:
            return Moment(taken(self.process, self.values, value))
        except NotKept:
            return Moment(kept_at_all=False)

    def _put_back(self, moment: Moment) -> object:
        from tests.api.kept_state import put_back

        self.put_back += 1
        return put_back(self.process, self.values, moment.kept)


course = Course()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    course.start()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call() -> None:
    course.end()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: Any, request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    if course.ended or fixturedef.scope != "function":
        return (yield)
    name, module = fixturedef.argname, fixturedef.func.__module__
    ours = module == "tests.api.fixtures"
    if ours and name in _BASE:
        value = yield
        if name == "platform":
            course.begin(request, value)
        return value
    if name in _HARMLESS and (ours or module.startswith("_pytest.")):
        return (yield)
    if course.takes(fixturedef):
        return (yield from course.set_up(fixturedef))
    if not _names_a_parameter(fixturedef, request):
        course.end()
        return (yield)
    value = yield
    if value is not request.param:
        course.end()
    return value


def _names_a_parameter(fixture: Any, request: pytest.FixtureRequest) -> bool:
    """Return whether it may only say which of its parameters it is, as a ``parametrize`` does.

    A fixture that takes it is not plain: what it does depends on the test.
    """
    of_the_test = getattr(fixture.func, "__name__", "") == "get_direct_param_fixture_func"
    return (of_the_test or fixture.argnames == ("request",)) and hasattr(request, "param")
