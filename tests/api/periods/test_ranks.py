"""The table of ranks of a period, whole and in pieces."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.periods import pieces
from chalicelib.periods.ranks import (
    counted,
    opened_ranks,
    packed_ranks,
)
from chalicelib.periods.team_counts import Tally, opened_teams, team_pieces

TOTALS = st.decimals("0", "3", places=1)
PEOPLE = st.lists(st.tuples(st.sampled_from(["", "red", "blue"]), TOTALS), max_size=30)
#: DynamoDB allows 400 KB in an item.
MOST = 100_000


def test_equal_totals_share_a_rank_and_the_next_one_is_left_out() -> None:
    totals = [("", Decimal(total)) for total in ("80", "95", "80", "70")]
    ranks = opened_ranks(packed_ranks(counted(totals)))

    positions = {total: ranks.get(("", Decimal(total))) for total in ("95", "80", "70", "60")}
    assert positions == {"95": (1, 4), "80": (2, 4), "70": (4, 4), "60": None}


@given(PEOPLE)
def test_a_rank_is_one_more_than_those_with_a_higher_total(
    people: list[tuple[str, Decimal]],
) -> None:
    whole = opened_ranks(packed_ranks(counted(people)))

    for group, total in people:
        group_totals = [other for name, other in people if name == group]
        expected = (1 + sum(other > total for other in group_totals), len(group_totals))
        assert whole[group, total] == expected


def test_5_000_teams_with_long_names_lie_in_small_pieces() -> None:
    names = [f"{n:04d}" + "客" * 60 for n in range(5_000)]
    teams = {name: Tally(insufficient=n) for n, name in enumerate(names)}
    for name in names:
        teams[name].grades.update({"good": 3, "poor": 1})
        teams[name].versions.update({1: 4, 12: 1})

    found = team_pieces(teams)

    assert max(map(len, found)) < MOST
    piece = found[pieces.piece_of(names[4_321], len(found))]
    assert opened_teams(piece)[names[4_321]] == teams[names[4_321]]
    assert sum(len(opened_teams(piece)) for piece in found) == 5_000


def test_entries_that_do_not_fit_are_divided_further() -> None:
    """Names that do not compress, forty of 8 KB: a piece of 64 KB takes at most seven."""
    import secrets

    teams = {secrets.token_hex(8_192): Tally(insufficient=1) for _ in range(40)}

    found = team_pieces(teams)

    assert max(map(len, found)) <= pieces.MOST_BYTES
    assert sum(len(opened_teams(piece)) for piece in found) == 40
