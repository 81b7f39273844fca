"""One chunk of a file's people: which of them have a scorecard, which are row errors, and writing
both. The cards themselves are made and written by :mod:`chalicelib.results`.

Scoring a chunk again gives the same cards and errors: they depend on the file, the scheme's version
and the previous period alone. Writing it again changes nothing more.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.reading import BadRow
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.results.scorer import Origin, Scorer
from chalicelib.results.stored_state import StoredState
from chalicelib.results.write_cards import write_cards
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import RowFault
from chalicelib.tenancy.context import Context
from chalicelib.uploads import row_errors
from chalicelib.uploads.arrival_order import LaterFiles
from chalicelib.uploads.new_people import register
from chalicelib.uploads.records import RowError, Upload, error_writes
from chalicelib.uploads.register_state import KnownPerson, RegisterState

#: People scored and written at a time.
SIZE = 500

#: Batch writes of a chunk on their way at a time. One, beside the next chunk's scoring: with two a
#: large upload is an eighth faster, and another company's small one beside it takes more than twice
#: as long as alone (docs/decisions/scored-once.md).
AT_ONCE = 1

Batch = Sequence[PersonRows | BadRow]


@dataclass(frozen=True, slots=True)
class Job:
    """What every chunk of an upload shares. ``labels``: the file's own name of each column.

    ``people`` and ``cards`` are what was stored before: the register, the period's results.
    ``teams``: those alone are scored (a pilot's); None: everybody.
    """

    context: Context
    upload: Upload
    labels: Mapping[str, str]
    scorer: Scorer
    people: RegisterState
    cards: StoredState
    later: LaterFiles
    teams: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """What became of a chunk; ``unknown`` are the cards of people not yet on the register."""

    cards: tuple[Scorecard, ...]
    errors: tuple[RowError, ...]
    unknown: tuple[Scorecard, ...]


def score(job: Job, people: Batch) -> Scored:
    """The chunk's cards and errors; nothing is written. Reads the previous period if need be."""
    known = job.people.people(one.employee_id for one in people if one.employee_id)
    previous = job.scorer.previous(
        job.context, (one.employee_id for one in people if isinstance(one, PersonRows))
    )
    cards: list[Scorecard] = []
    errors: list[RowError] = []
    for one in _held_to_teams(job, people, known):
        if (there := known.get(one.employee_id or "")) is not None and there.erased:
            errors.extend(row_errors.erased_errors(one, job.labels))
        elif isinstance(one, BadRow):
            errors.append(row_errors.read_error(one))
        elif one.bad_row is not None:
            errors.extend(row_errors.spoilt_errors(one, one.bad_row, job.labels))
        elif one.id_only and there is None:
            errors.extend(row_errors.nobody_errors(one, job.labels))
        else:
            person = _completed(one, there)
            try:
                card = job.scorer.card(
                    _origin(job, person), person.cells, previous.get(person.employee_id)
                )
            except RowFault as fault:
                columns = job.scorer.version.compiled.columns
                errors.extend(row_errors.scoring_errors(one, fault, job.labels, columns))
                continue
            if there is not None or job.people.admit(card.employee_id):
                cards.append(card)
            else:
                errors.extend(row_errors.no_place_errors(one, job.labels))
    unknown = tuple(card for card in cards if card.employee_id not in known)
    return Scored(tuple(cards), tuple(errors), unknown)


def write(job: Job, scored: Scored) -> int:
    """Write the chunk's cards and errors, and register people whom the register does not know.

    People on the register are the HR system's to change, and are left as they are. Gives how
    many cards a later file's have overtaken (uploads/arrival_order.py).
    """
    context = job.context
    written = write_cards(
        context, scored.cards, job.cards, came_later=job.later.came_later, at_once=AT_ONCE
    )
    register(context, scored.unknown)
    errors = list(error_writes(context.scope, job.upload.id, scored.errors))
    context.table.write_batch(errors)
    return written.overtaken


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


def _origin(job: Job, person: PersonRows) -> Origin:
    return Origin(
        person.employee_id, person.employee_name, person.team, job.upload.id, person.number
    )


def _completed(person: PersonRows, known: KnownPerson | None) -> PersonRows:
    """Name and team as the file has them, else as the register does."""
    if known is None:
        return person
    return replace(
        person,
        employee_name=person.employee_name or known.name,
        team=person.team or known.team,
    )
