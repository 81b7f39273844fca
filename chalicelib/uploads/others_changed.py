"""Whose result a file changes though no row names them: a line of theirs takes the team's mean.

Their findings have one item, after those of the chunks, and row 0. A look computes them from the
means that are expected after the file (expected_means.py); the pass that writes such results
(results/mending_means.py) notes each before it is written. So a run that repeats the pass, and no
longer sees what stood, keeps what was found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from chalicelib.person_keys import PersonKey
from chalicelib.results.rescore_chunk import rescored
from chalicelib.results.scorer import Scorer
from chalicelib.results.standing_teams import in_teams
from chalicelib.results.stored_inputs import StoredInputs
from chalicelib.results.stored_state import CardsAtHand
from chalicelib.results.team_means import StandingValues
from chalicelib.scorecards.period_cards import computed_cards
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring.needs import needs_team_means
from chalicelib.tenancy.context import Context
from chalicelib.uploads import chunk, findings
from chalicelib.uploads.changed_totals import changed, lost
from chalicelib.uploads.finding_kinds import Change
from chalicelib.uploads.keys import key_of_findings

#: Its place is after every chunk's: no file has so many people.
PLACE: Final = 999_999_999
#: People who are named: those who lose their total first, then those who lose most.
MOST_NAMED: Final = 1_000
#: Cards that are compared at a time.
SIZE: Final = 500


def expected(job: chunk.Job) -> list[Change]:
    """Return the changes of people who are in no scored row, by the means that are expected."""
    scorer = job.scorer
    if not isinstance(scorer, Scorer) or not needs_team_means(scorer.version.scheme):
        return []
    context, inputs = job.context, StoredInputs(job.context, job.upload.scheme, scorer.version)
    values = StandingValues(scorer.version, inputs)
    found: dict[PersonKey, Change] = {}
    everybody = in_teams(job.texts, computed_cards(context, scorer.scheme, scorer.period))
    others = (card for card in everybody if card.person not in job.counted)
    while cards := list(islice(others, SIZE)):
        stale = [card for card in cards if _stale(card, scorer, values)]
        again = rescored(context, scorer, inputs, stale)
        found |= {one.person: one for one in _changes(stale, again)}
    return _named(found)


def look(job: chunk.Job) -> list[Change]:
    """Store what a look expects of them, in place of what another look has stored."""
    found = expected(job)
    key = key_of_findings(job.context.scope, job.upload.id, PLACE)
    if found:
        job.context.table.put(key, findings.stored(found))
    else:
        job.context.table.delete(key)
    return found


def note(
    context: Context, upload_id: str, before: Sequence[Scorecard], again: Sequence[Scorecard]
) -> None:
    """Store whose results are about to change, beside those that were noted before."""
    key = key_of_findings(context.scope, upload_id, PLACE)
    fresh = {one.person: one for one in _changes(before, again)}
    if not fresh:
        return
    item = context.table.get(key)
    known = {} if item is None else {one.person: one for one in _of_item(item)}
    # Who was noted before, and is changed once more, had another result at the beginning.
    merged = {
        person: replace(one, before=known[person].before) if person in known else one
        for person, one in fresh.items()
    }
    context.table.put(key, findings.stored(_named({**known, **merged})))


def _of_item(item: dict[str, object]) -> Iterator[Change]:
    return (one for one in findings.found_in(item) if isinstance(one, Change))


def _stale(card: Scorecard, scorer: Scorer, values: StandingValues) -> bool:
    means = scorer.means.get(card.team or "", {})
    return card.version == scorer.version.version and any(
        figure != means.get(indicator) for indicator, figure in values.read(card)[1]
    )


def _changes(before: Sequence[Scorecard], again: Sequence[Scorecard]) -> list[Change]:
    known = CardsAtHand(before).known([card.person for card in again])
    return changed([replace(card, row=0) for card in again], known)[1]


def _named(found: dict[PersonKey, Change]) -> list[Change]:
    first = sorted(found.values(), key=lambda one: (not lost(one), one.gain, one.person))
    return first[:MOST_NAMED]
