"""What a scheme's period is looked through for, and from where on a figure is a signal.

hr sets it for a scheme. Nothing is guessed: which figures should agree, how far apart is far, and
which field of a contact names the customer are said, or not looked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

#: The kinds of signals.
CAME_AGAIN: Final = "came_again"
FAR_APART: Final = "far_apart"
OWN_PAST: Final = "own_past"
RATER_FLAG: Final = "rater_flag"
KINDS: Final = (CAME_AGAIN, FAR_APART, OWN_PAST, RATER_FLAG)


@dataclass(frozen=True, slots=True)
class CameAgain:
    """Contacts marked as solved whose customer comes again, by the fields of uploaded contacts.

    ``customer``, ``topic`` (None: any), ``at`` and ``solved`` are headings, or codes of the
    scheme's fields of contacts. ``says`` are the cells of ``solved`` that mean solved. A contact
    comes again when the customer has another one, with whomever, within ``within_days``. It is a
    signal from ``percent`` of those solved on; below ``least`` of these nothing is computed.
    """

    customer: str
    at: str
    solved: str
    says: tuple[str, ...]
    within_days: int
    percent: Decimal
    least: int
    topic: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of two figures that should agree: the value of an indicator, or a column's figure.

    ``low`` and ``high`` are the ends of its scale; both or none.
    """

    indicator: str | None = None
    column: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def called(self) -> str:
        """The code of the indicator or column."""
        return self.indicator or self.column or ""

    @property
    def on_scale(self) -> bool:
        return self.low is not None and self.high is not None

    def place(self, value: Decimal) -> Fraction:
        """Return a value as percent of the way from the lower end of the scale to the upper.

        Without a scale it stays as it is.
        """
        if self.low is None or self.high is None:
            return Fraction(value)
        width = Fraction(self.high) - Fraction(self.low)
        return (Fraction(value) - Fraction(self.low)) / width * 100


@dataclass(frozen=True, slots=True)
class FarApart:
    """Two figures of one result that should agree. A signal from ``distance`` on: in percent of the
    scales where both have one, else in the figures' own unit."""

    code: str
    first: Side
    second: Side
    distance: Decimal
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class OwnPast:
    """An indicator's value beside the mean of the person's own in the ``months`` before.

    A signal from ``distance`` on; with fewer than ``least`` months nothing is computed.
    """

    indicator: str
    distance: Decimal
    months: int
    least: int
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a scheme. ``raters``: whether flags about single raters are signals."""

    came_again: CameAgain | None = None
    far_apart: tuple[FarApart, ...] = ()
    own_past: tuple[OwnPast, ...] = ()
    raters: bool = True


def rules_of(told: Mapping[str, Any]) -> Rules:
    """Return the rules that :func:`told_rules` told; numbers may have been read as decimals."""
    again = told.get("came_again")
    return Rules(
        came_again=None if again is None else _came_again(again),
        far_apart=tuple(_far_apart(one) for one in told.get("far_apart") or ()),
        own_past=tuple(
            OwnPast(
                one["indicator"],
                Decimal(one["distance"]),
                int(one["months"]),
                int(one["least"]),
                one.get("basis"),
            )
            for one in told.get("own_past") or ()
        ),
        raters=bool(told.get("raters", True)),
    )


def told_rules(rules: Rules) -> dict[str, Any]:
    """Return rules as the API takes and shows them, and as they are stored."""
    again = rules.came_again
    return {
        "came_again": None
        if again is None
        else {
            "customer": again.customer,
            "topic": again.topic,
            "at": again.at,
            "solved": again.solved,
            "says": list(again.says),
            "within_days": again.within_days,
            "percent": again.percent,
            "least": again.least,
            "basis": again.basis,
        },
        "far_apart": [
            {
                "code": one.code,
                "first": _told_side(one.first),
                "second": _told_side(one.second),
                "distance": one.distance,
                "basis": one.basis,
            }
            for one in rules.far_apart
        ],
        "own_past": [
            {
                "indicator": one.indicator,
                "distance": one.distance,
                "months": one.months,
                "least": one.least,
                "basis": one.basis,
            }
            for one in rules.own_past
        ],
        "raters": rules.raters,
    }


def _came_again(told: Mapping[str, Any]) -> CameAgain:
    return CameAgain(
        customer=told["customer"],
        at=told["at"],
        solved=told["solved"],
        says=tuple(told["says"]),
        within_days=int(told["within_days"]),
        percent=Decimal(told["percent"]),
        least=int(told["least"]),
        topic=told.get("topic"),
        basis=told.get("basis"),
    )


def _far_apart(told: Mapping[str, Any]) -> FarApart:
    first, second = (_side(told[name]) for name in ("first", "second"))
    return FarApart(told["code"], first, second, Decimal(told["distance"]), told.get("basis"))


def _side(told: Mapping[str, Any]) -> Side:
    ends = (None if told.get(name) is None else Decimal(told[name]) for name in ("low", "high"))
    return Side(told.get("indicator"), told.get("column"), *ends)


def _told_side(side: Side) -> dict[str, Any]:
    return {
        "indicator": side.indicator,
        "column": side.column,
        "low": side.low,
        "high": side.high,
    }
