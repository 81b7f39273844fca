"""Tables in order: pieces and an index, changed in place, against a plain list of the same."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TypeVar
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.periods import ordered_pieces, ordered_tables, rank_table
from chalicelib.periods.listed import ORDERS, PERSON, TEAM, Listed
from chalicelib.periods.ordered_pieces import Index, Made, Order, opened_piece, packed_index
from chalicelib.periods.pieces import opened
from chalicelib.periods.rank_table import BY_TOTAL
from chalicelib.periods.ranks import Place, counted
from chalicelib.person_keys import PersonKey

TOTALS = st.decimals("0", "3", places=1)
PLACES = st.tuples(st.sampled_from(["", "red", "blue"]), TOTALS)
PEOPLE = st.lists(PLACES, max_size=30)
#: Each person comes, goes, or has another total. None: is not there.
MOVES = st.lists(st.tuples(st.none() | PLACES, st.none() | PLACES), max_size=12)
Entry = TypeVar("Entry")
#: Hand-made pieces of one or two entries.
SMALL = {"AIM": 24, "MOST": 48, "SMALL": 8}


@contextmanager
def small_pieces() -> Iterator[None]:
    with patch.multiple(ordered_pieces, **SMALL):
        yield


class Table:
    """A table's pieces, as the store would have them."""

    def __init__(self) -> None:
        self.index: Index = ()
        self.stored: dict[str, bytes] = {}
        self.generations = 0

    def names(self) -> Iterator[str]:
        self.generations += 1
        return ordered_tables.names(f"gen_{self.generations}")

    def take(self, made: Made) -> None:
        assert not made.writes.keys() & self.stored.keys()
        self.stored |= made.writes
        for name in made.dropped(self.index):
            del self.stored[name]
        self.index = made.index
        assert self.stored.keys() == {piece.at for piece in self.index}

    def opened(self, order: Order[Entry], numbers: list[int]) -> dict[int, list[Entry]]:
        return {n: list(opened_piece(order, self.stored[self.index[n].at])) for n in numbers}


def ranks_of_plain(people: list[Place]) -> dict[Place, tuple[int, int]]:
    """1 more than those with a higher total in the group, and the number of the group."""
    groups: dict[str, list[Decimal]] = {}
    for group, total in people:
        groups.setdefault(group, []).append(total)
    return {
        (group, total): (1 + sum(other > total for other in groups[group]), len(groups[group]))
        for group, total in people
    }


def ranks_read(table: Table, places: set[Place]) -> Mapping[Place, tuple[int, int]]:
    numbers = rank_table.numbers_of(table.index, places)
    groups = {group for group, _ in places}
    # The piece of each place, and for each group those in which it begins and ends.
    assert len(numbers) <= len(places) + 2 * len(groups)
    rows = {number: opened(table.stored[table.index[number].at]) for number in numbers}
    return rank_table.ranks_in(table.index, rows, places)


@given(PEOPLE, MOVES)
def test_ranks_after_any_moves_are_those_of_all_people_counted_anew(
    people: list[Place], moves: list[tuple[Place | None, Place | None]]
) -> None:
    with small_pieces():
        table = Table()
        table.take(rank_table.made(counted(people), table.names()))
        for before, after in moves:
            moved: Counter[Place] = Counter()
            if before in people:
                people.remove(before)
                moved[before] -= 1
            if after is not None:
                people.append(after)
                moved[after] += 1
            numbers = rank_table.numbers_moved(table.index, moved)
            pieces = table.opened(BY_TOTAL, numbers)
            assert len(numbers) <= 2
            made = rank_table.moved(table.index, pieces, moved, table.names())
            table.take(made)

        assert ranks_read(table, set(people)) == ranks_of_plain(people)
        everything = [e for n in range(len(table.index)) for e in table.opened(BY_TOTAL, [n])[n]]
        assert rank_table.all_ranks(everything) == ranks_of_plain(people)
        assert ranks_read(table, {("red", Decimal(9))}) == {}


@given(PEOPLE, PEOPLE)
def test_a_table_made_again_is_the_one_of_its_entries_alone(
    before: list[Place], after: list[Place]
) -> None:
    with small_pieces():
        table = Table()
        table.take(rank_table.made(counted(before), table.names()))
        table.take(rank_table.made(counted(after), table.names(), table.index))
        assert ranks_read(table, set(after)) == ranks_of_plain(after)

        again = rank_table.made(counted(after), table.names(), table.index)

        assert again.writes == {}
        assert sum(piece.people for piece in again.index) == len(after)


def test_a_piece_that_grows_is_split_and_an_empty_one_is_dropped() -> None:
    with small_pieces():
        table = Table()
        table.take(rank_table.made(counted([("", Decimal(50))]), table.names()))
        assert len(table.index) == 1
        for total in range(40):
            moves = {("", Decimal(total)): 1}
            pieces = table.opened(BY_TOTAL, rank_table.numbers_moved(table.index, moves))
            table.take(rank_table.moved(table.index, pieces, moves, table.names()))
        grown = len(table.index)
        assert grown > 5
        for total in range(40):
            moves = {("", Decimal(total)): -1}
            pieces = table.opened(BY_TOTAL, rank_table.numbers_moved(table.index, moves))
            table.take(rank_table.moved(table.index, pieces, moves, table.names()))
        assert [piece.people for piece in table.index] == [1]


def person(number: int, *, team: str = "客服", long: bool = False) -> Listed:
    name = f"{number:06d}{'x' * 58}" if long else f"A{number:06d}"
    return Listed(
        person=PersonKey(name),
        team=f"{team}{number * 7919 % 5_000}组",
        grade="ABCD"[number % 4],
        insufficient=False,
        upload="upl_01jd2abcdefghjkmnpqrst",
        version=3,
        revision=1,
        pays="",
        changed_at="2026-11-05T08:00:00.000Z",
    )


def test_any_order_of_the_directory_gives_its_entries_back() -> None:
    entries = [person(number) for number in range(50)]
    for order in ORDERS.values():
        with small_pieces():
            table = Table()
            in_order = sorted(entries, key=order.place)
            table.take(ordered_pieces.made(order, in_order, table.names()))
            pieces = [opened_piece(order, table.stored[piece.at]) for piece in table.index]
            assert [entry for piece in pieces for entry in piece] == in_order
            assert [order.placed(piece.first) for piece in table.index] == [
                order.place(piece[0]) for piece in pieces
            ]


def test_the_index_of_250_000_people_in_5_000_teams_is_a_small_item() -> None:
    """Reckoned from 25,000 people with the longest ids (64 characters): ten times as many pieces.

    About 110 bytes of an index an entry are its first place (16 of the team, 64 of the person) and
    its name; compressed it is a third. DynamoDB allows 400 KB.
    """
    entries = [person(number, long=True) for number in range(25_000)]
    for order in (PERSON, TEAM):
        in_order = sorted(entries, key=order.place)
        made = ordered_pieces.made(order, in_order, ordered_tables.names("gen_01jd2abcdefghjkmnp"))
        assert max(map(len, made.writes.values())) < 64 * 1024
        assert 10 * len(packed_index(made.index)) < 100_000


def test_the_directory_costs_less_than_two_hundredths_of_the_cards() -> None:
    """A card costs two write units, a piece one for each started kilobyte with its key."""
    entries = [person(number) for number in range(10_000)]
    units = 0
    for order in ORDERS.values():
        in_order = sorted(entries, key=order.place)
        made = ordered_pieces.made(order, in_order, ordered_tables.names("gen_01jd2abcdefghjkmnp"))
        stored = [*made.writes.values(), packed_index(made.index)]
        units += sum(-(-(len(one) + 150) // 1024) for one in stored)

    assert units < 0.02 * 2 * len(entries)


def test_ranks_of_100_000_totals_by_team_lie_in_small_pieces() -> None:
    """Each person has another total: 0.0000, 0.0004, … 39.9996. The highest is the last one's."""
    people = [(f"客服{n % 5_000}组", Decimal(4 * n) / 10_000) for n in range(100_000)]

    made = rank_table.made(counted(people), ordered_tables.names("gen_1"))

    assert max(map(len, made.writes.values())) < 64 * 1024
    assert len(packed_index(made.index)) < 10_000
    for group, total in (people[0], people[-1], people[98_765]):
        numbers = rank_table.numbers_of(made.index, [(group, total)])
        assert len(numbers) <= 3
        rows = {n: opened(made.writes[made.index[n].at]) for n in numbers}
        # Whoever has a higher total in the group follows in steps of 5,000: 20 are in each.
        higher = 19 - int(total * 10_000) // 4 // 5_000
        ranks = rank_table.ranks_in(made.index, rows, [(group, total)])
        assert ranks == {(group, total): (higher + 1, 20)}
