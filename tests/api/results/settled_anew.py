"""What a period's stored summary says, and what counting everything anew makes of it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.periods import (
    directory,
    lease,
    missing_counts,
    ordered_pieces,
    pieces,
    summaries,
)
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.plans.keys import partition_of_plans
from chalicelib.publication import kept_check, missing
from chalicelib.publication.month_check import Check, Walk
from chalicelib.results import adjusting, finishing, outdated, outdated_of_few
from chalicelib.results.finishing import settle_and_follow
from chalicelib.schemes.compiled import ReadyScheme, existing
from chalicelib.schemes.records import read_head
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from tests.api.worker import worker_in

#: Members that name a generation, a run or a moment.
OF_THE_WRITE = (
    *("settled_at", "outdated_at", "outdated_counted", "revision", "rescoring"),
    *("pieces", "ordered", "listing", "ranks", "teams", "check"),
)
Told = dict[str, Any]


def told(context: Context, period: str, scheme: str = "desk") -> Told:
    """Return what is stored of a period: counts, tables and plans, without the register's check."""
    record = read_period(context.table, context.scope, period, scheme)
    if record is None or record.settled_at is None:
        return {}
    members = {name: getattr(record, name) for name in PeriodRecord.__slots__}
    found = {name: one for name, one in members.items() if name not in OF_THE_WRITE}
    assert (record.writer, record.unsettled, record.following) == (None, None, None)
    return {
        **found,
        "ranks": summaries.all_ranks(context, record),
        "teams": {
            team: (
                dict(tally.grades),
                tally.insufficient,
                tally.incomplete,
                dict(tally.versions),
            )
            for team, tally in summaries.tallies_of(context, record).items()
        },
        "directory": list(directory.everybody(context, record)),
        "plans": list(_plans(context, period, scheme)),
    }


def check_of(context: Context, period: str, scheme: str) -> tuple[str, Check] | None:
    """Return what is kept of the register's check of a period, with the time of its walk."""
    record = read_period(context.table, context.scope, period, scheme)
    if record is None or record.check is None:
        return None
    several = Counter({code: int(one) for code, one in record.check["several"].items()})
    missing = missing_counts.read(context, record)
    return record.check["as_of"], Check(missing, several, int(record.check["outdated"]))


def walked(context: Context, period: str, scheme: str) -> Check:
    """Return the register's check of a period as a walk of this moment makes it."""
    walk = Walk(context, PeriodRecord(period, scheme))
    assert list(walk.absent())
    return walk.check


def _plans(context: Context, period: str, scheme: str) -> Iterator[Any]:
    for shard in range(context.principal.shards):
        for item in context.table.query_all(partition_of_plans(context.scope, period, shard)):
            if item["scheme"] == scheme:
                yield item


def version_of(context: Context, period: str, scheme: str = "desk") -> ReadyScheme:
    """Return the version of a scheme that is in effect for a period."""
    head = read_head(context.table, context.scope, scheme)
    effect = head.in_effect(period) if head else None
    assert effect is not None
    return existing(context.table, context.scope, scheme, effect.version)


def count_anew(platform: Platform, tenant: str, period: str, scheme: str = "desk") -> None:
    """Settle a period as a run does that knows nothing of what has changed, and follow."""
    with worker_in(platform, tenant) as context:
        version = version_of(context, period, scheme)
        claim, until = new_id("run", context.now), context.now + timedelta(minutes=5)
        held = lease.take(context, period, scheme, claim, until, work="upl_anew")
        settle_and_follow(context, version, held, until, None)
        lease.give_back(context, held)


@contextmanager
def counting_adjusted(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """Count how often the summary, the count of outdated results and the check were adjusted."""
    made = {"summary": 0, "outdated": 0, "check": 0}
    places: tuple[tuple[Any, str, Any, str], ...] = (
        (finishing, "adjust", adjusting.adjust, "summary"),
        (outdated, "adjust_count", outdated_of_few.adjust_count, "outdated"),
        (kept_check, "adjust_check", kept_check.adjust_check, "check"),
    )
    with monkeypatch.context() as patched:
        for module, name, function, what in places:

            def counted(*args: Any, function: Any = function, what: str = what, **more: Any) -> Any:
                found = function(*args, **more)
                made[what] += bool(found)
                return found

            patched.setattr(module, name, counted)
        yield made


def with_a_large_register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a register of more than one person count as large, so that a check of it is kept."""
    for module in (missing, kept_check):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 1)


def with_tiny_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every table lie in pieces, of one or two entries each."""
    monkeypatch.setattr(pieces, "MOST_INSIDE", 0)
    monkeypatch.setattr(pieces, "AIM", 8)
    for name, size in (("AIM", 60), ("MOST", 120), ("SMALL", 15)):
        monkeypatch.setattr(ordered_pieces, name, size)
