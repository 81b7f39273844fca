"""Whatever came in which file: two months end as a plain reading of what was said last gives them.

People come, change team, lose and regain figures, in files of September and October in any order. A
rescoring of October at the end brings what September's later files have changed.
"""

import random

import pytest

from tests.api.company import Company
from tests.api.results import plain_means
from tests.api.results.waits import ANSWERS, BY_GROWTH, GROWTH, line, rescore, rows, scheme, totals
from tests.api.uploads.sending import Desk, published
from tests.api.world import World
from tests.profiles import choose

PEOPLE = ("1001", "1002", "1003", "1004", "1005")
SAYS = tuple[str, int | None, int | None]
GROWING = scheme(
    line("growth", GROWTH, BY_GROWTH, not_available="team_mean"),
    {**ANSWERS, "not_available": "team_mean"},
    max_unavailable="1",
)


def a_file(chance: random.Random) -> dict[str, SAYS]:
    """Say something of some people. Half of the figures are blank."""
    return {
        person: (
            chance.choice(("red", "blue")),
            chance.choice((None, 90, 100, 110, 121)),
            chance.choice((None, None, 33, 67, 100)),
        )
        for person in chance.sample(PEOPLE, chance.randint(1, 4))
    }


def content(says: dict[str, SAYS]) -> bytes:
    cells = (
        ",".join((person, *("" if one is None else str(one) for one in said)))
        for person, said in says.items()
    )
    return rows(*cells)


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("seed", range(choose(quick=2, long=40)))
def test_any_history_of_two_months_ends_as_it_is_plainly_read(
    acme: Company, world: World, seed: int
) -> None:
    chance = random.Random(seed)
    published(acme, GROWING)
    desk = Desk(world, acme.hr, "acme")
    months: dict[str, dict[str, SAYS]] = {"2026-09": {}, "2026-10": {}}
    for _ in range(5):
        period = chance.choice(sorted(months))
        says = a_file(chance)
        desk.send(content(says), period=period)
        months[period] |= says
    last = a_file(chance)
    desk.send(content(last))
    months["2026-10"] |= last

    rescore(desk)

    expected = plain_means.totals(months["2026-09"], months["2026-10"])
    assert totals(desk) == expected
    one = chance.choice(sorted(months["2026-10"]))
    desk.send(content({one: months["2026-10"][one]}))
    assert totals(desk) == expected, f"{one} again, alone"
