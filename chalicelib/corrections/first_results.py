"""The first result of somebody who had none in a locked month: forgotten, or on the register late.

It is scored by the version that scores the month, with the register's team and paying scheme of
it. A line that would take its team's mean is refused, as in every correction: the lock kept none.
It goes on with the revisions of a result that went before the lock, if there was one.
"""

from dataclasses import replace

from chalicelib.corrections.figures import FigureRows, with_figures
from chalicelib.corrections.scoring import given_sources, refuse_new_mean, scored
from chalicelib.people.records import read_people
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import PersonKey
from chalicelib.results.decisions import Decisions
from chalicelib.results.layers import WHOLE, Layer, source_codes
from chalicelib.results.scorer import Origin, Scorer
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.belonging import Belongings
from chalicelib.scorecards.records import Scorecard, read_removed
from chalicelib.scoring import unpack
from chalicelib.tenancy.context import Context

#: What stood of somebody who had no result, as a revision.
NOTHING_STOOD = 0


def gone_before(context: Context, record: PeriodRecord, person: PersonKey) -> Scorecard | None:
    """Return the last revision of a result that went before the lock; None: there was none."""
    if not record.some_removed:
        return None
    return read_removed(context, record.scheme, record.period, [person]).get(person)


def first_card(
    context: Context,
    version: ReadyScheme,
    decisions: Decisions,
    place: tuple[str, str, PersonKey],
    figures: FigureRows,
    correction: str,
    gone: Scorecard | None = None,
) -> Scorecard:
    """Return the first result at a place (scheme, period, person), after ``gone``, if that was.

    A source of which there is no figure is awaited. Raises Invalid (422) for figures that are no
    row of the scheme, or that would take a team's mean.
    """
    scheme, period, person = place
    blank = dict.fromkeys(version.compiled.source_of)
    rows = with_figures(version, blank, figures)
    there = read_people(context, [person]).get(person)
    belongs = Belongings(context, scheme, period).of(there)
    own = Layer(correction, 0)
    sources = source_codes(version)
    given = sources if sources == (WHOLE,) else given_sources(version, figures)
    origin = Origin(
        person,
        there.name if there else None,
        belongs.team if belongs else None,
        correction,
        0,
        True if belongs else None,
        belongs.paid_by if belongs else None,
        belongs.share if belongs else None,
        dict.fromkeys(given, own),
    )
    scorer = Scorer(version, scheme, period, context.time, {}, decisions)
    previous = scorer.previous(context, [person])
    card = scored(scorer, origin, rows, previous.get(person))
    refuse_new_mean(version, None, unpack(version.compiled, card.packed)[0])
    revision = 1 if gone is None else gone.revision + 1
    return replace(card, revision=revision, correction=correction, added=True)
