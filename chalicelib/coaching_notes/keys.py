"""Keys of coaching notes, and of the entries that say who wrote which."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope

COACHING_NOTES = Collection("coaching-notes")
#: An entry for each note whose author is a person, in the order of authors: an erasure finds by it
#: what a person wrote about others.
COACHING_NOTE_AUTHORS = Collection("coaching-note-authors")
#: Names the partitions of the employee index with all notes about a person.
EMPLOYEE_COACHING_NOTES = EmployeeIndex("employee-coaching-notes")


def partition_of_coaching_notes(scope: TenantScope) -> str:
    return scope.partition(COACHING_NOTES)


def key_of_coaching_note(scope: TenantScope, note_id: str) -> Key:
    return scope.key(partition_of_coaching_notes(scope), note_id)


def partition_of_authors(scope: TenantScope) -> str:
    return scope.partition(COACHING_NOTE_AUTHORS)


def key_of_author(scope: TenantScope, author: PersonKey, note_id: str) -> Key:
    return scope.key(partition_of_authors(scope), author, note_id)


def author_prefix(scope: TenantScope, author: PersonKey) -> str:
    """Return the prefix of the sort keys of what a person wrote."""
    return key_of_author(scope, author, "").sk


def index_of_employee_coaching_notes(scope: TenantScope, person: PersonKey) -> str:
    """Return the partition of the employee index with all notes about a person."""
    return scope.partition(EMPLOYEE_COACHING_NOTES, person)
