"""People: erased ones are nowhere, changes of the register and of plans are there, once."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator

from tests.chaos.company import Company, Erased
from tests.chaos.expected import erased_ids
from tests.chaos.seen import Seen, Stored
from tests.chaos.stored import SEALED, Item, collection_of, of_collection, text_of, unpacked
from tests.chaos.violations import Violation


def check(company: Company, seen: Seen) -> Iterator[Violation]:
    """Yield what is wrong with the people of one company."""
    yield from _erasures_end(company, seen)
    texts = [(item, text_of(item)) for item in seen.items]
    gone = erased_ids(seen)
    for one in company.erased.values():
        if one.person.id in gone:
            yield from _nowhere(company, seen, one, texts)
    yield from _acknowledged(company, seen, texts)
    yield from headcount(company.id, seen.items)


def _erasures_end(company: Company, seen: Seen) -> Iterator[Violation]:
    for record in of_collection(seen.items, "erasures"):
        if record.get("status") != "completed":
            yield Violation(
                "erasure ends", company.id, str(record["id"]), "completed", str(record["status"])
            )
        for name in ("employee_id", "pseudonym", "notes"):
            if record.get("status") == "completed" and record.get(name):
                yield Violation(
                    "erasure forgets", company.id, f"{record['id']} {name}", "none", "kept"
                )


def _nowhere(
    company: Company, seen: Seen, one: Erased, texts: list[tuple[Item, str]]
) -> Iterator[Violation]:
    person = one.person
    for item, text in texts:
        if collection_of(item) in SEALED:
            continue
        if person.name in text or (person.id in text and not _may_keep_id(item, person.id)):
            place = f"{item['pk']}/{item['sk']}"
            yield Violation("erased people nowhere", company.id, place, "no trace", person.id)
    finished = max(
        (str(r.get("finished_at", "")) for r in of_collection(seen.items, "erasures")), default=""
    )
    for file in seen.objects:
        if _must_be_gone(company, seen, file, one, finished):
            yield Violation(
                "erased people in no file", company.id, file.name, "no trace", person.id
            )


def _may_keep_id(item: Item, person: str) -> bool:
    """The id alone stays in the tombstone, in the event of the request, in a refused later row, and
    in the log of changes, by which copies learn of the tombstone: without a team that was left."""
    match collection_of(item):
        case "employees":
            return item.get("id") == person and item.get("name") is None
        case "audit":
            return str(item.get("action", "")) == "employees.erase"
        case "upload-errors":
            return "person_erased" in str(item.get("rows"))
        case "changes":
            changes = json.loads(unpacked(item["changed"]))
            return all(one == [person] for one in changes if person in str(one))
        case _:
            return False


def _must_be_gone(company: Company, seen: Seen, file: Stored, one: Erased, finished: str) -> bool:
    """Return whether a stored file names the person though the erasure has removed such files."""
    parts = file.name.split("/")
    if parts[0] == "exports":
        name = one.person.name.encode()
        if "/cpy_" in file.name:
            body = file.body or b""
            return name in (gzip.decompress(body) if file.name.endswith(".gz") else body)
        return one.files == "delete" and name in (file.body or b"")
    if one.files != "delete":
        return False
    asked = next(
        (
            str(record["requested_at"])
            for record in of_collection(seen.items, "erasures")
            if record["id"] == one.erasure
        ),
        None,
    )
    upload = next((r for r in of_collection(seen.items, "uploads") if r["id"] == parts[2]), None)
    if asked is None or upload is None or upload.get("status") == "rejected":
        return False
    sent = company.files.get(str(upload.get("filename")))
    names = sent is not None and any(row.person.id == one.person.id for row in sent.rows)
    ended = str(upload.get("finished_at", "~"))
    return names and ended < asked and bool(finished)


def _acknowledged(
    company: Company, seen: Seen, texts: list[tuple[Item, str]]
) -> Iterator[Violation]:
    register = {str(i["id"]): i for i in of_collection(seen.items, "employees")}
    plans = [text for item, text in texts if collection_of(item) == "plans"]
    for (kind, what), value in company.acknowledged.items():
        if kind == "payroll" and ("payroll", what) not in company.unknown:
            item = register.get(what, {})
            has = (item.get("external_ids") or {}).get("payroll")
            if has != value and item.get("erased_at") is None:
                yield Violation("acknowledged number", company.id, what, str(value), str(has))
        if kind == "note":
            number = sum(text.count(f'"{what}"') for text in plans)
            erased = any("erased-" in text for text in plans)
            if number != 1 and not (erased and number == 0):
                yield Violation("acknowledged note", company.id, what, "1", str(number))


def headcount(company: str, items: list[Item]) -> Iterator[Violation]:
    """The stored numbers are those of the register by status and team, tombstones not counted.

    The head has the sort key ``people`` and names its count; a team's number has
    ``team#{count}#{team}``. Numbers of a count that a killed process began are nobody's.
    """
    people = [
        one for one in of_collection(items, "employees") if one.get("status") in ("active", "left")
    ]
    by_status = Counter(str(one["status"]) for one in people)
    by_team = Counter(str(one["team"]) for one in people if one.get("team") is not None)
    stored = {str(one["sk"]): one for one in of_collection(items, "headcount")}
    head = stored.get("people")
    if head is None:
        return
    expected = {"people": len(people), "active": by_status["active"], "left": by_status["left"]}
    for what, number in expected.items():
        if int(head[what]) != number:
            yield Violation("number of people", company, what, str(number), str(head[what]))
    prefix = f"team#{head['counted']}#"
    teams = {str(o["team"]): int(o["people"]) for sk, o in stored.items() if sk.startswith(prefix)}
    for team in sorted(by_team.keys() | teams.keys()):
        has = teams.get(team, 0)
        if has != by_team[team]:
            expected_of_team = str(by_team[team])
            yield Violation("people of a team", company, team, expected_of_team, str(has))
