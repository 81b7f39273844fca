"""Values of people's own earlier months: those that stand now, corrected ones of locked months."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import cast

from chalicelib.periods.calendar import previous
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.previous_period import REVISION, previous_results
from chalicelib.signals.own_past import Past
from chalicelib.signals.rules import OwnPast, Rules
from chalicelib.signals.run_records import Run
from chalicelib.tenancy.context import Context


class PastValues:
    """The values of some people in the months before a run's period, read once for all rules."""

    def __init__(
        self, context: Context, run: Run, rules: Rules, persons: Iterable[PersonKey]
    ) -> None:
        most = max((one.months for one in rules.own_past), default=0)
        wanted = list(persons)
        self._months: list[tuple[str, Mapping[PersonKey, Mapping[str, object]]]] = []
        period = run.period
        for _ in range(most):
            found = previous_results(context, run.scheme, period, wanted)
            period = previous(period)
            self._months.append((period, found))

    def of(self, rule: OwnPast, person: PersonKey) -> list[Past]:
        """Return a person's values of the indicator, the latest month first."""
        found: list[Past] = []
        for period, results in self._months[: rule.months]:
            result = results.get(person)
            if result is None:
                continue
            values = cast("Mapping[str, Decimal]", result["values"])
            value = values.get(rule.indicator)
            if value is not None:
                found.append(Past(period, str(result[REVISION]), value))
        return found
