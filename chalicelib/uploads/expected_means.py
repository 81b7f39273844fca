"""The teams' means as they will be when the file is scored: no card is written before they are.

They are the means of the current cards and of the people who are still to be scored, who replace
their own cards. So each card gets its final figures at once, and a reader never takes an unfinished
one for a result. The file is looked through once for it in each run, from the checkpoint on. What
is expected may not happen (somebody is deleted meanwhile); the pass after the file
(:mod:`chalicelib.results.mending_means`) works from the cards that were written.
"""

from dataclasses import replace
from itertools import islice

from chalicelib.person_keys import PersonKey
from chalicelib.results.scorer import Means
from chalicelib.results.standing_teams import standing_sums
from chalicelib.results.stored_inputs import StoredInputs
from chalicelib.results.team_means import StandingValues, TeamSums
from chalicelib.scoring.needs import needs_team_means
from chalicelib.uploads import chunk
from chalicelib.uploads.people_in_file import people_left
from chalicelib.uploads.refused_rows import Batch
from chalicelib.uploads.stored_file import Opened


def expected_means(job: chunk.Job, file: Opened, counted: set[PersonKey]) -> Means:
    """Return the means by team and indicator. Empty when the version uses no team mean.

    Memory grows with the teams and the lines, and the people of the file: they are added to
    ``counted``.
    """
    version, upload, context = job.scorer.version, job.upload, job.context
    if not needs_team_means(version.scheme):
        return {}
    values = StandingValues(version, StoredInputs(context, upload.scheme, version))
    if job.cards.none_stands:
        sums = TeamSums()
    else:
        sums = standing_sums(context, job.texts, values, upload.scheme, upload.period)
    ahead = replace(job, people=job.people.apart(), nearest=None)
    people = people_left(upload, version, file)
    while batch := list(islice(people, chunk.SIZE)):
        counted.update(_count(ahead, batch, sums, values))
    return sums.means()


def _count(job: chunk.Job, batch: Batch, sums: TeamSums, values: StandingValues) -> list[PersonKey]:
    """Count the people of a chunk with their new values instead of those that stand; return them.

    Who has a result of a later file keeps it: there is no card. The values of a void one count for
    nothing.
    """
    cards = chunk.score(job, batch).cards
    known = job.cards.known(card.person for card in cards)
    there = [card.person for card in cards if card.person in known]
    standing = job.cards.cards(there) if there else {}
    for card in cards:
        before = standing.get(card.person)
        if card.void is not None:
            continue
        if before is not None and not before.imported:
            sums.take(job.texts.text(before.team), values.of(before))
        sums.add(card.team, values.of(card))
    return [card.person for card in cards]
