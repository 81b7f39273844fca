"""Why a revision is another one than the revision before: by what differs, and what it says.

The causes follow from what the two revisions hold, so they are there for old revisions too, and
the commitments cover what they follow from.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chalicelib.histories.told import Told
from chalicelib.periods.records import PeriodRecord
from chalicelib.results.layers import source_codes, stored_layers
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.appeal_ids import appeal_of, is_appeal_id
from chalicelib.scorecards.case_ids import is_case_id
from chalicelib.scorecards.origins import round_of
from chalicelib.scorecards.records import Scorecard
from chalicelib.scorecards.taken_back import UPLOAD, uploads_among

#: The kinds of causes, and what ``ref`` is of each.
KINDS: Final = (
    *("file", "import", "rating_round", "inspection", "appeal", "case", "case_ended"),
    *("correction", "withdrawal", "void", "void_lifted", "declared_final", "rescored"),
    *("register", "team_mean", "previous_period", "recomputed"),
)
Cause = dict[str, Any]
_INSPECTIONS: Final = "inspections/"


def causes_of(
    card: Scorecard,
    former: Scorecard | None,
    version: ReadyScheme,
    record: PeriodRecord,
    told: Told,
) -> list[Cause]:
    """Return why a revision came to be; ``former`` is the one before it.

    ``version`` made the card, ``record`` is of its period.
    """
    found = [*_decided(card, former, told), *_declared(card, former, record)]
    withdrawn = any(one["kind"] == "withdrawal" for one in found)
    if card.correction is None and not withdrawn:
        found += _files(card, former, version, told)
    if former is not None:
        found += _without_figures(card, former, bool(found))
    return found or [_cause("recomputed", None, card.computed_at, _by(card))]


def _decided(card: Scorecard, former: Scorecard | None, told: Told) -> Iterator[Cause]:
    """What people decided: corrections, appeals, cases, withdrawals of files."""
    causes = card.cause or ()
    if card.correction is not None:
        made = told.corrections.get(card.correction)
        at, by = (made.made["at"], made.made["by"]) if made else (card.computed_at, None)
        reason = (made.reason or None) if made else None
        yield _cause("correction", card.correction, at, by, reason=reason)
    named = [one for one in causes if is_appeal_id(one)]
    if former is not None:
        new = (appeal_of(one) for one in sorted(card.uploads - former.uploads))
        named += [one for one in new if one is not None]
    for one in dict.fromkeys(named):
        appeal = told.appeals.get(one)
        decided = appeal.decided if appeal else None
        at, by = (decided["at"], decided["by"]) if decided else (card.computed_at, None)
        reason = decided.get("reason") if decided and one in told.open_appeals else None
        yield _cause("appeal", one, at, by, reason=reason)
    applied = set(card.cases or ())
    before = set() if former is None else set(former.cases or ())
    for one in sorted(applied ^ before):
        yield _of_case(card, one, told, ended=one not in applied)
    for upload in uploads_among(causes):
        said = told.uploads.get(upload, {}).get("withdrawal") or {}
        at = said.get("at") or card.computed_at
        yield _cause("withdrawal", upload, at, said.get("by"), reason=said.get("reason"))


def _of_case(card: Scorecard, case_id: str, told: Told, *, ended: bool) -> Cause:
    case = told.cases.get(case_id) if is_case_id(case_id) else None
    status = "revoked" if ended else "confirmed"
    decided: Mapping[str, Any] = (case.decisions.get(status) or {}) if case else {}
    reason = case.reason if case and not ended else None
    at = decided.get("at") or card.computed_at
    return _cause("case_ended" if ended else "case", case_id, at, decided.get("by"), reason=reason)


def _declared(card: Scorecard, former: Scorecard | None, record: PeriodRecord) -> Iterator[Cause]:
    """What was declared of the result: void, a result again, or that a source will not arrive."""
    void = None if former is None else former.void
    if card.void is not None and (void is None or void.get("at") != card.void.get("at")):
        said = card.void
        yield _cause("void", None, said["at"], said["by"], reason=said.get("reason"))
    if void is not None and card.void is None:
        yield _cause("void_lifted", None, card.computed_at, _by(card))
    before = set() if former is None else set(former.without or ())
    for source in sorted(set(card.without or ()) - before):
        own = card.final or {}
        declared = own if source in own.get("sources", ()) else (record.final or {}).get(source)
        said = declared or {}
        at = said.get("at") or card.computed_at
        reason = said.get("reason")
        yield _cause("declared_final", None, at, said.get("by"), reason=reason, sources=[source])


def _files(
    card: Scorecard, former: Scorecard | None, version: ReadyScheme, told: Told
) -> Iterator[Cause]:
    """The files whose figures are new in the revision: each with its row and sources."""
    sources = source_codes(version)
    now = stored_layers(card, sources)
    before = {} if former is None else stored_layers(former, sources)
    new: dict[str, list[str]] = {}
    if former is None or card.upload not in former.uploads:
        new[card.upload] = []
    for source, layer in now.items():
        if before.get(source) != layer and (former is None or layer.upload not in former.uploads):
            new.setdefault(layer.upload, []).append(source)
    for upload, of in new.items():
        if not upload.startswith(UPLOAD) or appeal_of(upload) is not None:
            continue
        row = next((one.row for one in now.values() if one.upload == upload), card.row)
        said = told.uploads.get(upload, {})
        at, by = said.get("created_at") or card.computed_at, said.get("created_by")
        kind, ref, row_of = _kind_of(card, upload, said, row)
        yield _cause(
            kind, ref, at, by, upload=upload, row=row_of, sources=[one for one in of if one]
        )


def _kind_of(
    card: Scorecard, upload: str, said: Mapping[str, Any], row: int
) -> tuple[str, str, int | None]:
    """Return the kind of an upload, what made it, and the row of a file that somebody sent. A row
    of an erased person is 0, and not told."""
    judged = str(said.get("judged") or "")
    found = round_of(upload)
    if found is not None:
        return "rating_round", found, None
    if judged.startswith(_INSPECTIONS):
        return "inspection", judged.removeprefix(_INSPECTIONS), None
    return ("import" if card.imported else "file"), upload, row or None


def _without_figures(card: Scorecard, former: Scorecard, known: bool) -> Iterator[Cause]:
    """What changes a result without new figures. ``known``: a cause was found already."""
    again = card.made is not None and "by" in card.made
    if card.version != former.version and (again or not known):
        yield _cause("rescored", str(card.version), card.computed_at, _by(card))
        return
    if known:
        return
    belongs = (card.team, card.paid_by, card.share)
    if belongs != (former.team, former.paid_by, former.share):
        yield _cause("register", None, card.computed_at, _by(card))
    elif card.made is not None and "after" in card.made:
        yield _cause("team_mean", card.made["after"], card.computed_at, None)
    elif card.previous_revision != former.previous_revision:
        yield _cause("previous_period", None, card.computed_at, _by(card))
    elif again:
        yield _cause("rescored", str(card.version), card.computed_at, _by(card))


def _by(card: Scorecard) -> str | None:
    return None if card.made is None else card.made.get("by")


def _cause(
    kind: str,
    ref: str | None,
    at: str,
    by: str | None,
    *,
    reason: str | None = None,
    upload: str | None = None,
    row: int | None = None,
    sources: list[str] | None = None,
) -> Cause:
    return {
        "kind": kind,
        "ref": ref,
        "upload": upload,
        "row": row,
        "sources": sources or [],
        "at": at,
        "by": by,
        "reason": reason,
    }
