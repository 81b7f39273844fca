"""One run of a withdrawal: take the figures of an upload's file back, from a checkpoint.

It is the upload's own work, like its scoring: it holds the period's lease under the upload's id,
goes on in another run, and may die at any line and be run again. Shard after shard of the period it
reads what the files said (uploads/figures.py), makes the results of the people whom this file
named without it (uploads/restoring.py), and lets the people go whom it alone had made. What
follows from results is done as after every other change of them.

Cards that are done do not name the upload any more, so a repeated chunk leaves them. The counts of
a chunk are stored before it is written, because a repeated one could not count it.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from chalicelib.jobs.fair_share import Share
from chalicelib.jobs.kinds import UPLOADS
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.lease import Lease
from chalicelib.person_keys import PersonKey
from chalicelib.results import mending_means
from chalicelib.results.changes import Changes
from chalicelib.results.finishing import settle_and_follow
from chalicelib.results.leased_run import (
    DONE,
    RESERVE,
    Next,
    end_after_step,
    end_of,
    run_under_lease,
)
from chalicelib.results.mending_means import MendingMeans
from chalicelib.results.removing import remove_cards
from chalicelib.results.write_cards import write_cards
from chalicelib.schemes.compiled import existing
from chalicelib.scorecards.records import read_cards
from chalicelib.scoring.needs import needs_team_means
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.leaving import Presence
from chalicelib.uploads import findings, withdrawal_progress, withdrawn_pilots
from chalicelib.uploads.figures import read_figures
from chalicelib.uploads.other_files import Entry, OtherFiles
from chalicelib.uploads.records import Upload
from chalicelib.uploads.restoring import Restorer
from chalicelib.uploads.standing_without import StandingWithout
from chalicelib.uploads.unmade_people import unmake
from chalicelib.uploads.withdrawal_progress import Progress

#: People whose results are made and written at a time, and of whom the files are read together.
SIZE, TOGETHER = 500, 2_000


def run(context: Context, upload: Upload, inherited: str | None, deadline: datetime) -> Next:
    """Do what is left of the withdrawal of an upload, and return the next step.

    In a period that was locked meanwhile it is refused, and the upload is as it was.
    """

    def work(held: Lease) -> None:
        _Withdrawal(context, upload, held).run_to_end(deadline - RESERVE)

    scheme, period = upload.scheme, upload.period
    try:
        return run_under_lease(context, scheme, period, inherited, deadline, work, upload.id)
    except PeriodLocked:
        withdrawal_progress.refuse(context, upload)
        return DONE


class _Withdrawal:
    """A withdrawal in progress."""

    def __init__(self, context: Context, upload: Upload, held: Lease) -> None:
        self.context, self.upload, self.held = context, upload, held
        self.progress = Progress(context, upload)
        self.presence, self.changes = Presence(context), Changes(held)
        self.share = Share(context.platform, UPLOADS)
        version = self.progress.version
        self.version = existing(context.table, context.scope, upload.scheme, version)
        self.time = self.progress.asked_at
        self.others = OtherFiles(context, upload)

    def run_to_end(self, deadline: datetime) -> None:
        """Take back from the checkpoint to the end, and finish the period.

        Raises OutOfTime and TakenOver.
        """
        context, upload = self.context, self.upload
        shards, first = context.principal.shards, self.progress.shard
        if first < shards:
            mending_means.begin(context, self.version, upload.scheme, upload.period)
            restorer = Restorer(context, upload, self.version, self.held, self.time)
            for shard in range(first, shards):
                self._shard(shard, restorer, deadline)
            self.progress.advance(shards, "")
        self._mend_means(deadline)
        self._in_time(deadline)
        settle_and_follow(context, self.version, self.held, deadline, self.changes)
        withdrawn_pilots.begin(context, upload)
        self.progress.end(self.held)

    def _shard(self, shard: int, restorer: Restorer, deadline: datetime) -> None:
        upload = self.upload
        after = self.progress.after if shard == self.progress.shard else ""
        said = read_figures(self.context, upload.scheme, upload.period, shard, upload.id)
        named = iter(sorted({one.person for _, one in said if one.person > after}))
        while some := list(islice(named, TOGETHER)):
            entries = self.others.entries(shard, frozenset(some))
            for start in range(0, len(some), SIZE):
                people = some[start : start + SIZE]
                self._in_time(deadline)
                self._chunk(people, entries, restorer)
                self.progress.advance(shard, people[-1])
                self.share.step_done()

    def _chunk(
        self,
        people: Sequence[PersonKey],
        entries: dict[PersonKey, list[Entry]],
        restorer: Restorer,
    ) -> None:
        """Write the results of people without the file, and let people go whom it made."""
        context, upload = self.context, self.upload
        shards = context.principal.shards
        standing = read_cards(
            context.table, context.scope, upload.scheme, upload.period, people, shards
        )
        found = restorer.without(standing, entries)
        self.progress.plan(people[0], restored=len(found.cards), removed=len(found.removed))
        cards = StandingWithout(standing.values(), upload.id)
        write_cards(context, found.cards, cards, self.changes, withdrawn=upload.id)
        remove_cards(context, self.held, found.removed, self.changes, upload.id)
        removed = {card.person for card in found.removed}
        without = [one for one in people if one not in standing or one in removed]
        unmade = unmake(context, upload, people, without)
        findings.write_kept_people(context, upload.id, self.progress.chunk, unmade.kept)
        self.progress.unmade(unmade)

    def _mend_means(self, deadline: datetime) -> None:
        if not needs_team_means(self.version.scheme):
            return
        context, upload = self.context, self.upload
        scheme, period = upload.scheme, upload.period
        share = Share(context.platform, UPLOADS)
        mending = MendingMeans(
            context,
            self.version,
            scheme,
            period,
            self.time,
            self.changes,
            made={"after": upload.id},
        )
        mending.run(
            self.progress.means,
            self.progress.mended,
            lambda: end_after_step(share, deadline),
        )

    def _in_time(self, deadline: datetime) -> None:
        self.presence.check()
        if self.share.over(deadline):
            raise end_of(self.share)
