"""Which announcements a caller sees, with what the own person was told of them.

Who sees other people sees every announcement. Whoever is only scored sees those that concern the
own person: of which the person was told, or by the register's word of today.
"""

from typing import NamedTuple

from chalicelib.announcements.concerned import Concerned
from chalicelib.announcements.records import (
    Announcement,
    Telling,
    latest,
    read_announcement,
    read_told,
    standing,
)
from chalicelib.errors import Conflict, NotFound
from chalicelib.language import Text
from chalicelib.people.records import read_person
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
        there = [found for one in standing(context, period) if (found := _seen(context, one))]
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
    seen_one = None if one is None else _seen(context, one)
    if seen_one is None:
        raise NotFound("announcement")
    return seen_one


def own(context: Context, period: str, scheme: str | None) -> Seen:
    """Return the announcement that stands and concerns the caller's own person. Raises NotFound."""
    found = seen(context, period, scheme)
    if found.told is None:
        raise NotFound("announcement")
    return found


def _seen(context: Context, found: Announcement) -> Seen | None:
    told = _own(context, found)
    return Seen(found, told) if told is not None or context.principal.sees_others else None


def _own(context: Context, found: Announcement) -> Telling | None:
    """Return what the caller's person was told; None where it does not concern the person."""
    principal = context.principal
    if principal.person is None or not principal.has(Role.AGENT):
        return None
    person = principal.person
    told = read_told(context, found.period, found.scheme, [person])[person]
    if told.revision:
        return told
    employee = read_person(context, person)
    concerned = Concerned(context, found.period, found.scheme, found.teams)
    return told if employee is not None and concerned.has(employee) else None


SEVERAL = Text(
    "该期间有多个方案的公告，请用 scheme 指明。",
    "The plans of several schemes were announced for the period: name one by `scheme`.",
)
