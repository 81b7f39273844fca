"""After any history of one person's changes everything is as counting it anew makes it.

One row at a time in files of September and October, by two schemes: people come, change team, lose
figures and regain them. In between: a rescoring, a person's own change of a plan, a team of the
register, teams that are merged. Growth looks back from October to September.
"""

import random
from typing import Any

import pytest

from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.results.settled_anew import (
    check_of,
    count_anew,
    counting_adjusted,
    told,
    walked,
    with_a_large_register,
    with_tiny_pieces,
)
from tests.api.results.waits import ANSWERS, BY_GROWTH, GROWTH, line, rescore, rows, scheme
from tests.api.uploads.sending import Desk, published
from tests.api.worker import worker_in
from tests.api.world import World
from tests.profiles import choose

PEOPLE = ("1001", "1002", "1003", "1004", "1005")
TEAMS = ("red", "blue", "green", "")
PERIODS = ("2026-09", "2026-10")
GROWING = {**scheme(line("growth", GROWTH, BY_GROWTH), ANSWERS), "ranking": {"group_by": "team"}}
SCHEMES = ("desk", "phone")


def a_row(chance: random.Random, person: str) -> bytes:
    wait, answered = (chance.choice(("", "90", "100", "110", "121")) for _ in range(2))
    return rows(f"{person},{chance.choice(TEAMS)},{wait},{answered}")


class History:
    """A company to which one thing at a time happens."""

    def __init__(self, company: Company, desk: Desk, clock: Clock, seed: int) -> None:
        self.company, self.desk, self.clock = company, desk, clock
        self.chance = random.Random(seed)
        #: When the register was changed last, and the results of each scheme.
        self.register_changed = ""
        self.sent: dict[tuple[str, str], str] = {}

    def one_row(self) -> None:
        chance = self.chance
        row = a_row(chance, chance.choice(PEOPLE))
        period, code = chance.choice(PERIODS), chance.choice((*SCHEMES, "desk"))
        self.desk.send(row, period=period, scheme=code)
        self.sent[period, code] = timestamp(self.clock())

    def rescoring(self) -> None:
        rescore(self.desk, self.chance.choice(PERIODS))

    def plan(self) -> None:
        plans = self.desk.caller.get("/v1/improvement-plans").ok()["items"]
        if plans:
            one = self.chance.choice(plans)
            path = f"/v1/improvement-plans/{one['id']}"
            found = self.desk.caller.get(path)
            body = {"cause": "too few people"}
            self.desk.caller.patch(path, body, if_match=found.headers["etag"])

    def register(self) -> None:
        person, team = self.chance.choice(PEOPLE), self.chance.choice(TEAMS[:3])
        if self.company.hr.get(f"/v1/employees/{person}").status == 200:
            self.company.hr.patch(f"/v1/employees/{person}", {"team": team}).ok()
            self.register_changed = timestamp(self.clock())

    def others_since(self, period: str, code: str) -> str:
        """When something else than a scheme's results of the period was changed last."""
        others = (at for place, at in self.sent.items() if place != (period, code))
        return max(self.register_changed, *others, "")

    def step(self) -> None:
        ways = [self.one_row] * 8 + [self.rescoring, self.plan, self.register]
        self.chance.choice(ways)()
        self.clock.advance(minutes=3)


def everything(platform: Platform) -> dict[str, Any]:
    with worker_in(platform, "acme") as context:
        return {
            f"{period} {code}": told(context, period, code)
            for period in PERIODS
            for code in SCHEMES
        }


def checks_are_those_of_a_walk(platform: Platform, history: History) -> None:
    """Of each period whose register and other results are those of the time of its walk."""
    with worker_in(platform, "acme") as context:
        for period in PERIODS:
            for code in SCHEMES:
                kept = check_of(context, period, code)
                if kept is not None and kept[0] > history.others_since(period, code):
                    assert kept[1] == walked(context, period, code)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(1, choose(quick=2, long=13)))
def test_any_history_of_single_rows_is_counted_as_it_is_anew(
    acme: Company,
    world: World,
    platform: Platform,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    with_a_large_register(monkeypatch)
    if seed % 2:
        with_tiny_pieces(monkeypatch)
    for code in SCHEMES:
        published(acme, {**GROWING, "code": code})
    desk = Desk(world, acme.hr, "acme")
    for period in PERIODS:
        desk.send(rows("1001,red,100", "1002,blue,110", "1003,red,"), period=period)
        clock.advance(minutes=3)
    history = History(acme, desk, clock, seed)
    with counting_adjusted(monkeypatch) as made:
        for _ in range(choose(quick=8, long=25)):
            history.step()
            checks_are_those_of_a_walk(platform, history)
        assert min(made.values()) > 0, made
    one_by_one = everything(platform)

    for place, found in one_by_one.items():
        if found:
            count_anew(platform, "acme", *place.split())
            clock.advance(minutes=3)

    assert everything(platform) == one_by_one
