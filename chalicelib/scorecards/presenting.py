"""Stored scorecards as the API shows them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chalicelib.people.facts import PLACES
from chalicelib.periods.pilot_codes import pilot_of, scheme_of
from chalicelib.periods.ranks import Rank
from chalicelib.periods.records import IMPORTED, LOCKED, PeriodRecord
from chalicelib.person_keys import first_id, shown
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards import applied_cases, combined_ratings, imported, taken_back, void
from chalicelib.scorecards.applied_cases import Told
from chalicelib.scorecards.explaining import explained, next_grade_of
from chalicelib.scorecards.origins import described_sources
from chalicelib.scorecards.outdated import Why
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Indicator, Line, Result, Row, Rows, unpack
from chalicelib.scoring.columns import uses
from chalicelib.scoring.engine.compiled_line import CompiledLine
from chalicelib.scoring.exact import quantum
from chalicelib.scoring.text import text

SUPERSEDED, INSUFFICIENT, PILOT = "superseded", "insufficient_data", "pilot"
INCOMPLETE, VOID = "incomplete", "void"
#: A result that was corrected after its period was locked.
CORRECTED = "corrected"


def described(
    card: Scorecard,
    version: ReadyScheme,
    period: PeriodRecord,
    rank: Rank | None,
    *,
    current: bool = True,
    explain: bool = False,
    because: Why | None = None,
    employee_id: str | None = None,
    team_codes: Mapping[str | None, str | None] | None = None,
    told_cases: Told | None = None,
    told_withdrawals: Told | None = None,
) -> dict[str, Any]:
    """Return the whole scorecard as the API shows it, line by line.

    ``version`` must be the version that made the card, ``period`` the record of its period,
    ``rank`` what :mod:`chalicelib.scorecards.ranking` has found. ``current`` False means a former
    revision, which has no rank and no next grade. ``explain`` adds explanations in both languages.
    ``because`` is why the card is outdated, ``employee_id`` what the person is called now, and
    ``team_codes`` the codes of teams, as for lists. ``told_cases``: what an explanation tells of
    its recorded cases. ``told_withdrawals``: what is told of the withdrawal that changed it.
    """
    result, inputs = unpack(version.compiled, card.packed)
    figures = described_figures(version, result, inputs)
    body = {
        **described_briefly(
            card,
            version,
            period,
            rank,
            current=current,
            because=because,
            employee_id=employee_id,
            team_codes=team_codes,
        ),
        **(imported.as_imported(figures) if card.imported else figures),
        **described_sources(card, version, period),
        "next_grade": next_grade_of(version, result, inputs) if current and _graded(card) else None,
        "withdrawn": taken_back.described(card, told_withdrawals or {}),
    }
    if not explain:
        return body
    body["applied_cases"] = applied_cases.described(card, version, told_cases or {})
    if card.imported:
        return imported.explained(body, card, version, result)
    words = explained(body, version, result, inputs)
    return words if card.void is None else {**words, "explanation": dict(void.words(card.void))}


def _graded(card: Scorecard) -> bool:
    return not card.imported and card.void is None


def described_figures(version: ReadyScheme, result: Result, inputs: Rows) -> dict[str, Any]:
    """Return a result line by line, with its sums. It needs no card, so it serves trials too."""
    return {
        "lines": [
            {**_line(line, version, inputs), "distance": _distance(compiled, line)}
            for compiled, line in zip(version.compiled.lines, result.lines, strict=True)
        ],
        "dimensions": _dimensions(version, result),
        "earned": result.earned,
        "available": result.available,
        "extras": dict(result.extras),
        "veto": result.veto,
    }


def described_briefly(
    card: Scorecard,
    version: ReadyScheme,
    period: PeriodRecord,
    rank: Rank | None,
    *,
    current: bool = True,
    because: Why | None = None,
    employee_id: str | None = None,
    team_codes: Mapping[str | None, str | None] | None = None,
) -> dict[str, Any]:
    """Return a card as lists show it, without its lines.

    ``because`` is why it is outdated (scorecards/outdated.py). With None nothing is said of that.
    ``employee_id`` is what the person is called now; None: what the person came with.
    ``team_codes`` are the codes of teams by their texts; with None no code is said.
    """
    told = (
        {}
        if because is None
        else {"outdated": bool(because.because), "outdated_because": because.because}
    )
    scheme = version.scheme
    vetoed = bool(card.vetoed)
    name = scheme.grade_name(card.grade, vetoed=vetoed) if card.grade else None
    if card.imported:
        name = imported.grade_name(version, card.grade)
    places = imported.places_of(card, scheme.total_places)
    return {
        "employee_id": employee_id or first_id(card.person),
        "person": shown(card.person),
        "employee_name": card.employee_name,
        "team": card.team,
        **({} if team_codes is None else {"team_code": team_codes[card.team]}),
        "period": card.period,
        "scheme": {
            "code": scheme_of(card.scheme),
            "version": card.version,
            "sha256": version.sha256,
        },
        "revision": card.revision,
        "state": state_of(card, period, current=current),
        "total": None if card.total is None else fixed(card.total, places),
        "grade": card.grade,
        "grade_name": dict(name) if name else None,
        "coefficient": card.coefficient,
        "paying": card.paying,
        "not_paying_because": not_paying(card),
        "share": None if card.share is None else fixed(card.share, PLACES),
        "rank": {"position": rank[0], "of": rank[1]} if current and rank else None,
        "source": {"upload": card.upload, "row": card.row},
        "awaiting": list(card.awaiting or ()),
        "void": None if card.void is None else void.described(card.void),
        "closed": None if card.closed is None else void.described(card.closed),
        "cases": list(card.cases or ()),
        "caused_by": list(card.cause or ()),
        "correction": card.correction,
        "computed_at": card.computed_at,
        "updated_at": updated_at(card, period, None if because is None else because.since),
        **told,
    }


def updated_at(card: Scorecard, period: PeriodRecord, outdated_since: str | None = None) -> str:
    """Return when a card as it is shown last changed, the ranks of others apart.

    ``outdated_since`` is when the result that makes it outdated was computed.
    """
    times = (*period.changed_whole_at, outdated_since)
    return max((card.computed_at, *(time for time in times if time is not None)))


def not_paying(card: Scorecard) -> dict[str, Any] | None:
    """Return why a result does not pay its person's month; None when it does."""
    if card.paying:
        return None
    if card.imported:
        return {"code": IMPORTED, "scheme": None, "message": dict(imported.NOT_PAID)}
    if card.void is not None:
        return {"code": VOID, "scheme": None, "message": dict(void.NOT_PAID)}
    if card.paid_by is None:
        words = text("试行结果，不计发。", "A result on trial pays nobody.")
        return {"code": PILOT, "scheme": None, "message": dict(words)}
    words = text(
        f"按名册，该员工当月最后工作日所属的考核方案是 {card.paid_by}，由其计发。",
        f"By the register the person's scheme on the last day worked is {card.paid_by}: it pays.",
    )
    return {"code": "other_scheme", "scheme": card.paid_by, "message": dict(words)}


def state_of(card: Scorecard, period: PeriodRecord, *, current: bool) -> str:
    """Return the state of a revision: its period's, or a state of its own."""
    if not current:
        return SUPERSEDED
    state = state_by(
        period,
        imported=bool(card.imported),
        insufficient=card.insufficient,
        incomplete=card.incomplete,
        is_void=card.void is not None,
    )
    paid = state == LOCKED or (card.closed is not None and state == period.state)
    return CORRECTED if paid and card.correction is not None else state


def state_by(
    period: PeriodRecord,
    *,
    imported: bool,
    insufficient: bool,
    incomplete: bool = False,
    is_void: bool = False,
) -> str:
    """Return the state of a current result of a period."""
    if imported:
        return IMPORTED
    if is_void:
        return VOID
    if incomplete:
        return INCOMPLETE
    if insufficient:
        return INSUFFICIENT
    return period.state if pilot_of(period.scheme) is None else PILOT


def fixed(number: Decimal, places: int) -> Decimal:
    """Return the number with ``places`` decimals. DynamoDB returns 91.00 as 91."""
    return number.quantize(quantum(places))


def _line(line: Line, version: ReadyScheme, inputs: Rows) -> dict[str, Any]:
    indicator = version.scheme.indicator(line.indicator)
    return {
        "indicator": line.indicator,
        "dimension": line.dimension,
        "name": dict(indicator.name),
        "inputs": _inputs(indicator, inputs),
        "previous_inputs": _previous_inputs(line),
        "value": line.value,
        "target": line.target,
        "points": line.points,
        "max_points": line.max_points,
        "status": line.status,
        "reason": line.reason,
        "slices": [mark._asdict() for mark in line.slices],
        "ratings": combined_ratings.described(indicator, inputs),
    }


def _distance(compiled: CompiledLine, line: Line) -> Decimal | None:
    """Return by how much the value misses its target, in its unit; 0 when it meets it.

    None without a value or a single target.
    """
    if line.value is None or line.target is None or line.slices:
        return None
    missed = line.target - line.value
    return max(Decimal(0), missed if compiled.indicator.direction == "higher" else -missed)


def _inputs(indicator: Indicator, inputs: Rows) -> Any:
    """Return the line's columns: one object, or a list with one for each row of the person."""
    if isinstance(inputs, Mapping):
        return _cells(indicator, inputs)
    return [_cells(indicator, row) for row in inputs]


def _cells(indicator: Indicator, row: Row) -> dict[str, str | None]:
    given = {use.column: row.get(use.column) for use in uses(indicator)}
    told = {**given, **combined_ratings.cells(indicator, row)}
    return {column: _text(cell) for column, cell in told.items()}


def _previous_inputs(line: Line) -> Any:
    """Return the previous period's cells of the line, in the shape of its inputs, or None."""
    rows = [{column: _text(cell) for column, cell in row.items()} for row in line.before]
    if line.slices:
        return rows or None
    return rows[0] if rows else None


def _text(cell: Decimal | str | None) -> str | None:
    return format(cell, "f") if isinstance(cell, Decimal) else cell


def _dimensions(version: ReadyScheme, result: Result) -> list[dict[str, Any]]:
    sums = result.dimensions
    return [
        {
            "code": dimension.code,
            "name": dict(dimension.name),
            "points": sums[dimension.code][0],
            "max_points": sums[dimension.code][1],
        }
        for dimension in version.scheme.dimensions
        if dimension.code in sums
    ]
