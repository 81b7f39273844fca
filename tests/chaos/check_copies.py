"""Copies of a company are whole, and its schedule's due times are registered."""

import calendar
import gzip
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.chaos.company import Company
from tests.chaos.seen import Seen, Stored
from tests.chaos.stored import (
    Item,
    cards_of,
    of_collection,
    time_zone_of,
)
from tests.chaos.violations import Violation


def check(company: Company, seen: Seen) -> Iterator[Violation]:
    """Yield what is wrong with the copies and the schedule of one company."""
    yield from _copies(company, seen)
    yield from _schedule(company, seen)


def _copies(company: Company, seen: Seen) -> Iterator[Violation]:
    files = {one.name: one for one in seen.objects}
    for record in of_collection(seen.items, "copies"):
        if not str(record["sk"]).startswith("cpy_"):
            continue
        subject, status = str(record["id"]), str(record.get("status"))
        place = f"exports/{company.id}/{record['id']}/"
        if status == "removed":
            left = [name for name in files if name.startswith(place)]
            if left:
                yield Violation("files of a removed copy", company.id, subject, "none", str(left))
            continue
        if status != "completed":
            yield Violation("copy ends", company.id, subject, "completed", status)
            continue
        yield from _true_copy(company, record, place, files)


def _true_copy(
    company: Company, record: Item, place: str, files: dict[str, Stored]
) -> Iterator[Violation]:
    subject = str(record["id"])
    manifest = files.get(f"{place}manifest.json")
    if manifest is None:
        yield Violation("manifest of a copy", company.id, subject, "one", "none")
        return
    for part in json.loads(manifest.body or b"{}").get("parts", ()):
        file = files.get(place + part["filename"])
        body = b"" if file is None else file.body or b""
        lines = len(gzip.decompress(body).splitlines()) if body else 0
        must = (part["sha256"], int(part["bytes"]), int(part["rows"]))
        has = (hashlib.sha256(body).hexdigest(), len(body), lines)
        if must != has:
            yield Violation(
                "part of a copy", company.id, f"{subject} {part['filename']}", str(must), str(has)
            )


def check_at_rest(company: Company, seen: Seen, copy_id: str) -> Iterator[Violation]:
    """A copy made while nothing else runs has every result, person, upload and plan."""
    place = f"exports/{company.id}/{copy_id}/"
    rows: dict[str, int] = {}
    for one in seen.objects:
        if one.name.startswith(place) and one.name.endswith(".gz"):
            name = one.name.rsplit("-", 1)[1].removesuffix(".jsonl.gz")
            lines = gzip.decompress(one.body or b"").splitlines()
            rows[name] = rows.get(name, 0) + len(lines)
    must = {
        "scorecards": len(list(cards_of(seen.items))),
        "employees": len(of_collection(seen.items, "employees")),
        "uploads": len(of_collection(seen.items, "uploads")),
    }
    has = {name: rows.get(name, 0) for name in must}
    if must != has:
        yield Violation("copy at rest", company.id, copy_id, str(must), str(has))


def _schedule(company: Company, seen: Seen) -> Iterator[Violation]:
    """The operator's register has the next due time of a schedule that is on, and open months'."""
    stored = of_collection(seen.items, "export-schedule")
    must = {str(item["due"]) for item in stored if item.get("status") == "open"}
    for schedule in stored:
        if schedule.get("enabled") and "next_period" in schedule:
            must.add(due_time(schedule, time_zone_of(seen.items)))
    due = {
        str(item.get("due"))
        for item in seen.operator
        if str(item["pk"]) == "~operator#due-exports" and item.get("tenant") == company.id
    }
    if must - due:
        yield Violation(
            "due time registered",
            company.id,
            "export-schedule",
            f"at least {sorted(must)}",
            str(sorted(due)),
        )


def due_time(schedule: Item, time_zone: str) -> str:
    """Return when the schedule's next month is due: a local day and hour of the month after it."""
    year, month = map(int, str(schedule["next_period"]).split("-"))
    year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = calendar.monthrange(year, month)[1]
    day, hour = min(int(schedule["day"]), last), int(schedule["hour"])
    local = datetime(year, month, day, hour, tzinfo=ZoneInfo(time_zone))
    return f"{local.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
