"""Rows of a coefficient file: one for each current result of a scheme's period.

Results and employees are read side by side in the same order, so memory does not grow with the
number of people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.people.facts import PLACES
from chalicelib.people.identity import called
from chalicelib.people.records import all_employees
from chalicelib.periods.ranks import Rank
from chalicelib.periods.records import PeriodRecord
from chalicelib.periods.summaries import all_ranks
from chalicelib.person_keys import PersonKey
from chalicelib.schemes.calendar import PILOT
from chalicelib.schemes.records import read_head
from chalicelib.scorecards.period_cards import ALL, group_of
from chalicelib.scorecards.presenting import fixed, state_of
from chalicelib.scorecards.records import Scorecard
from chalicelib.scorecards.unlisted import cards_after
from chalicelib.scorecards.versions import version_of
from chalicelib.scoring import Scheme
from chalicelib.scoring.exact import plain
from chalicelib.store.keys import escaped
from chalicelib.teams.canonical import TeamTexts
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class CoefficientRow:
    """One result for payroll. ``employee_id`` is what the person is called, ``person`` the key.

    Without a total there is no grade, coefficient or rank. ``share`` is what the scheme pays of the
    month of somebody who moved between schemes; None: all of it.
    """

    employee_id: str
    external_ids: dict[str, str]
    employee_name: str | None
    team: str | None
    period: str
    scheme: str
    version: int
    total: Decimal | None
    grade: str | None
    coefficient: Decimal | None
    rank: int | None
    revision: int
    state: str
    computed_at: str
    person: PersonKey
    share: Decimal | None = None


class RowMaker:
    """Makes rows from a period's cards. Data that all rows share is read once.

    ``ranks``: those of the cards that are made to rows, by person. None: the whole table is read.
    ``pilots``: the versions that are or were pilots; None: they are read.
    """

    def __init__(
        self,
        context: Context,
        period: PeriodRecord,
        ranks: Mapping[PersonKey, Rank | None] | None = None,
        pilots: frozenset[int] | None = None,
    ) -> None:
        self._context = context
        self._period = period
        self._ranks = ranks
        self._positions = all_ranks(context, period) if ranks is None else {}
        self._pilots = pilot_versions(context, period.scheme) if pilots is None else pilots
        self._texts = TeamTexts(context)

    def row(
        self, card: Scorecard, employee_id: str, ids: Mapping[str, str], *, ahead: bool = False
    ) -> CoefficientRow | None:
        """Return the row of a card with the person's id now and the ids in other systems.

        None for a card that pays nobody: by a pilot's version, of a person whose month another
        scheme pays, one that awaits a source, or a void one. A leaver's that was settled ahead of
        the month has its row in a file of its own (``ahead``), and in no other.
        """
        if (card.closed is not None) != ahead:
            return None
        if card.version in self._pilots or not card.paying or card.incomplete:
            return None
        scheme = version_of(self._context, card).scheme
        total = None if card.total is None else fixed(card.total, scheme.total_places)
        place = None if total is None or card.vetoed else self._place(card, scheme, total)
        return CoefficientRow(
            employee_id=employee_id,
            person=card.person,
            external_ids=dict(sorted(ids.items())),
            employee_name=card.employee_name,
            team=card.team,
            period=card.period,
            scheme=card.scheme,
            version=card.version,
            total=total,
            grade=card.grade,
            coefficient=None if card.coefficient is None else Decimal(plain(card.coefficient)),
            rank=place[0] if place else None,
            revision=card.revision,
            state=state_of(card, self._period, current=True),
            computed_at=card.computed_at,
            share=None if card.share is None else fixed(card.share, PLACES),
        )

    def _place(self, card: Scorecard, scheme: Scheme, total: Decimal) -> Rank | None:
        """Return the rank. The table may have the group as its team is written now."""
        if self._ranks is not None:
            return self._ranks.get(card.person)
        group = group_of(card, by_team=scheme.rank_by_team)
        own = self._positions.get((group, total))
        return own or self._positions.get((self._texts.text(group) or ALL, total))


def coefficient_rows(context: Context, period: PeriodRecord) -> Iterator[CoefficientRow]:
    """Give every row of a scheme's period, by person."""
    maker = RowMaker(context, period)
    register = all_employees(context)
    employee = next(register, None)
    for card in cards_after(context, period.scheme, period.period):
        place = escaped(card.person)
        while employee is not None and escaped(employee.key) < place:
            employee = next(register, None)
        known = employee if employee is not None and employee.key == card.person else None
        row = maker.row(card, called(card.person, known), known.external_ids if known else {})
        if row is not None:
            yield row


def pilot_versions(context: Context, scheme: str) -> frozenset[int]:
    """Return the versions that are or were pilots. A retired pilot counts."""
    head = read_head(context.table, context.scope, scheme)
    effects = head.effects if head else ()
    return frozenset(one.version for one in effects if one.state == PILOT)


def external_systems(context: Context) -> tuple[str, ...]:
    """Return the names of all external systems of the company's employees, sorted."""
    found: set[str] = set()
    for employee in all_employees(context):
        found.update(employee.external_ids)
    return tuple(sorted(found))
