"""The courier's month on the deployed package: call data, the exam office, superiors, peers.

The scheme is the product's template as it proposes it. The calls come as contacts, one row each;
the exam office and the superiors send files of their own; who works together is asked by a rating
round: oneself, all peers, and both superiors of the team. Every figure is worked out again from the
rows and marks, in fractions.

Mo's form about Ann is saved and never submitted, and of Pat only two peers can say anything: her
peers' part drops out as a whole. Tia did not take the exam, Kim had no complaint, Pat was called
back about too few parcels.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from demo.client import ApiProblem, Client
from tests.stack.conftest import Stack
from tests.stack.courier_plainly import (
    AGENTS,
    BANDS,
    CODE,
    EXAM,
    MOST,
    OBSERVED,
    OWN,
    PEERS,
    SUPERIOR,
    SUPERIORS,
    TEAM,
    UNSUBMITTED,
    contacts,
    peers_of,
    worked_out,
)
from tests.stack.judged_month import (
    PERIOD,
    band_of,
    cards,
    company,
    ended,
    keys,
    lines_of,
    published,
    ranks_of,
    send,
    total_of,
)
from tests.stack.waiting import until

# A closed round waits 35 seconds for requests under way: too long for `make test`.
pytestmark = [pytest.mark.stack, pytest.mark.long]


def opened(admin: Client) -> str:
    """Draw a round of the team in which all peers rate, and open it; return its path."""
    last = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    peers = {"role": "peer", "who": "peers", "number": 4}
    body = {"scheme": CODE, "period": PERIOD, "closes_on": last, "teams": [TEAM], "roles": [peers]}
    path = f"/rating-rounds/{admin.post('/rating-rounds', body).body['id']}"
    drawn = until(lambda: admin.get(path), lambda found: found.body["status"] != "drawing")
    # Twenty of peers, five of oneself, ten of two superiors.
    assert (drawn.body["status"], drawn.body["forms"]) == ("draft", 35), drawn.body
    assert drawn.body["sources"] == ["peers", "self_assessment"]
    admin.post(f"{path}/open", {}, drawn.etag)
    return path


def fill_in(rater: str, caller: Client) -> None:
    """Submit every form of a rater but Mo's about Ann."""
    given = {"self": OWN, "peer": PEERS.get(rater, {}), "superior": SUPERIOR.get(rater, {})}
    for task in list(caller.items("/rating-tasks")):
        who = task["employee_id"]
        mark = given[task["role"]][who]
        path = f"/rating-tasks/{task['id']}"
        answer = {"indicator": "teamwork", "question": "teamwork", "mark": mark}
        saved = caller.put(path, {"answers": [answer]}, caller.get(path).etag)
        if (rater, who) != UNSUBMITTED:
            caller.post(f"{path}/submit", {}, saved.etag)


def test_every_figure_of_the_couriers_month_is_worked_out_again(stack: Stack) -> None:
    everybody = {**dict.fromkeys(AGENTS, TEAM), **dict.fromkeys(SUPERIORS, "Office")}
    admin = company(stack, "courier", everybody)
    published(admin, CODE)
    leaders = [{"employee_id": one} for one in SUPERIORS]
    place = f"/teams/{TEAM.lower()}"
    admin.change(place, {"supervisors": leaders}, admin.get(place).etag)
    path = opened(admin)
    # A part of the month that the round brings comes in no file any more.
    with pytest.raises(ApiProblem) as refused:
        admin.post(
            "/uploads", {"scheme": CODE, "period": PERIOD, "filename": "x.csv", "source": "peers"}
        )
    assert (refused.value.status, refused.value.code) == (409, "fed_by_round")

    calls = send(admin, CODE, contacts(), grain="contact")
    assert admin.get(f"/uploads/{calls}").body["sources"] == [
        "call_backs",
        "complaints",
        "service_system",
    ]
    awaited = ["exam", "superior", "peers", "self_assessment"]
    assert {one: card["awaiting"] for one, card in cards(admin, CODE, AGENTS).items()} == (
        dict.fromkeys(AGENTS, awaited)
    )
    exam = [{"employee_id": one, "exam_mark": mark} for one, mark in EXAM.items()]
    send(admin, CODE, exam, source="exam")
    send(admin, CODE, list(observations()), source="superior")

    raters = {**keys(admin, "agent", AGENTS), **keys(admin, "supervisor", SUPERIORS)}
    for rater, caller in raters.items():
        fill_in(rater, caller)
    progress = {one["role"]: one for one in admin.get(f"{path}/progress").body["items"]}
    assert {role: (one["forms"], one["submitted"]) for role, one in progress.items()} == {
        "peer": (20, 19),
        "self": (5, 5),
        "superior": (10, 10),
    }
    closed = admin.post(f"{path}/close", {}, admin.get(path).etag).body
    # Until the forms are counted nobody has a total.
    assert {card["total"] for card in cards(admin, CODE, AGENTS).values()} == {None}
    ended(admin, closed["upload"])

    expected = {who: worked_out(who) for who in AGENTS}
    totals = {who: total_of(lines, MOST) for who, lines in expected.items()}
    ranks = ranks_of(totals)
    found = cards(admin, CODE, AGENTS)
    for who, card in found.items():
        assert lines_of(card) == expected[who], who
        assert Decimal(card["total"]) == totals[who], who
        paid = (card["grade"], Decimal(card["coefficient"]))
        assert paid == band_of(totals[who], BANDS), who
        assert (card["state"], card["rank"]) == ("provisional", ranks[who]), who
    # The month shows what it is to show: lines that drop out, and several bands.
    assert [who for who in AGENTS if expected[who]["csat"] is None] == ["pat"]
    assert [who for who in AGENTS if expected[who]["complaint_timeliness"] is None] == ["kim"]
    assert [who for who in AGENTS if expected[who]["exam"] is None] == ["tia"]
    assert len({card["grade"] for card in found.values()}) > 2
    _nobody_learns_what_two_peers_said(found)
    _the_coefficients_are_those_of_the_cards(admin, totals)


def observations() -> Iterator[dict[str, Any]]:
    """The superiors' file."""
    names = ("applied_knowledge", "responsibility", "initiative")
    for who, levels in OBSERVED.items():
        yield {"employee_id": who, **dict(zip(names, levels, strict=True))}


def _nobody_learns_what_two_peers_said(found: Mapping[str, Any]) -> None:
    """Pat's peers gave 5 and 3: fewer than three, so her line is the superiors' 4 and 4.5."""
    assert peers_of("pat") == ["5", "3"]
    (line,) = [one for one in found["pat"]["lines"] if one["indicator"] == "teamwork"]
    told = {one["role"]: (one["value"], one["count"]) for one in line["ratings"]}
    assert told == {"peer": (None, None), "superior": ("4.25", 2), "self": ("3", 1)}
    assert Decimal(line["points"]) == Decimal("4.25")


def _the_coefficients_are_those_of_the_cards(admin: Client, totals: Mapping[str, Decimal]) -> None:
    rows = admin.items(f"/periods/{PERIOD}/bonus-coefficients", scheme=CODE)
    assert {row["employee_id"]: Decimal(row["coefficient"]) for row in rows} == {
        who: band_of(total, BANDS)[1] for who, total in totals.items()
    }
