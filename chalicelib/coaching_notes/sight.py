"""Who sees which coaching note: superiors of the team then and now, readers, and the person."""

from chalicelib.coaching_notes.records import CoachingNote, read_coaching_note
from chalicelib.errors import NotFound
from chalicelib.people.records import read_person
from chalicelib.people.today import team_today
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.context import Context


def visible(context: Context, note: CoachingNote) -> bool:
    """Return whether the caller sees a note as the person, or by the team in which it was made."""
    return context.principal.may_see(note.person, note.team)


def oversees_now(context: Context, person: PersonKey) -> bool:
    """Return whether the caller oversees the person's team of today. One read at most."""
    principal = context.principal
    if principal.sees_all or not principal.sees_others:
        return principal.sees_all
    there = read_person(context, person)
    return there is not None and principal.oversees(team_today(context, there))


def seen(context: Context, note_id: str) -> CoachingNote:
    """Return a note that the caller may see. Raises NotFound (404) for every other."""
    found = read_coaching_note(context, note_id)
    if found is None or not (visible(context, found) or oversees_now(context, found.person)):
        raise NotFound("coaching_note")
    return found
