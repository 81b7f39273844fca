"""Work: each upload, export and copy has ended and tells the truth; no lease is left."""

import calendar
import csv
import gzip
import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.chaos.check_results import ranks_of
from tests.chaos.company import Company, File
from tests.chaos.expected import FINAL, PSEUDONYM, erased_ids
from tests.chaos.seen import Seen, Stored
from tests.chaos.stored import (
    Item,
    cards_of,
    entries_of_leases,
    leases_of,
    of_collection,
    time_zone_of,
)
from tests.chaos.violations import Memory, Violation


def check(company: Company, seen: Seen, memory: Memory) -> Iterator[Violation]:
    """Yield what is wrong with the work of one company."""
    for place, claim in leases_of(seen.items):
        yield Violation("no lease at rest", company.id, place, "none", claim)
    yield from _uploads(company, seen)
    yield from _snapshots(company, seen)
    yield from _exports(company, seen, memory)
    yield from _copies(company, seen)
    yield from _schedule(company, seen)


# -- uploads -------------------------------------------------------------------------------------


def _uploads(company: Company, seen: Seen) -> Iterator[Violation]:
    records = of_collection(seen.items, "uploads")
    by_name: dict[str, list[Item]] = {}
    for record in records:
        by_name.setdefault(str(record.get("filename")), []).append(record)
    arrived = {one.name.split("/")[2] for one in seen.objects if one.name.startswith("uploads/")}
    gone = erased_ids(seen) | set(company.erased)
    for name, file in company.files.items():
        found = by_name.get(name, [])
        if len(found) > 1 or (not found and file.upload is not None):
            yield Violation("announced once", company.id, name, "1", str(len(found)))
        for record in found:
            if record["id"] in arrived or file.sent:
                yield from _ended(company, seen, file, record, gone)


def _ended(
    company: Company, seen: Seen, file: File, record: Item, gone: set[str]
) -> Iterator[Violation]:
    subject = f"{file.name} {record['id']} of {file.period}"
    status = str(record.get("status"))
    if status not in FINAL:
        yield Violation("upload ends", company.id, subject, "an end state", status)
        return
    view = seen.uploads.get(str(record["id"]))
    if view is None or view["status"] != status:
        told = "nothing" if view is None else view["status"]
        yield Violation("upload as shown", company.id, subject, status, told)
    erasable = sum(row.person.id in gone and row.good for row in file.rows)
    if status == "rejected":
        code = (record.get("reason") or {}).get("code")
        bad = file.on_error == "reject" and file.bad + erasable > 0
        locked = seen.periods.get(file.period, {}).get("state") == "locked"
        if not (bad or (code == "period_locked" and locked)):
            yield Violation("upload rejected for a reason", company.id, subject, "none", str(code))
        return
    rows, scored = int(record.get("rows", 0)), int(record.get("scored", 0))
    failed = int(record.get("failed", 0))
    good = len(file.rows) - file.bad
    right = (
        rows == len(file.rows)
        and good - erasable <= scored <= good
        and scored + failed == rows
        and (status == "completed") == (failed == 0)
        and not (file.on_error == "reject" and file.bad)
    )
    if not right:
        yield Violation(
            "counts of an upload",
            company.id,
            subject,
            f"{len(file.rows)} rows, {good} scored, {file.bad} failed, {erasable} of erased people",
            f"{status}: {rows} rows, {scored} scored, {failed} failed",
        )
    sha = record.get("sha256")
    if sha != hashlib.sha256(file.content).hexdigest():
        yield Violation("file of an upload", company.id, subject, "the one sent first", str(sha))


def check_swept(company: Company, seen: Seen, begun: str) -> Iterator[Violation]:
    """After a sweep no entry is left of a lease that had run out when it began."""
    for entry, claim in entries_of_leases(seen.items):
        if str(entry["until"]) < begun:
            yield Violation("entries of leases are swept", company.id, claim, "none", "an entry")


# -- locked months -------------------------------------------------------------------------------


def _snapshots(company: Company, seen: Seen) -> Iterator[Violation]:
    """Each locked month has its snapshot, of all its results, and nothing waits for one."""
    snapshots = {str(item["sk"]): item for item in of_collection(seen.items, "snapshots")}
    cards = Counter(card.period for card in cards_of(seen.items) if card.current)
    for month, view in seen.periods.items():
        if view["state"] != "locked":
            continue
        found = snapshots.get(f"{month}#{company.scheme}", {})
        must = ("completed", str(cards[month]))
        has = (str(found.get("status")), str(found.get("rows")))
        if must != has:
            yield Violation("snapshot of a lock", company.id, month, str(must), str(has))
    for item in of_collection(seen.items, "register-locks"):
        pending = [name for name in item if "/" in name]
        if pending:
            yield Violation("no lock pending", company.id, str(item["sk"]), "none", str(pending))
        elif "external_ids" in item:
            yield Violation("former ids forgotten", company.id, str(item["sk"]), "none", "kept")


# -- exports -------------------------------------------------------------------------------------


def _exports(company: Company, seen: Seen, memory: Memory) -> Iterator[Violation]:
    files = {one.name: one for one in seen.objects if one.latest}
    deleted = any(one.files == "delete" for one in company.erased.values())
    records = of_collection(seen.items, "exports")
    known = {record["id"] for record in records}
    for kind, name in company.acknowledged:
        if kind == "export" and name not in known:
            yield Violation("acknowledged export", company.id, name, "a record", "none")
    for record in records:
        subject = f"{record['id']} of {record['period']}"
        status = str(record.get("status"))
        if status not in ("completed", "failed"):
            yield Violation("export ends", company.id, subject, "an end state", status)
        if status == "failed":
            code = str((record.get("reason") or {}).get("code"))
            yield Violation("export succeeds", company.id, subject, "completed", code)
        if status != "completed":
            continue
        yield from _files_of_export(company, record, files, memory, deleted=deleted)


def _files_of_export(
    company: Company, record: Item, files: dict[str, Stored], memory: Memory, *, deleted: bool
) -> Iterator[Violation]:
    """Check the file and the manifest. An erasure with files may have removed them."""
    subject = f"{record['id']} of {record['period']}"
    place = f"exports/{company.id}/{record['id']}"
    file = files.get(f"{place}/{record.get('filename')}")
    manifest = files.get(f"{place}/manifest.json")
    if file is None or manifest is None:
        if not deleted:
            yield Violation("files of an export", company.id, subject, "both", "missing")
        return
    yield from _true_export(company, record, subject, file, manifest)
    if record.get("period_state") == "locked":
        # An erasure gives its person's row a pseudonym, and changes nothing else.
        erased = _content(str(record["format"]), file.body or b"").count(PSEUDONYM.encode())
        key = (company.id, str(record["period"]), str(record["format"]), erased)
        if (known := memory.exports.setdefault(key, file.sha256)) != file.sha256:
            yield Violation("bytes of a locked month", company.id, subject, known, file.sha256)


def _true_export(
    company: Company, record: Item, subject: str, file: Stored, manifest: Stored
) -> Iterator[Violation]:
    told = json.loads(manifest.body or b"{}")
    rows = _rows(str(record["format"]), file.body or b"")
    must = {
        "sha256": file.sha256,
        "bytes": len(file.body or b""),
        "rows": int(record["rows"]) if rows is None else len(rows),
    }
    for source, has in (("record", record), ("manifest", told)):
        seen_ = {name: has.get(name) for name in must}
        if {name: str(value) for name, value in seen_.items()} != {
            name: str(value) for name, value in must.items()
        }:
            yield Violation(f"{source} of an export", company.id, subject, str(must), str(seen_))


def _content(format_: str, body: bytes) -> bytes:
    """Return the content of a file, of a workbook that of its parts."""
    if format_ != "xlsx":
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def _rows(format_: str, body: bytes) -> list[dict[str, Any]] | None:
    """Return the rows of a file; None for a workbook."""
    if format_ == "csv":
        return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    if format_ == "jsonl":
        return [json.loads(line) for line in body.decode().splitlines()]
    return None


def check_export_at_rest(
    company: Company, seen: Seen, export_id: str, month: str
) -> Iterator[Violation]:
    """An export made while nothing else runs has exactly the month's current results."""
    prefix = f"exports/{company.id}/{export_id}/"
    body = next(
        (o.body for o in seen.objects if o.name.startswith(prefix) and "manifest" not in o.name),
        None,
    )
    if body is None:
        yield Violation("export at rest", company.id, f"{export_id} {month}", "a file", "none")
        return
    current = [
        card
        for card in cards_of(seen.items)
        if card.current and card.period == month and card.scheme == company.scheme
    ]
    ranks = ranks_of(current, by_team=company.scheme == "ranked")
    must = {
        card.employee: (
            card.total,
            card.grade,
            card.coefficient,
            ranks.get(card.employee, (None, 0))[0],
            card.revision,
        )
        for card in current
    }
    has = {
        row["employee_id"]: (
            None if row["total"] is None else Fraction(row["total"]),
            row["grade"],
            None if row["coefficient"] is None else Fraction(row["coefficient"]),
            row["rank"],
            row["revision"],
        )
        for row in _rows("jsonl", body) or []
    }
    if must != has:
        other = {k: (must.get(k), has.get(k)) for k in must.keys() | has.keys()}
        wrong = {k: v for k, v in other.items() if v[0] != v[1]}
        yield Violation(
            "rows of an export", company.id, f"{export_id} {month}", f"{len(must)} rows",
            f"{len(has)} rows, other: {dict(list(wrong.items())[:3])}",
        )  # fmt: skip


# -- copies and the schedule ---------------------------------------------------------------------


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


def check_copy_at_rest(company: Company, seen: Seen, copy_id: str) -> Iterator[Violation]:
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
