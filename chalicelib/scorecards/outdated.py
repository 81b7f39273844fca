"""Whether a result is outdated: something that it was made with is another one now.

``previous_period``  the result of the previous period that it was made with is replaced, or there
                     is one now where none stood
``team_mean``        it takes a mean of its team, and a run that changed values of the period was
                     given up before it looked through the means
``register``         by the register of today the person's month belongs to another team, or another
                     scheme or share of it pays; not told of a locked result, which was paid,
                     nor of an imported one, which pays nobody

Nothing is told of a result that was settled ahead of its month: it was paid as it was then.

It is a comparison at the time of reading (docs/decisions/outdated-results.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.people.records import Employee, read_people
from chalicelib.periods import lease
from chalicelib.periods.records import LOCKED, PeriodRecord
from chalicelib.person_keys import PersonKey
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.belonging import Belonging, Belongings, ReadOnce
from chalicelib.scorecards.previous_period import NONE_STOOD, standing_of_all
from chalicelib.scorecards.records import PREVIOUS, REGISTER, TEAM_MEAN, Scorecard
from chalicelib.scoring import unpack
from chalicelib.scoring.needs import needs_team_means
from chalicelib.tenancy.context import Context

#: A current card, the version that made it, and the record of its period.
Shown = tuple[Scorecard, ReadyScheme, PeriodRecord]


@dataclass(slots=True)
class Why:
    """Why a result is outdated: nothing in ``because`` when it is not.

    ``since``: when the result of the previous period that it was not made with was computed, if
    that is a reason and one stands.
    """

    because: list[str] = field(default_factory=list)
    since: str | None = None


def reasons(
    context: Context,
    shown: Sequence[Shown],
    people: Mapping[PersonKey, Employee] | None = None,
) -> list[Why]:
    """Return why each current card is outdated, in their order.

    ``people`` are those of the cards on the register; None: they are read. Costs a read for each
    hundred cards that look back, whatever their periods.
    """
    if people is None:
        people = read_people(context, (card.person for card, _, record in shown if _open(record)))
    standing = standing_of_all(context, _looking_back(card for card, _, _ in shown))
    belonging = _belonging(context, shown, people)
    found: list[Why] = []
    for (card, version, record), (belongings, belongs) in zip(shown, belonging, strict=True):
        why = Why()
        if card.closed is not None:
            found.append(why)
            continue
        if card.previous_revision is not None:
            now = standing[card.scheme, card.period].get(card.person)
            if (NONE_STOOD if now is None else now.revision) != card.previous_revision:
                why.because.append(PREVIOUS)
                why.since = None if now is None else now.computed_at
        if means_unfinished(context, record) and _takes_means(card, version):
            why.because.append(TEAM_MEAN)
        if _open(record) and belongings.differs(card, belongs):
            why.because.append(REGISTER)
        found.append(why)
    return found


def _belonging(
    context: Context, shown: Sequence[Shown], people: Mapping[PersonKey, Employee]
) -> list[tuple[Belongings, Belonging | None]]:
    """Return where each card belongs by the register, in order. A locked one belongs nowhere.

    The names of all teams that differ are read together, a hundred in a request.
    """
    beside, of_place = ReadOnce(context), dict[tuple[str, str], Belongings]()
    found: list[tuple[Belongings, Belonging | None]] = []
    for card, _, record in shown:
        place = card.scheme, card.period
        if place not in of_place:
            of_place[place] = Belongings(context, *place, beside)
        belongs = of_place[place].of(people.get(card.person)) if _open(record) else None
        found.append((of_place[place], belongs))
    beside.texts.learn(
        text
        for (card, *_), (_, belongs) in zip(shown, found, strict=True)
        if belongs is not None and card.team != belongs.team
        for text in (card.team, belongs.team)
    )
    return found


def _open(record: PeriodRecord) -> bool:
    return record.state != LOCKED


def means_unfinished(context: Context, record: PeriodRecord) -> bool:
    """Return whether the period's team means were left unfinished, and no run is at work."""
    return record.means_due is not None and not lease.held_at(record, context.time)


def _looking_back(cards: Iterable[Scorecard]) -> dict[tuple[str, str], list[PersonKey]]:
    """Return the people by (scheme, period), of cards that were made with a previous period."""
    found: dict[tuple[str, str], list[PersonKey]] = {}
    for card in cards:
        if card.previous_revision is not None:
            found.setdefault((card.scheme, card.period), []).append(card.person)
    return found


def _takes_means(card: Scorecard, version: ReadyScheme) -> bool:
    """Return whether a line of the card takes the team's mean, or would if there were one."""
    if not needs_team_means(version.scheme):
        return False
    result, _ = unpack(version.compiled, card.packed)
    return any(
        indicator.not_available == "team_mean" and line.status == "not_available"
        for indicator, line in zip(version.scheme.indicators, result.lines, strict=True)
    )
