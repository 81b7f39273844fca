"""One chunk of the people in a file: make their scorecards and row errors, and write both.

:mod:`chalicelib.results` makes and writes the cards. Scoring a chunk again gives the same cards and
errors, because they depend only on the file, the scheme's version and the previous period. Writing
it again changes nothing more.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chalicelib.person_keys import PersonKey, first_key
from chalicelib.reading import BadRow
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.results.changes import Changes
from chalicelib.results.importing import Importer
from chalicelib.results.scorer import Origin, Scorer
from chalicelib.results.standing_teams import in_teams
from chalicelib.results.stored_state import KnownCard, StoredState
from chalicelib.results.write_cards import write_cards
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import RowFault
from chalicelib.teams.canonical import TeamTexts
from chalicelib.tenancy.context import Context
from chalicelib.uploads import findings, past_results, row_errors
from chalicelib.uploads.changed_totals import SAME, changed
from chalicelib.uploads.contact_teams import in_one_team
from chalicelib.uploads.figures import Said, figure_writes
from chalicelib.uploads.finding_kinds import (
    Change,
    Finding,
    NewPerson,
    NewTeam,
    PassedRow,
    SettledAhead,
    SeveralTeams,
)
from chalicelib.uploads.findings import counted_writes
from chalicelib.uploads.merging import Merging
from chalicelib.uploads.nearest import NearestIds
from chalicelib.uploads.new_people import register
from chalicelib.uploads.records import RowError, Upload, error_writes
from chalicelib.uploads.refused_rows import Batch, RefusedRows, about, rows_in
from chalicelib.uploads.register_state import KnownPerson, People, RegisterState
from chalicelib.uploads.rows_of_ids import RowsOfIds
from chalicelib.uploads.warnings import Warned, warned

#: People in a chunk: scored and written together.
SIZE = 500

#: Batch writes of a chunk in progress at a time. One, because the next chunk is scored meanwhile.
#: With two, a large upload is an eighth faster, and another company's small upload at the same time
#: takes more than twice as long as alone (docs/decisions/scored-once.md).
AT_ONCE = 1


@dataclass(frozen=True, slots=True)
class Job:
    """What all chunks of an upload share.

    ``labels``: the file's own name of each column. ``scorer`` makes the cards; of a file of past
    results an Importer does. ``people`` and ``cards``: the register and the period's results, as
    stored before. ``changes``: what the run changes of them. ``texts``: the
    teams of the run. ``nearest`` looks for the near ids of unknown ones; None when nobody will read
    the errors. ``rows_of`` finds the rows of former ids in the file. ``teams``: only people of
    these teams are scored, for a pilot; None: everybody. ``counted``: whose new values are in the
    means of the teams.
    """

    context: Context
    upload: Upload
    labels: Mapping[str, str]
    scorer: Scorer | Importer
    people: RegisterState
    cards: StoredState
    changes: Changes
    merging: Merging
    texts: TeamTexts
    nearest: NearestIds | None = None
    rows_of: RowsOfIds | None = None
    teams: Collection[str] | None = None
    counted: Collection[PersonKey] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """The result of scoring a chunk. ``unknown``: the cards of people not yet on the register.

    ``made``: people whom this upload has put on the register, with their rows. ``totals``:
    rows that are no people but totals. ``warnings``: scored rows that contradict the register.
    ``overtaken``: the cards of people for whom a later file's figures stand, and ``partly`` how
    many of the cards have such figures of some sources. ``standing`` are the cards that were read
    before, of the people ``looked_for``. ``changes``: how many results the chunk has changed, once
    it is written (changed_totals.py). ``several``: people whose contacts name several teams.
    ``settled``: people whose result was settled ahead of the month: they are among the overtaken.
    """

    cards: tuple[Scorecard, ...]
    errors: tuple[RowError, ...]
    unknown: tuple[Scorecard, ...] = ()
    made: tuple[NewPerson, ...] = ()
    totals: tuple[PassedRow, ...] = ()
    warnings: tuple[Warned, ...] = ()
    overtaken: tuple[Scorecard, ...] = ()
    partly: int = 0
    looked_for: frozenset[PersonKey] = frozenset()
    standing: Mapping[PersonKey, Scorecard] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    several: tuple[SeveralTeams, ...] = ()
    said: tuple[Said, ...] = ()
    settled: tuple[SettledAhead, ...] = ()

    @property
    def passed_over(self) -> int:
        """The number of rows that are totals."""
        return sum(one.rows for one in self.totals)


def score(job: Job, people: Batch) -> Scored:
    """Return the chunk's cards and errors, and write nothing.

    Reads the cards that stand, the previous period if the scheme's version uses it, and names of
    teams that no chunk of the run had before.
    """
    known = job.people.people(one.employee_id for one in people if one.employee_id)
    people, several = in_one_team(people, known, job.texts)
    job.texts.learn(
        team
        for one in people
        for there in (known.get(one.employee_id or ""),)
        for team in (_team(one, there), there.team if there else None)
    )
    mine = list(_in_teams(job, people, known))
    refused_rows = RefusedRows(job, mine, known)
    refused = [refused_rows.errors(one) for one in mine]
    good = [
        one
        for one, errors in zip(mine, refused, strict=True)
        if errors is None and isinstance(one, PersonRows)
    ]
    cards: list[Scorecard] = []
    unknown: list[Scorecard] = []
    warnings: list[Warned] = []
    errors = [error for found in refused if found for error in found]
    keys = frozenset(_key(one, known) for one in good)
    previous = job.scorer.previous(job.context, keys)
    computed = _computed_here(job, good, known)
    standing = {} if computed is not None else job.merging.standing(job.cards, keys)
    removed = job.cards.removed(keys - standing.keys())
    overtaken: list[Scorecard] = []
    said: list[Said] = []
    settled: list[SettledAhead] = []
    partly = 0
    for one in good:
        there = known.get(one.employee_id)
        if computed and _key(one, known) in computed:
            found_here = past_results.computed_here_errors(one, job.labels)
            errors.extend(about(found_here, one.employee_id, there))
            continue
        key = _key(one, known)
        before = standing.get(key)
        says = Said(key, one.number, one.employee_name, one.team, one.cells)
        if before is not None and before.closed is not None:
            if _says_otherwise(job, before, one):
                settled.append(SettledAhead(one.number, key))
            overtaken.append(before)
            said.append(says)
            continue
        merged = job.merging.merged(before, one.cells, one.number)
        if before is not None and not merged.taken:
            overtaken.append(before)
            said.append(says)
            continue
        person, team = _completed(job, one, there, before if merged.kept else None)
        try:
            origin = _origin(job, person, key, there, team)
            last = before or removed.get(key)
            if last is not None:
                origin = origin._replace(final=last.final, void=last.void)
            origin = origin._replace(layers=merged.layers)
            card = job.scorer.card(origin, merged.rows, previous.get(origin.person))
        except RowFault as fault:
            columns = job.scorer.version.compiled.columns
            found = row_errors.scoring_errors(one, fault, job.labels, columns)
            errors.extend(about(found, one.employee_id, there))
            continue
        if there is not None or job.people.admit(person.employee_id):
            cards.append(card)
            said.append(says)
            partly += merged.overtaken
            if there is None:
                unknown.append(card)
            else:
                warnings.extend(warned(job.upload, job.texts, one.number, one.team, there))
        else:
            errors.extend(row_errors.register_full_errors(one, job.labels))
    return Scored(
        tuple(cards),
        tuple(errors),
        tuple(unknown),
        tuple(_made_before(job, mine, known)),
        tuple(
            PassedRow(one.number, refused_rows.called(one), rows_in(one))
            for one, found in zip(mine, refused, strict=True)
            if found == []
        ),
        tuple(warnings),
        tuple(overtaken),
        partly,
        keys,
        standing,
        several=tuple(several),
        said=tuple(said),
        settled=tuple(settled),
    )


def _says_otherwise(job: Job, before: Scorecard, one: PersonRows) -> bool:
    """Return whether a row has another figure than a result that stays."""
    _, stored = job.merging.inputs.read(before)
    if not isinstance(stored, Mapping) or not isinstance(one.cells, Mapping):
        return stored != one.cells
    return any(cell is not None and stored.get(code) != cell for code, cell in one.cells.items())


def write(job: Job, before: int, people: Batch, scored: Scored) -> Scored:
    """Register people who are not on the register, then write cards, findings and errors.

    First the teams of the cards are made that are not there yet. A card names its team as the team
    is written, also when another request has made it meanwhile with another spelling.
    ``before``: the people before the chunk. ``people`` are those that were scored. People on the
    register stay unchanged, because the HR system maintains them. A new person for whom there is no
    place any more has an error in place of the card. Return what was written.
    """
    context, upload = job.context, job.upload
    teams = new_teams(job, scored.cards)
    scored = _in_made_teams(job, scored)
    registered = register(context, upload.id, scored.unknown)
    if registered.refused:
        scored = _without(job, people, scored, registered.refused, row_errors.register_full_errors)
    if registered.given_away:
        scored = _without(job, people, scored, registered.given_away, row_errors.given_away_errors)
    new = [NewPerson(one.row, one.person) for one in scored.cards if one.person in registered.made]
    scored = replace(scored, made=(*scored.made, *new))
    imports = past_results.is_import(upload)
    if not imports:
        job.cards.at_hand(scored.looked_for, scored.standing)
    counts, totals = _changed(job, before, scored.cards)
    found: list[Finding] = [*scored.made, *scored.totals, *totals, *teams, *scored.several]
    found += scored.settled
    scored = replace(scored, changes=counts)
    # Before the cards: a run that repeats the chunk no longer sees what stood before them.
    errors = scored.errors
    if upload.rating_round is not None:
        errors = tuple(map(row_errors.without_marks, errors))
    writes = list(error_writes(context.scope, upload.id, errors))
    place, shards = (upload.scheme, upload.period), context.principal.shards
    writes += figure_writes(context.scope, place, upload.id, before, scored.said, shards)
    if found or upload.seen_digest is not None or any(counts[one] for one in counts if one != SAME):
        writes += counted_writes(context.scope, upload.id, before, found, counts)
    context.table.write_batch(writes)
    written = write_cards(
        context,
        scored.cards,
        job.cards,
        job.changes,
        # Of other files the merging has decided, source by source.
        came_later=job.merging.later.came_later if imports else None,
        at_once=AT_ONCE,
    )
    return replace(scored, partly=scored.partly + written.overtaken)


def _changed(
    job: Job, before: int, cards: Sequence[Scorecard]
) -> tuple[Mapping[str, int], list[Change]]:
    """Return how many results a chunk changes, and whose. ``before``: as of :func:`write`.

    When the file's own cards stand already, a run before this one has begun to write the chunk, and
    what it found stands.
    """
    known = job.cards.known(card.person for card in cards)
    there = [known[card.person] for card in cards if card.person in known]
    if any(one.upload == job.upload.id for one in there):
        former = findings.of_former_run(job.context, job.upload.id, before)
        if former is not None:
            return former[0], [one for one in former[1] if isinstance(one, Change)]
    return changed(cards, known, keep_theirs(job, cards, known))


def keep_theirs(
    job: Job, cards: Sequence[Scorecard], known: Mapping[PersonKey, KnownCard]
) -> set[PersonKey]:
    """Return the people of these cards who keep the result of a file that came later.

    Only of past results: of other files the merging makes no card of such people.
    """
    if not past_results.is_import(job.upload):
        return set()
    there = {one.person: known[one.person].upload for one in cards if one.person in known}
    later = {one for one in set(there.values()) if job.merging.later.came_later(one)}
    return {person for person, upload in there.items() if upload in later}


def new_teams(job: Job, cards: Sequence[Scorecard]) -> list[NewTeam]:
    """Return the teams of the cards that the company does not have, with their first rows."""
    first: dict[str, int] = {}
    for card in cards:
        if card.team is not None:
            first.setdefault(card.team, card.row)
    refs = ((team, row, job.texts.ref(team)) for team, row in first.items())
    return [NewTeam(row, team) for team, row, ref in refs if ref is not None and ref.code is None]


def _computed_here(
    job: Job, people: Sequence[PersonRows], known: People
) -> frozenset[PersonKey] | None:
    """Return those whose result was computed here, of a file that imports; None of another."""
    if not past_results.is_import(job.upload):
        return None
    return job.cards.computed_here([_key(one, known) for one in people])


def _made_before(job: Job, rows: Batch, known: People) -> Iterator[NewPerson]:
    """Yield people whom a run of this upload has registered before it died.

    Only people who had no row before are registered, so each of them has one good row here.
    """
    for one in rows:
        there = known.get(one.employee_id or "")
        if there is None or there.made_by != job.upload.id:
            continue
        if isinstance(one, PersonRows) and one.rows:
            yield NewPerson(one.number, there.person)


def _without(
    job: Job,
    people: Batch,
    scored: Scored,
    refused: frozenset[PersonKey],
    errors_of: Callable[[PersonRows, Mapping[str, str]], Iterator[RowError]],
) -> Scored:
    """Return the chunk with errors in place of the cards of these people."""
    full = [
        error
        for one in people
        if isinstance(one, PersonRows) and first_key(one.employee_id) in refused
        for error in errors_of(one, job.labels)
    ]
    kept = tuple(card for card in scored.cards if card.person not in refused)
    said = tuple(one for one in scored.said if one.person not in refused)
    return replace(scored, cards=kept, said=said, errors=(*scored.errors, *full), unknown=())


def _in_made_teams(job: Job, scored: Scored) -> Scored:
    job.texts.make({card.team for card in scored.cards})
    cards = tuple(in_teams(job.texts, scored.cards))
    unknown = tuple(in_teams(job.texts, scored.unknown))
    return replace(scored, cards=cards, unknown=unknown)


def _in_teams(job: Job, people: Batch, known: People) -> Iterator[PersonRows | BadRow]:
    """Yield the people and bad rows of the job's teams.

    A bad row counts to the person's team on the register. When the person is not on the register,
    the row is yielded too, and so is a row that names no team and may be of anybody.
    """
    for one in people:
        person = known.get(one.employee_id or "")
        team = job.texts.text(_team(one, person))
        nothing_good = isinstance(one, BadRow) or not one.rows
        lost = isinstance(one, PersonRows) and one.team is None and not job.upload.makes_people
        unknown = person is None and (nothing_good or lost)
        if job.teams is None or unknown or team in job.teams:
            yield one


def _origin(
    job: Job, person: PersonRows, key: PersonKey, there: KnownPerson | None, team: str | None
) -> Origin:
    """Return the origin of a person's rows. ``team`` is what the file itself says, if anything."""
    origin = Origin(key, person.employee_name, person.team, job.upload.id, person.number)
    belonging = None if there is None else there.belonging
    if belonging is None:
        return origin
    return origin._replace(
        register_team=None if team else True,
        paid_by=belonging.paid_by,
        share=belonging.share,
    )


def _key(row: PersonRows, known: People) -> PersonKey:
    """Return the key of the person of a row: who has the id, or else who comes with it."""
    there = known.get(row.employee_id)
    return first_key(row.employee_id) if there is None else there.person


def _team(one: PersonRows | BadRow, known: KnownPerson | None) -> str | None:
    """Return the team of the file, or else of the register, in the spelling that it has there."""
    registered = known.team if known else None
    return (one.team or registered) if isinstance(one, PersonRows) else registered


def _completed(
    job: Job, person: PersonRows, known: KnownPerson | None, kept: Scorecard | None
) -> tuple[PersonRows, str | None]:
    """Return the person with name and team, and the team that a file says, if any does.

    They are those of the file, or of the files whose figures are ``kept``, or of the register.
    """
    of_files = None if kept is None or kept.register_team else kept.team
    said = person.team or of_files
    name = person.employee_name or (kept.employee_name if kept else None)
    completed = replace(
        person,
        employee_name=name or (known.name if known else None),
        team=job.texts.text(said or (known.team if known else None)),
    )
    return completed, said
