"""What other records tell of the causes of revisions: files, cases, corrections and appeals.

Each kind is one batch read for a page. Evidence, hearings and figures are not told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.appeal_records.keys import key_of_appeal
from chalicelib.appeal_records.records import Appeal, appeal_of
from chalicelib.appeals.sight import visible
from chalicelib.cases.records import Case, read_cases
from chalicelib.corrections.keys import key_of_correction
from chalicelib.corrections.records import Correction, correction_of
from chalicelib.scorecards.appeal_ids import appeal_of as appeal_in
from chalicelib.scorecards.appeal_ids import is_appeal_id
from chalicelib.scorecards.case_ids import is_case_id
from chalicelib.scorecards.records import Scorecard
from chalicelib.scorecards.taken_back import uploads_among
from chalicelib.store.keys import Key
from chalicelib.tenancy.context import Context
from chalicelib.uploads.keys import key_of_upload

#: The members of an upload that a history tells of.
OF_UPLOADS = ("pk", "sk", "created_by", "created_at", "judged", "withdrawal")


@dataclass(frozen=True, slots=True)
class Told:
    """Records that the causes of a page's revisions name, by their ids.

    ``open_appeals`` are ids of those appeals whose decision the caller may read.
    """

    uploads: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    appeals: Mapping[str, Appeal] = field(default_factory=dict)
    open_appeals: frozenset[str] = frozenset()


def told(context: Context, cards: Iterable[Scorecard]) -> Told:
    """Return what is told of the causes of these revisions. Four batch reads at most."""
    uploads: set[str] = set()
    cases: set[str] = set()
    corrections: set[str] = set()
    appeals: set[str] = set()
    for card in cards:
        causes = card.cause or ()
        uploads |= {*card.uploads, *uploads_among(causes)}
        uploads |= {card.made["after"]} if card.made and "after" in card.made else set()
        cases |= {one for one in (*(card.cases or ()), *causes) if is_case_id(one)}
        corrections |= set() if card.correction is None else {card.correction}
        found = (appeal_in(one) for one in card.uploads)
        appeals |= {one for one in causes if is_appeal_id(one)}
        appeals |= {one for one in found if one is not None}
    decided = {
        name: appeal_of(item)
        for name, item in _read(
            context, {key_of_appeal(context.scope, one): one for one in appeals}
        ).items()
    }
    return Told(
        _read(context, {key_of_upload(context.scope, one): one for one in uploads}, OF_UPLOADS),
        read_cases(context, sorted(cases)),
        {
            name: correction_of(item)
            for name, item in _read(
                context, {key_of_correction(context.scope, one): one for one in corrections}
            ).items()
        },
        decided,
        frozenset(one for one in decided if visible(context.principal, decided[one])),
    )


def _read(
    context: Context, keys: Mapping[Key, str], only: tuple[str, ...] | None = None
) -> dict[str, dict[str, Any]]:
    found = context.table.get_many(list(keys), only=only) if keys else {}
    return {keys[key]: item for key, item in found.items()}
