"""The history of a result as the API shows it."""

from collections.abc import Sequence
from typing import Any

from chalicelib.histories.causes import causes_of
from chalicelib.histories.differences import changed_lines, outcome
from chalicelib.histories.service import History, Revision
from chalicelib.histories.told import Told, told
from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import shown
from chalicelib.scorecards import chain
from chalicelib.scorecards.presenting import state_of
from chalicelib.scorecards.records import Scorecard
from chalicelib.scorecards.versions import version_of
from chalicelib.tenancy.context import Context

#: What a revision that the caller may not read tells: the chain goes through it.
_WITHHELD = (
    *("state", "computed_at", "scheme", "after", "content", "salt", "withdrawn", "erased"),
    "before",
)


def described(context: Context, found: History, employee_id: str) -> dict[str, Any]:
    """Return a page of a result's history, without where the next page begins."""
    top = found.top
    cards = [one.card for one in found.revisions if one.card is not None and one.shown]
    about = told(context, cards)
    return {
        "employee_id": employee_id,
        "person": shown(top.person),
        "employee_name": top.employee_name,
        "team": top.team,
        "period": top.period,
        "scheme": scheme_of(top.scheme),
        "chain": _chain(found.revisions, top),
        "items": [_revision(context, one, found.record, about) for one in found.revisions],
    }


def _chain(revisions: Sequence[Revision], top: Scorecard) -> dict[str, Any]:
    """Return what checking the page's revisions, and what they follow, came to."""
    broken = [one.number for one in revisions if one.holds is False]
    covered = [one.number for one in revisions if one.card is not None and one.card.link]
    return {
        "verified": not broken if covered or broken else None,
        "broken_at": broken,
        "covers_from": min(covered, default=None),
        "without_commitment": sum(one.holds is None for one in revisions),
        "erased": sum(one.card is not None and one.card.erased is not None for one in revisions),
        "last": {"revision": top.revision, "hash": chain.hash_shown(top)},
    }


def _revision(context: Context, one: Revision, record: PeriodRecord, about: Told) -> dict[str, Any]:
    card, former = one.card, one.former
    linked = card if card is not None and card.link is not None else None
    body: dict[str, Any] = {
        "revision": one.number,
        "shown": one.shown,
        "missing": card is None,
        **dict.fromkeys(_WITHHELD),
        "causes": [],
        "lines": [],
        "commitment": None if linked is None else chain.commitment_of(linked),
        "follows": None if linked is None else _before(former),
        "hash": None if linked is None else chain.hash_shown(linked),
        "holds": one.holds,
    }
    if card is None or not one.shown:
        return body
    version = version_of(context, card)
    seen = former if former is not None and one.former_shown else None
    seen_version = None if seen is None else version_of(context, seen)
    return {
        **body,
        "state": state_of(card, record, current=one.current),
        "computed_at": card.computed_at,
        "scheme": {
            "code": scheme_of(card.scheme),
            "version": card.version,
            "sha256": version.sha256,
        },
        "causes": causes_of(card, former, version, record, about),
        "before": None if seen is None or seen_version is None else outcome(seen, seen_version),
        "after": outcome(card, version),
        "lines": changed_lines(card, version, seen, seen_version),
        "withdrawn": None
        if card.withdrawn is None
        else {name: card.withdrawn[name] for name in ("upload", "at")},
        "erased": None
        if card.erased is None
        else {name: card.erased[name] for name in ("erasure", "at")},
        "content": None if linked is None else chain.content_shown(linked),
        "salt": None if linked is None else chain.salt_shown(linked),
    }


def _before(former: Scorecard | None) -> str:
    return chain.NOTHING if former is None else chain.hash_shown(former) or chain.NOTHING
