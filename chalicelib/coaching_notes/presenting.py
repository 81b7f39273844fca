"""Coaching notes as the API shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.coaching_notes.records import ABOUT, WORDS, CoachingNote
from chalicelib.people.identity import called_in, ids_now
from chalicelib.people.records import read_people
from chalicelib.people.signers import described_signature
from chalicelib.person_keys import PersonKey, shown
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context


def described_all(context: Context, notes: Sequence[CoachingNote]) -> list[dict[str, Any]]:
    """Return notes as the API shows them."""
    people = list(dict.fromkeys(person for one in notes for person in _people(one)))
    ids = ids_now(people, read_people(context, people))
    team_codes = codes(context, [one.team for one in notes])
    return [{**described(one, ids), "team_code": team_codes[one.team]} for one in notes]


def described(note: CoachingNote, ids: Mapping[PersonKey, str] | None) -> dict[str, Any]:
    """Return a note without its team's code. ``ids``: what its people are called now. None: what
    they came with."""
    return {
        "id": note.id,
        "status": note.status,
        "employee_id": called_in(note.person, ids),
        "person": shown(note.person),
        "team": note.team,
        "day": note.day,
        **{name: getattr(note, name) for name in (*WORDS, *ABOUT)},
        "plans": list(note.plans),
        "recorded": described_signature(note.recorded, ids),
        "seen_at": note.seen_at,
        "remarks": [
            {
                **{name: one.get(name) for name in ("remark", "at", "by")},
                # A number inside a list comes back from the table as a decimal.
                "revision": int(one["revision"]),
            }
            for one in note.remarks
        ],
        "revision": note.revision,
        "updated_at": note.updated_at,
    }


def _people(note: CoachingNote) -> list[PersonKey]:
    author = note.recorded.get("person")
    return [note.person, *([PersonKey(author)] if author else [])]
