"""A small company in which everything holds, for tests of the checker to break in one place."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from tests.chaos.company import Company, Erased, File, Person, Row
from tests.chaos.schemes import shared
from tests.chaos.seen import Seen, Stored
from tests.chaos.stored import Item

MONTH, UPLOAD, EXPORT = "2026-08", "upl_1", "exp_1"
TIME = "2026-11-01T08:00:00.000Z"
ANN, BEN, CAI = (Person(f"sh1-{n}", f"sh1×{n}", "red") for n in (1, 2, 3))
#: 30 s: 50 of 50. 90: 50 of 50. Together 100.
#: 42 s: 12 over, two whole steps of 5 cost 12: 38. 70: 10 under, five steps of 2 cost 15: 35. 73.
#: 30 s: 50. No mark: the mean of 90 and 70 is 80, the target: 50. Together 100.
FIGURES = {ANN: ("3000", "100", "90"), BEN: ("4200", "100", "70"), CAI: ("3000", "100", None)}
TOTALS = {ANN: ("100", "good", "1.2"), BEN: ("73", "fair", "1"), CAI: ("100", "good", "1.2")}


def company() -> Company:
    """Return the company as its people know it."""
    rows = tuple(
        Row(person, {"wait_seconds": wait, "contacts": contacts, "quality": quality})
        for person, (wait, contacts, quality) in FIGURES.items()
    )
    made = Company("shared-1", "sh1", "shared", "", people=[ANN, BEN, CAI])
    made.versions[1], made.effective[1] = shared(), "2026-01"
    made.files["a.csv"] = File("a.csv", MONTH, "continue", rows, b"the file", UPLOAD, sent=True)
    return made


def card(person: Person, revision: int = 1, **other: Any) -> Item:
    """Return the current result of a person as it is stored."""
    total, grade, coefficient = TOTALS[person]
    return {
        "pk": f"shared-1#scores#shared#{MONTH}#00",
        "sk": f"C#{person.id}",
        "employee_pk": f"shared-1#employee#{person.id}",
        "employee_id": person.id,
        "employee_name": person.name,
        "team": person.team,
        "revision": Decimal(revision),
        "version": Decimal(1),
        "upload": UPLOAD,
        "total": Decimal(total),
        "grade": grade,
        "coefficient": Decimal(coefficient),
        "packed": f"[{total}]",
        **other,
    }


def former(person: Person, revision: int) -> Item:
    """Return a former result of a person as it is stored."""
    return {
        **card(person, revision, packed=f"[former {revision}]"),
        "sk": f"R#{person.id}#{revision:05d}",
    }


def event(action: str, target: str, revision: int) -> Item:
    """Return an audit event as it is stored."""
    name = f"evt_{action}_{target}_{revision}"
    return {
        "pk": "shared-1#audit#2026-11",
        "sk": name,
        "id": name,
        "action": action,
        "target": target,
        "revision": Decimal(revision),
    }


def snapshot() -> Item:
    """Return the snapshot of the month, when it is locked."""
    return {
        "pk": "shared-1#snapshots",
        "sk": f"{MONTH}#shared",
        "status": "completed",
        "rows": Decimal(3),
    }


def headcount() -> list[Item]:
    """Return the stored numbers of people, and a number that a killed count has left."""
    place = {"pk": "shared-1#headcount"}
    of_all = {"people": Decimal(3), "active": Decimal(3), "left": Decimal(0), "counted": "cnt_2"}
    red = {"team": "red", "people": Decimal(3)}
    return [
        {**place, "sk": "people", **of_all},
        {**place, "sk": "team#cnt_2#red", **red},
        {**place, "sk": "team#cnt_1#red", **red, "people": Decimal(2)},
    ]


def due_entry(due: str) -> Item:
    """Return an entry of the operator's register of due times."""
    return {
        "pk": "~operator#due-exports",
        "sk": f"{due}#shared-1",
        "tenant": "shared-1",
        "due": due,
    }


def seen() -> Seen:
    """Return the company as it is at rest: one upload of three people, one export."""
    body = b'{"employee_id":"sh1-1"}\n{"employee_id":"sh1-2"}\n{"employee_id":"sh1-3"}\n'
    told = {"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body), "rows": 3}
    numbers = {name: Decimal(v) if isinstance(v, int) else v for name, v in told.items()}
    place = f"exports/shared-1/{EXPORT}"
    return Seen(
        items=[
            *(card(person) for person in (ANN, BEN, CAI)),
            *(
                {
                    "pk": "shared-1#employees",
                    "sk": one.id,
                    "id": one.id,
                    "name": one.name,
                    "status": "active",
                    "team": one.team,
                }
                for one in (ANN, BEN, CAI)
            ),
            {
                "pk": "shared-1#uploads",
                "sk": UPLOAD,
                "id": UPLOAD,
                "filename": "a.csv",
                "status": "completed",
                "created_at": TIME,
                "rows": Decimal(3),
                "scored": Decimal(3),
                "failed": Decimal(0),
                "sha256": hashlib.sha256(b"the file").hexdigest(),
            },
            {"pk": "shared-1#tenant", "sk": "settings", "time_zone": "Asia/Shanghai"},
            *headcount(),
            {"pk": "shared-1#periods", "sk": f"{MONTH}#shared", "period": MONTH},
            {
                "pk": "shared-1#exports",
                "sk": EXPORT,
                "id": EXPORT,
                "status": "completed",
                "period": MONTH,
                "format": "jsonl",
                "filename": "file.jsonl",
                "period_state": "provisional",
                **numbers,
            },
            event("uploads.create", f"uploads/{UPLOAD}", 1),
            event("uploads.end", f"uploads/{UPLOAD}", 2),
            event("exports.create", f"exports/{EXPORT}", 1),
            event("exports.end", f"exports/{EXPORT}", 2),
        ],
        objects=[
            Stored(f"uploads/shared-1/{UPLOAD}/a.csv", "1", TIME[:19], latest=True),
            Stored(f"{place}/file.jsonl", "1", TIME[:19], latest=True, body=body),
            Stored(
                f"{place}/manifest.json", "1", TIME[:19], latest=True,
                body=json.dumps(told).encode(),
            ),
        ],
        periods={MONTH: period()},
        cards={MONTH: [shown(ANN, 1), shown(BEN, 3), shown(CAI, 1)]},
        uploads={UPLOAD: {"id": UPLOAD, "status": "completed"}},
        foreign=("gr1", "ra1"),
    )  # fmt: skip


def period() -> dict[str, Any]:
    """Return the month as the API shows it."""
    return {
        "state": "provisional",
        "scorecards": 3,
        "states": {"provisional": 3, "insufficient_data": 0},
        "grades": {"good": 2, "fair": 1},
        "versions": [{"version": 1, "scorecards": 3}],
        "outdated": False,
        "outdated_because": [],
        "busy": False,
        "published_at": None,
        "teams": [{"team": "red", "scorecards": 3}],
        "rescoring": None,
    }


def shown(person: Person, position: int) -> dict[str, Any]:
    """Return a result as the API lists it."""
    return {
        "employee_id": person.id,
        "total": TOTALS[person][0],
        "revision": 1,
        "rank": {"position": position, "of": 3},
    }


def erased(files: str = "keep") -> Erased:
    return Erased(ANN, files, "ers_1", 1)
