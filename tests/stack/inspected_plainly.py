"""The inspected month worked out plainly: contacts, what inspectors see, the draw, every line."""

import hashlib
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from tests.stack.judged_month import PERIOD, Points, rounded, steps

CODE = "quality-standard"
INSPECTORS = ("ike", "jo", "kay", "lou")
SEED, DRAWN, REQUIRED, TWICE, TOLERANCE = "october-2026", 12, 10, 40, 1
#: Contacts of each agent, seconds to the answer, chance to be solved at once and to recommend.
HABITS = {
    "abe": (40, 20, 0.92, 0.15),
    "bea": (33, 45, 0.85, 0.10),
    "cyd": (25, 58, 0.80, 0.05),
    "dee": (8, 30, 0.90, 0.20),
}
#: An adopted idea of Bea's.
AWARDED = {"bea": 2}
#: Items by checklist. One `words` alone fails a ticket of empathy, of the others two do.
ITEMS = {
    "empathy": ("greeting", "listening", "words"),
    "record_accuracy": ("customer", "category", "outcome"),
}
CRITICAL = "words"
MOST = {
    "first_response_time": 20,
    "empathy": 25,
    "fcr": 30,
    "record_accuracy": 15,
    "proactive_recommendation": 10,
}
BANDS = (
    ("excellent", 90, "1.2"),
    ("good", 80, "1"),
    ("pass", 60, "0.8"),
    ("needs_improvement", 0, "0"),
)
Failing = frozenset[str]


def contacts() -> list[dict[str, str]]:
    """The month's contacts as the service system sends them; the same each time."""
    chance = Random("quality")
    return [
        {
            "employee_id": who,
            "contact_id": f"T-{who}-{n}",
            "date": f"{PERIOD}-{1 + n * 29 // number:02d}",
            "channel": chance.choice(("phone", "chat", "mail")),
            "answered": "N" if n % 11 == 10 else "Y",
            "speed_of_answer_seconds": str(chance.randint(5, 2 * seconds - 5)),
            "resolved": "Y" if chance.random() < solved else "N",
            "recommended": "Y" if chance.random() < recommends else "N",
        }
        for who, (number, seconds, solved, recommends) in HABITS.items()
        for n in range(number)
    ]


def judged_here(document: dict[str, Any]) -> None:
    """Let inspectors judge the template's source of samples, by checklists."""
    (source,) = [one for one in document["sources"] if one["code"] == "inspection"]
    source["judged_by"] = "inspection"
    for column in document["columns"]:
        if column["source"] == "inspection":
            del column["from_contacts"]
    inspected = ("attitude_check", "record_errors")
    fields = document["contacts"]["fields"]
    document["contacts"]["fields"] = [one for one in fields if one["code"] not in inspected]
    for dimension in document["dimensions"]:
        for indicator in dimension["indicators"]:
            if indicator["code"] in ITEMS:
                indicator["value"]["checklist"] = [
                    {"code": one, "name": one, "critical": one == CRITICAL}
                    for one in ITEMS[indicator["code"]]
                ]
                if indicator["code"] == "empathy":
                    indicator["value"]["fails_at"] = 2


def seen(contact: str, inspector: str) -> Failing:
    """What an inspector finds failing in a ticket: what is wrong with it, seen not quite right."""
    truth, eye = Random(contact), Random(f"{contact}/{inspector}")
    found = set()
    for checklist, items in ITEMS.items():
        for item in items:
            wrong, mistaken = truth.random() < 0.01, eye.random() < 0.14
            if wrong != mistaken:
                found.add(f"{checklist}.{item}")
    return frozenset(found)


# -- the draw, and who judges, read again from the page that describes it ------------------------


def number(*words: str) -> int:
    text = json.dumps(list(words), ensure_ascii=False, separators=(",", ":"))
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def drawn_again() -> dict[str, list[str]]:
    """Who judges each drawn ticket, by contact: one inspector, or two."""
    asked: dict[str, list[str]] = {}
    counts = dict.fromkeys(INSPECTORS, 0)
    offset = number(SEED, "double") % 100
    for who in sorted(HABITS):
        own = sorted(
            (row["date"], row["channel"], number(SEED, who, row["contact_id"]), row["contact_id"])
            for row in contacts()
            if row["employee_id"] == who
        )
        size, start = len(own), number(SEED, who) % len(own)
        at = [(start + k * size) // DRAWN for k in range(DRAWN)] if size > DRAWN else range(size)
        for place in at:
            contact, i = own[place][3], len(asked)
            turn = sorted(INSPECTORS, key=lambda one: (counts[one], number(SEED, contact, one)))
            twice = (offset + (i + 1) * TWICE) // 100 > (offset + i * TWICE) // 100
            asked[contact] = turn[: 2 if twice else 1]
            for one in asked[contact]:
                counts[one] += 1
    return asked


def thirds(asked: Mapping[str, list[str]]) -> dict[str, str]:
    """Whom the tickets go to on which two differ in more items than the tolerance."""
    return {
        contact: min(set(INSPECTORS) - set(judges), key=lambda one: number(SEED, contact, one))
        for contact, judges in asked.items()
        if len(judges) == 2 and len(seen(contact, judges[0]) ^ seen(contact, judges[1])) > TOLERANCE
    }


def agreed(contact: str, judges: list[str]) -> Failing:
    """The items that more than half of a ticket's judges find failing."""
    said = [seen(contact, one) for one in judges]
    return frozenset(
        item
        for item in frozenset().union(*said)
        if 2 * sum(item in one for one in said) > len(said)
    )


# -- the lines, by a plain reading ---------------------------------------------------------------


def worked_out(who: str, failing: Mapping[str, Failing]) -> dict[str, Points]:
    """The points of each line. ``failing``: of each drawn ticket of the person what fails."""
    rows = [one for one in contacts() if (one["employee_id"], one["answered"]) == (who, "Y")]
    solved = Fraction(100 * sum(row["resolved"] == "Y" for row in rows), len(rows))
    offered = Fraction(100 * sum(row["recommended"] == "Y" for row in rows), len(rows))
    wait = Fraction(sum(int(row["speed_of_answer_seconds"]) for row in rows), len(rows))
    return {
        "first_response_time": Decimal(0 if wait > 60 else 20 - 2 * steps((wait - 30) / 10)),
        "empathy": _lost(25, 5, failing, _fails),
        "fcr": Decimal(0 if solved < 75 else 30 - steps(85 - solved)),
        "record_accuracy": _lost(15, 3, failing, _wrong_items),
        "proactive_recommendation": Decimal(0 if offered < 5 else 10 - steps(10 - offered)),
    }


def _fails(failing: Failing) -> int:
    own = {item.removeprefix("empathy.") for item in failing if item.startswith("empathy.")}
    return int(CRITICAL in own or len(own) >= 2)


def _wrong_items(failing: Failing) -> int:
    return sum(item.startswith("record_accuracy.") for item in failing)


def _lost(
    most: int, each: int, failing: Mapping[str, Failing], counted: Callable[[Failing], int]
) -> Points:
    """So many points less for each failure of ten tickets; nothing is told of fewer."""
    if len(failing) < REQUIRED:
        return None
    failures = Fraction(REQUIRED * sum(map(counted, failing.values())), len(failing))
    if counted is _wrong_items and failures >= 3:
        return Decimal("0.00")
    return rounded(max(Fraction(0), most - each * failures))
