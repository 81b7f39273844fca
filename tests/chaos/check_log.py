"""The audit log, the walls between companies, and the sizes of items."""

from collections import Counter
from collections.abc import Iterator

from tests.chaos.company import Company
from tests.chaos.expected import FINAL
from tests.chaos.seen import Seen
from tests.chaos.stored import Event, events_of, of_collection, size_of, text_of
from tests.chaos.violations import Violation

#: Bytes of an item at most: a quarter of what DynamoDB takes.
MOST_BYTES = 100_000


def check(company: Company, seen: Seen) -> Iterator[Violation]:
    """Yield what is wrong with one company's log, walls and sizes."""
    events = events_of(seen.items)
    yield from _ends(company, seen, events)
    yield from _changes(company, seen, events)
    yield from _walls(company, seen)


def _ends(company: Company, seen: Seen, events: list[Event]) -> Iterator[Violation]:
    """Each piece of work has one event of its beginning, and one of its end."""
    told = Counter((one.action, one.target) for one in events)
    work = (
        ("uploads", "uploads.create", "uploads.end", "uploads"),
        ("exports", "exports.create", "exports.end", "exports"),
        ("copies", "tenant_copies.create", "tenant_copies.end", "tenant/copies"),
    )
    for collection, begins, ends, place in work:
        for record in of_collection(seen.items, collection):
            if "status" not in record or "id" not in record:
                continue
            target = f"{place}/{record['id']}"
            begun = told[begins, target]
            if begun != 1 and record.get("requested_by") != "schedule":
                yield Violation("event of a beginning", company.id, target, "1", str(begun))
            final = record["status"] in (*FINAL, "failed")
            # A try that was given up has an event of its own before the one of the end.
            number = sum(
                one.action == ends and one.target == target and "gave_up" not in one.after
                for one in events
            )
            if final and number != 1:
                yield Violation("event of an end", company.id, target, "1", str(number))
    for record in of_collection(seen.items, "erasures"):
        number = told["employees.erased", f"erasures/{record['id']}"]
        if record["status"] == "completed" and number != 1:
            target = f"erasures/{record['id']}"
            yield Violation("event of an end", company.id, target, "1", str(number))


def _changes(company: Company, seen: Seen, events: list[Event]) -> Iterator[Violation]:
    """A state of a month has its event, and no two events are of one revision."""
    told = Counter((one.action, one.target) for one in events)
    for month, view in seen.periods.items():
        target = f"periods/{month}/{company.scheme}"
        if view["state"] == "locked" and told["periods.lock", target] != 1:
            times = str(told["periods.lock", target])
            yield Violation("event of a lock", company.id, target, "1", times)
        if view["published_at"] and not (
            told["periods.publish", target] + told["periods.lock", target]
        ):
            yield Violation("event of publishing", company.id, target, "1 or more", "0")
    for (action, target, revision), number in Counter(
        (one.action, one.target, one.revision) for one in events if one.revision
    ).items():
        if number > 1 and "gave_up" not in action and not target.startswith("erased"):
            yield Violation(
                "one event a revision", company.id, f"{action} {target} {revision}", "1",
                str(number),
            )  # fmt: skip
    for kind, what in company.acknowledged:
        if kind == "rescore":
            month = company.acknowledged[kind, what]
            target = f"periods/{month}/{company.scheme}"
            if not any(e.action == "periods.rescore" and what in e.after for e in events):
                yield Violation("event of a rescoring", company.id, f"{target} {what}", "1", "0")


def _walls(company: Company, seen: Seen) -> Iterator[Violation]:
    for item in seen.items:
        place = f"{item['pk']}/{item['sk']}"
        text = text_of(item)
        for mark in seen.foreign:
            if mark in text:
                yield Violation("nothing of another company", company.id, place, "none", mark)
        index = item.get("employee_pk")
        if index is not None and not str(index).startswith(f"{company.id}#"):
            yield Violation("own part of the index", company.id, place, company.id, str(index))
        if (size := size_of(item)) > MOST_BYTES:
            yield Violation("size of an item", company.id, place, f"≤ {MOST_BYTES}", str(size))
    for file in seen.objects:
        for mark in seen.foreign:
            if mark.encode() in (file.body or b"") or mark in file.name:
                yield Violation("nothing of another company", company.id, file.name, "none", mark)
