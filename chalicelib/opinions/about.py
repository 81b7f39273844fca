"""What an opinion is on: a scheme that has a version, a pilot of the sender's team, the service."""

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import invalid_value
from chalicelib.opinions import refusals
from chalicelib.opinions.records import PILOT, SERVICE
from chalicelib.schemes import calendar
from chalicelib.schemes.records import read_head
from chalicelib.teams.canonical import known
from chalicelib.tenancy.context import Context


def check_about(context: Context, wanted: Mapping[str, Any], team: str | None) -> None:
    """Check what an opinion of somebody of a team is on: ``about``, ``scheme``, ``version``.

    Raises Invalid (422): ``required``, ``not_of_this_kind``, ``unknown_scheme``, ``not_piloted``.
    """
    about, scheme, version = wanted["about"], wanted.get("scheme"), wanted.get("version")
    if version is not None and about != PILOT:
        raise invalid_value("/version", "not_of_this_kind", refusals.NOT_OF_THIS)
    if about == SERVICE:
        if scheme is not None:
            raise invalid_value("/scheme", "not_of_this_kind", refusals.NOT_OF_THIS)
        return
    if scheme is None:
        raise invalid_value("/scheme", "required", refusals.NEEDS_SCHEME)
    if about == PILOT and version is None:
        raise invalid_value("/version", "required", refusals.NEEDS_VERSION)
    head = read_head(context.table, context.scope, scheme)
    if head is None or not head.calendar:
        raise invalid_value("/scheme", "unknown_scheme", refusals.NO_SCHEME)
    if version is not None:
        _check_piloted(context, head.effect(version), team)


def _check_piloted(context: Context, effect: calendar.Effect | None, team: str | None) -> None:
    """Check that the team is one of a pilot, under whatever name. Others learn of no pilot."""
    piloted = effect.teams if effect is not None and effect.state == calendar.PILOT else ()
    refs = known(context, [team, *piloted])
    tried = {refs[one].text for one in piloted if one in refs}
    if team is None or team not in refs or refs[team].text not in tried:
        raise invalid_value("/version", "not_piloted", refusals.NOT_PILOTED)
