"""What the register says of a person's result of a period: the team, and which scheme pays.

Both follow from the dated facts of the last day worked (people/facts.py,
docs/decisions/within-a-month.md). A card keeps what it was made with, so that a change of a past
month's facts shows as a difference (scorecards/outdated.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from chalicelib.people.dated import SCHEME, TEAM
from chalicelib.people.facts import Month, month_of, rounded, shares, value_on
from chalicelib.people.records import DELETED, Employee, read_people
from chalicelib.periods.calendar import days_of, kind_of
from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.person_keys import PersonKey
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.schemes.records import SchemeHead, read_head
from chalicelib.scorecards.records import Scorecard
from chalicelib.teams.canonical import TeamTexts
from chalicelib.tenancy.context import Context


class Belonging(NamedTuple):
    """The register's team of the month, and who pays the result.

    ``paid_by`` is the scheme that pays in place of this one. ``share``: this one pays so much of
    the month, with four places, and other schemes the rest. Both None: this one pays all.
    ``employed``: on a day of the period at least.
    """

    team: str | None
    paid_by: str | None = None
    share: Decimal | None = None
    employed: bool = True


class ReadOnce:
    """Teams' names and schemes' calendars that are read once for all periods of a request."""

    def __init__(self, context: Context) -> None:
        self.texts = TeamTexts(context)
        self._context = context
        self._heads: dict[str, SchemeHead | None] = {}

    def in_effect(self, scheme: str, period: str) -> ReadyScheme | None:
        """Return the published version that scores a period; None when there is none."""
        context = self._context
        if scheme not in self._heads:
            self._heads[scheme] = read_head(context.table, context.scope, scheme)
        head = self._heads[scheme]
        effect = head.in_effect(period) if head else None
        if effect is None:
            return None
        return ready(context.table, context.scope, scheme, effect.version)


class Belongings:
    """Finds where the results of a scheme's period belong. Create one for each run or request.

    ``beside``: what it reads of teams and schemes, shared with those of other periods; None: its
    own. ``scheme`` is the code that the cards are stored under. Pilots pay nobody, and quarters and
    years are paid beside months: for these the register says the team alone.
    """

    def __init__(
        self, context: Context, scheme: str, period: str, beside: "ReadOnce | None" = None
    ) -> None:
        self._context, self._scheme, self._period = context, scheme, period
        self._days = days_of(period)
        self._pays = kind_of(period) == "month" and pilot_of(scheme) is None
        self._split: dict[str, bool] = {}
        self._undated: dict[tuple[str, str | None], Month] = {}
        self._alike: dict[tuple[str, str | None], Belonging] = {}
        self._beside = beside or ReadOnce(context)

    def of(self, person: Employee | None, month: Month | None = None) -> Belonging | None:
        """Return where the result of a person belongs. None: the register does not say it.

        It says nothing of who is not on it, or deleted. ``month``: the person's (:meth:`month`), of
        a caller who has it.
        """
        if person is None or person.status == DELETED:
            return None
        if _is_dated(person):
            return self._of(person, month or self.month(person))
        # The others, who are nearly all, are alike by status and team.
        alike = person.status, person.team
        if alike not in self._alike:
            self._alike[alike] = self._of(person, month or self.month(person))
        return self._alike[alike]

    def _of(self, person: Employee, month: Month) -> Belonging:
        # Of somebody who is not employed in the period, the facts of its last day are the nearest.
        team = month.team if month.last_day else value_on(person, TEAM, self._days[1])
        if not self._pays or month.scheme is None:
            return Belonging(team, employed=month.last_day is not None)
        split = self._shares(person, month.scheme)
        if len(split) > 1 and self._scheme in split:
            return Belonging(team, share=split[self._scheme])
        paid_by = None if month.scheme == self._scheme else month.scheme
        return Belonging(team, paid_by, employed=month.last_day is not None)

    def month(self, person: Employee) -> Month:
        """Return the facts of a person for the period.

        Those without any date, as most are, have the same by status and team.
        """
        if _is_dated(person):
            return month_of(person, self._days)
        alike = person.status, person.team
        if alike not in self._undated:
            self._undated[alike] = month_of(person, self._days)
        return self._undated[alike]

    def read(self, persons: Iterable[PersonKey]) -> dict[PersonKey, Belonging | None]:
        """Return where the results of these people belong. Costs a batch read of the register."""
        wanted = list(dict.fromkeys(persons))
        people = read_people(self._context, wanted)
        return {one: self.of(people.get(one)) for one in wanted}

    def differs(self, card: "Scorecard | Footing", belonging: Belonging | None) -> bool:
        """Return whether the register says another team, scheme or share now than the card has.

        Two spellings, two names of a team, and teams that were merged are one. Names of teams are
        read where their texts differ, each once. A register that knows no team says nothing of it:
        somebody who was deleted and returned has the past's teams no more. An imported result is as
        it was then, whatever the register says now; so is one that was settled ahead.
        """
        if belonging is None or card.imported or card.closed is not None:
            return False
        knows = card.register_team and belonging.team is not None
        if knows and not self._one_team(card.team, belonging.team):
            return True
        return (card.paid_by, card.share) != (belonging.paid_by, belonging.share)

    def _one_team(self, one: str | None, other: str | None) -> bool:
        if one == other:
            return True
        texts = self._beside.texts
        texts.learn((one, other))
        return texts.text(one) == texts.text(other)

    def _shares(self, person: Employee, last: str) -> Mapping[str, Decimal]:
        """Return the shares of the schemes; none when the scheme of the last day pays alone."""
        exact = shares(person, SCHEME, self._days)
        return rounded(exact) if len(exact) > 1 and self._splits(last) else {}

    def _splits(self, scheme: str) -> bool:
        """Return whether the scheme's version in effect says ``moves: by_days``."""
        if scheme not in self._split:
            version = self._beside.in_effect(scheme, self._period)
            self._split[scheme] = version is not None and version.scheme.moves == "by_days"
        return self._split[scheme]


def _is_dated(person: Employee) -> bool:
    return bool(person.facts or person.employments or person.leaves)


class Footing(NamedTuple):
    """What a stored card says of where it belongs: the members of a scorecard of these names."""

    team: str | None = None
    paid_by: str | None = None
    share: Decimal | None = None
    register_team: bool | None = None
    imported: bool | None = None
    void: dict[str, Any] | None = None
    closed: dict[str, Any] | None = None


def moved(card: Scorecard, belonging: Belonging | None) -> Scorecard:
    """Return the card as the register has it now. The figures stay.

    The team of a card whose file named one stays too, and where the register knows none.
    """
    if belonging is None:
        return card
    team = belonging.team if card.register_team and belonging.team else card.team
    return replace(card, team=team, paid_by=belonging.paid_by, share=belonging.share)
