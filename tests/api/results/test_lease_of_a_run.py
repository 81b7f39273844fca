"""The end of a run's work decides about the period's lease."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.jobs.fair_share import BEHIND_OTHERS
from chalicelib.periods import lease
from chalicelib.periods.errors import PeriodBusy, PeriodLocked
from chalicelib.results.leased_run import (
    BUSY_SECONDS,
    DONE,
    Next,
    OthersWait,
    OutOfTime,
    TakenOver,
    run_under_lease,
)
from chalicelib.tenancy.context import Context
from tests.api.clock import Clock
from tests.api.company import Company

LATER = timedelta(minutes=5)


def run(context: Context, work: Callable[[], object], inherited: str | None = None) -> Next:
    deadline = context.platform.clock() + LATER
    return run_under_lease(
        context, "desk", "2026-10", inherited, deadline, lambda _: work(), "upl_1"
    )


def ends_with(error: Exception) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


def may_be_locked(acme: Company) -> bool:
    answer = acme.hr.post("/v1/periods/2026-10/lock", {"scheme": "desk"})
    return answer.status == 200


def test_nobody_else_gets_the_period_while_the_work_is_under_way(context: Context) -> None:
    inner: list[Next] = []

    outer = run(context, lambda: inner.append(run(context, lambda: None)))

    assert (outer, inner) == (DONE, [Next(BUSY_SECONDS)])


def test_work_that_comes_to_its_end_leaves_a_period_that_may_be_locked(
    context: Context, acme: Company
) -> None:
    assert run(context, lambda: None) == DONE
    assert may_be_locked(acme)


def test_work_out_of_time_hands_its_lease_to_one_next_run(
    context: Context, acme: Company, clock: Clock
) -> None:
    handed = run(context, ends_with(OutOfTime()))

    assert handed.delay == 0
    assert run(context, lambda: None) == Next(BUSY_SECONDS)
    assert not may_be_locked(acme)
    assert run(context, lambda: None, handed.claim) == DONE
    assert may_be_locked(acme)


def test_work_that_ends_for_others_hands_its_lease_on_behind_them(context: Context) -> None:
    handed = run(context, ends_with(OthersWait()))

    assert handed.delay == BEHIND_OTHERS
    assert run(context, lambda: None) == Next(BUSY_SECONDS)
    assert run(context, lambda: None, handed.claim) == DONE


@pytest.mark.parametrize(
    "error", [TakenOver(), RuntimeError("broken")], ids=["taken over", "error"]
)
def test_work_that_breaks_off_lets_the_next_one_in_and_keeps_the_period_open(
    context: Context, acme: Company, error: Exception
) -> None:
    if isinstance(error, TakenOver):
        # Another run is asked for after a while, without a claim to inherit.
        assert run(context, ends_with(error)) == Next(BUSY_SECONDS)
    else:
        with pytest.raises(RuntimeError, match="broken"):
            run(context, ends_with(error))

    assert not may_be_locked(acme)
    assert run(context, lambda: None) == DONE
    assert may_be_locked(acme)


def test_a_run_that_died_holds_the_period_until_its_deadline(
    context: Context, clock: Clock
) -> None:
    lease.take(context, "2026-10", "desk", "run_dead", clock() + LATER, work="upl_2")

    assert run(context, lambda: None) == Next(BUSY_SECONDS)
    clock.advance(minutes=5, seconds=6)
    assert run(context, lambda: None) == DONE


def test_a_locked_period_is_not_written(context: Context, acme: Company) -> None:
    assert may_be_locked(acme)
    done: list[str] = []

    with pytest.raises(PeriodLocked):
        run(context, lambda: done.append("written"))

    assert done == []


def test_a_lease_that_passed_to_the_next_run_is_not_given_back_by_the_former(
    context: Context, clock: Clock
) -> None:
    """A worker runs past its deadline and ends after another run has taken the period."""

    def outlive() -> None:
        clock.advance(minutes=6)
        lease.take(context, "2026-10", "desk", "run_next", clock() + LATER, work="upl_2")

    assert run(context, outlive) == DONE

    with pytest.raises(PeriodBusy):
        lease.take(context, "2026-10", "desk", "run_third", clock() + LATER, work="upl_2")
