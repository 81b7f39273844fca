"""Who gave what an appeal contests: files, rating rounds and cases, as of the result that it is
against. It is stored with the appeal, because results change while it is open.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from chalicelib.appeal_records.records import CASE, LINE, RATING, RESULT
from chalicelib.cases.records import read_cases
from chalicelib.corrections.records import FIGURES, corrections_of
from chalicelib.results.layers import WHOLE, source_codes, stored_layers
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.origins import round_of
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Indicator
from chalicelib.scoring.values.rating import Rating
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import Upload

#: The source of figures that were corrected after the lock.
CORRECTION: Final = "correction"
#: Roles of raters that are the team's head and supervisors.
SUPERIORS = frozenset({"superior", "supervisor"})


def judges_of(
    context: Context, against: Mapping[str, Any], card: Scorecard, version: ReadyScheme
) -> tuple[dict[str, Any], ...]:
    """Return who gave what is contested: an entry for each source, case and correction.

    An entry has ``source``, ``by`` (the credential, or the rating round), and what is set of
    ``upload``, ``round``, ``role`` (the only one contested), ``case``, ``correction`` and
    ``superiors`` (they rated). Two batch reads, and two of a corrected result.
    """
    found: list[dict[str, Any]] = []
    for source in _sources(against, version):
        layer = stored_layers(card, source_codes(version)).get(source)
        if layer is not None:
            entry = {"source": source or "*", "upload": layer.upload}
            rated = round_of(layer.upload)
            found.append(entry if rated is None else {**entry, "round": rated})
    if against["kind"] == RATING:
        found = [{**one, "role": against["role"]} for one in found]
    if _superiors_rated(against, version):
        found = [{**one, "superiors": True} for one in found]
    uploads = _uploads(context, [one["upload"] for one in found])
    signed = [
        {**one, "by": one.get("round") or uploads[one["upload"]].created_by}
        for one in found
        if one["upload"] in uploads
    ]
    return (
        *signed,
        *_cases(context, against, card),
        *_corrections(context, against, card, version),
    )


def _sources(against: Mapping[str, Any], version: ReadyScheme) -> Iterable[str]:
    kind = against["kind"]
    if kind == RESULT:
        return source_codes(version)
    if kind == CASE:
        return ()
    if source_codes(version) == (WHOLE,):
        return (WHOLE,)
    of, columns = version.compiled.source_of, _columns(against, version)
    return list(dict.fromkeys(of[code] for code in columns if code in of))


def _columns(against: Mapping[str, Any], version: ReadyScheme) -> list[str]:
    """Return the columns of a contested line or role."""
    indicator = _indicator(against, version)
    if against["kind"] == RATING and isinstance(indicator.value, Rating):
        return [indicator.value.columns[str(against["role"])]]
    return [use.column for use in indicator.value.uses()]


def _corrections(
    context: Context, against: Mapping[str, Any], card: Scorecard, version: ReadyScheme
) -> list[dict[str, Any]]:
    """Return who corrected contested figures of a result after its lock."""
    if card.correction is None or against["kind"] == CASE:
        return []
    own = None if against["kind"] == RESULT else set(_columns(against, version))
    return [
        {"source": CORRECTION, "by": one.made["by"], "correction": one.id}
        for one in corrections_of(context, card.scheme, card.period, card.person)
        if one.kind == FIGURES
        and (own is None or any(not own.isdisjoint(row) for row in one.figures or ()))
    ]


def _indicator(against: Mapping[str, Any], version: ReadyScheme) -> Indicator:
    return next(one for one in version.scheme.indicators if one.code == against["indicator"])


def _superiors_rated(against: Mapping[str, Any], version: ReadyScheme) -> bool:
    if against["kind"] == RATING:
        return against["role"] in SUPERIORS
    if against["kind"] == CASE:
        return False
    lines = [_indicator(against, version)] if against["kind"] == LINE else version.scheme.indicators
    return any(
        isinstance(one.value, Rating) and not SUPERIORS.isdisjoint(one.value.raters)
        for one in lines
    )


def _uploads(context: Context, ids: Iterable[str]) -> dict[str, Upload]:
    keys = [key_of_upload(context.scope, one) for one in dict.fromkeys(ids)]
    items = context.table.get_many(keys) if keys else {}
    return {item["id"]: from_item(Upload, item) for item in items.values()}


def _cases(context: Context, against: Mapping[str, Any], card: Scorecard) -> list[dict[str, Any]]:
    if against["kind"] == RATING:
        return []
    wanted = [against["case"]] if against["kind"] == CASE else card.cases or ()
    found = [
        one
        for one in read_cases(context, wanted).values()
        if against["kind"] != LINE or one.indicator in (None, against["indicator"])
    ]
    return [
        {
            "source": one.kind,
            "by": (one.decisions.get("confirmed") or one.proposal).get("by"),
            "case": one.id,
        }
        for one in found
    ]
