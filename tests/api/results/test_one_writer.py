"""Only one writer makes scorecards current, and writing them again changes nothing."""

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.periods.lease import Lease
from chalicelib.periods.records import PeriodRecord
from chalicelib.results.changes import Changes
from chalicelib.results.stored_state import CardsAtHand, Stored, StoredState
from chalicelib.results.write_cards import write_cards
from chalicelib.scorecards.records import Scorecard, current_write, read_cards
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from tests.api.fixtures import Calls
from tests.api.uploads.sending import Desk
from tests.api.world import World
from tests.faults.killing import Killed, killed_at

HOUSE = Path(__file__).parents[3] / "chalicelib"
#: Makes the stored state before a write: for a small upload, a large upload or a rescoring.
Knowing = Callable[[Context], Stored]


def current(context: Context) -> dict[str, Scorecard]:
    people = ("1001", "1002")
    shards = context.principal.shards
    return read_cards(context.table, context.scope, "desk", "2026-10", people, shards)


def by_key(context: Context) -> Stored:
    return StoredState(context, "desk", "2026-10")


def whole_period(context: Context) -> Stored:
    return StoredState(context, "desk", "2026-10", most=100)


def at_hand(context: Context) -> Stored:
    return CardsAtHand(current(context).values())


def changes() -> Changes:
    return Changes(Lease("2026-10", "desk", "run_1", "upl_1", PeriodRecord("2026-10", "desk")))


every_way = pytest.mark.parametrize("knowing", [by_key, whole_period, at_hand])


def in_blue(cards: Iterable[Scorecard]) -> list[Scorecard]:
    """Return the cards from a later source: another team, counted from revision 1."""
    return [replace(card, team="blue", revision=1) for card in cards]


def revisions(world: World) -> list[tuple[str, str, str]]:
    """Return sort key, team and revision of every stored card."""
    return sorted(
        (item["sk"]["S"], item["team"]["S"], item["revision"]["N"])
        for item in world.items()
        if item["pk"]["S"].startswith("acme#scores#")
    )


BEFORE = [("C#1001", "red", "1"), ("C#1002", "red", "1")]
AFTER = [
    ("C#1001", "blue", "2"),
    ("C#1002", "blue", "2"),
    ("R#1001#00001", "red", "1"),
    ("R#1002#00001", "red", "1"),
]


@every_way
def test_the_same_cards_written_twice_make_one_revision(
    context: Context, world: World, knowing: Knowing
) -> None:
    assert revisions(world) == BEFORE
    cards = in_blue(current(context).values())

    first = write_cards(context, cards, knowing(context), changes())
    again = write_cards(context, cards, knowing(context), changes())

    assert (len(first.cards), again.cards) == (2, ())
    assert revisions(world) == AFTER


@every_way
def test_a_card_that_says_the_same_as_the_stored_one_is_left_alone(
    context: Context, world: World, knowing: Knowing
) -> None:
    """Upload, row and time of computation may differ."""
    before = world.items()
    cards = [
        replace(card, upload="upl_other", row=9, computed_at="2027-01-01T00:00:00.000Z")
        for card in current(context).values()
    ]

    assert write_cards(context, cards, knowing(context), changes()).cards == ()
    assert world.items() == before


@every_way
def test_only_a_card_that_is_replaced_is_kept_as_a_revision(
    context: Context, world: World, knowing: Knowing
) -> None:
    ann, bob = (card for _, card in sorted(current(context).items()))

    write_cards(context, [*in_blue([ann]), bob], knowing(context), changes())

    assert revisions(world) == [
        ("C#1001", "blue", "2"),
        ("C#1002", "red", "1"),
        ("R#1001#00001", "red", "1"),
    ]


def test_cards_that_are_replaced_are_read_by_key_once(context: Context, calls: Calls) -> None:
    cards = in_blue(current(context).values())
    calls()

    write_cards(context, cards, by_key(context), changes())

    # The cards of both; which team they leave; the former revisions; the new cards.
    assert calls() == ["BatchGetItem", "PutItem", "BatchWriteItem", "BatchWriteItem"]


@every_way
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_dying_at_a_write_leaves_every_revision_readable(
    context: Context,
    october: Desk,
    platform: Platform,
    world: World,
    knowing: Knowing,
    number: int,
    after: bool,
) -> None:
    """The first write says which team they leave, the second copies the former revisions, the third
    makes the new cards current."""
    cards = in_blue(current(context).values())

    with pytest.raises(Killed), killed_at(platform, number, after=after):
        write_cards(context, cards, knowing(context), changes())

    done = (number, after) == (3, True)
    found = october.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert (found["team"], found["revision"]) == (("blue", 2) if done else ("red", 1))
    first = october.caller.get("/v1/employees/1001/scorecards/2026-10?revision=1").ok()
    assert (first["team"], first["total"]) == ("red", "88.00")
    write_cards(context, cards, knowing(context), changes())
    assert revisions(world) == AFTER


@every_way
def test_what_was_settled_ahead_of_the_period_stays(
    context: Context, world: World, knowing: Knowing
) -> None:
    ann, bob = (card for _, card in sorted(current(context).items()))
    closed = {"at": context.time, "by": "key_1", "reason": "left"}
    shards = context.principal.shards
    key, item = current_write(context.scope, replace(ann, closed=closed), shards)
    context.table.put(key, item)

    write_cards(context, in_blue([ann, bob]), knowing(context), changes())

    assert revisions(world) == [BEFORE[0], AFTER[1], AFTER[3]]


def test_cards_that_a_run_has_written_are_among_those_it_knows(context: Context) -> None:
    """The period's summary is made from them, without reading the period again."""
    stored = StoredState(context, "desk", "2026-10", most=100)
    (ann, _) = (card for _, card in sorted(current(context).items()))

    write_cards(context, in_blue([ann]), stored, changes())

    heads: Any = stored.heads
    assert {name: head.team for name, head in heads.items()} == {"1001": "blue", "1002": "red"}


def users_of(name: str) -> set[str]:
    """The modules that use a function by this name. An erasure, which puts a pseudonym into stored
    revisions and makes no new one, is left out."""
    return {
        path.relative_to(HOUSE).as_posix()
        for path in HOUSE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Name, ast.Attribute))
        and (node.id if isinstance(node, ast.Name) else node.attr) == name
        and "eras" not in path.name
    }


@pytest.mark.long
def test_nothing_but_the_writer_makes_a_card_current_and_a_correction_in_a_locked_month() -> None:
    """The first result of somebody without one, in one transaction: nothing else writes there."""
    assert users_of("current_write") == {"results/write_cards.py", "corrections/writing.py"}


def test_a_revision_becomes_a_former_one_by_the_writer_where_a_result_goes_or_is_corrected() -> (
    None
):
    """The corrected result of a locked month lies beside the locked one, and has former revisions
    of its own."""
    writers = {"results/removing.py", "results/write_cards.py", "corrections/writing.py"}
    assert users_of("superseded_write") == writers
