"""One chunk of people: scored, compared with what is stored, written.

Running a chunk again, wholly or after dying at any write, leaves the same items: what is
computed depends on the file, the scheme's version and the previous period alone; a card that
is already as computed is left alone; and a former revision is copied before it is replaced.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from chalicelib.context import Context
from chalicelib.people.records import ACTIVE, Employee, read_employees
from chalicelib.periods.calendar import previous as previous_period
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard, current_write, read_cards, superseded_write
from chalicelib.scoring import Result, RowFault, pack, unpack
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import to_item
from chalicelib.uploads.needs import needs_previous
from chalicelib.uploads.people_rows import PersonRows
from chalicelib.uploads.reading import BadRow
from chalicelib.uploads.records import RowError, Upload
from chalicelib.uploads.row_errors import read_error, scoring_error, spoilt_error

#: People scored and written at a time.
SIZE = 500

Means = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Job:
    """What every chunk of an upload shares. ``labels``: the file's own name of each column.

    ``team_means``: by team the mean of each indicator's values, when the scheme asks for them.
    """

    context: Context
    upload: Upload
    ready: ReadyScheme
    labels: Mapping[str, str]
    team_means: Means

    @property
    def shards(self) -> int:
        return self.context.principal.shards


@dataclass(frozen=True, slots=True)
class Scored:
    """What became of a chunk."""

    cards: tuple[Scorecard, ...]
    errors: tuple[RowError, ...]


def score(job: Job, people: Sequence[PersonRows | BadRow]) -> Scored:
    """The chunk's cards and errors; nothing is written. Reads the previous period if need be."""
    readable = [one for one in people if isinstance(one, PersonRows)]
    known = read_employees(
        job.context.table, job.context.scope, (person.employee_id for person in readable)
    )
    earlier = _earlier(job, readable)
    cards: list[Scorecard] = []
    errors: list[RowError] = []
    for one in people:
        if isinstance(one, BadRow):
            errors.append(read_error(one))
        elif one.bad_row is not None:
            errors.append(spoilt_error(one, one.bad_row, job.labels))
        else:
            person = _completed(one, known.get(one.employee_id))
            try:
                cards.append(_card(job, person, earlier.get(person.employee_id)))
            except RowFault as fault:
                errors.append(scoring_error(one, fault, job.labels))
    return Scored(tuple(cards), tuple(errors))


def write(job: Job, cards: Sequence[Scorecard]) -> None:
    """Make the cards the current ones, keeping what they replace, and register unknown people."""
    context, upload = job.context, job.upload
    ids = [card.employee_id for card in cards]
    current = read_cards(
        context.table, context.scope, upload.scheme, upload.period, ids, job.shards
    )
    superseded: list[tuple[Key, Item]] = []
    fresh: list[tuple[Key, Item]] = []
    for card in cards:
        before = current.get(card.employee_id)
        if before is not None and same_result(before, card):
            continue
        if before is not None:
            superseded.append(superseded_write(context.scope, before, job.shards))
            card = replace(card, revision=before.revision + 1)
        fresh.append(current_write(context.scope, card, job.shards))
    # The former revisions first: dying in between leaves a copy of what is still current.
    context.table.write_batch(superseded)
    context.table.write_batch(fresh)
    _register(job, cards)


def same_result(before: Scorecard, after: Scorecard) -> bool:
    """Whether a computed card says what the stored one says: then it is no new revision."""
    return (
        before.packed == after.packed
        and before.version == after.version
        and before.employee_name == after.employee_name
        and before.team == after.team
    )


def _card(job: Job, person: PersonRows, earlier: Mapping[str, object] | None) -> Scorecard:
    result = job.ready.compiled.score(
        person.cells,
        previous=earlier,
        team_means=job.team_means.get(person.team or "") if job.team_means else None,
    )
    return Scorecard(
        employee_id=person.employee_id,
        scheme=job.upload.scheme,
        period=job.upload.period,
        version=job.ready.version,
        revision=1,
        packed=pack(result, person.cells),
        upload=job.upload.id,
        row=person.number,
        computed_at=job.upload.started_at or job.context.time,
        employee_name=person.employee_name,
        team=person.team,
        total=result.total,
        grade=result.grade,
        coefficient=result.coefficient,
    )


def _earlier(job: Job, people: Iterable[PersonRows]) -> dict[str, Mapping[str, object]]:
    """The previous period's inputs and values of those who have them, by employee id."""
    if not needs_previous(job.ready.scheme):
        return {}
    from chalicelib.schemes.compiled import ready

    context, upload = job.context, job.upload
    cards = read_cards(
        context.table,
        context.scope,
        upload.scheme,
        previous_period(upload.period),
        (person.employee_id for person in people),
        job.shards,
    )
    found: dict[str, Mapping[str, object]] = {}
    for employee_id, card in cards.items():
        then = ready(context.table, context.scope, card.scheme, card.version)
        if then is not None:
            result, inputs = unpack(then.scheme, card.packed)
            found[employee_id] = {"inputs": inputs, "values": _values(result)}
    return found


def _values(result: Result) -> dict[str, Decimal]:
    return result.values


def _completed(person: PersonRows, known: Employee | None) -> PersonRows:
    """Name and team as the file has them, else as the register does."""
    if known is None:
        return person
    return replace(
        person,
        employee_name=person.employee_name or known.name,
        team=person.team or known.team,
    )


def _register(job: Job, cards: Sequence[Scorecard]) -> None:
    """People whom the register does not know yet. Those it knows are the HR system's to change."""
    context = job.context
    known = read_employees(context.table, context.scope, (card.employee_id for card in cards))
    context.table.write_batch(
        (
            context.scope.employee(card.employee_id),
            to_item(
                Employee(
                    card.employee_id,
                    ACTIVE,
                    job.upload.started_at or context.time,
                    card.employee_name,
                    card.team,
                )
            ),
        )
        for card in cards
        if card.employee_id not in known
    )
