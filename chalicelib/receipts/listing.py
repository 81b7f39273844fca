"""Lists of rows: of a file with payroll's answers, and of the rejected ones that stand."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chalicelib.exports import kept_rows
from chalicelib.exports.records import Export
from chalicelib.person_keys import PersonKey, shown
from chalicelib.receipts.keys import index_of_rejected, key_of_answers
from chalicelib.receipts.records import ACCEPTED, Answer, Answers, answers_of, read_answers
from chalicelib.receipts.schemas import UNANSWERED
from chalicelib.store.keys import Key, parts_of
from chalicelib.tenancy.context import Context

#: Pieces of a file that a page looks through at most, and queries for rejected rows.
MOST_PIECES: Final = 4
MOST_QUERIES: Final = 8
#: Rejected rows of one query.
AT_ONCE: Final = 100
#: Separates the parts of a position.
_BETWEEN: Final = "/"


def rows(
    context: Context, export: Export, answer: str | None, limit: int, after: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return up to ``limit`` rows of a file, those with an answer alone if one is asked for.

    ``after`` and the second result are positions: where the page begins and where the next begins
    (None: the end). A page that has read as much as it may ends with one, even if it is not full.
    """
    number, place = _read(after)
    found: list[dict[str, Any]] = []
    for read, piece in enumerate(range(number, export.row_pieces or 0)):
        if read == MOST_PIECES:
            return found, _position(piece, 0)
        lying = kept_rows.of_piece(context, export, piece)
        start = place if piece == number else 0
        wanted = lying[start:]
        if answer is None:
            wanted = wanted[: limit - len(found) + 1]
        said = read_answers(context, export.period, export.scheme, (person for _, person in wanted))
        for passed, (employee_id, person) in enumerate(wanted, start):
            row = _row(export, employee_id, person, said[person])
            if answer not in (None, row["answer"]):
                continue
            if len(found) == limit:
                return found, _position(piece, passed)
            found.append(row)
    return found, None


def rejected(
    context: Context, wanted: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return up to ``limit`` rejected rows that stand, by person. Positions as in :func:`rows`.

    ``wanted`` may have ``period`` and ``scheme``.
    """
    index, start = index_of_rejected(context.scope), None
    if after is not None:
        period, scheme, person = after.split(_BETWEEN, 2)
        start = key_of_answers(context.scope, period, scheme, PersonKey(person))
    found: list[dict[str, Any]] = []
    last = after
    for _ in range(MOST_QUERIES):
        keys, more = context.table.keys_in_index(index, after=start, limit=AT_ONCE)
        items = context.table.get_many(keys) if keys else {}
        for key in keys:
            answers = answers_of(items[key]) if key in items else None
            if answers is None or answers.standing is None:
                continue
            row = _rejected(answers)
            if all(row[name] == value for name, value in wanted.items()):
                if len(found) == limit:
                    return found, last
                found.append(row)
            last = _place(key)
        if not more:
            return found, None
        start = keys[-1]
    return found, None if start is None else _place(start)


def row_answers(item: Any) -> Iterator[Mapping[str, Any]]:
    """Give each answer about a person's result, as a copy of the company shows it."""
    answers = answers_of(item)
    for one in answers.answers:
        yield {
            "period": answers.period,
            "scheme": answers.scheme,
            "person": shown(answers.person),
            "export": one["export"],
            "employee_id": one["employee_id"],
            **told(one),
        }


def _row(export: Export, employee_id: str, person: PersonKey, answers: Answers) -> dict[str, Any]:
    about = answers.about(export.id)
    named: dict[str, Any] = {"employee_id": employee_id, "person": shown(person)}
    named |= {"difference": None, "by_name": bool(about)}
    if about:
        return {**named, **told(about[-1]), "former": [told(one) for one in about[:-1]]}
    accepted = export.others_at is not None
    return {
        **named,
        "answer": ACCEPTED if accepted else UNANSWERED,
        "code": None,
        "reason": None,
        "at": export.others_at,
        "by": None,
        "former": [],
    }


def _rejected(answers: Answers) -> dict[str, Any]:
    last = answers.last(answers.standing or "") or {}
    said = {name: value for name, value in told(last).items() if name != "answer"}
    return {
        "employee_id": last.get("employee_id"),
        "person": shown(answers.person),
        "period": answers.period,
        "scheme": answers.scheme,
        "export": answers.standing,
        **said,
    }


def _place(key: Key) -> str:
    """Return the position of a person's answers: period, scheme and person."""
    _, _, period, scheme = parts_of(key.pk)
    return _BETWEEN.join((period, scheme, parts_of(key.sk)[1]))


def told(answer: Answer) -> dict[str, Any]:
    """Return an answer as it is shown."""
    return {name: answer.get(name) for name in ("answer", "code", "reason", "at", "by")}


def _position(piece: int, passed: int) -> str:
    return f"{piece}{_BETWEEN}{passed}"


def _read(position: str | None) -> tuple[int, int]:
    """Return the piece of a position, and how many of its rows are passed."""
    if position is None:
        return 0, 0
    piece, _, passed = position.partition(_BETWEEN)
    return int(piece), int(passed)
