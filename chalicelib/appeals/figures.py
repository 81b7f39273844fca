"""A month's appeals in figures, for who heads a department and for the company."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from chalicelib.api_keys.keys import key_of_api_key
from chalicelib.api_keys.records import ApiKey
from chalicelib.appeal_records import counts
from chalicelib.appeal_records.records import OPEN, STATUSES
from chalicelib.errors import invalid_value
from chalicelib.language import Text
from chalicelib.people.identity import current_ids
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

#: Names of teams whose counts are read in one request at most: ten batch reads.
MOST_NAMES: Final = 1_000


def figures(
    context: Context, period: str, scheme: str, team: frozenset[str] | None
) -> dict[str, Any]:
    """Return the figures of a month: of the teams that the caller sees, or of the one asked for.

    ``team`` are the folds of its names. They are counts that each change of an appeal keeps, so
    nothing is walked. Raises Invalid (422) ``too_many_teams``.
    """
    principal = context.principal
    folds = team if principal.sees_all else principal.led_folds & (team or principal.led_folds)
    if folds is not None and len(folds) > MOST_NAMES:
        raise invalid_value("/team", "too_many_teams", TOO_MANY)
    found = (
        counts.read_whole(context, period, scheme)
        if folds is None
        else counts.read_teams(context, period, scheme, folds)
    )
    judges = counts.split(found, counts.JUDGE)
    people = _people(context, {about[1] for about in judges})
    return {
        "period": period,
        "scheme": scheme,
        **_by_status(found),
        "open": sum(found.get(one, 0) for one in OPEN),
        "awaiting_raters": found.get(counts.AWAITING, 0),
        "overdue": found.get(counts.OVERDUE, 0),
        "decisions": found.get(counts.DECISIONS, 0),
        "days_to_decide": _mean(found.get(counts.DAYS, 0), found.get(counts.DECISIONS, 0)),
        "indicators": [
            {"indicator": about[0], **_by_status(some)}
            for about, some in counts.split(found, counts.INDICATOR).items()
        ],
        "judges": [
            {
                "source": about[0],
                "by": about[1],
                "employee_id": people.get(about[1]),
                **_by_status(some),
            }
            for about, some in judges.items()
        ],
    }


def _people(context: Context, credentials: Iterable[str]) -> dict[str, str]:
    """Return what the people are called now whose keys these credentials are.

    Keys of nobody and sign-ins are left out. One batch read for a hundred, and one of the people.
    """
    keys = {key_of_api_key(context.scope, one): one for one in sorted(credentials)}
    items = context.table.get_many(list(keys)) if keys else {}
    bound = {keys[key]: from_item(ApiKey, item).bound_to for key, item in items.items()}
    known = {one: person for one, person in bound.items() if person is not None}
    ids = current_ids(context, known.values()) if known else {}
    return {one: ids[person] for one, person in known.items()}


def _by_status(found: Mapping[str, int]) -> dict[str, int]:
    return {one: found.get(one, 0) for one in STATUSES}


def _mean(days: int, decisions: int) -> str | None:
    if not decisions:
        return None
    return str((Decimal(days) / decisions).quantize(Decimal("0.1"), ROUND_HALF_UP))


TOO_MANY = Text("请指明一个团队。", "You lead too many teams for one answer: name one.")
