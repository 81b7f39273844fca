"""What is remarkable in an upload, beside its bad rows (finding_kinds.py).

An item has the findings of a chunk, under the number of people before it in the file. So a chunk
that is written again replaces its own item. The findings of the file as a whole have an item
before these. A person keeps which upload made them (``Employee.made_by_upload``), so a run that
continues after a death finds whom the run before it has registered, and counts them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from chalicelib.language import Language
from chalicelib.people.records import Employee, read_people
from chalicelib.person_keys import PersonKey, shown
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, key_of_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import TenantScope
from chalicelib.uploads.entries import entries_after, page_of
from chalicelib.uploads.finding_kinds import (
    MEMBERS,
    MESSAGES,
    NEW_PERSON,
    Change,
    ChangedCoefficient,
    ChangedTotal,
    ColumnFinding,
    Finding,
    NewPerson,
    NewTeam,
    PassedRow,
    SettledAhead,
    SeveralTeams,
    kind_of,
    packed,
    unpacked,
)
from chalicelib.uploads.kept_people import WHY, KeptPerson
from chalicelib.uploads.keys import (
    key_of_file_findings,
    key_of_findings,
    key_of_kept_people,
    partition_of_findings,
)
from chalicelib.uploads.records import Upload
from chalicelib.web import exact_json

#: New people that an upload itself names; the others are among its findings.
NAMED: Final = 200


def finding_writes(
    scope: TenantScope, upload_id: str, before: int, found: Sequence[Finding]
) -> Iterator[tuple[Key, Item]]:
    """Yield the item of a chunk's findings, if it has any. ``before``: the people before it."""
    if found:
        yield key_of_findings(scope, upload_id, before), stored(found)


def counted_writes(
    scope: TenantScope,
    upload_id: str,
    before: int,
    found: Sequence[Finding],
    counts: Mapping[str, int],
) -> Iterator[tuple[Key, Item]]:
    """Yield the item of a chunk's findings, with how many results it changes (changed_totals.py).

    Also without any finding, because another look at the file may have found some.
    """
    key = key_of_findings(scope, upload_id, before)
    yield key, {**stored(found), "counts": dict(counts)}


def of_former_run(
    context: Context, upload_id: str, before: int
) -> tuple[dict[str, int], list[Finding]] | None:
    """Return the counts and findings of a chunk that a run has stored before; None: none has."""
    item = context.table.get(key_of_findings(context.scope, upload_id, before))
    if item is None or "counts" not in item:
        return None
    return {kind: int(number) for kind, number in item["counts"].items()}, list(found_in(item))


def write_of_file(context: Context, upload_id: str, found: Sequence[Finding]) -> None:
    """Store the findings of the file as a whole, if there are any."""
    if found:
        key = key_of_file_findings(context.scope, upload_id)
        context.table.write_batch([(key, stored(found))])


def write_kept_people(
    context: Context, upload_id: str, chunk: int, kept: Sequence[KeptPerson]
) -> None:
    """Store who stays on the register of a chunk of a withdrawal, if anybody does."""
    if kept:
        context.table.put(key_of_kept_people(context.scope, upload_id, chunk), stored(kept))


def keep_of_rejected(context: Context, upload_id: str) -> None:
    """Remove what a look has found of people: the file is rejected, and does none of it.

    Rows of totals stay, as of a file that is checked and rejected without a look.
    """
    of_file = key_of_file_findings(context.scope, upload_id)
    kept: list[tuple[Key, Item]] = []
    gone: list[Key] = []
    for item in context.table.query_all(partition_of_findings(context.scope, upload_id)):
        key = key_of_item(item)
        passed = [one for one in found_in(item) if isinstance(one, PassedRow)]
        if key != of_file and passed:
            kept.append((key, stored(passed)))
        elif key != of_file:
            gone.append(key)
    context.table.write_batch(kept, gone)


def stored(found: Iterable[Finding]) -> Item:
    """Return the findings as an item."""
    members: dict[str, list[Any]] = defaultdict(list)
    for one in found:
        member, kept = packed(one)
        members[member].append(kept)
    return {member: exact_json.write(kept) for member, kept in members.items()}


def found_in(item: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the findings of an item."""
    for member in MEMBERS:
        for kept in exact_json.read(item[member]) if member in item else ():
            yield unpacked(member, kept)


def page(
    context: Context,
    upload_id: str,
    limit: int,
    after: str | None = None,
    kind: str | None = None,
) -> tuple[list[dict[str, Any]], str | None]:
    """Return up to ``limit`` findings, and the position of the last one when more follow.

    ``kind``: only those of this kind.
    """

    def wanted(item: Item) -> Iterator[Finding]:
        return (one for one in found_in(item) if kind is None or kind_of(one) == kind)

    partition = partition_of_findings(context.scope, upload_id)
    # The item at the position may have no entry after it.
    found, more = page_of(entries_after(context, partition, after, wanted, limit + 2), limit)
    return described(context, found, context.language), more


def first_new_people(context: Context, upload: Upload) -> list[dict[str, Any]]:
    """Return the first people whom the file put on the register, at most NAMED."""
    return page(context, upload.id, NAMED, kind=NEW_PERSON)[0] if upload.new_people else []


def described(
    context: Context, found: Sequence[Finding], language: Language
) -> list[dict[str, Any]]:
    """Return the findings as the API shows them, with each person's id, name and team of today.

    Costs a request for each hundred people. An erased person has a pseudonym and nothing else.
    """
    named = NewPerson | SettledAhead | Change | KeptPerson
    keys = [one.person for one in found if isinstance(one, named)]
    people = read_people(context, keys) if keys else {}
    return [{**_EMPTY, **_of_kind(one, people), **_message(one, language)} for one in found]


_EMPTY: Final[Mapping[str, Any]] = dict.fromkeys(
    (
        *("row", "rows", "text", "employee_id", "person", "employee_name", "team"),
        *("column", "heading", "before", "after", "because"),
    )
)


def _of_kind(found: Finding, people: Mapping[PersonKey, Employee]) -> dict[str, Any]:
    match found:
        case PassedRow():
            return {"row": found.row, "text": found.text, "rows": found.rows}
        case NewTeam():
            return {"row": found.row, "team": found.team}
        case SeveralTeams():
            return {"row": found.row, "team": found.team, "text": found.text}
        case ColumnFinding():
            return {name: one for name, one in asdict(found).items() if name != "kind"}
        case NewPerson() | SettledAhead():
            # Made by the file and erased since: row 0.
            return {"row": found.row, **_who(found.person, people)}
        case KeptPerson():
            return {**_who(found.person, people), "because": found.because}
        case ChangedTotal() | ChangedCoefficient():
            before, after = (
                None if one is None else format(one, "f") for one in (found.before, found.after)
            )
            # Whose total changes without a row of the file has row 0 (others_changed.py).
            row = {"row": found.row or None}
            return {**row, **_who(found.person, people), "before": before, "after": after}


def _who(person: PersonKey, people: Mapping[PersonKey, Employee]) -> dict[str, Any]:
    there = people.get(person)
    return {
        "employee_id": there.id if there else person,
        "person": shown(person),
        "employee_name": there.name if there else None,
        "team": there.team if there else None,
    }


def _message(found: Finding, language: Language) -> dict[str, Any]:
    kind = kind_of(found)
    words = WHY[found.because] if isinstance(found, KeptPerson) else MESSAGES[kind]
    return {"kind": kind, "message": words.to(language)}
