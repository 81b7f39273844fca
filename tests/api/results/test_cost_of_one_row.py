"""A file of one row costs as much in a period of ten thousand people as in one of a hundred."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from chalicelib.periods import lease, pieces
from chalicelib.person_keys import PersonKey
from chalicelib.publication.kept_check import KeepCheck
from chalicelib.results.followers import Progress, Settled
from chalicelib.results.settling import settle
from chalicelib.scorecards.period_cards import current_cards, head_of
from chalicelib.scorecards.records import current_write
from chalicelib.tenancy import usage
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.results.settled_anew import version_of, with_a_large_register
from tests.api.results.waits import ANSWERS, BY_GROWTH, GROWTH, line, rows, scheme
from tests.api.uploads.sending import Desk, published
from tests.api.worker import worker_in
from tests.api.world import World

#: October of a hundred people, November of many, and the months beside them of two.
SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"
MONTHS = (SEPTEMBER, OCTOBER, NOVEMBER, "2026-12")


@pytest.fixture
def desk(acme: Company, world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two people on a register that counts as large. Tables of every size lie in pieces."""
    with_a_large_register(monkeypatch)
    monkeypatch.setattr(pieces, "MOST_INSIDE", 0)
    growing = scheme(line("growth", GROWTH, BY_GROWTH), ANSWERS)
    published(acme, growing)
    for person in ("1001", "1002"):
        acme.hr.put(f"/v1/employees/{person}", {"name": "Ann", "team": "red"}).ok(201)
    clock.advance(minutes=3)
    found = Desk(world, acme.hr, "acme")
    for period in MONTHS:
        found.send(rows("1001,red,100", "1002,blue,110"), period=period)
        clock.advance(minutes=3)
    return found


def filled(platform: Platform, clock: Clock, period: str, people: int) -> None:
    """Let a settled month have so many results, each but one like that of 1002."""
    with worker_in(platform, "acme") as context:
        cards = {card.person: card for card in current_cards(context, "desk", period)}
        one = cards[PersonKey("1002")]
        for number in range(2, people):
            person = PersonKey(f"p{number:06d}")
            cards[person] = replace(one, person=person)
        context.table.write_batch(current_write(context.scope, one, 1) for one in cards.values())
        until = context.now + timedelta(minutes=5)
        held = lease.take(context, period, "desk", "run_1", until, work="upl_1")
        heads = {person: head_of(card) for person, card in cards.items()}
        summary = settle(context, held, known=heads, only_followers_left=True)
        version = version_of(context, period)
        settled = Settled("desk", period, version, summary, None, Progress(context, held))
        KeepCheck().follow(context, settled, until)
        lease.give_back(context, held)
    clock.advance(minutes=3)


@contextmanager
def reading(platform: Platform) -> Iterator[Counter[str]]:
    """Count the requests to the table by name, and under ``items`` what reads of several find.

    Without the usage's own writes: one is made for each 50 units, which a packed item's size may
    lie on either side of.
    """
    made: Counter[str] = Counter()

    def note(model: Any, parsed: Any, **_: Any) -> None:
        made[model.name] += 1
        if model.name == "Query":
            made["items"] += parsed["ScannedCount"]
        elif model.name == "BatchGetItem":
            made["items"] += sum(map(len, parsed["Responses"].values()))

    events = platform.table.connection.connection.client.meta.events
    events.register_first("after-call.dynamodb", note)
    try:
        with mock.patch.object(usage, "note"):
            yield made
    finally:
        events.unregister("after-call.dynamodb", note)


def cost(desk: Desk, platform: Platform, period: str, wait: int) -> Counter[str]:
    """Send a row of 1001 with a growth of more than 20 %, which was none: 50 + 25 points."""
    row = rows(f"1001,red,{wait},50")
    body = desk.message(desk.put(desk.announce(period=period), row))
    with reading(platform) as made:
        desk.run_once(body)
    return made


def costs_the_same(desk: Desk, platform: Platform, clock: Clock, people: int) -> None:
    """The same requests. Of the five orders of the directory and of ranks two pieces in place of
    one may be read, where the person's place moves: by the new result, and by its mark that is no
    more outdated. The file's columns are compared with up to 200 results of the month before: for
    November 99 of October beside the own, for October none."""
    filled(platform, clock, OCTOBER, 100)
    filled(platform, clock, NOVEMBER, people)
    # Each of the two months is outdated before its row comes.
    cost(desk, platform, SEPTEMBER, 90)
    clock.advance(minutes=3)
    few = cost(desk, platform, OCTOBER, 121)
    clock.advance(minutes=3)
    many = cost(desk, platform, NOVEMBER, 150)

    assert few["items"] <= many.pop("items") - 99 <= few.pop("items") + 6
    assert few == many


def test_one_row_costs_the_same_among_a_hundred_and_among_a_thousand_people(
    desk: Desk, platform: Platform, clock: Clock
) -> None:
    costs_the_same(desk, platform, clock, 1_000)


@pytest.mark.long
def test_and_among_ten_thousand(desk: Desk, platform: Platform, clock: Clock) -> None:
    costs_the_same(desk, platform, clock, 10_000)
