"""Exports: each has ended with true files; those of a locked month have the same bytes for ever."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tests.chaos.check_results import ranks_of
from tests.chaos.company import Company
from tests.chaos.expected import PSEUDONYM
from tests.chaos.seen import Seen, Stored
from tests.chaos.stored import (
    Item,
    cards_of,
    of_collection,
)
from tests.chaos.violations import Memory, Violation


def check(company: Company, seen: Seen, memory: Memory) -> Iterator[Violation]:
    """Yield what is wrong with the exports of one company."""
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


def check_at_rest(company: Company, seen: Seen, export_id: str, month: str) -> Iterator[Violation]:
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
    if seen.periods[month]["state"] == "locked":
        yield from _ids_at_lock(company, month, export_id, _rows("jsonl", body) or [])


def _ids_at_lock(
    company: Company, month: str, export_id: str, rows: list[dict[str, Any]]
) -> Iterator[Violation]:
    """Payroll numbers are those of the moment of the lock, whatever changed since."""
    for row in rows:
        person = str(row["employee_id"])
        if person.startswith(PSEUDONYM):
            continue
        may = company.numbers_at_lock(month, person)
        has = row.get("external_id_payroll")
        if has not in may:
            yield Violation(
                "ids as at the lock", company.id, f"{export_id} {month} {person}",
                " or ".join(sorted(map(str, may))), str(has),
            )  # fmt: skip
