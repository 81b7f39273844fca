"""Followers of a period's results: each is called after every settling, and no call is lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.contents import Contents, Package
from chalicelib.periods import lease
from chalicelib.results import changes
from chalicelib.results.followers import Follower, Progress, Settled, call_followers
from chalicelib.results.settling import Summary
from chalicelib.schemes.compiled import ready
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from tests.api.company import Company
from tests.api.results.conftest import MONTH
from tests.api.uploads.sending import Desk

#: 1001 as before. 1002 gets 80.00, good: 30 s, 80 %: 40 + 40.
CORRECTED = MONTH.replace(b"7200", b"3000")
PERIOD = "/v1/periods/2026-10"


@dataclass
class Noting:
    """A follower that records its calls. ``ends``: the first answers; later answers are True."""

    name: str
    notes: list[tuple[str, Settled]]
    ends: list[bool | Exception] = field(default_factory=list)

    def follow(self, context: Context, settled: Settled, deadline: datetime) -> bool:
        self.notes.append((self.name, settled))
        end = self.ends.pop(0) if self.ends else True
        if isinstance(end, Exception):
            raise end
        return end


Register = Callable[..., list[tuple[str, Settled]]]


@pytest.fixture
def register(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Register:
    """Register two followers, ``first`` and ``second``, beside the service's own."""

    def registered(first: Any = (), second: Any = ()) -> list[tuple[str, Settled]]:
        notes: list[tuple[str, Settled]] = []
        followers: tuple[Follower, ...] = (
            Noting("first", notes, list(first)),
            Noting("second", notes, list(second)),
        )
        packages = [Package(followers=(one,)) for one in followers]
        contents = Contents((*packages, *platform.contents.packages))
        monkeypatch.setattr(platform, "contents", contents)
        return notes

    return registered


def called(notes: list[tuple[str, Settled]]) -> list[str]:
    return [name for name, _ in notes]


def plans(desk: Desk) -> int:
    return len(desk.caller.get("/v1/improvement-plans").ok()["items"])


def busy(desk: Desk) -> bool:
    found: bool = desk.caller.get(PERIOD).ok()["schemes"][0]["busy"]
    return found


def test_followers_are_called_in_the_order_of_registration_with_what_was_settled(
    october: Desk, register: Register
) -> None:
    notes = register()

    october.send(CORRECTED)

    assert called(notes) == ["first", "second"]
    settled = notes[0][1]
    assert (settled.scheme, settled.period, settled.version.version) == ("desk", "2026-10", 1)
    assert (settled.summary.scorecards, settled.summary.grades) == (2, {"good": 2})
    # 1001 came out the same. Nobody else's result was read for it.
    assert (settled.heads, settled.changed and set(settled.changed)) == (None, {"1002"})
    change = (settled.changed or {})["1002"]
    assert change.before is not None
    assert (change.before.total, change.after.total) == (Decimal(48), Decimal(80))


@pytest.mark.long
def test_after_more_changes_than_are_followed_one_by_one_they_get_everybody(
    october: Desk, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST", 0)
    notes = register()

    october.send(CORRECTED)

    settled = notes[0][1]
    assert settled.changed is None
    assert settled.heads is not None
    totals = {name: head.total for name, head in settled.heads.items()}
    assert totals == {"1001": Decimal(88), "1002": Decimal(80)}


def test_a_rescoring_calls_them_as_an_upload_does(
    october: Desk, acme: Company, register: Register
) -> None:
    notes = register()
    acme.hr.post(f"{PERIOD}/rescore", {"scheme": "desk"}).ok(202)

    (message,) = october.world.messages("uploads")
    october.deliver_body(message)

    assert called(notes) == ["first", "second"]
    assert notes[0][1].summary.grades == {"good": 1, "poor": 1}


def test_after_one_runs_out_of_time_another_run_calls_all_of_them_again(
    october: Desk, register: Register
) -> None:
    notes = register(first=[False])
    upload = october.announce()
    event = october.put(upload, CORRECTED)

    october.run_once(october.message(event))

    # Handed over under the lease, so no other run writes in between.
    assert (called(notes), busy(october)) == (["first"], True)
    assert october.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "processing"
    (message,) = october.world.messages("uploads")
    october.run_once(message)
    assert called(notes) == ["first", "first", "second"]
    assert [settled.changed is None for _, settled in notes] == [False, True, True]
    assert october.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "completed"
    assert (plans(october), busy(october)) == (0, False)


def test_one_that_fails_does_not_keep_the_others_from_following(
    october: Desk, register: Register
) -> None:
    assert plans(october) == 2
    notes = register(first=[RuntimeError("broken")])
    upload = october.announce()
    message = october.message(october.put(upload, CORRECTED))

    answer = october.run_once(message)

    # The run fails, and its message will be delivered again. The plans are drafted already.
    assert len(answer["batchItemFailures"]) == 1
    assert (called(notes), plans(october)) == (["first", "second"], 0)
    assert october.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "processing"
    october.deliver_body(message)
    assert called(notes) == ["first", "second", "first", "second"]
    assert october.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "completed"


def test_one_that_fails_before_another_runs_out_of_time_fails_the_run(
    october: Desk, register: Register
) -> None:
    """The error is raised although another run would have continued."""
    notes = register(first=[RuntimeError("broken")], second=[False])
    message = october.message(october.put(october.announce(), CORRECTED))

    answer = october.run_once(message)

    assert len(answer["batchItemFailures"]) == 1
    assert (called(notes), october.world.messages("uploads")) == (["first", "second"], [])
    october.deliver_body(message)
    assert called(notes) == ["first", "second", "first", "second"]


def test_a_period_whose_follower_fails_cannot_be_locked_until_it_has_followed(
    october: Desk, acme: Company, register: Register
) -> None:
    register(second=[RuntimeError("broken")])
    message = october.message(october.put(october.announce(), CORRECTED))
    october.run_once(message)

    acme.hr.post(f"{PERIOD}/lock", {"scheme": "desk"}).problem(409, "period_unfinished")
    october.deliver_body(message)
    acme.hr.post(f"{PERIOD}/lock", {"scheme": "desk"}).ok()


def test_several_errors_are_raised_together(context: Context, register: Register) -> None:
    first, second = RuntimeError("one"), ValueError("two")
    register(first=[first], second=[second])
    version = ready(context.table, context.scope, "desk", 1)
    assert version is not None
    # A pilot's results, which get no plans.
    until = context.now + timedelta(minutes=1)
    held = lease.take(context, "2026-10", "desk~1", "run_1", until, work="upl_1")
    progress = Progress(context, held)
    settled = Settled("desk~1", "2026-10", version, Summary(0, 0, {}), {}, progress)

    with pytest.raises(ExceptionGroup) as raised:
        call_followers(context, settled, context.now)

    assert raised.value.exceptions == (first, second)
