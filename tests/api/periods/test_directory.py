"""The directory of a period's people: walked in any order, and changed in place."""

from collections.abc import Iterator
from random import Random

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.periods import directory, ordered_pieces, pieces
from chalicelib.periods.directory_walk import (
    WHOLE,
    Range,
    Reads,
    Walk,
    changed_after,
    page,
    parts,
    within,
)
from chalicelib.periods.errors import SummaryReplaced
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.listed import (
    CHANGED,
    GRADE,
    ORDERS,
    PERSON,
    TEAM,
    UPLOAD,
    Listed,
    ListOrder,
    team_part,
)
from chalicelib.periods.ordered_tables import Part
from chalicelib.periods.records import PeriodRecord, period_of
from chalicelib.periods.summaries import stored_pieces
from chalicelib.person_keys import PersonKey
from chalicelib.store.identifiers import new_id
from chalicelib.store.table import ConditionFailed
from chalicelib.team_folds import fold
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from tests.api.company import Company
from tests.api.worker import worker_in

TEAMS = ["", "red", "Blue", "客服一组"]


@pytest.fixture(params=["in pieces", "in the period's item"])
def context(
    request: pytest.FixtureRequest,
    platform: Platform,
    acme: Company,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Context]:
    if request.param == "in pieces":
        monkeypatch.setattr(pieces, "MOST_INSIDE", 0)
        for name, size in {"AIM": 400, "MOST": 800, "SMALL": 100}.items():
            monkeypatch.setattr(ordered_pieces, name, size)
    with worker_in(platform, "acme") as made:
        yield made


def record_of(context: Context) -> PeriodRecord:
    key = key_of_period(context.scope, "2026-10", "desk")
    return period_of(context.table.get(key), "2026-10", "desk")


def store(context: Context, record: PeriodRecord, part: Part) -> None:
    context.table.write_batch(part.writes)
    key = key_of_period(context.scope, "2026-10", "desk")
    whose = [Path("period").set("2026-10"), Path("scheme").set("desk")]
    actions = [*whose, *part.actions(record)]
    context.table.update(key, actions, directory.unchanged(record))
    context.table.write_batch((), part.drops)


def entry(number: int, chance: Random, at: str) -> Listed:
    return Listed(
        person=PersonKey(f"A{number:03d}"),
        team=chance.choice(TEAMS),
        grade=chance.choice(["good", "poor", ""]),
        insufficient=chance.random() < 0.1,
        upload=chance.choice(["upl_1", "upl_2"]),
        version=1,
        revision=chance.randint(1, 3),
        pays="",
        changed_at=at,
    )


def settled(context: Context, number: int) -> dict[PersonKey, Listed]:
    record, chance = record_of(context), Random(13)
    at = directory.next_time(context, record)
    entries = [entry(n, chance, at) for n in range(number)]
    store(context, record, directory.made(context, record, entries, new_id("gen", context.now), at))
    return {one.person: one for one in entries}


def walked(
    context: Context, order: ListOrder, ranges: list[Range], size: int = 7
) -> list[PersonKey]:
    """Return everybody whom pages of this size give, one after the other."""
    record, found = record_of(context), list[PersonKey]()
    after: tuple[str, ...] = ()
    while True:
        (part,) = parts(context, record, {order: ranges})
        walk = Walk(context, record, part, after, Reads(2), size + 1)
        some, further = page(order, walk, lambda _: True, size)
        found += [one.person for one in some]
        if (further or walk.stopped) is None:
            return found
        after = further or walk.stopped or ()


def test_after_any_changes_it_is_what_its_entries_made_anew_would_be(context: Context) -> None:
    people, chance = settled(context, 60), Random(7)
    for step in range(12):
        record = record_of(context)
        at = directory.next_time(context, record)
        names = [PersonKey(f"A{chance.randint(0, 80):03d}") for _ in range(chance.randint(1, 3))]
        changes = {
            name: None if step % 3 == 2 else entry(int(name[1:]), chance, at) for name in names
        }
        part = directory.changed(context, record, changes, new_id("gen", context.now), at)
        store(context, record, part)
        people = {name: one for name, one in {**people, **changes}.items() if one is not None}

    record = record_of(context)
    assert list(directory.everybody(context, record)) == sorted(people.values(), key=PERSON.place)
    assert directory.entries_of(context, record, [PersonKey("A001"), PersonKey("nobody")]) == {
        name: one for name, one in people.items() if name == "A001"
    }
    assert record.listing is not None
    assert record.listing["removed_at"] <= record.listing["at"]
    if directory.small(record) is not None:
        assert stored_pieces(context, "2026-10", "desk") == []
        return
    for order in ORDERS.values():
        in_order = sorted(people.values(), key=order.place)
        assert walked(context, order, [WHOLE]) == [one.person for one in in_order]
    # No piece is left of the former ones: made again, the same ones stay.
    at = directory.next_time(context, record)
    entries = sorted(people.values(), key=PERSON.place)
    again = directory.made(context, record, entries, "gen_again", at)
    assert set(stored_pieces(context, "2026-10", "desk")) >= again.stays - dict(again.writes).keys()


@pytest.mark.parametrize("context", ["in pieces"], indirect=True)
def test_a_walk_gives_just_the_entries_of_its_ranges_in_pages(context: Context) -> None:
    people = settled(context, 80)

    folds = sorted(team_part(fold(team)) for team in ("red", "客服一组"))
    of_teams = walked(context, TEAM, [within(one) for one in folds])
    of_grade = walked(context, GRADE, [within("poor")])
    of_upload = walked(context, UPLOAD, [within("upl_2")])

    assert sorted(of_teams) == [p for p, one in people.items() if one.team in ("red", "客服一组")]
    assert of_grade == [person for person, one in people.items() if one.grade == "poor"]
    assert of_upload == [person for person, one in people.items() if one.upload == "upl_2"]
    assert walked(context, TEAM, [within(team_part("nobody's"))]) == []
    assert walked(context, CHANGED, [Range(("2100-",))]) == []


def test_what_changed_after_a_directory_is_what_it_did_not_have(context: Context) -> None:
    people, chance = settled(context, 40), Random(5)
    first = (record_of(context).listing or {})["at"]
    assert changed_after(context, record_of(context), first, 10) == ([], None)

    former = record_of(context)
    at = directory.next_time(context, former)
    changes = {
        PersonKey(name): entry(int(name[1:]), chance, at) for name in ("A003", "A021", "A099")
    }
    store(context, former, directory.changed(context, former, changes, "gen_2", at))

    assert at > first
    record = record_of(context)
    found, after = changed_after(context, record, first, 2)
    assert [one.person for one in found] == ["A003", "A021"]
    assert after is not None
    rest, end = changed_after(context, record, first, 2, after)
    assert ([one.person for one in rest], end) == (["A099"], None)
    everybody, _ = changed_after(context, record, "", 200)
    assert {one.person for one in everybody} == people.keys() | changes.keys()


def test_entries_that_are_the_same_keep_their_time(context: Context) -> None:
    people = settled(context, 20)
    record = record_of(context)
    later = directory.next_time(context, record)
    now = [one._replace(changed_at=later) for one in people.values()]
    now[3] = now[3]._replace(revision=9)

    found, gone = directory.since_last(context, record, now)
    assert [one.person for one in found if one.changed_at == later] == ["A003"]
    assert gone == []

    found, gone = directory.since_last(context, record, now[1:-2])
    assert len(found) == 17
    assert gone == ["A000", "A018", "A019"]


def test_a_change_of_a_directory_that_is_no_more_is_refused(context: Context) -> None:
    people = settled(context, 20)
    former = record_of(context)
    at = directory.next_time(context, former)
    one = people[PersonKey("A001")]._replace(grade="best", changed_at=at)
    part = directory.changed(context, former, {one.person: one}, "gen_2", at)
    store(context, former, directory.changed(context, former, {one.person: None}, "gen_3", at))

    with pytest.raises(ConditionFailed):
        store(context, former, part)

    if directory.small(former) is None:
        with pytest.raises(SummaryReplaced):
            list(directory.everybody(context, former))
