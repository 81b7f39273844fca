"""The plan of a scheme's period as it is announced: sources, methods, dates, rules in words.

The rulebook is kept in both languages as it is worded on that day: a later release of the service
may word the same rules otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from chalicelib.announcements.refusals import not_of_period, out_of_order
from chalicelib.periods.calendar import day_after, days_later, days_of
from chalicelib.periods.pieces import packed
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.schemes.rulebook.making import rulebook
from chalicelib.tenancy.records import Tenant

DATA, RATINGS, PUBLICATION, WINDOW, LOCK = (
    *("data_due", "ratings_due", "publication"),
    *("window_ends", "lock"),
)
#: The days of a plan, in the order in which they follow each other.
DATES: Final = (DATA, RATINGS, PUBLICATION, WINDOW, LOCK)
#: Those that a request may set. The others follow from them.
SET: Final = (DATA, RATINGS, PUBLICATION, LOCK)
#: So many days after the end of the period everything is done.
MOST_AFTER: Final = 92
#: Bytes of one piece of a plan. DynamoDB allows 400 KB an item.
PIECE: Final = 300_000


def made(version: ReadyScheme, period: str, dates: Mapping[str, str]) -> dict[str, Any]:
    """Return the plan that is kept: sources with their days, and the rulebook in two languages."""
    return {
        "sources": [
            {
                "code": one.code,
                "name": dict(one.name),
                "due_on": dates.get(DATA)
                if one.due_day is None
                else day_after(period, one.due_day).isoformat(),
            }
            for one in version.compiled.layout.sources
        ],
        "dates": dict(dates),
        "zh": asdict(rulebook(version.compiled, "zh")),
        "en": asdict(rulebook(version.compiled, "en")),
    }


def days(
    version: ReadyScheme,
    period: str,
    tenant: Tenant | None,
    habit: Mapping[str, str],
    wanted: Mapping[str, str | None],
) -> dict[str, str]:
    """Return the days of the plan that are known, in their order.

    ``wanted``: those that the request sets, null: open. ``habit``: the company's, for the others.
    Figures are due with the last source, and the window ends so many days after the publication as
    the company says. Raises Invalid (422) ``out_of_order`` and ``not_of_period``.
    """
    chosen = {name: wanted.get(name, habit.get(name)) for name in SET}
    found: dict[str, str] = {name: day for name, day in chosen.items() if day is not None}
    due = [one.due_day for one in version.compiled.layout.sources if one.due_day is not None]
    if DATA not in wanted and due:
        found[DATA] = day_after(period, max(due)).isoformat()
    term = 0 if tenant is None else tenant.appeal_days
    if term and PUBLICATION in found:
        found[WINDOW] = days_later(date.fromisoformat(found[PUBLICATION]), term).isoformat()
    ordered = {name: found[name] for name in DATES if name in found}
    _refuse_days(ordered, period)
    return ordered


def _refuse_days(found: Mapping[str, str], period: str) -> None:
    """Raise Invalid (422) when a day is not of the period, or comes before one that it follows.

    Results are published after figures and ratings are due, and locked after that. A lock inside
    the window is possible: it is asked for by count then.
    """
    first, last = days_of(period)
    latest = days_later(last, MOST_AFTER).isoformat()
    for name in SET:
        if name in found and not first.isoformat() <= found[name] <= latest:
            raise not_of_period(name)
    before = max((found[one] for one in (DATA, RATINGS) if one in found), default="")
    for name in (PUBLICATION, LOCK):
        if name in found:
            if found[name] < before:
                raise out_of_order(name)
            before = found[name]


def divided(plan: Mapping[str, Any]) -> list[bytes]:
    """Return the plan as it is stored: compressed, in pieces that fit into an item."""
    whole = packed(plan)
    return [whole[start : start + PIECE] for start in range(0, len(whole), PIECE)]


def methods(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return how each line is measured and scored, in both languages."""
    return [
        {
            "indicator": zh["code"],
            "name": _both(zh, en, "name"),
            "max_points": zh["max_points"],
            "target": _both(zh, en, "target"),
            "source": _both(zh, en, "source"),
            "measured": _both(zh, en, "measured"),
            "rule": _both(zh, en, "rule"),
        }
        for zh, en in zip(_lines(plan["zh"]), _lines(plan["en"]), strict=True)
    ]


def _lines(book: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for dimension in book["dimensions"]:
        yield from dimension["indicators"]


def _both(zh: Mapping[str, Any], en: Mapping[str, Any], name: str) -> dict[str, str] | None:
    return None if zh[name] is None else {"zh": zh[name], "en": en[name]}


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two plans have the same sources and days. Rules go by the version."""
    return all(_plain(one[name]) == _plain(other[name]) for name in ("sources", "dates"))


def _plain(value: Mapping[str, Any] | Sequence[Any]) -> Any:
    return list(value.items()) if isinstance(value, Mapping) else list(value)
