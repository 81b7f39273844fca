"""One run of an upload: from its file to scorecards, period summary and plan drafts.

A run lives in one invocation of the scoring function. It holds the period (periods/lease.py),
goes on from the upload's checkpoint, and either finishes the upload or, when its time or its
fair share of rows is used up, hands on to another run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from chalicelib.language import Text
from chalicelib.periods import lease
from chalicelib.periods.errors import PeriodBusy, PeriodLocked
from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.plans.drafting import draft_plans
from chalicelib.reading import FileRejected
from chalicelib.results.settling import settle
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.schemes.records import read_head
from chalicelib.scorecards.period_cards import Head, read_heads
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context
from chalicelib.uploads import chunk, pilots, progress
from chalicelib.uploads.arrival_order import waits_for
from chalicelib.uploads.fair_share import Share
from chalicelib.uploads.people_in_file import means_of, people_left
from chalicelib.uploads.records import FINAL, Upload, read_upload
from chalicelib.uploads.rejection import (
    LOCKED_WORDS,
    NO_SCHEME_WORDS,
    Refused,
    refuse_any_error,
    refuse_too_many,
)
from chalicelib.uploads.stored_file import Opened, opened
from chalicelib.uploads.stored_state import WHOLE_AT_MOST, Standing, whole
from chalicelib.uploads.writing import ChunkWriter

#: Time kept free at the end of an invocation, for the chunk at work and for handing on.
RESERVE = timedelta(seconds=20)
#: Cards that are counted and ranked in a second at the end, at the least.
SETTLED_PER_SECOND = 2_000
#: How long to wait before asking again for a period that another upload is writing.
BUSY_SECONDS = 3
#: An upload waits at most so often for one whose file came before (uploads/arrival_order.py): 20
#: minutes, in which a message that fails is retried several times.
PATIENCE = 400


@dataclass(frozen=True, slots=True)
class Next:
    """What to do after a run: nothing (None), or another run after so many seconds.

    ``waited`` counts how often the upload has waited for an earlier one.
    """

    delay: int | None
    claim: str | None = None
    waited: int = 0


DONE = Next(None)


def run(
    context: Context, upload_id: str, inherited: str | None, deadline: datetime, waited: int = 0
) -> Next:
    """Score what is left of the upload. Running again after a finished one does nothing.

    ``inherited`` is the claim on the period of the run that handed on, if one did. An error
    that is not the file's own leaves the period free for the next try.
    """
    claim = new_id("run", context.now)
    upload = read_upload(context.table, context.scope, upload_id)
    if upload is None or upload.status in FINAL:
        return DONE
    if upload.started_at is None and waited < PATIENCE and waits_for(context, upload):
        return Next(BUSY_SECONDS, inherited, waited + 1)
    try:
        lease.take(context, upload.period, upload.scheme, claim, deadline, inherited)
    except PeriodBusy:
        return Next(BUSY_SECONDS, inherited, waited)
    except PeriodLocked:
        progress.reject(context, upload, "period_locked", LOCKED_WORDS, {})
        return DONE
    try:
        more = _held(context, upload, deadline)
    except (Refused, FileRejected) as refusal:
        message = refusal.message
        words = message if isinstance(message, Text) else Text(**message)
        progress.reject(context, upload, refusal.code, words, dict(refusal.details))
        more = False
    except progress.TakenOver:
        # By another run, or by this one's own write whose answer was lost and that was sent again.
        lease.lay_down(context, upload.period, upload.scheme, claim)
        return Next(BUSY_SECONDS)
    except Exception:
        lease.lay_down(context, upload.period, upload.scheme, claim)
        raise
    if more:
        return Next(0, claim)
    lease.release(context, upload.period, upload.scheme, claim)
    return DONE


def _held(context: Context, upload: Upload, deadline: datetime) -> bool:
    """The work of a run that holds the period; True when another must go on."""
    upload = _begun(context, upload)
    if upload.version is not None:
        scored = _scored_whole(context, upload, deadline)
        if scored is None:
            return True
        upload = scored
    pilots.begin(context, upload)
    progress.complete(context, upload)
    return False


def _scored_whole(context: Context, upload: Upload, deadline: datetime) -> Upload | None:
    """Scorecards, the period's summary, plans; None when time or share ran out before the end."""
    version = ready(context.table, context.scope, upload.scheme, upload.version or 0)
    if version is None:
        raise Refused("no_scheme_in_effect", NO_SCHEME_WORDS)
    known: Mapping[str, Head] | None = None
    if not upload.read_whole:
        with opened(context, upload, version) as file:
            upload, standing = _scored(context, upload, version, file, deadline)
        if standing is None:
            return None
        known = standing.heads
        rows = 0 if known is not None else upload.rows_known or 0
        settling = timedelta(seconds=rows / SETTLED_PER_SECOND)
        if context.platform.clock() > deadline - RESERVE - settling:
            return None
    if known is None:
        # For both what follows: read once. More than memory likes is read by each.
        known = whole(read_heads(context, upload.scheme, upload.period), WHOLE_AT_MOST)
    settled = settle(
        context,
        upload.scheme,
        upload.period,
        by_team=version.scheme.rank_by_team,
        known=None if known is None else known.values(),
    )
    in_time = draft_plans(context, version, upload, settled, deadline - RESERVE, known)
    return upload if in_time else None


def _begun(context: Context, upload: Upload) -> Upload:
    """The upload with its file's version and its scheme's version fixed.

    Without a version in effect a file can still be for a pilot; then it has no version itself.
    """
    if upload.started_at is not None:
        return upload
    if pilot_of(upload.scheme) is not None:
        trial = pilots.effect_of(context, upload)
        if trial is None:
            raise Refused("no_scheme_in_effect", NO_SCHEME_WORDS)
        return progress.begin(context, upload, trial.version)
    head = read_head(context.table, context.scope, upload.scheme)
    effect = head.in_effect(upload.period) if head else None
    if head is None or (effect is None and not head.pilots(upload.period)):
        raise Refused("no_scheme_in_effect", NO_SCHEME_WORDS)
    return progress.begin(context, upload, effect.version if effect else None)


def _scored(
    context: Context, upload: Upload, version: ReadyScheme, file: Opened, deadline: datetime
) -> tuple[Upload, Standing | None]:
    """Score chunk after chunk from the checkpoint, and tell what stands then; None when time or
    share ran out."""
    upload = progress.opened(context, upload, file)
    refuse_too_many(context, file)
    means = means_of(upload, version, file)
    standing = Standing(context, upload)
    teams = pilots.teams_of(context, upload)
    share = Share(context)

    def over() -> bool:
        return share.used_up() or context.platform.clock() > deadline - RESERVE

    job = chunk.Job(context, upload, version, file.sheet.header, means, standing, teams)
    if upload.on_error == "reject" and upload.next_row == 0:
        looked = refuse_any_error(job, file, share, over)
        if looked is None:
            return upload, None
        job = replace(job, upload=looked)
    people = people_left(upload, version, file)
    following = list(islice(people, chunk.SIZE))
    with ChunkWriter(job) as writer:
        while batch := following:
            if over():
                return writer.written(), None
            following = list(islice(people, chunk.SIZE))
            writer.write(batch, chunk.score(job, batch), last=not following)
            share.done += len(batch)
        return progress.read_whole(context, writer.written()), standing
