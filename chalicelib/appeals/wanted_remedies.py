"""The remedies that a decision asks for, checked against the result that stands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from chalicelib.appeal_records.corrected_rows import FIGURES, ROLE_ASKED_AGAIN, ROLE_LEFT_OUT, is_of
from chalicelib.appeal_records.records import Appeal
from chalicelib.appeals import asking_again, refusals
from chalicelib.appeals.remedies import CASE_REVOKED, MEMBERS
from chalicelib.cases.records import CONFIRMED, Case, read_cases
from chalicelib.cases.subjects import check_subject
from chalicelib.errors import Conflict, Fault, Invalid
from chalicelib.rating_forms.counting import rating_of
from chalicelib.schemes.compiled import ReadyScheme, existing
from chalicelib.scorecards import corrected
from chalicelib.scorecards.combined_ratings import told_figures
from chalicelib.scorecards.origins import round_of
from chalicelib.scorecards.records import Scorecard, read_card
from chalicelib.scoring import Rows, unpack
from chalicelib.scoring.recorded_cases import EXEMPTION
from chalicelib.scoring.values.combined_marks import read_combined
from chalicelib.tenancy.context import Context

Wanted = Mapping[str, Any]


class Standing(NamedTuple):
    """The result that stands, the version that made it, and its rows."""

    card: Scorecard
    version: ReadyScheme
    rows: Rows


def standing_of(context: Context, appeal: Appeal) -> Standing:
    """Return the result of an appeal's person as it stands, of a locked period the corrected one.

    Raises Conflict ``no_result_stands`` (409).
    """
    card = read_card(context, appeal.scheme, appeal.period, appeal.person)
    if card is None or card.imported:
        raise Conflict("no_result_stands", refusals.NO_RESULT)
    card = corrected.standing_of(context, card)
    version = existing(context.table, context.scope, card.scheme, card.version)
    return Standing(card, version, unpack(version.compiled, card.packed)[1])


def checked(context: Context, appeal: Appeal, wanted: Sequence[Wanted]) -> list[dict[str, Any]]:
    """Return remedies as a decision keeps them. Raises Invalid (422) that names each fault."""
    found = standing_of(context, appeal)
    named = [str(one["case"]) for one in wanted if one["kind"] == CASE_REVOKED and one.get("case")]
    cases = read_cases(context, named)
    faults = [Fault("/remedies", "case_twice", refusals.CASE_TWICE)]
    faults = faults if len(set(named)) < len(named) else []
    for number, one in enumerate(wanted):
        for fault in _faults(context, appeal, one, found, cases):
            faults.append(replace(fault, pointer=f"/remedies/{number}{fault.pointer}"))
    faults += _twice(wanted)
    if faults:
        raise Invalid(faults)
    return [_kept(one, appeal.instance, found) for one in wanted]


def _twice(wanted: Sequence[Wanted]) -> list[Fault]:
    """Return a fault for each further remedy about a role: it is asked again or left out, once."""
    seen, faults = set[tuple[Any, Any]](), list[Fault]()
    for number, one in enumerate(wanted):
        if one["kind"] not in (ROLE_LEFT_OUT, ROLE_ASKED_AGAIN):
            continue
        about = one.get("indicator"), one.get("role")
        if about in seen:
            faults.append(Fault(f"/remedies/{number}/role", "role_twice", refusals.ROLE_TWICE))
        seen.add(about)
    return faults


def _faults(
    context: Context, appeal: Appeal, one: Wanted, found: Standing, cases: Mapping[str, Case]
) -> Sequence[Fault]:
    kind = one["kind"]
    members = {name for names in MEMBERS.values() for name in names}
    strange = [
        Fault(f"/{name}", "not_of_this_kind", refusals.NOT_OF_KIND)
        for name in sorted(members - set(MEMBERS[kind]))
        if one.get(name) is not None
    ]
    if strange:
        return strange
    if kind == EXEMPTION:
        return _exemption(one, found)
    if kind == CASE_REVOKED:
        return _case(appeal, cases.get(str(one.get("case"))))
    if kind == FIGURES:
        return _figures(one, found)
    unknown = _role(one, found)
    if unknown or kind == ROLE_LEFT_OUT:
        return unknown
    return asking_again.faults_of(context, one, _round(one, found))


def _exemption(one: Wanted, found: Standing) -> Sequence[Fault]:
    try:
        check_subject(found.version.scheme, one)
    except Invalid as error:
        return error.faults
    return ()


def _case(appeal: Appeal, case: Case | None) -> Sequence[Fault]:
    own = case is not None and (case.person, case.period, case.scheme, case.status) == (
        *(appeal.person, appeal.period, appeal.scheme),
        CONFIRMED,
    )
    return [] if own else [Fault("/case", "unknown_case", refusals.NO_CASE)]


def _figures(one: Wanted, found: Standing) -> Sequence[Fault]:
    of, columns = found.version.compiled.source_of, one.get("columns") or {}
    if not columns:
        return [Fault("/columns", "required", refusals.REQUIRED)]
    faults = [
        Fault(f"/columns/{code}", "unknown_column", refusals.NO_COLUMN)
        for code in columns
        if code not in of
    ]
    faults += [
        Fault(f"/columns/{code}", "fed_by_round", refusals.FED_BY_ROUND)
        for code in columns
        if code in of and _round_of_source(found, of[code]) is not None
    ]
    faults += [
        Fault(f"/columns/{code}", "combined_marks", refusals.COMBINED_MARKS)
        for code, cell in columns.items()
        if read_combined(cell) is not None
    ]
    rows = (found.rows,) if isinstance(found.rows, Mapping) else found.rows
    if len(rows) > 1 and not one.get("slice"):
        faults.append(Fault("/slice", "required", refusals.NAME_THE_SLICE))
    elif not any(is_of(row, one) for row in rows):
        faults.append(Fault("/slice", "unknown_slice", refusals.NO_SLICE))
    return faults


def _role(one: Wanted, found: Standing) -> Sequence[Fault]:
    value = rating_of(found.version.scheme, str(one.get("indicator")))
    if value is None or one.get("role") not in value.raters:
        return [Fault("/role", "unknown_role", refusals.NO_RATING)]
    return []


def _round(one: Wanted, found: Standing) -> str | None:
    """Return the round that gave what a role's raters say; None: a file did."""
    value = rating_of(found.version.scheme, str(one["indicator"]))
    if value is None:
        return None
    return _round_of_source(found, found.version.compiled.source_of[value.columns[one["role"]]])


def _round_of_source(found: Standing, source: str) -> str | None:
    layers = found.card.layers or {}
    return round_of(str(layers.get(source, (found.card.upload,))[0]))


def _kept(one: Wanted, instance: int, found: Standing) -> dict[str, Any]:
    kept = {name: value for name, value in one.items() if value is not None}
    if one["kind"] == ROLE_LEFT_OUT:
        value = rating_of(found.version.scheme, str(one["indicator"]))
        kept["columns"] = {} if value is None else {value.columns[str(one["role"])]: None}
    if one["kind"] in (ROLE_LEFT_OUT, ROLE_ASKED_AGAIN):
        of_round = _round(one, found)
        kept |= {} if of_round is None else {"round": of_round}
    if one["kind"] in (FIGURES, ROLE_LEFT_OUT):
        of = found.version.compiled.source_of
        kept["sources"] = sorted({of[code] for code in kept["columns"]})
        kept["told"] = told_figures(found.version.scheme, kept["columns"])
    if "target" in kept:
        kept["target"] = format(kept["target"].normalize(), "f")
    return {**kept, "instance": instance}
