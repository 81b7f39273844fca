"""One run of an upload: from its file to scorecards, the period's summary, and the followers.

A run is part of one invocation of the scoring function. It holds the period's lease and continues
from the upload's checkpoint. It ends when the upload is finished, or when its time is used up, or
its share of the worker while others wait (jobs/fair_share.py). Then it hands over to another run.

An upload is repeatable. Its event may arrive twice or late, and a run may die at any line. These
four rules make it so (docs/decisions/scored-once.md has the reasons):

- One writer at a time: the period's lease (results/leased_run.py, periods/lease.py).
- Fixed inputs: the first run fixes the file's version, the scheme's version and the time. Later
  runs read the same inputs (``begin`` in uploads/progress.py). Files take effect in the order of
  their arrival (uploads/arrival_order.py).
- Repeatable writes: a card with unchanged content is not written, and a former revision is copied
  before it is replaced (results/write_cards.py). The keys of row errors, new people and
  findings depend only on the file (uploads/records.py, new_people.py, findings.py). The summary and
  the followers' work are made from all current cards (results/finishing.py).
- A checkpoint: how far the file is scored, with the counts. It is one conditional write after the
  writes of the chunk (``advance`` in uploads/progress.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from chalicelib.jobs.fair_share import Share
from chalicelib.jobs.kinds import UPLOADS
from chalicelib.language import Text
from chalicelib.periods import lease
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.lease import Lease
from chalicelib.periods.pilot_codes import pilot_of, scheme_of
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.reading import FileRejected
from chalicelib.results import leased_run, mending_means
from chalicelib.results.changes import Changes
from chalicelib.results.decisions import Decisions, decisions_of
from chalicelib.results.finishing import settle_and_follow
from chalicelib.results.importing import Importer, importer
from chalicelib.results.leased_run import (
    BUSY_SECONDS,
    RESERVE,
    OutOfTime,
    end_after_step,
    end_of,
    run_under_lease,
)
from chalicelib.results.mending_means import MendingMeans, Place
from chalicelib.results.scorer import Scorer
from chalicelib.results.stored_state import StoredState, most_read_whole
from chalicelib.schemes.asked_version import NO_SCHEME
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.schemes.records import read_head
from chalicelib.scorecards.belonging import Belongings
from chalicelib.scoring.needs import needs_team_means
from chalicelib.teams.canonical import TeamTexts
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.leaving import Presence
from chalicelib.uploads import (
    chunk,
    figures,
    looking,
    of_rounds,
    others_changed,
    past_results,
    pilots,
    progress,
    withdrawing,
)
from chalicelib.uploads.arrival_order import LaterFiles, waits_for
from chalicelib.uploads.chunk_writer import ChunkWriter
from chalicelib.uploads.expected_means import expected_means
from chalicelib.uploads.merging import Merging
from chalicelib.uploads.nearest import NearestIds
from chalicelib.uploads.people_in_file import people_left
from chalicelib.uploads.records import FINAL, WITHDRAWING, Upload, read_upload
from chalicelib.uploads.register_state import RegisterState
from chalicelib.uploads.rejection import (
    LOCKED_WORDS,
    Refused,
    refuse_any_error,
    refuse_columns_of_round,
    refuse_source,
    refuse_source_of_round,
    refuse_too_many,
)
from chalicelib.uploads.rows_of_ids import RowsOfIds
from chalicelib.uploads.stored_file import Opened, opened
from chalicelib.uploads.survey import survey

#: Cards that are counted and ranked in a second at the end, at least.
SETTLED_PER_SECOND = 2_000
#: Most waits of an upload for one whose file arrived earlier (uploads/arrival_order.py): 20
#: minutes, in which a failed message is retried several times.
PATIENCE = 400


@dataclass(frozen=True, slots=True)
class Next(leased_run.Next):
    """The next step after a run of an upload. ``waited`` counts how often the upload has waited for
    an earlier one."""

    waited: int = 0


DONE = Next(None)


def run(
    context: Context, upload_id: str, inherited: str | None, deadline: datetime, waited: int = 0
) -> Next:
    """Score what is left of the upload, and return the next step.

    Does nothing when the upload is finished. ``inherited`` is the previous run's claim on the
    period, if that run asked for this one. A file that cannot be scored is rejected. Any other
    error is raised, and the period is free for the next try.
    """
    upload = read_upload(context.table, context.scope, upload_id)
    if upload is None:
        return DONE
    if upload.status in FINAL:
        lease.release_ended(context, upload.period, upload.scheme, upload.id)
        return DONE
    if upload.status == WITHDRAWING:
        after = withdrawing.run(context, upload, inherited, deadline)
        return Next(after.delay, after.claim)
    wait = of_rounds.seconds_to_wait(context, upload)
    if wait:
        return Next(wait, inherited, waited)
    if upload.started_at is None and waited < PATIENCE and waits_for(context, upload):
        return Next(BUSY_SECONDS, inherited, waited + 1)

    def work(held: Lease) -> None:
        _score_or_reject(context, upload, held, deadline)

    scheme, period = upload.scheme, upload.period
    try:
        after = run_under_lease(context, scheme, period, inherited, deadline, work, upload.id)
    except PeriodLocked:
        progress.reject(context, upload, "period_locked", LOCKED_WORDS, {})
        return DONE
    return Next(after.delay, after.claim, waited)


def _score_or_reject(context: Context, upload: Upload, held: Lease, deadline: datetime) -> None:
    """Do the work of a run that holds the period's lease. Raises OutOfTime and TakenOver."""
    try:
        _score_upload(context, upload, held, deadline)
    except looking.Stopped as stopped:
        progress.stop(context, upload, stopped.status, stopped.reason, stopped.facts, held)
    except (Refused, FileRejected) as refusal:
        message = refusal.message
        words = message if isinstance(message, Text) else Text(**message)
        progress.reject(context, upload, refusal.code, words, dict(refusal.details), held)


def _score_upload(context: Context, upload: Upload, held: Lease, deadline: datetime) -> None:
    """Score the file, then begin its pilots' uploads, then store the end of upload and lease.

    Raises OutOfTime, TakenOver, Refused and FileRejected.
    """
    upload = _begun(context, upload, _fed_by_rounds(context, upload, held))
    if upload.version is None and upload.dry_run:
        raise Refused("no_scheme_in_effect", NO_SCHEME)
    if upload.version is not None:
        upload = _scored_whole(context, upload, held, deadline)
    pilots.begin(context, upload)
    progress.complete(context, upload, held)


def _scored_whole(context: Context, upload: Upload, held: Lease, deadline: datetime) -> Upload:
    """Make scorecards and the period's summary, and call the followers.

    Raises OutOfTime, TakenOver, Refused and FileRejected.
    """
    version = ready(context.table, context.scope, upload.scheme, upload.version or 0)
    if version is None:
        raise Refused("no_scheme_in_effect", NO_SCHEME)
    refuse_source(upload, version)
    refuse_source_of_round(upload)
    share, presence, heads = Share(context.platform, UPLOADS), Presence(context), None
    changes = Changes(held)

    def over() -> bool:
        presence.check()
        return share.over(deadline - RESERVE)

    cards: StoredState | None = None
    if not upload.read_whole:
        with opened(context, upload, version, deadline) as file:
            upload, cards = _scored(context, upload, version, file, held, changes, share, over)
    upload = _mended(context, upload, version, changes, cards, presence, deadline)
    if cards is not None:
        heads = cards.heads
        rows = 0 if heads is not None or changes.few is not None else upload.rows_known or 0
        settling = timedelta(seconds=rows / SETTLED_PER_SECOND)
        late = context.platform.clock() > deadline - RESERVE - settling
        # Everything is to be read again in any case, so others may go first.
        if late or (rows and share.used_up()):
            raise end_of(share)
    settle_and_follow(context, version, held, deadline - RESERVE, changes, heads)
    return upload


def _fed_by_rounds(context: Context, upload: Upload, held: Lease) -> tuple[str, ...]:
    """Return the sources of the upload's period that rating rounds feed, as a run finds them."""
    if upload.started_at is not None or past_results.is_import(upload):
        return ()
    record: PeriodRecord | None = held.record
    if pilot_of(upload.scheme) is not None:
        scheme = scheme_of(upload.scheme)
        record = read_period(context.table, context.scope, upload.period, scheme)
    return () if record is None else tuple(sorted(record.rounds or ()))


def _begun(context: Context, upload: Upload, without: tuple[str, ...]) -> Upload:
    """Return the upload with the versions of its file and its scheme fixed.

    When no version is in effect, the file can still be for a pilot. Then the upload itself has no
    version. Raises TakenOver and Refused.
    """
    if upload.started_at is not None:
        return upload
    if past_results.is_import(upload):
        number = past_results.version_of(context, upload)
        if number is None:
            raise Refused("no_published_version", past_results.NO_VERSION)
        return progress.begin(context, upload, number)
    if pilot_of(upload.scheme) is not None:
        trial = pilots.effect_of(context, upload)
        if trial is None:
            raise Refused("no_scheme_in_effect", NO_SCHEME)
        return progress.begin(context, upload, trial.version, without)
    head = read_head(context.table, context.scope, upload.scheme)
    effect = head.in_effect(upload.period) if head else None
    if head is None or (effect is None and not head.pilots(upload.period)):
        raise Refused("no_scheme_in_effect", NO_SCHEME)
    return progress.begin(context, upload, effect.version if effect else None, without)


def _mended(
    context: Context,
    upload: Upload,
    version: ReadyScheme,
    changes: Changes,
    cards: StoredState | None,
    presence: Presence,
    deadline: datetime,
) -> Upload:
    """Mend the team means after the file. ``cards``: the period's cards, if this run wrote any.

    Raises OutOfTime, TakenOver.
    """
    if not _takes_means(upload, version):
        return upload
    time = upload.started_at or context.time
    written = (lambda _: None) if cards is None else cards.written
    noting = partial(others_changed.note, context, upload.id)
    mending = MendingMeans(
        context,
        version,
        upload.scheme,
        upload.period,
        time,
        changes,
        written,
        noting,
        {"after": upload.id},
    )

    share = Share(context.platform, UPLOADS)

    def over() -> OutOfTime | None:
        presence.check()
        return end_after_step(share, deadline - RESERVE)

    def save(place: Place) -> None:
        nonlocal upload
        upload = progress.mended(context, upload, place)

    mending.run(Place(upload.means_shard, upload.means_after), save, over)
    return upload


def _scored(
    context: Context,
    upload: Upload,
    version: ReadyScheme,
    file: Opened,
    held: Lease,
    changes: Changes,
    share: Share,
    over: Callable[[], bool],
) -> tuple[Upload, StoredState]:
    """Score chunk after chunk from the checkpoint to the file's end.

    Return the upload and the period's cards after that. Raises OutOfTime when time or share is used
    up before the end, and Refused. A run that looked through the file for the team means scores
    some people at least, so that the next one has less to look through.
    """
    upload = _surveyed(context, upload, version, file, share)
    refuse_too_many(file)
    job = _job(context, upload, version, file, held, changes)
    looks = looking.looks(upload)
    if upload.on_error == "reject" and upload.next_row == 0 and not looks:
        job = replace(job, upload=refuse_any_error(job, file, share, over))
    if isinstance(job.scorer, Scorer):
        counted: set[PersonKey] = set()
        means = expected_means(job, file, counted)
        job = replace(job, scorer=replace(job.scorer, means=means), counted=counted)
    if looks:
        job = replace(job, upload=looking.look_through(job, file, share, over))
    if isinstance(job.scorer, Scorer):
        mending_means.begin(context, version, upload.scheme, upload.period)
    figures.begin(context, held)
    people = people_left(upload, version, file)
    following = list(islice(people, chunk.SIZE))
    may_end = not _takes_means(upload, version)
    with ChunkWriter(job) as writer:
        while batch := following:
            if may_end and over():
                writer.written()
                raise end_of(share)
            following = list(islice(people, chunk.SIZE))
            writer.write(batch, chunk.score(job, batch), last=not following)
            share.step_done()
            may_end = True
        return progress.read_whole(context, writer.written()), job.cards


def _surveyed(
    context: Context, upload: Upload, version: ReadyScheme, file: Opened, share: Share
) -> Upload:
    """Look at the file's columns once, and store what is remarkable.

    A pilot's file was looked at, and what an appeal corrected is one person's. Raises Stopped when
    the sender must say how figures are meant, and OutOfTime when that was the run's share.
    """
    if upload.surveyed:
        return upload
    share.step_done()
    refuse_too_many(file)
    refuse_columns_of_round(upload, version, file)
    known = upload.file_of is not None or upload.appeal is not None
    found, questions = ([], []) if known else survey(context, upload, version, file)
    upload = progress.opened(context, upload, file, found)
    if questions:
        raise looking.ask(questions)
    if share.used_up():
        raise end_of(share)
    return upload


def _takes_means(upload: Upload, version: ReadyScheme) -> bool:
    """Return whether results of the file may take the mean of their team."""
    return needs_team_means(version.scheme) and not past_results.is_import(upload)


def _scorer(
    upload: Upload, version: ReadyScheme, time: str, decisions: Decisions
) -> Scorer | Importer:
    if past_results.is_import(upload):
        return importer(version, upload.scheme, upload.period, time)
    return Scorer(version, upload.scheme, upload.period, time, {}, decisions)


def _job(
    context: Context,
    upload: Upload,
    version: ReadyScheme,
    file: Opened,
    held: Lease,
    changes: Changes,
) -> chunk.Job:
    """Return what all chunks of the run share: the scorer, and the stored state before the run.

    The scorer has no team means yet.
    """
    scheme, period, system = upload.scheme, upload.period, upload.system
    # A run that continues from a checkpoint reads by key: it does not need people before it.
    most = most_read_whole(upload.rows_known or 0) if upload.next_row == 0 else None
    known = most
    if most is None and upload.makes_people:
        # Each new id is compared with those of the register.
        known = most_read_whole(max(0, (upload.rows_known or 0) - upload.rows))
    promised = upload.looked_new if upload.next_row == 0 else 0
    texts = TeamTexts(context)
    decisions = decisions_of(context, scheme, period, held.record)
    people = RegisterState(context, Belongings(context, scheme, period), known, promised, system)
    return chunk.Job(
        context,
        upload,
        file.sheet.header,
        _scorer(upload, version, upload.started_at or context.time, decisions),
        people,
        StoredState(context, scheme, period, most, some_removed=bool(held.record.some_removed)),
        changes,
        Merging.of(context, upload, version, LaterFiles(context, upload)),
        texts,
        NearestIds(context, people, system, makes_people=upload.makes_people),
        RowsOfIds(file),
        pilots.teams_of(context, upload, texts),
    )
