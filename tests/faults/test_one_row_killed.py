"""A worker that dies at any write of one person's change: whoever comes next counts what it left.

The dead run's cards may be written and its summary not, or the summary and not what follows. The
next run, of another file or of the same one, does not know what has changed. So it counts
everything anew.
"""

from itertools import count
from typing import Any

import pytest

from chalicelib.periods import pieces
from chalicelib.periods.summaries import stored_pieces
from chalicelib.store.keys import Key
from chalicelib.store.table import Table
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.results.settled_anew import (
    count_anew,
    counting_adjusted,
    told,
    with_a_large_register,
)
from tests.api.results.waits import ANSWERS, BY_GROWTH, GROWTH, line, rows, scheme
from tests.api.uploads.sending import Desk, published
from tests.api.worker import worker_in
from tests.api.world import World
from tests.faults.killing import NEVER, Killed, kill_points, killed_at
from tests.profiles import choose

PERIOD, AFTER = "2026-09", "2026-10"
#: Wait and answers by turns, so that each time the row is another total, grade and growth.
FIGURES = ("90,50", "121,95")


@pytest.fixture
def desk(acme: Company, world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """September and October of three people. Everything lies in pieces, and a check is kept."""
    monkeypatch.setattr(pieces, "MOST_INSIDE", 0)
    # A later file need not wait for the one whose worker has died.
    monkeypatch.setattr("chalicelib.uploads.run.waits_for", lambda *_: None)
    with_a_large_register(monkeypatch)
    published(acme, scheme(line("growth", GROWTH, BY_GROWTH), ANSWERS))
    for person, team in (("1001", "red"), ("1002", "blue"), ("1003", "red")):
        acme.hr.put(f"/v1/employees/{person}", {"name": "Ann", "team": team}).ok(201)
    clock.advance(minutes=3)
    found = Desk(world, acme.hr, "acme")
    for period in (PERIOD, AFTER):
        found.send(rows("1001,red,100", "1002,blue,110", "1003,red,"), period=period)
        clock.advance(minutes=3)
    return found


def both(platform: Platform) -> list[dict[str, Any]]:
    with worker_in(platform, "acme") as context:
        return [told(context, period) for period in (PERIOD, AFTER)]


def pieces_of(platform: Platform) -> set[Key]:
    with worker_in(platform, "acme") as context:
        return set(stored_pieces(context, PERIOD, "desk"))


def is_as_counted_anew(platform: Platform, clock: Clock) -> bool:
    before = both(platform)
    for period in (PERIOD, AFTER):
        count_anew(platform, "acme", period)
        clock.advance(minutes=3)
    return both(platform) == before


@pytest.mark.long
@pytest.mark.deep
def test_the_next_file_and_the_same_one_again_count_what_a_dead_run_has_left(
    desk: Desk, platform: Platform, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes: list[str] = []
    turns = count()

    def sent_until(number: int) -> str:
        """Send a row of 1001 that is another one; the worker dies before this write."""
        nonlocal writes
        row = rows(f"1001,red,{FIGURES[next(turns) % 2]}")
        body = desk.message(desk.put(desk.announce(period=PERIOD), row))
        try:
            with killed_at(platform, number, after=False) as seen:
                desk.run_once(body)
        except Killed:
            clock.advance(minutes=30)
        else:
            writes = list(seen)
        return body

    before = pieces_of(platform)
    with counting_adjusted(monkeypatch) as made:
        sent_until(NEVER)
    assert made == {"summary": 1, "outdated": 2, "check": 1}
    after = pieces_of(platform)
    assert len(after) == len(before), "former pieces are gone"
    assert after != before, "none was changed where it lay"
    for number in choose(quick=_some(writes), long=kill_points(writes, after=False)):
        body = sent_until(number)

        desk.send(rows(f"1002,blue,{FIGURES[number % 2]}"), period=PERIOD)

        assert len(pieces_of(platform)) == len(before), "nothing is left of the dead run"
        assert is_as_counted_anew(platform, clock), f"another file, killed at write {number}"
        desk.deliver_body(body)
        clock.advance(minutes=3)
        assert is_as_counted_anew(platform, clock), f"the same file, killed at write {number}"


def _some(writes: list[str]) -> list[int]:
    """The write after the cards, and one of the followers."""
    return [_first(writes, "BatchWriteItem") + 2, len(writes) - 3]


def _first(writes: list[str], name: str) -> int:
    return writes.index(name) + 1


def test_what_the_summary_has_replaced_is_removed_by_the_run_that_only_follows(
    desk: Desk, platform: Platform, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The summary is current, and its run dies before it removes the former pieces."""
    body = desk.message(desk.put(desk.announce(period=PERIOD), rows("1001,red,121,95")))
    before = pieces_of(platform)
    write = Table.write_batch

    def dies_at_a_removal(table: Table, puts: Any, deletes: Any = (), **more: Any) -> None:
        if deletes:
            raise RuntimeError("the worker dies")
        write(table, puts, deletes, **more)

    with monkeypatch.context() as broken:
        broken.setattr(Table, "write_batch", dies_at_a_removal)
        desk.run_once(body)
    assert len(pieces_of(platform)) > len(before)
    clock.advance(minutes=30)

    desk.run_once(body)

    assert len(pieces_of(platform)) == len(before)
    assert is_as_counted_anew(platform, clock)
