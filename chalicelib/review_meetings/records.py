"""Stored review meetings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.person_keys import PersonKey
from chalicelib.plans.records import DEPARTMENT, TEAM
from chalicelib.review_meetings.keys import key_of_meeting
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context

#: What was written about the meeting as a whole.
WORDS: Final = ("results", "causes")
#: Decisions of a meeting at most: an item has them all.
MOST_DECISIONS: Final = 40


@dataclass(frozen=True, slots=True)
class ReviewMeeting:
    """A meeting of a team (``team``, its text) or a department (``department``, its code).

    It is on the results of a scheme's period. ``held_on`` is a day. ``participants`` are who took
    part, ``indicators`` the codes of those that were looked at. ``results`` is what was seen of
    them, ``causes`` what they have in common. ``decisions`` are added and never changed:
    ``decision`` (words), ``plan`` (the id of the plan that it made, if any), ``at`` and ``by``.
    ``recorded`` has ``at``, ``by`` (the credential) and ``person`` (who answers for it, None:
    nobody).
    """

    id: str
    scheme: str
    period: str
    held_on: str
    recorded: dict[str, Any]
    updated_at: str
    team: str | None = None
    department: str | None = None
    participants: tuple[PersonKey, ...] = ()
    indicators: tuple[str, ...] = ()
    results: str | None = None
    causes: str | None = None
    decisions: tuple[Mapping[str, Any], ...] = ()
    revision: int = 1

    @property
    def kind(self) -> str:
        """Whose meeting it is: a team's or a department's."""
        return TEAM if self.department is None else DEPARTMENT


def meeting_of(item: Item) -> ReviewMeeting:
    """Return the meeting that an item holds."""
    return from_item(ReviewMeeting, item)


def meeting_write(context: Context, meeting: ReviewMeeting) -> tuple[Key, Item]:
    """Return the write of a meeting."""
    return key_of_meeting(context.scope, meeting.id), to_item(meeting)


def read_meeting(context: Context, meeting_id: str) -> ReviewMeeting | None:
    """Read a meeting. None when there is none of this id."""
    item = context.table.get(key_of_meeting(context.scope, meeting_id))
    return None if item is None else meeting_of(item)
