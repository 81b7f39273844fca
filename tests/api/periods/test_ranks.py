"""The table of ranks in a period's record."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.periods.ranks import packed_ranks, rank, rank_positions

TOTALS = st.decimals("0", "3", places=1)
PEOPLE = st.lists(st.tuples(st.sampled_from(["", "red", "blue"]), TOTALS), max_size=30)


def test_equal_totals_share_a_rank_and_the_next_one_is_left_out() -> None:
    ranks = packed_ranks([("", Decimal(total)) for total in ("80", "95", "80", "70")])

    positions = {total: rank(ranks, "", Decimal(total)) for total in ("95", "80", "70", "60")}
    assert positions == {"95": (1, 4), "80": (2, 4), "70": (4, 4), "60": None}


@given(PEOPLE)
def test_a_rank_is_one_more_than_those_with_a_higher_total(
    people: list[tuple[str, Decimal]],
) -> None:
    ranks = packed_ranks(people)
    opened = rank_positions(ranks)

    for group, total in people:
        group_totals = [other for name, other in people if name == group]
        expected = (1 + sum(other > total for other in group_totals), len(group_totals))
        assert rank(ranks, group, total) == opened[group, total] == expected
