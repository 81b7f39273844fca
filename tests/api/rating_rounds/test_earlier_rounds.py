"""Raters beside themselves in the rounds before, and on their own team beside others."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.counting import Rated, Said
from chalicelib.rating_forms.records import CLOSED, Round
from chalicelib.rating_rounds.own_ratees import own_ratees
from chalicelib.tenancy.platform import Platform
from tests.api.rating_rounds.rating import TEAM, Ring
from tests.api.rating_rounds.test_flags import flags
from tests.api.worker import worker_in

SAID: list[Said | None] = [Said({}, None)]


def of_october() -> Round:
    return Round(
        id="rnd_1",
        scheme="desk",
        period="2026-10",
        version=1,
        status=CLOSED,
        closes_on="2026-11-20",
        indicators=(),
        sources=(),
        roles={},
        anonymity_min=3,
        seed="x",
        created_at="",
        created_by="",
        updated_at="",
    )


def by(*raters: tuple[str, str]) -> Rated:
    """Somebody whom these (role and person) have rated."""
    rated = Rated()
    for role, rater in raters:
        rated.said.setdefault(role, {})[rater] = SAID
    return rated


def test_the_own_ratees_are_those_of_the_team_that_the_rater_belongs_to_in_the_period(
    ring: Ring, platform: Platform
) -> None:
    """a5 moves to team blue in November; lead leads team red and belongs to the office."""
    ring.hr.patch("/v1/employees/a5", {"team": "blue"}, if_match="*").ok()
    given = {
        PersonKey("a1"): by(("peer", "a2"), ("superior", "lead"), ("self", "a1"), ("peer", "a5")),
        PersonKey("a5"): by(("peer", "a2"), ("superior", "lead")),
        PersonKey("lead"): by(("peer", "nobody")),
    }
    with worker_in(platform, "acme") as context:
        before = own_ratees(context, of_october(), given)
        after = own_ratees(context, replace(of_october(), period="2026-11"), given)
    nobodys: dict[str, set[str]] = {"peer/nobody": set(), "superior/lead": set()}
    assert before == {"peer/a2": {"a1", "a5"}, "peer/a5": {"a1"}, **nobodys}
    assert after == {"peer/a2": {"a1"}, "peer/a5": set(), **nobodys}


def closed(ring: Ring, period: str, lead: str) -> Any:
    """A round in which one peer gives everybody 5, and lead ``lead``; its flags by code."""
    path = ring.open(period=period, roles=[{"role": "peer", "number": 1}])
    for rater in TEAM:
        (ratee,) = [one["employee_id"] for one in ring.tasks(rater) if one["role"] == "peer"]
        ring.rate(rater, "peer", ratee, "5", "5")
    for ratee in TEAM:
        ring.rate("lead", "superior", ratee, lead, lead)
    ring.close(path)
    (teamwork,) = ring.hr.get(f"{path}/statistics").ok()["indicators"]
    return flags(ring, path), teamwork


@pytest.mark.long
def test_who_moves_a_little_each_round_is_flagged_over_the_rounds(ring: Ring) -> None:
    """0.6 more each time is below a tenth of the scale of 10; 1.2 over three rounds is not."""
    first, alone = closed(ring, "2026-08", "5")
    assert (set(first), alone["drift"], alone["drift_over_rounds"]) == (set(), None, None)
    ring.clock.advance(days=1)
    second, two = closed(ring, "2026-09", "5.6")
    # Each peer judged one person, too few; lead judged five, in two rounds of the three.
    assert two["drift"] == {"computed": 1, "few_data": 5}
    assert two["drift_over_rounds"] == {"computed": 0, "few_data": 6}
    assert not {"drift", "slow_drift"} & set(second)
    ring.clock.advance(days=1)
    third, three = closed(ring, "2026-10", "6.2")
    assert three["drift_over_rounds"] == {"computed": 1, "few_data": 5}
    assert {"lenient", "slow_drift"} <= set(third)
    assert "drift" not in third
    slow = third["slow_drift"]
    assert [one["employee_id"] for one in slow["raters"]] == ["lead"]
    figures = {name: Decimal(figure) for name, figure in slow["figures"].items()}
    assert (figures["mean"], figures["rounds"], figures["compared"]) == (Decimal("1.2"), 3, 5)
