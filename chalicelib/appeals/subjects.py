"""What an appeal may be against: the whole result, a line of it, a case, a role of raters."""

from collections.abc import Mapping
from typing import Any, Final

from chalicelib.appeal_records.records import CASE, LINE, MEMBERS, RATING
from chalicelib.appeals import refusals
from chalicelib.cases.records import CONFIRMED, read_case
from chalicelib.errors import Fault, Invalid
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring.values.rating import Rating
from chalicelib.tenancy.context import Context

#: All members that say what it is against.
NAMES: Final = ("indicator", "case", "role")


def checked(
    context: Context, wanted: Mapping[str, Any], card: Scorecard, version: ReadyScheme
) -> dict[str, str]:
    """Return what an appeal against a card is about, without members that are not set.

    ``version`` made the card. Raises Invalid (422) that names each fault.
    """
    kind = str(wanted["kind"])
    members = MEMBERS[kind]
    faults = [
        Fault(f"/against/{name}", "not_of_this_kind", refusals.NOT_OF_KIND)
        for name in NAMES
        if name not in members and wanted.get(name) is not None
    ]
    faults += [
        Fault(f"/against/{name}", "required", refusals.REQUIRED)
        for name in members
        if wanted.get(name) is None
    ]
    if not faults:
        faults = _unknown(context, kind, wanted, card, version)
    if faults:
        raise Invalid(faults)
    return {"kind": kind, **{name: str(wanted[name]) for name in members}}


def _unknown(
    context: Context,
    kind: str,
    wanted: Mapping[str, Any],
    card: Scorecard,
    version: ReadyScheme,
) -> list[Fault]:
    if kind == CASE:
        found = read_case(context, wanted["case"])
        own = found is not None and (found.person, found.period, found.scheme, found.status) == (
            *(card.person, card.period, card.scheme),
            CONFIRMED,
        )
        return [] if own else [Fault("/against/case", "unknown_case", refusals.NO_CASE)]
    lines = {one.code: one for one in version.scheme.indicators}
    indicator = lines.get(wanted.get("indicator") or "")
    if kind in (LINE, RATING) and indicator is None:
        return [Fault("/against/indicator", "unknown_indicator", refusals.NO_LINE)]
    if kind == RATING and indicator is not None:
        value = indicator.value
        if not isinstance(value, Rating) or wanted["role"] not in value.raters:
            return [Fault("/against/role", "unknown_role", refusals.NO_RATING)]
    return []
