"""Which announcements a caller sees, with what the own person was told of them.

Who sees other people sees every announcement. Whoever is only scored sees those that concern the
own person: of which the person was told, or by the register's word of today.
"""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.announcements.concerned import Concerned
from chalicelib.announcements.records import (
    Announcement,
    Telling,
    latest,
    read_announcement,
    read_own,
    standing,
)
from chalicelib.errors import Conflict, NotFound
from chalicelib.language import Text
from chalicelib.people.records import Employee, read_person
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.roles import Role


class Seen(NamedTuple):
    """An announcement, and what the caller's own person was told of the period.

    ``told`` None: the caller is no person whom the announcement concerns.
    """

    announcement: Announcement
    told: Telling | None


def seen(context: Context, period: str, scheme: str | None, number: int | None = None) -> Seen:
    """Return an announcement that the caller may see: by default the one that stands.

    Without a scheme it is that of the only scheme of which the caller sees one. Raises NotFound
    (404), and Conflict (409) ``several_schemes``.
    """
    if scheme is None:
        there = _seen(context, standing(context, period))
        if len(there) > 1:
            codes = [one.announcement.scheme for one in there]
            raise Conflict("several_schemes", SEVERAL, schemes=codes)
        if not there:
            raise NotFound("announcement")
        (found,) = there
        if number is None or number == found.announcement.number:
            return found
        scheme = found.announcement.scheme
    one = (
        latest(context, period, scheme)
        if number is None
        else read_announcement(context, period, scheme, number)
    )
    visible = [] if one is None else _seen(context, [one])
    if not visible:
        raise NotFound("announcement")
    return visible[0]


def own(context: Context, period: str, scheme: str | None) -> Seen:
    """Return the announcement that stands and concerns the caller's own person. Raises NotFound."""
    found = seen(context, period, scheme)
    if found.told is None:
        raise NotFound("announcement")
    return found


def _seen(context: Context, found: Sequence[Announcement]) -> list[Seen]:
    """Return those of a period's announcements that the caller may see. What the own person was
    told of them is read at once."""
    principal = context.principal
    person = principal.person if principal.has(Role.AGENT) else None
    if person is None or not found:
        return [Seen(one, None) for one in found if principal.sees_others]
    told = read_own(context, found[0].period, (one.scheme for one in found), person)
    untold = any(not one.revision for one in told.values())
    employee = read_person(context, person) if untold else None
    seen_ones = (Seen(one, _own(context, one, told[one.scheme], employee)) for one in found)
    return [one for one in seen_ones if one.told is not None or principal.sees_others]


def _own(
    context: Context, found: Announcement, told: Telling, employee: Employee | None
) -> Telling | None:
    """Return what the caller's person was told; None where it does not concern the person."""
    if told.revision:
        return told
    concerned = Concerned(context, found.period, found.scheme, found.teams)
    return told if employee is not None and concerned.has(employee) else None


SEVERAL = Text(
    "该期间有多个方案的公告，请用 scheme 指明。",
    "The plans of several schemes were announced for the period: name one by `scheme`.",
)
