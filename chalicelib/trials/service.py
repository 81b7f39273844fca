"""Score the rows of a request by the rules that the request names."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from chalicelib.errors import Fault, Invalid, invalid_value
from chalicelib.language import Language, Text
from chalicelib.results.scorer import Means, Previous
from chalicelib.results.team_means import team_means
from chalicelib.schemes.rule_source import ChosenRules, of_document, of_draft, of_version
from chalicelib.schemes.service import described_finding
from chalicelib.scorecards.explaining import explained
from chalicelib.scorecards.presenting import described_figures, fixed
from chalicelib.scoring import CompiledScheme, Result, RowFault, Rows, needs_team_means
from chalicelib.scoring.cost import steps_of_row
from chalicelib.teams.canonical import TeamTexts
from chalicelib.tenancy.context import Context
from chalicelib.trials.rows import PREVIOUS, CellProblem, RowReader, TrialRow
from chalicelib.web import answer_size, exact_json

#: Lines of an answer, that is rows × indicators. A line takes 0.4 KB.
MOST_LINES = 10_000
#: Lines of an answer with explanations. An explained line takes 1.2 KB.
MOST_EXPLAINED = 3_000
#: Steps of scoring (scoring/cost.py) in one request: some seconds of the API's function.
MOST_STEPS = 2_500_000
#: Steps of a cell that was sent: finding its column, reading it.
CELL = 3
#: How many times as much a row costs with an explanation.
EXPLAINED = 4


def chosen_rules(context: Context, wanted: Mapping[str, Any]) -> ChosenRules:
    """Return the rules that the request names.

    ``wanted`` is a ``ScoreBody``. Raises NotFound (404) for an unknown scheme or version. Raises
    Invalid (422) unless it has exactly one of ``scheme`` and ``document``, or when a document comes
    with a version.
    """
    code, document = wanted.get("scheme"), wanted.get("document")
    if (code is None) == (document is None):
        raise invalid_value("", "scheme_or_document", _ONE_OF)
    if document is not None:
        if wanted.get("version") is not None:
            raise invalid_value("/version", "version_of_document", _NO_VERSION)
        return of_document(document)
    named, number = str(code), wanted.get("version")
    return of_draft(context, named) if number is None else of_version(context, named, number)


def scored(
    context: Context, rules: ChosenRules, sent: Sequence[Any], language: Language, *, explain: bool
) -> dict[str, Any]:
    """Return the result or the errors of each row, in order, as JSON values.

    ``sent`` are the entries of ``rows``. Rows of one team have one mean, however each spells the
    team. Raises Invalid (422) ``too_many_lines`` when rows × indicators exceed the bound of an
    answer, and ``too_much_to_score`` when rows × slices × the parts of formulas exceed that of a
    request.
    """
    _check_lines(rules, len(sent), explain=explain)
    _check_cost(rules, sent, explain=explain)
    reader = RowReader(rules.ready.compiled)
    rows = [reader.read(number, row) for number, row in enumerate(sent)]
    teams = TeamTexts(context)
    if needs_team_means(rules.ready.scheme):
        teams.learn(row.person.team for row in rows)
    means = _means(rules, rows, teams)
    answers = [
        _answer(rules, row, _mean_of(row, means, teams), language, explain=explain) for row in rows
    ]
    return {
        "scheme": rules.described(),
        "findings": [described_finding(one, language) for one in rules.findings],
        "unknown_columns": list(reader.unknown),
        "rows": answers,
    }


def answer_text(found: Mapping[str, Any]) -> str:
    """Return the answer as JSON text.

    Long names or cells can make it too large although the lines are few enough. Raises Invalid
    (422) ``too_much_to_answer`` above what Lambda can return.
    """
    text = exact_json.write(found)
    if len(text.encode()) > answer_size.LARGEST:
        message = Text(
            "回答过大，请减少行数。", "The answer would be too large; send fewer rows at a time."
        )
        raise Invalid([Fault("/rows", "too_much_to_answer", message)])
    return text


def _mean_of(row: TrialRow, means: Means, teams: TeamTexts) -> Any:
    """Return the means of the row's team; None without any."""
    return means.get(teams.text(row.person.team) or "") if means else None


def _means(rules: ChosenRules, rows: Sequence[TrialRow], teams: TeamTexts) -> Means:
    """Return the means of the teams over the rows without problems."""

    def people() -> Iterator[tuple[str | None, Rows, Previous | None, tuple[()]]]:
        for row in rows:
            if not row.problems:
                with suppress(RowFault):
                    previous = _previous(rules.ready.compiled, row)
                    yield teams.text(row.person.team), row.person.cells, previous, ()

    return team_means(rules.ready, people())


def _answer(
    rules: ChosenRules, row: TrialRow, means: Any, language: Language, *, explain: bool
) -> dict[str, Any]:
    """Return the entry of one row: its place, its employee id, and its result or errors."""
    answer: dict[str, Any] = {
        "index": row.person.number,
        "employee_id": row.person.employee_id or None,
    }
    if row.problems:
        return {**answer, "errors": [_described(problem, language) for problem in row.problems]}
    try:
        result = _scored(rules.ready.compiled, row, means)
    except RowFault as fault:
        problem = CellProblem(fault.column, fault.code, Text(**fault.message))
        return {**answer, "errors": [_described(problem, language)]}
    return {**answer, "result": _result(rules, row, result, explain=explain)}


def _scored(compiled: CompiledScheme, row: TrialRow, means: Any) -> Result:
    """Score the row. Raises RowFault."""
    previous = _previous(compiled, row)
    return compiled.score(row.person.cells, previous=previous, team_means=means)


def _previous(compiled: CompiledScheme, row: TrialRow) -> Previous | None:
    """Return the row's previous figures and their values. Raises RowFault.

    The values of the previous period are those that its figures have of their own: a line that
    must have a value (`reject`) needs one in this period.
    """
    if not row.previous:
        return None
    inputs = row.previous[0] if len(row.previous) == 1 else row.previous
    return {"inputs": inputs, "values": compiled.own_values(inputs)}


def _result(rules: ChosenRules, row: TrialRow, result: Result, *, explain: bool) -> dict[str, Any]:
    scheme = rules.ready.scheme
    name = scheme.grade_name(result.grade, vetoed=result.veto is not None)
    body = {
        **described_figures(rules.ready, result, row.person.cells),
        "total": None if result.total is None else fixed(result.total, scheme.total_places),
        "grade": result.grade,
        "grade_name": dict(name) if name else None,
        "coefficient": result.coefficient,
        "insufficient_data": result.insufficient,
    }
    return explained(body, rules.ready, result, row.person.cells) if explain else body


def _described(problem: CellProblem, language: Language) -> dict[str, Any]:
    return {
        "column": problem.column,
        "code": problem.code,
        "message": problem.message.to(language),
    }


def _check_lines(rules: ChosenRules, rows: int, *, explain: bool) -> None:
    """Raise Invalid (422) ``too_many_lines`` when rows × indicators exceed the bound."""
    lines, most = len(rules.ready.scheme.indicators), MOST_EXPLAINED if explain else MOST_LINES
    if rows * lines > most:
        fit = most // lines
        message = Text(
            f"此方案有 {lines} 项指标，一次最多 {fit} 行。",
            f"With the scheme's {lines} indicators at most {fit} rows fit in one request.",
        )
        raise Invalid([Fault("/rows", "too_many_lines", message)])


def _check_cost(rules: ChosenRules, sent: Sequence[Any], *, explain: bool) -> None:
    """Raise Invalid (422) ``too_much_to_score`` when scoring the rows would take too long.

    A row is scored again for the teams' means.
    """
    sizes = [len(row) for entry in sent for row in _rows_in(entry)]
    rows, cells = len(sizes), sum(sizes)
    scheme = rules.ready.scheme
    passes = 1 + needs_team_means(scheme) + EXPLAINED * explain
    steps = CELL * cells + rows * passes * steps_of_row(scheme, rules.ready.compiled)
    if steps > MOST_STEPS:
        fit = max(1, len(sent) * MOST_STEPS // steps)
        message = Text(
            f"这些行按此方案计算过多，一次约可发 {fit} 行。",
            f"Scoring these rows by this scheme is too much for one request; about {fit} of them "
            "fit.",
        )
        raise Invalid([Fault("/rows", "too_much_to_score", message)])


def _rows_in(entry: Any) -> Iterator[Mapping[str, Any]]:
    """Yield each row of a person with slices, and each row of the previous period in it."""
    for row in _several(entry):
        if isinstance(row, Mapping):
            yield row
            yield from (one for one in _several(row.get(PREVIOUS)) if isinstance(one, Mapping))


def _several(sent: Any) -> list[Any]:
    return sent if isinstance(sent, list) else [sent]


_ONE_OF = Text(
    "scheme 与 document 须且只能有一个。", "Exactly one of scheme and document is expected."
)
_NO_VERSION = Text("随请求发送的方案没有版本。", "A document of the request has no version.")
