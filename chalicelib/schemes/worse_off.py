"""A version for a month that has begun leaves nobody worse off, unless the company insists.

The results that stand are compared with what the version would make of them (the package
``simulation`` does it). What the company insisted on is kept with the version: by period, how many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pynamodb.expressions.condition import Condition

from chalicelib.errors import Conflict, invalid_value
from chalicelib.language import Text
from chalicelib.schemes.calendar import Effect, in_effect
from chalicelib.schemes.rule_source import ChosenRules, of_draft, of_version
from chalicelib.tenancy.context import Context

#: People whom a refusal names of each period, and periods that it names.
MOST_NAMED: Final = 20
MOST_PERIODS: Final = 24


@dataclass(frozen=True, slots=True)
class PeriodCompared:
    """What a version would make of a period's results.

    ``not_compared`` are people whose figures the version cannot score: their results stay as they
    are. ``named`` are the employee ids of the first who would be worse off. ``unchanged`` holds of
    the period's record while the comparison does.
    """

    period: str
    compared: int
    not_compared: int
    worse_off: int
    named: tuple[str, ...]
    unchanged: Condition

    def described(self) -> dict[str, Any]:
        """Return the counts (``PeriodComparedAnswer``)."""
        return {
            "period": self.period,
            "compared": self.compared,
            "not_compared": self.not_compared,
            "worse_off": self.worse_off,
        }


def compared(
    context: Context,
    code: str,
    periods: Sequence[str],
    effects: Sequence[Effect],
    draft: int | None = None,
) -> list[PeriodCompared]:
    """Compare the results of these periods with what the versions would make of them.

    ``effects`` is the calendar as it would be; ``draft`` is the number that the draft would have in
    it. A period that comes under no version keeps its results, and is left out. Raises Conflict
    (409) ``not_compared`` for a period of too many people that was not compared in the background
    since its results were settled, and PeriodBusy or PeriodUnfinished (409) while it is written.
    """
    rules: dict[str, ChosenRules] = {}
    read: dict[int, ChosenRules] = {}
    for period in periods:
        now = in_effect(effects, period)
        if now is None:
            continue
        if now.version not in read:
            read[now.version] = (
                of_draft(context, code)
                if now.version == draft
                else of_version(context, code, now.version)
            )
        rules[period] = read[now.version]
    return context.platform.contents.compared_periods(context, code, rules) if rules else []


def refuse(code: str, found: Sequence[PeriodCompared], wanted: Mapping[str, Any]) -> None:
    """Raise Conflict (409) ``worse_off`` unless exactly so many people are accepted.

    With them it needs a reason: raises Invalid (422) ``reason_required``. ``wanted`` is a
    ``PublishBody`` or a ``RetireBody``.
    """
    number = sum(one.worse_off for one in found)
    if not number:
        return
    if wanted["accept"].get("worse_off") != number:
        raise _worse_off(code, number, found)
    if not wanted.get("reason"):
        raise invalid_value("/reason", "reason_required", _NEEDS_REASON)


def entered(effects: Sequence[Effect], found: Sequence[PeriodCompared]) -> list[Effect]:
    """Return the calendar with what was insisted on, at the versions that govern the periods."""
    after = list(effects)
    for one in found:
        now = in_effect(after, one.period)
        if now is None or not one.worse_off:
            continue
        insisted = {**(now.worse_off or {}), one.period: one.worse_off}
        after[after.index(now)] = replace(now, worse_off=insisted)
    return after


def _worse_off(code: str, number: int, found: Sequence[PeriodCompared]) -> Conflict:
    said = f'"accept": {{"worse_off": {number}}}'
    page = f'POST /v1/schemes/{code}/simulate {{"show": "worse_off"}}'
    would = "1 person would" if number == 1 else f"{number} people would"
    return Conflict(
        "worse_off",
        Text(
            f"有 {number} 人在已开始的月份中会因此版本而变差（{page} 逐页列出）；"
            f"如公司仍坚持，请说明理由并在请求中加上 {said}，这会留存并随公告告知。",
            f"In months that have begun {would} be worse off by it ({page} lists them page by "
            f"page). If the company insists, say why and send {said}: it is kept, and told with "
            "the announcement.",
        ),
        worse_off=number,
        periods=[
            {**one.described(), "employee_ids": list(one.named[:MOST_NAMED])}
            for one in found[:MOST_PERIODS]
            if one.worse_off
        ],
    )


_NEEDS_REASON = Text(
    "有人会因此变差，须说明公司坚持的理由。",
    "It leaves people worse off: say why the company insists.",
)
