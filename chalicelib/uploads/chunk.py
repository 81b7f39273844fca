"""One chunk of people: scored, compared with what is stored, written.

Running a chunk again, wholly or after dying at any write, leaves the same items: what is
computed depends on the file, the scheme's version and the previous period alone; a card that
is already as computed is left alone; and a former revision is copied before it is replaced.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.reading import BadRow
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.previous_period import previous_results
from chalicelib.scorecards.records import Scorecard, current_write, superseded_write
from chalicelib.scoring import RowFault, pack
from chalicelib.scoring.needs import needs_previous
from chalicelib.tenancy.context import Context
from chalicelib.uploads import row_errors
from chalicelib.uploads.new_people import register
from chalicelib.uploads.records import RowError, Upload
from chalicelib.uploads.stored_state import KnownPerson, Standing, fingerprint

#: People scored and written at a time.
SIZE = 500

#: Batch writes of a chunk on their way at a time. One, beside the next chunk's scoring: with two a
#: large upload is an eighth faster, and another company's small one beside it takes more than twice
#: as long as alone (docs/decisions/scored-once.md).
AT_ONCE = 1

Batch = Sequence[PersonRows | BadRow]
Means = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Job:
    """What every chunk of an upload shares. ``labels``: the file's own name of each column.

    ``team_means``: by team the mean of each indicator's values, when the scheme asks for them.
    ``teams``: those alone are scored (a pilot's); None: everybody.
    """

    context: Context
    upload: Upload
    ready: ReadyScheme
    labels: Mapping[str, str]
    team_means: Means
    standing: Standing
    teams: Collection[str] | None = None

    @property
    def shards(self) -> int:
        return self.context.principal.shards


@dataclass(frozen=True, slots=True)
class Scored:
    """What became of a chunk; ``unknown`` are the cards of people not yet on the register."""

    cards: tuple[Scorecard, ...]
    errors: tuple[RowError, ...]
    unknown: tuple[Scorecard, ...]


def score(job: Job, people: Batch) -> Scored:
    """The chunk's cards and errors; nothing is written. Reads the previous period if need be."""
    readable = [one for one in people if isinstance(one, PersonRows)]
    known = job.standing.people(one.employee_id for one in people if one.employee_id)
    earlier = _earlier(job, readable)
    cards: list[Scorecard] = []
    errors: list[RowError] = []
    for one in _held_to_teams(job, people, known):
        if (there := known.get(one.employee_id or "")) is not None and there.erased:
            errors.extend(row_errors.erased_errors(one, job.labels))
        elif isinstance(one, BadRow):
            errors.append(row_errors.read_error(one))
        elif one.bad_row is not None:
            errors.extend(row_errors.spoilt_errors(one, one.bad_row, job.labels))
        elif one.alone and there is None:
            errors.extend(row_errors.nobody_errors(one, job.labels))
        else:
            person = _completed(one, there)
            try:
                card = _card(job, person, earlier.get(person.employee_id))
            except RowFault as fault:
                columns = job.ready.compiled.columns
                errors.extend(row_errors.scoring_errors(one, fault, job.labels, columns))
                continue
            if there is not None or job.standing.admit(card.employee_id):
                cards.append(card)
            else:
                errors.extend(row_errors.no_place_errors(one, job.labels))
    unknown = tuple(card for card in cards if card.employee_id not in known)
    return Scored(tuple(cards), tuple(errors), unknown)


def _held_to_teams(
    job: Job, people: Batch, known: Mapping[str, KnownPerson]
) -> Iterator[PersonRows | BadRow]:
    """Those of the job's teams. A bad row counts by the team on the register, where it is there."""
    for one in people:
        person = known.get(one.employee_id or "")
        team = person.team if person else None
        if isinstance(one, PersonRows):
            team = one.team or team
        nothing_good = isinstance(one, BadRow) or not one.rows
        unknown = nothing_good and person is None
        if job.teams is None or unknown or team in job.teams:
            yield one


def write(job: Job, scored: Scored) -> int:
    """Make the cards the current ones, keeping what they replace, and register unknown people.

    People on the register are the HR system's to change, and are left as they are. Gives how
    many cards a later file's have overtaken (uploads/arrival_order.py).
    """
    scope, table = job.context.scope, job.context.table
    current = job.standing.cards(card.employee_id for card in scored.cards)
    changed: list[Scorecard] = []
    replaced: list[str] = []
    overtaken = 0
    for card in scored.cards:
        before = current.get(card.employee_id)
        if before is None:
            changed.append(card)
        elif job.standing.overtakes(before.upload):
            overtaken += 1
        elif before.says != fingerprint(card):
            changed.append(replace(card, revision=before.revision + 1))
            replaced.append(card.employee_id)
    if replaced:
        # First of all: dying after this leaves copies of what is still current.
        former = job.standing.whole_cards(replaced).values()
        table.write_batch(
            [superseded_write(scope, card, job.shards) for card in former], at_once=AT_ONCE
        )
    table.write_batch([current_write(scope, card, job.shards) for card in changed], at_once=AT_ONCE)
    register(job.context, scored.unknown)
    job.standing.made(changed)
    return overtaken


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


def _earlier(job: Job, people: Sequence[PersonRows]) -> dict[str, Mapping[str, object]]:
    """The previous period's inputs and values of those who have them, by employee id.

    A pilot goes by its own results of that period, and where it has none by the scheme's.
    """
    if not needs_previous(job.ready.scheme):
        return {}
    period, ids = job.upload.period, [person.employee_id for person in people]
    found: dict[str, Mapping[str, object]] = {}
    for code in dict.fromkeys((scheme_of(job.upload.scheme), job.upload.scheme)):
        found |= previous_results(job.context, code, period, ids)
    return found


def _completed(person: PersonRows, known: KnownPerson | None) -> PersonRows:
    """Name and team as the file has them, else as the register does."""
    if known is None:
        return person
    return replace(
        person,
        employee_name=person.employee_name or known.name,
        team=person.team or known.team,
    )
