"""Work: each upload and each lock's snapshot has ended and tells the truth; no lease is left."""

import hashlib
from collections import Counter
from collections.abc import Iterator

from tests.chaos.company import Company, File
from tests.chaos.expected import FINAL, erased_ids
from tests.chaos.seen import Seen
from tests.chaos.stored import (
    Item,
    cards_of,
    entries_of_leases,
    leases_of,
    of_collection,
)
from tests.chaos.violations import Violation


def check(company: Company, seen: Seen) -> Iterator[Violation]:
    """Yield what is wrong with the work of one company."""
    for place, claim in leases_of(seen.items):
        yield Violation("no lease at rest", company.id, place, "none", claim)
    yield from _uploads(company, seen)
    yield from _snapshots(company, seen)


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
