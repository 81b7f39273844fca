"""What is remarkable in an upload, beside its bad rows: people whom its file put on the register.

An item has the findings of a chunk, under the number of people before it in the file. So a chunk
that is written again replaces its own item. A person keeps which upload made them
(``Employee.made_by_upload``), so a run that continues after a death finds whom the run before it
has registered, and counts them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.people.records import read_people
from chalicelib.person_keys import PersonKey, shown
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import TenantScope
from chalicelib.uploads.entries import entries_after, page_of
from chalicelib.uploads.keys import key_of_findings, partition_of_findings
from chalicelib.uploads.records import Upload
from chalicelib.web import exact_json

NEW_PERSON: Final = "new_person"
#: New people that an upload itself names; the others are among its findings.
NAMED: Final = 200


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person whom a file put on the register, and the number of the row."""

    row: int
    person: PersonKey


def finding_writes(
    scope: TenantScope, upload_id: str, before: int, found: Sequence[NewPerson]
) -> Iterator[tuple[Key, Item]]:
    """Yield the item of a chunk's findings, if it has any. ``before``: the people before it."""
    if found:
        yield key_of_findings(scope, upload_id, before), stored(found)


def stored(found: Iterable[NewPerson]) -> Item:
    """Return the findings as an item."""
    return {"people": exact_json.write([[one.row, one.person] for one in found])}


def found_in(item: Mapping[str, Any]) -> Iterator[NewPerson]:
    """Yield the findings of an item."""
    for row, person in exact_json.read(item["people"]):
        yield NewPerson(row, PersonKey(person))


def page(
    context: Context, upload_id: str, limit: int, after: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return up to ``limit`` findings, and the position of the last one when more follow."""
    partition = partition_of_findings(context.scope, upload_id)
    # The item at the position may have no entry after it.
    found, more = page_of(entries_after(context, partition, after, found_in, limit + 2), limit)
    return described(context, found), more


def first_new_people(context: Context, upload: Upload) -> list[dict[str, Any]]:
    """Return the first people whom the file put on the register, at most NAMED."""
    return page(context, upload.id, NAMED)[0] if upload.new_people else []


def described(context: Context, found: Sequence[NewPerson]) -> list[dict[str, Any]]:
    """Return the findings as the API shows them, with each person's id, name and team of today.

    Costs a request for each hundred people. An erased person has a pseudonym and nothing else.
    """
    people = read_people(context, [one.person for one in found])
    return [
        {
            "kind": NEW_PERSON,
            "row": one.row,
            "employee_id": there.id if (there := people.get(one.person)) else one.person,
            "person": shown(one.person),
            "employee_name": there.name if there else None,
            "team": there.team if there else None,
        }
        for one in found
    ]
