"""A month of the quality standard whose inspectors disagree, on the deployed package.

The scheme is the product's template as it proposes it, with its source `inspection` judged here:
two checklists of three items. Twelve tickets a person are drawn of the month's contacts, two in
five are judged by two inspectors. What an inspector sees of a ticket is chance of its own, so two
often differ: in one item they are agreed, in more a third judges. Dee had eight contacts, too few
for a sample of ten.

The draw, who judges, who is asked as a third, what fails, every line, total, grade and rank, and
what the explanation lists are worked out again from the contacts and what each inspector says.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from demo.client import ApiProblem, Client
from tests.stack.conftest import Stack
from tests.stack.inspected_plainly import (
    AWARDED,
    BANDS,
    CODE,
    DRAWN,
    HABITS,
    INSPECTORS,
    ITEMS,
    MOST,
    SEED,
    TOLERANCE,
    TWICE,
    Failing,
    agreed,
    contacts,
    drawn_again,
    judged_here,
    seen,
    thirds,
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

pytestmark = [pytest.mark.stack, pytest.mark.long]


def drawn(admin: Client, calls: str) -> str:
    """Draw of the uploaded contacts; return the inspection's path."""
    fields = {"contact": "contact_id", "day": "date", "channel": "channel"}
    body = {
        "scheme": CODE,
        "source": "inspection",
        "period": PERIOD,
        "per_agent": DRAWN,
        "double_percent": TWICE,
        "tolerance": {"items": TOLERANCE},
        "inspectors": list(INSPECTORS),
        "seed": SEED,
        "upload": {"id": calls, **fields},
    }
    path = f"/inspections/{admin.post('/inspections', body).body['id']}"
    found = until(lambda: admin.get(path).body, lambda one: one["status"] != "drawing")
    assert found["status"] == "open", found
    return path


def asked_now(inspectors: Mapping[str, Client]) -> Iterator[tuple[str, Any]]:
    """Yield every open task with its inspector."""
    for name, caller in inspectors.items():
        for task in caller.items("/inspection-tasks", status="open"):
            yield name, task


def judge(caller: Client, name: str, task: Any) -> None:
    """Submit what an inspector sees in a ticket."""
    failing = seen(task["contact"], name)
    items = [f"{checklist}.{item}" for checklist, own in ITEMS.items() for item in own]
    body = {
        "verdicts": {item: "fail" if item in failing else "pass" for item in items},
        "passage": f"{name}: as recorded" if failing else None,
        "submitted": True,
    }
    caller.put(f"/inspection-tasks/{task['id']}", body, "*")


def test_inspectors_who_disagree_come_to_figures_that_stand(stack: Stack) -> None:
    people = {**dict.fromkeys(HABITS, "Desk"), **dict.fromkeys(INSPECTORS, "Quality")}
    admin = company(stack, "inspected", people)
    published(admin, CODE, judged_here)
    calls = send(admin, CODE, contacts(), grain="contact")
    ideas = [{"employee_id": one, "innovation_points": AWARDED.get(one, "")} for one in HABITS]
    send(admin, CODE, ideas, source="proposals")
    awaiting = {one: card["awaiting"] for one, card in cards(admin, CODE, HABITS).items()}
    assert awaiting == {one: ["inspection"] for one in HABITS}

    path = drawn(admin, calls)
    inspectors = keys(admin, "inspector", INSPECTORS)
    asked = drawn_again()
    given: dict[str, set[str]] = {}
    for name, task in asked_now(inspectors):
        given.setdefault(task["contact"], set()).add(name)
    assert given == {contact: set(judges) for contact, judges in asked.items()}
    with pytest.raises(ApiProblem) as refused:
        admin.change(path, {"status": "closed"}, admin.get(path).etag)
    assert refused.value.code == "tasks_open"

    for name, task in list(asked_now(inspectors)):
        judge(inspectors[name], name, task)
    further = thirds(asked)
    assert {task["contact"]: name for name, task in asked_now(inspectors)} == further
    # The month shows both: two who are agreed though they differ, and thirds.
    doubles = [(one, judges) for one, judges in asked.items() if len(judges) == 2]
    apart = [one for one, (a, b) in doubles if seen(one, a) != seen(one, b)]
    assert len(doubles) > len(apart) > len(further) > 1
    for name, task in list(asked_now(inspectors)):
        judge(inspectors[name], name, task)

    admin.change(path, {"status": "closed"}, admin.get(path).etag)
    closed = until(lambda: admin.get(path).body, lambda one: one["status"] == "closed")
    ended(admin, closed["upload"])
    judges = {one: [*by, *([further[one]] if one in further else [])] for one, by in asked.items()}
    failing = {
        who: {one: agreed(one, by) for one, by in judges.items() if one.startswith(f"T-{who}-")}
        for who in HABITS
    }
    expected = {who: worked_out(who, failing[who]) for who in HABITS}
    totals = {who: total_of(lines, MOST, AWARDED.get(who, 0)) for who, lines in expected.items()}
    ranks = ranks_of(totals)
    found = cards(admin, CODE, HABITS, explain="true")
    for who, card in found.items():
        assert lines_of(card) == expected[who], who
        assert Decimal(card["total"]) == totals[who], who
        paid = (card["grade"], Decimal(card["coefficient"]))
        assert paid == band_of(totals[who], BANDS), who
        assert (card["state"], card["rank"]) == ("provisional", ranks[who]), who
        assert told(card) == (failing[who], {one: judges[one] for one in failing[who]}), who
    assert [who for who in HABITS if expected[who]["empathy"] is None] == ["dee"]
    _the_person_reads_what_failed_and_not_who_judged(admin, failing["cyd"])


def told(card: Any) -> tuple[dict[str, Failing], dict[str, list[str] | None]]:
    """What an explanation lists: of each drawn ticket the items that fail, and who judged."""
    (inspection,) = card["inspections"]
    assert inspection["source"] == "inspection"
    tickets = {one["contact"]: one for one in inspection["tickets"]}
    failing = {
        contact: frozenset(item["item"] for item in one["failed"])
        for contact, one in tickets.items()
    }
    return failing, {contact: one["inspectors"] for contact, one in tickets.items()}


def _the_person_reads_what_failed_and_not_who_judged(
    admin: Client, failing: Mapping[str, Failing]
) -> None:
    accept = {"missing": len(INSPECTORS)}
    admin.post(f"/periods/{PERIOD}/publish", {"scheme": CODE, "accept": accept})
    own = keys(admin, "agent", ["cyd"])["cyd"]
    (card,) = cards(own, CODE, ["cyd"], explain="true").values()
    assert told(card) == (failing, dict.fromkeys(failing))
